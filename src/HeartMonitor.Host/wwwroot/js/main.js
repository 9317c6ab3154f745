// The console: the stream fills the board, a tick draws it. One direction, no frameworks.

import { AlertsView } from "./alerts-view.js";
import { Board, needsYou } from "./board.js";
import { Detail } from "./detail.js";
import { arrange, byId, setHidden, setText } from "./dom.js";
import { canTakeBack, tendUndo } from "./later.js";
import { layOut } from "./lay-out.js";
import { Link } from "./link.js";
import { isBroken, pageFailed, showFault } from "./lost.js";
import { watchMe } from "./me.js";
import { startNames } from "./names.js";
import { PageSheet } from "./page-sheet.js";
import { PersonSheet } from "./person-sheet.js";
import { tellPresence } from "./presence.js";
import { Settings, isByNeed } from "./settings.js";
import { RpeSheet } from "./sheet.js";
import { SheetLive } from "./sheet-live.js";
import { Shift } from "./shift.js";
import { drawWaiting } from "./sparkline.js";
import { StrapSheet } from "./strap-sheet.js";
import { Straps } from "./straps.js";
import { fill, t } from "./texts.js";
import { Tile } from "./tile.js";
import { Today } from "./today.js";
import { clock, countdown, rankOf } from "./words.js";

addEventListener("error", event => pageFailed(event.message || "a part of the page did not load"));
addEventListener("unhandledrejection", event => pageFailed(event.reason));
fill(document);
document.title = t("app.title");

const SLEPT_MS = 2000;
/** While a finger is near, no tile changes its place. */
const HANDS_OFF_MS = 2500;
const board = new Board();
const link = new Link();
const shift = new Shift();
const alerts = new AlertsView(board);
const straps = new Straps();
const tiles = new Map();
const grid = byId("tiles");
const sheetRoots = [...document.querySelectorAll(".sheet")].map(sheet => byId(sheet.id));
let wasLost = false;
let touchedAt = -Infinity;
let clocksApart = Date.now() - performance.now();
/** @type {string[]} */
let order = [];

// One sheet at a time: they lie in one place.
const sheets = {
  rpe: new RpeSheet(board, canTakeBack),
  strap: new StrapSheet(board, straps),
  person: new PersonSheet(board, { ask: only("rpe"), strap: only("strap"), chart: only("detail"), page: only("page") }),
  page: new PageSheet(board),
  detail: new Detail(board),
  today: new Today(board, only("detail")),
  settings: new Settings(),
};
const ways = { ask: only("rpe"), strap: only("strap"), open: only("person") };

// Sheets about one person carry what their tile shows.
const heads = Object.fromEntries(Object.entries({ rpe: "sheet", strap: "strap-sheet", person: "person-sheet", page: "page-sheet", detail: "detail" }).map(([name, id]) => [name, new SheetLive(id)]));
let about = "";

/** Opens one sheet and closes the others. */
function only(name) {
  return (...what) => {
    for (const [other, sheet] of Object.entries(sheets)) if (other !== name) sheet.close();
    about = what[0];
    heads[name]?.about(about);
    sheets[name].open(...what);
    tick();
  };
}

for (const id of ["open-today", "menu-today"]) byId(id).addEventListener("click", () => only("today")(byId(id === "menu-today" ? "open-tablet" : id)));
byId("open-tablet").addEventListener("click", () => only("settings")(byId("open-tablet")));
for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => { touchedAt = performance.now(); }, { passive: true });

board.onNewAlert = entry => {
  shift.newAlarm(entry);
  alerts.speak(entry);
};
link.onSnapshot = (data, at) => {
  board.snapshot(data, at);
  tick();
};
link.onChange = (name, envelope, at) => {
  if (name === "heartbeat") board.offset = Date.parse(envelope.data.server_time) - at;
  else board.change(name, envelope, at, link.lag);
  if (name !== "live" && name !== "heartbeat") soon();
};

let tickedAt = -Infinity;
let cost = 0;
let isDue = false;

