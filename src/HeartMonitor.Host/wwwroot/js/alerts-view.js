// The list of open alerts on top, and the list of closed ones below.

import { announce, arrange, byId, make, makeButton, setData, setHidden, setText } from "./dom.js";
import { isAside, needsYou } from "./board.js";
import { AlertRow } from "./alert-row.js";
import { alertText } from "./alert-words.js";
import { ManyRow, manyOf } from "./alert-many.js";
import { nameOf } from "./names.js";
import { named, t } from "./texts.js";
import { MARKS, priorityOf } from "./words.js";

const list = byId("alert-list");
const more = byId("alerts-more");
const title = byId("alerts-title");
const recent = byId("recent");
const recentTitle = byId("recent-title");
const recentList = byId("recent-list");

/** So long a row that somebody took note of stays where it was: it tells by whom, takes a note, and no other row slides under the finger. */
const SETTLES_MS = 8000;
/** Share of the screen's height that alerts may take: as a rule; while the reasons of one are open; and while a sheet is. */
const SHARE = { calm: 0.35, why: 0.6, sheet: 0.18 };
const MORE_PX = 50;

export class AlertsView {
  #rows = new Map();
  /** Until when a row stays in its place, by alert. */
  #settling = new Map();
  #asked = new Set();
  #board;
  #drawnRecent = null;
  #many;
  #fold;
  #isFoldOpen = false;
  #isUnfolded = false;
  #fitted = "";
  #places = new Map();
  /** Those that closed a moment ago, by alert. */
  #closed = new Map();

