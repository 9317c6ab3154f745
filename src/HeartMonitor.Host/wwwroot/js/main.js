// The console: the stream fills the board, a tick draws it. One direction, no frameworks.

import { AlertsView } from "./alerts-view.js";
import { Board, needsYou } from "./board.js";
import { arrange, byId, setData, setHidden, setText } from "./dom.js";
import { Link } from "./link.js";
import { isBroken, pageFailed, showFault } from "./lost.js";
import { RpeSheet } from "./sheet.js";
import { Shift } from "./shift.js";
import { StrapSheet } from "./strap-sheet.js";
import { Straps } from "./straps.js";
import { Tile } from "./tile.js";
import { rankOf } from "./words.js";

addEventListener("error", event => pageFailed(event.message || "a part of the page did not load"));
addEventListener("unhandledrejection", event => pageFailed(event.reason));

const SLEPT_MS = 2000;
const board = new Board();
const link = new Link();
const shift = new Shift();
const alerts = new AlertsView(board);
const straps = new Straps();
const rpeSheet = new RpeSheet(board);
const strapSheet = new StrapSheet(board, straps);
const tiles = new Map();
const grid = byId("tiles");
let wasLost = false;
let clocksApart = Date.now() - performance.now();

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
  if (name !== "live" && name !== "heartbeat") tick();
};

function tick() {
  const now = performance.now();
  resyncAfterSleep(now);
  link.tend(now);
  const fault = link.fault(now);
  showFault(fault);
  const trusted = fault === null && !isBroken();
  if (!trusted && !wasLost) shift.connectionLost();
  wasLost = !trusted;

  alerts.render(now + board.offset, trusted);
  straps.tend(now);
  renderTiles(now, trusted);
  strapSheet.render(now);
  renderBar(now);
  shift.tend(alarmKind(trusted), now);
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
  const shown = board.tiles(now);
  const ids = new Set(shown.map(t => t.sid));
  for (const sid of tiles.keys()) if (!ids.has(sid)) tiles.delete(sid);
  for (const { sid } of shown) if (!tiles.has(sid)) tiles.set(sid, new Tile(sid, askRpe, showStrap));
  arrange(grid, shown.map(t => tiles.get(t.sid).root));
  setData(grid, "density", shown.length <= 8 ? "roomy" : shown.length <= 15 ? "medium" : "dense");
  for (const tile of shown) tiles.get(tile.sid).render(tile, board.worstOf(tile.sid), straps.of(tile.sid, now), now, board.offset, trusted);
  setHidden(byId("nobody"), shown.length > 0 || !trusted);
}

// One sheet at a time: they lie in one place.
function askRpe(sid, opener) {
  strapSheet.close();
  rpeSheet.open(sid, opener);
}

function showStrap(sid, opener) {
  rpeSheet.close();
  strapSheet.open(sid, opener);
}

function renderBar(now) {
  const active = [...board.sessions.values()].filter(s => !s.session.ended).length;
  setText(byId("census"), active === 1 ? "1 person" : `${active} people`);
  setText(byId("time"), new Date(now + board.offset).toLocaleTimeString([], { hour12: false, hour: "2-digit", minute: "2-digit" }));
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") link.open(performance.now());
});

const ticker = new Worker("/js/ticker.js");
ticker.addEventListener("message", tick);
ticker.addEventListener("error", () => pageFailed("the page's clock did not start"));
link.open(performance.now());
