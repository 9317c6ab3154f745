// The list of open alerts on top, and the list of closed ones below.

import { announce, arrange, byId, make, setData, setHidden, setText } from "./dom.js";
import { isAside, needsYou } from "./board.js";
import { acknowledge, bringBack, isStored, shelve } from "./commands.js";
import { MARKS, priorityOf, span } from "./words.js";

const list = byId("alert-list");
const title = byId("alerts-title");
const recent = byId("recent");
const recentTitle = byId("recent-title");
const recentList = byId("recent-list");

export class AlertsView {
  #rows = new Map();
  #board;
  #drawnRecent = null;

  constructor(board) {
    this.#board = board;
  }

  render(wall, trusted) {
    const open = this.#board.openAlerts();
    const ids = new Set(open.map(a => a.data.aid));
    for (const aid of this.#rows.keys()) if (!ids.has(aid)) this.#rows.delete(aid);
    const rows = open.map(entry => {
      let row = this.#rows.get(entry.data.aid);
      if (!row) this.#rows.set(entry.data.aid, row = new AlertRow(this.#board));
      row.render(entry, this.#whoOf(entry), wall);
      return row.root;
    });
    this.#keepFocus(() => arrange(list, rows));
    this.#renderTitle(open, trusted);
    this.#renderRecent();
  }

  /** A new alert, for those who cannot see the screen. */
  speak(entry) {
    announce(`${priorityOf(entry.data)} priority: ${this.#whoOf(entry)}: ${entry.data.text}`, true);
    list.scrollTop = 0; // the gravest stand on top: a new one is never below the edge of a list that was scrolled
  }

  #whoOf(entry) {
    if (entry.data.participant === "service") return "System";
    return entry.data.participant || this.#board.sessions.get(entry.subject)?.session.participant || "System";
  }

  // A row that goes away under the keyboard leaves the focus on the list, not on the top of the page.
  #keepFocus(change) {
    const held = list.contains(document.activeElement) ? document.activeElement : null;
    change();
    if (held && document.activeElement !== held) (held.isConnected ? held : list).focus({ preventScroll: true });
  }

  #renderTitle(open, trusted) {
    const waiting = open.filter(a => needsYou(a.data)).length;
    const aside = open.filter(a => isAside(a.data)).length;
    const noted = open.length - waiting - aside;
    const texts = [];
    if (waiting > 0) texts.push(`${waiting} ${waiting === 1 ? "needs" : "need"} you`);
    if (noted > 0) texts.push(`${noted} acknowledged, still open`);
    if (aside > 0) texts.push(`${aside} put aside`);
    const asked = this.#board.openQuestions();
    if (asked > 0) texts.push(`${asked} ${asked === 1 ? "question" : "questions"} open`);
    setText(title, texts.join(" \u00B7 ") || (trusted ? "No open alerts" : "Alerts not known"));
    setData(title, "quiet", waiting === 0 && asked === 0 ? "yes" : null);
  }

  #renderRecent() {
    if (this.#drawnRecent === this.#board.recent) return;
    this.#drawnRecent = this.#board.recent;
    setHidden(recent, this.#board.recent.length === 0);
    setText(recentTitle, `Closed alerts (${this.#board.recent.length})`);
    recentList.replaceChildren(...this.#board.recent.map(entry => {
      const at = new Date(entry.time).toLocaleTimeString([], { hour12: false });
      const by = entry.data.acked_by ? ` \u00B7 acknowledged by ${entry.data.acked_by}` : "";
      return make("li", "", `${at} ${MARKS[priorityOf(entry.data)]} ${this.#whoOf(entry)}: ${entry.data.text}${by}`);
    }));
  }
}

class AlertRow {
  root = make("li", "alert");
  #mark = make("span", "mark");
  #who = make("strong", "alert-who");
  #text = make("span", "alert-text");
  #state = make("span", "alert-state");
  #button = make("button", "ack", "Acknowledge");
  #aside = make("button", "aside");
  #board;
  #entry = null;
  #pending = null;
  #note = "";

  constructor(board) {
    this.#board = board;
    this.#button.type = "button";
    this.#button.addEventListener("click", () => this.#acknowledge());
    this.#aside.type = "button";
    this.#aside.addEventListener("click", () => this.#putAside());
    const body = make("div", "alert-body");
    body.addEventListener("click", () => document.querySelector(`[data-sid="${CSS.escape(this.#entry.subject ?? "")}"]`)?.scrollIntoView({ block: "center" }));
    body.append(this.#who, " ", this.#text, this.#state);
    this.root.append(this.#mark, body, this.#button, this.#aside);
  }

  render(entry, who, wall) {
    if (this.#entry?.data.rev !== entry.data.rev) this.#note = "";
    this.#entry = entry;
    const { data } = entry;
    const asks = needsYou(data);
    setData(this.root, "aid", data.aid);
    setData(this.root, "priority", priorityOf(data));
    setData(this.root, "quiet", asks ? null : "yes");
    setText(this.#mark, MARKS[priorityOf(data)]);
    setText(this.#who, who);
    setText(this.#text, data.text);
    setText(this.#state, this.#stateOf(data, wall));
    setHidden(this.#button, !asks);
    setText(this.#button, this.#pending ?? "Acknowledge");
    this.#button.setAttribute("aria-label", `${this.#pending ?? "Acknowledge"}: ${who}, ${data.text}`);
    setHidden(this.#aside, !entry.subject || !(data.shelved_until || (asks && !data.latched && priorityOf(data) !== "high")));
    setText(this.#aside, data.shelved_until ? "Bring back" : "Shelve 5 min");
    this.#aside.setAttribute("aria-label", `${this.#aside.textContent}: ${who}, ${data.text}`);
  }

  #stateOf(data, wall) {
    const parts = [`for ${span((wall - Date.parse(data.since)) / 1000)}`];
    if (data.state === "escalated") parts.push("ESCALATED");
    if (data.state === "cleared" || data.latched) parts.push("condition has ended");
    if (data.shelved_until) parts.push(`shelved until ${timeOf(data.shelved_until)}, by ${data.shelved_by}`);
    if (data.suppressed_by) parts.push(data.suppressed_by === "many-signals-lost" ? "told as one of many signals lost" : `waits for the signal (${data.suppressed_by.replaceAll("-", " ")})`);
    if (data.chattering) parts.push("comes and goes: kept open until it is quiet");
    if (data.acked_by) parts.push(`acknowledged by ${data.acked_by}`);
    if (data.stored === false) parts.push("not yet stored");
    if (this.#note) parts.push(this.#note);
    return parts.join(" \u00B7 ");
  }

  #acknowledge() {
    return this.#send(acknowledge, "Acknowledgement stored", "NOT acknowledged");
  }

  #putAside() {
    return this.#entry.data.shelved_until ? this.#send(bringBack, "Brought back", "NOT brought back") : this.#send(shelve, "Shelved", "NOT shelved");
  }

  async #send(command, done, refused) {
    if (this.#pending) return;
    const { data, subject } = this.#entry;
    this.#pending = "Sending\u2026";
    const trouble = () => { this.#pending = "Sending again\u2026"; };
    const reply = command === acknowledge ? await acknowledge(data, trouble) : await command(data, subject, trouble);
    this.#pending = null;
    if (reply.current) this.#board.alert(reply.current, subject, new Date().toISOString());
    if (isStored(reply)) announce(done);
    else this.#note = reply.result === "stale" ? "has changed: look again" : `${refused}: ${reply.detail ?? reply.result}`;
  }
}

const timeOf = stamp => new Date(stamp).toLocaleTimeString([], { hour12: false, hour: "2-digit", minute: "2-digit" });
