// The banner that says: do not trust this screen.

import { byId, setData, setHidden, setText } from "./dom.js";

const banner = byId("lost");
const title = byId("lost-title");
const why = byId("lost-why");
const TITLES = {
  start: "NOT CONNECTED \u2013 WATCH PARTICIPANTS DIRECTLY",
  lost: "CONNECTION LOST \u2013 WATCH PARTICIPANTS DIRECTLY",
  late: "CONNECTION TOO SLOW \u2013 WATCH PARTICIPANTS DIRECTLY",
  stalled: "MONITORING STOPPED \u2013 WATCH PARTICIPANTS DIRECTLY",
  broken: "PAGE ERROR \u2013 WATCH PARTICIPANTS DIRECTLY",
};

let broken = null;

/** Shows a fault {kind, why}, or nothing when it is null. An error of the page itself stays until it is loaded anew. */
export function showFault(fault) {
  const shown = broken ?? fault;
  setHidden(banner, shown === null);
  setData(document.body, "lost", shown === null ? null : "yes");
  if (shown === null) return;
  setText(title, TITLES[shown.kind]);
  setText(why, shown.why);
}

export const isBroken = () => broken !== null;

/** For errors that nobody expected: from here on the page may show anything. */
export function pageFailed(reason) {
  broken ??= { kind: "broken", why: `Reload the page. (${String(reason).slice(0, 200)})` };
  showFault(null);
}