  constructor(board) {
    this.#board = board;
    this.#many = new ManyRow(board);
    this.#fold = make("li", "alert-fold");
    this.#fold.append(makeButton("", "", () => { this.#isFoldOpen = !this.#isFoldOpen; }));
    more.addEventListener("click", () => { this.#isUnfolded = !this.#isUnfolded; });
  }

  /** `wall` is the service's clock; `hasSheet` while a sheet lies over the floor and needs the height. */
  render(now, wall, trusted, hasSheet) {
    this.#keepClosed(now);
    const open = this.#board.openAlerts(entry => this.#stands(entry, now), [...this.#closed.values()]);
    const ids = new Set(open.map(a => a.data.aid));
    for (const aid of this.#rows.keys()) if (!ids.has(aid)) this.#rows.delete(aid);
    for (const aid of this.#settling.keys()) if (!ids.has(aid)) this.#settling.delete(aid);
    this.#asked = new Set(open.filter(a => needsYou(a.data)).map(a => a.data.aid));
    const together = manyOf(open);
    const standing = open.filter(entry => !together.has(entry) && this.#isStanding(entry));
    const noted = open.filter(entry => !together.has(entry) && !this.#isStanding(entry));
    const rows = standing.map(entry => this.#rowOf(entry, wall));
    if (together.size > 0) {
      this.#many.render([...together], entry => this.#whoOf(entry));
      const graver = standing.findIndex(entry => priorityOf(entry.data) !== "high");
      rows.splice(graver < 0 ? rows.length : graver, 0, this.#many.root);
    }
    if (noted.length > 1) rows.push(this.#foldOf(noted));
    const folded = noted.length > 1 && !this.#isFoldOpen;
    const below = noted.map(entry => this.#rowOf(entry, wall));
    if (folded) for (const row of below) setHidden(row, true);
    this.#keepFocus(() => arrange(list, [...rows, ...below]));
    this.#noteMoves(now);
    this.#fit([...rows, ...(folded ? [] : below)], standing, [...together], hasSheet);
    this.#renderTitle([...this.#board.alerts.values()], trusted);
    this.#renderRecent();
  }

  // An alert that owed nothing but the acknowledgement closes with it: its row tells by whom all the same.
  #keepClosed(now) {
    for (const aid of this.#asked) {
      const entry = this.#board.alerts.has(aid) ? null : this.#board.recent.find(r => r.data.aid === aid);
      if (entry?.data.acked_by) {
        this.#closed.set(aid, entry);
        this.#settling.set(aid, now + SETTLES_MS);
      }
    }
    for (const aid of this.#closed.keys()) if (this.#board.alerts.has(aid) || (!this.#rows.get(aid)?.isInUse && (this.#settling.get(aid) ?? -Infinity) <= now)) this.#closed.delete(aid);
  }

  // Also what was noted a moment ago stands: it had asked before, and somebody has just answered.
  #stands(entry, now) {
    const { aid } = entry.data;
    if (needsYou(entry.data)) {
      this.#settling.delete(aid);
      return true;
    }
    if (this.#asked.has(aid) && (entry.data.acked_by || entry.data.shelved_until)) this.#settling.set(aid, now + SETTLES_MS);
    if (this.#rows.get(aid)?.isInUse) this.#settling.set(aid, now + SETTLES_MS / 2);
    if ((this.#settling.get(aid) ?? -Infinity) > now) return true;
    this.#settling.delete(aid);
    return false;
  }

  #isStanding(entry) {
    return needsYou(entry.data) || this.#settling.has(entry.data.aid);
  }

  #noteMoves(now) {
    const places = new Map([...list.children].map((row, i) => [/** @type {HTMLElement} */ (row).dataset.aid, i]));
    for (const [aid, row] of this.#rows) if (this.#places.has(aid) && this.#places.get(aid) !== places.get(aid)) row.movedAt = now;
    this.#places = places;
  }

  // Rows that do not fit are counted, by priority, on a button that shows them: none is ever cut in half, and the gravest always stand.
  #fit(rows, standing, together, hasSheet) {
    const isWhy = rows.some(row => row.querySelector(".alert-why")?.hidden === false);
    const key = `${rows.map(row => row.dataset.aid ?? row.className).join()} ${standing.map(a => `${a.data.rev}${this.#settling.has(a.data.aid)}`).join()} ${together.length} ${innerWidth}x${innerHeight} ${isWhy} ${hasSheet} ${this.#isUnfolded} ${this.#isFoldOpen}`;
    if (key === this.#fitted) return;
    this.#fitted = key;
    const budget = innerHeight * (this.#isUnfolded || isWhy ? SHARE.why : hasSheet ? SHARE.sheet : SHARE.calm);
    for (const row of rows) setHidden(row, false);
    list.style.maxHeight = `${Math.round(budget)}px`;
    const ends = rows.map(row => row.offsetTop + row.offsetHeight - rows[0].offsetTop);
    const fits = room => (this.#isUnfolded || isWhy ? rows.length : Math.max(1, ends.filter(end => end <= room).length));
    const shown = rows.length === 0 || ends[ends.length - 1] <= budget ? rows.length : fits(budget - MORE_PX);
    this.#keepFocus(() => rows.slice(shown).forEach(row => setHidden(row, true)));
    if (shown === 1 && !this.#isUnfolded && !isWhy) list.style.maxHeight = "none"; // on a phone one row may be higher than its share
    this.#renderMore(rows.slice(shown), standing, together);
  }

  #renderMore(hidden, standing, together) {
    const aids = new Set(hidden.map(row => row.dataset.aid));
    const asking = [...standing.filter(a => aids.has(a.data.aid)), ...(hidden.includes(this.#many.root) ? together : [])];
    const counts = ["high", "medium", "low"].map(priority => [priority, asking.filter(a => priorityOf(a.data) === priority).length]).filter(([, n]) => n > 0);
    const marks = counts.map(([priority, n]) => `${MARKS[priority]} ${n}`).join(" \u00B7 ");
    setHidden(more, hidden.length === 0 && !this.#isUnfolded);
    if (hidden.length === 0 && this.#isUnfolded && list.scrollHeight <= innerHeight * SHARE.calm) this.#isUnfolded = false; // few again
    setText(more, this.#isUnfolded ? t("alerts.fewer") : t("alerts.hidden", { n: hidden.length, marks: marks || "\u2713" }));
    setData(more, "priority", this.#isUnfolded ? null : counts[0]?.[0] ?? null);
    more.setAttribute("aria-expanded", String(this.#isUnfolded));
  }

  #foldOf(noted) {
    const button = this.#fold.firstChild;
    setText(button, this.#isFoldOpen ? t("alerts.fold-open", { n: noted.length }) : t("alerts.fold", { n: noted.length, who: [...new Set(noted.map(entry => this.#whoOf(entry)))].join(", ") }));
    button.setAttribute("aria-expanded", String(this.#isFoldOpen));
    return this.#fold;
  }

  /** A new alert, for those who cannot see the screen. */
  speak(entry) {
    announce(t("alerts.spoken", { priority: named("priority", priorityOf(entry.data)), who: this.#whoOf(entry), text: alertText(entry.data) }), true);
    list.scrollTop = 0; // the gravest stand on top: a new one is never below the edge of a list that was scrolled
  }

  #rowOf(entry, wall) {
    let row = this.#rows.get(entry.data.aid);
    if (!row) this.#rows.set(entry.data.aid, row = new AlertRow(this.#board));
    row.render(entry, this.#whoOf(entry), wall, this.#settling.has(entry.data.aid));
    return row.root;
  }

  #whoOf(entry) {
    if (entry.data.participant === "service") return t("alerts.system");
    return nameOf(entry.data.participant || this.#board.sessions.get(entry.subject)?.session.participant) || t("alerts.system");
  }

  // A row that goes away under the keyboard leaves the focus on the list, not on the top of the page.
  #keepFocus(change) {
    const held = /** @type {HTMLElement | null} */ (list.contains(document.activeElement) ? document.activeElement : null);
    change();
    if (held && document.activeElement !== held) (held.offsetParent !== null ? held : list).focus({ preventScroll: true });
  }

  #renderTitle(open, trusted) {
    const waiting = open.filter(a => needsYou(a.data)).length;
    const aside = open.filter(a => isAside(a.data)).length;
    const noted = open.length - waiting - aside;
    const texts = [];
    if (waiting > 0) texts.push(waiting === 1 ? t("alerts.needs") : t("alerts.need", { n: waiting }));
    if (noted > 0) texts.push(t("alerts.noted", { n: noted }));
    if (aside > 0) texts.push(t("alerts.aside", { n: aside }));
    const asked = this.#board.openQuestions();
    if (asked > 0) texts.push(asked === 1 ? t("alerts.question") : t("alerts.questions", { n: asked }));
    setText(title, texts.join(" \u00B7 ") || (trusted ? t("alerts.none") : t("alerts.unknown")));
    setData(title, "quiet", waiting === 0 && asked === 0 ? "yes" : null);
  }

  #renderRecent() {
    if (this.#drawnRecent === this.#board.recent) return;
    this.#drawnRecent = this.#board.recent;
    setHidden(recent, this.#board.recent.length === 0);
    setText(recentTitle, t("alerts.closed", { n: this.#board.recent.length }));
    recentList.replaceChildren(...this.#board.recent.map(entry => {
      const at = new Date(entry.time).toLocaleTimeString([], { hour12: false });
      const by = entry.data.acked_by ? ` \u00B7 ${t("alerts.acked-by", { who: entry.data.acked_by })}` : "";
      return make("li", "", `${at} ${MARKS[priorityOf(entry.data)]} ${this.#whoOf(entry)}: ${alertText(entry.data)}${by}`);
    }));
  }
}
