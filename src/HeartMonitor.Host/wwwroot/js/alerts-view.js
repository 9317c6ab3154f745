// The list of open alerts on top, and the list of closed ones below.

import { announce, arrange, byId, make, setData, setHidden, setText } from "./dom.js";
import { isAside, needsYou } from "./board.js";
import { AlertRow } from "./alert-row.js";
import { alertText } from "./alert-words.js";
import { ManyRow, manyOf } from "./alert-many.js";
import { nameOf } from "./names.js";
import { named, t } from "./texts.js";
import { MARKS, priorityOf } from "./words.js";

const list = byId("alert-list");
const title = byId("alerts-title");
const recent = byId("recent");
const recentTitle = byId("recent-title");
const recentList = byId("recent-list");

export class AlertsView {
  #rows = new Map();
  #board;
  #drawnRecent = null;
  #many;

  constructor(board) {
    this.#board = board;
    this.#many = new ManyRow(board);
  }

  render(wall, trusted) {
    const open = this.#board.openAlerts();
    const ids = new Set(open.map(a => a.data.aid));
    for (const aid of this.#rows.keys()) if (!ids.has(aid)) this.#rows.delete(aid);
    const together = manyOf(open);
    const rows = open.filter(entry => !together.has(entry)).map(entry => this.#rowOf(entry, wall));
    if (together.size > 0) {
      this.#many.render([...together], entry => this.#whoOf(entry));
      const graver = open.findIndex(entry => !together.has(entry) && !(needsYou(entry.data) && priorityOf(entry.data) === "high"));
      rows.splice(graver < 0 ? rows.length : graver, 0, this.#many.root);
    }
    this.#keepFocus(() => arrange(list, rows));
    this.#renderTitle(open, trusted);
    this.#renderRecent();
  }

  /** A new alert, for those who cannot see the screen. */
  speak(entry) {
    announce(t("alerts.spoken", { priority: named("priority", priorityOf(entry.data)), who: this.#whoOf(entry), text: alertText(entry.data) }), true);
    list.scrollTop = 0; // the gravest stand on top: a new one is never below the edge of a list that was scrolled
  }

  #rowOf(entry, wall) {
    let row = this.#rows.get(entry.data.aid);
    if (!row) this.#rows.set(entry.data.aid, row = new AlertRow(this.#board));
    row.render(entry, this.#whoOf(entry), wall);
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
    if (held && document.activeElement !== held) (held.isConnected ? held : list).focus({ preventScroll: true });
  }

  #renderTitle(open, trusted) {
    const waiting = open.filter(a => needsYou(a.data)).length;
    const aside = open.filter(a => isAside(a.data)).length;
    const noted = open.length - waiting - aside;
    const texts = [];
    if (waiting > 0) texts.push(waiting === 1 ? t("alerts.needs") : t("alerts.need", { n: waiting }));
    if (noted > 0) texts.push(t("alerts.noted", { n: noted }));
    if (aside > 0) texts.push(t("alerts.aside", { n: aside }));
    const below = open.length > 1 ? [...list.children].filter(row => row.offsetTop + row.offsetHeight / 2 > list.scrollTop + list.clientHeight).length : 0;
    if (below > 0) texts.push(t("alerts.more", { n: below }));
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
