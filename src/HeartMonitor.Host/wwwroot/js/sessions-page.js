// Sessions at a desk: the list and the detail of the console on a page of their own, for whoever reads and does not work the floor. A researcher sees
// codes here and never a name.

import { Detail } from "./detail.js";
import { byId, setHidden, setText } from "./dom.js";
import { startNames } from "./names.js";
import { fill, t } from "./texts.js";
import { Today } from "./today.js";
import { within } from "./within.js";

const TICK_MS = 1000;

fill(document);
document.title = `HeartMonitor: ${t("today.title")}`;
const detail = new Detail(null);
const list = new Today(null, (sid, _, who) => detail.open(sid, byId("today-title"), who));
list.close = () => {}; // it is the page

try {
  const me = await (await fetch("/api/v1/me", { signal: within(5000) })).json();
  const isResearcher = me.role === "researcher";
  setHidden(byId("to-floor"), isResearcher);
  setHidden(byId("to-sign-in"), !me.id);
  setText(byId("to-sign-in"), me.id ?? "");
  if (!isResearcher) await startNames();
} catch {
  // The list says when nothing answers.
}

setInterval(() => detail.render(performance.now()), TICK_MS);
await list.open(byId("today-title"));
document.documentElement.dataset.running = "yes";
