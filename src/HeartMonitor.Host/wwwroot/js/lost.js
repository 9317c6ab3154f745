// The banner that says: do not trust this screen.

import { byId, setData, setHidden, setText } from "./dom.js";
import { t } from "./texts.js";

const banner = byId("lost");
const title = byId("lost-title");
const why = byId("lost-why");

/** @type {{ kind: string, why: string } | null} */
let broken = null;

/** Shows a fault {kind, why}, or nothing when it is null. An error of the page itself stays until it is loaded anew. */
export function showFault(fault) {
  const shown = broken ?? fault;
  setHidden(banner, shown === null);
  setData(document.body, "lost", shown === null ? null : "yes");
  if (shown === null) return;
  setText(title, t(`lost.${shown.kind}`));
  setText(why, shown.why);
}

export const isBroken = () => broken !== null;

/** For errors that nobody expected: from here on the page may show anything. */
export function pageFailed(reason) {
  broken ??= { kind: "broken", why: t("lost.why-broken", { why: String(reason).slice(0, 200) }) };
  showFault(null);
}