// At once, unless the page has just been drawn: when fifty questions open in one second it is drawn a few times and not fifty.
function soon() {
  if (isDue) return;
  const wait = tickedAt + 2 * cost - performance.now();
  if (wait <= 0) return tick();
  isDue = true;
  setTimeout(() => { if (isDue) tick(); }, wait);
}

function tick() {
  const now = performance.now();
  isDue = false;
  resyncAfterSleep(now);
  link.tend(now);
  const fault = link.fault(now);
  showFault(fault);
  const trusted = fault === null && !isBroken();
  if (!trusted && !wasLost) shift.connectionLost();
  wasLost = !trusted;

  alerts.render(now, now + board.offset, trusted, sheetRoots.some(sheet => !sheet.hidden));
  straps.tend(now);
  renderTiles(now, trusted);
  for (const head of Object.values(heads)) head.render(tiles.get(about), dueOf(about, now), now);
  sheets.strap.render(now);
  sheets.person.render();
  sheets.detail.render(now);
  tendUndo(now);
  renderBar(now);
  shift.tend(alarmKind(trusted), now);
  if (trusted) tellPresence(shift.isHeard, now);
  tickedAt = performance.now();
  cost = tickedAt - now;
}

/** When the person is asked next, in words; null when nothing is planned. */
function dueOf(sid, now) {
  const tile = board.sessions.get(sid);
  if (!tile || tile.session.ended) return null;
  if (tile.prompt) return t("live.due");
  const due = tile.live?.next_prompt_s;
  return due == null ? null : t("live.next", { time: countdown(due - (now - tile.liveAt) / 1000) });
}

// A tablet that slept kept its monotonic clock still on some systems: then the wall clock alone knows.
function resyncAfterSleep(now) {
  const apart = Date.now() - now;
  if (Math.abs(apart - clocksApart) > SLEPT_MS) link.open(now);
  clocksApart = apart;
}

function alarmKind(trusted) {
  const worst = Math.max(0, ...[...board.alerts.values()].filter(a => needsYou(a.data)).map(a => rankOf(a.data)));
  if (worst === 3) return "high";
  return worst === 2 || !trusted ? "medium" : null;
}

function renderTiles(now, trusted) {
  const shown = inOrder(board.tiles(now, isByNeed()), now);
  const ids = new Set(shown.map(tile => tile.sid));
  for (const sid of tiles.keys()) if (!ids.has(sid)) tiles.delete(sid);
  for (const { sid } of shown) if (!tiles.has(sid)) tiles.set(sid, new Tile(sid, ways));
  arrange(grid, shown.map(tile => tiles.get(tile.sid).root));
  layOut(shown.length);
  const worst = board.worst();
  for (const tile of shown) tiles.get(tile.sid).render(tile, worst.get(tile.sid), straps.of(tile.sid, now), now, board.offset, trusted);
  drawWaiting();
  setHidden(byId("nobody"), shown.length > 0 || !trusted);
}

// The order of need, but never under a finger: while somebody taps or the keyboard is on a tile, the last order stays.
function inOrder(wanted, now) {
  if (now - touchedAt < HANDS_OFF_MS || (grid.contains(document.activeElement) && document.activeElement?.matches(":focus-visible"))) {
    const place = new Map(order.map((sid, i) => [sid, i]));
    wanted.sort((a, b) => (place.get(a.sid) ?? Infinity) - (place.get(b.sid) ?? Infinity) || 0);
  }
  order = wanted.map(tile => tile.sid);
  return wanted;
}

function renderBar(now) {
  const active = [...board.sessions.values()].filter(s => !s.session.ended).length;
  setText(byId("census"), active === 1 ? t("bar.person") : t("bar.people", { n: active }));
  setText(byId("time"), clock(now + board.offset));
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") link.open(performance.now());
});

const ticker = new Worker("/js/ticker.js");
ticker.addEventListener("message", tick);
ticker.addEventListener("error", () => pageFailed("the page's clock did not start"));
watchMe();
void startNames();
link.open(performance.now());
document.documentElement.dataset.running = "yes";
// Only where the page comes by a way that browsers trust; elsewhere it works without.
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/service-worker.js").catch(() => {});
