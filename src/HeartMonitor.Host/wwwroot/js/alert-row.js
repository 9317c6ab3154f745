// One open alert: who, what was seen, what to do, why; and what staff do with it.

import { alertText, reasonsOf } from "./alert-words.js";
import { announce, make, makeButton, setData, setHidden, setText } from "./dom.js";
import { needsYou } from "./board.js";
import { acknowledge, bringBack, isStored, shelve, whyNot, writeNote } from "./commands.js";
import { nameOf, showWho } from "./names.js";
import { named, t } from "./texts.js";
import { within } from "./within.js";
import { MARKS, clock, countdown, priorityOf, sawAndDo, span } from "./words.js";

/** A finger that is on its way takes so long. Ours: simple reaction time, and not long enough to be noticed by who reads first. */
const JUST_MOVED_MS = 300;

export class AlertRow {
  root = make("li", "alert");
  #mark = make("span", "mark");
  #who = make("strong", "alert-who");
  #saw = make("span", "alert-saw");
  #act = make("span", "alert-do");
  #state = make("span", "alert-state");
  #why = make("div", "alert-why");
  #button = makeButton("ack", "", event => void this.#acknowledge(event));
  #aside = makeButton("aside", "", () => void this.#putAside());
  #more = makeButton("why", t("alerts.why"), () => this.#showWhy(this.#why.hidden));
  #board;
  /** @type {any} */
  #entry = null;
  #pending = null;
  #note = "";
  #told = "";
  /** When the row was last pushed to another place. */
  movedAt = -Infinity;
  #notes = make("ul", "alert-notes");
  #form;
  #after = make("div", "alert-after");

  constructor(board) {
    this.#board = board;
    this.#form = this.#makeForm("alert-note");
    this.#why.hidden = true;
    this.#more.setAttribute("aria-expanded", "false");
    const body = make("div", "alert-body");
    body.addEventListener("click", () => document.querySelector(`[data-sid="${CSS.escape(this.#entry.subject ?? "")}"]`)?.scrollIntoView({ block: "center" }));
    const text = make("span", "alert-text");
    text.append(this.#saw, " ", this.#act);
    body.append(this.#who, " ", text, this.#state, this.#why);
    const hands = make("div", "alert-hands");
    hands.append(this.#more, this.#aside, this.#button);
    this.#after.append(this.#makeForm("alert-quick"));
    this.#after.hidden = true;
    this.root.append(this.#mark, body, this.#after, hands);
  }

  /** True while somebody writes a note into the row itself. */
  get isInUse() {
    const words = this.#after.querySelector("input");
    return !this.#after.hidden && (words === document.activeElement || words.value !== "");
  }

  /** `settling`: somebody has just taken note of it, here or on another tablet. */
  render(entry, who, wall, settling = false) {
    if (this.#entry?.data.rev !== entry.data.rev) this.#note = "";
    this.#entry = entry;
    const { data } = entry;
    const asks = needsYou(data);
    setData(this.root, "aid", data.aid);
    setData(this.root, "priority", priorityOf(data));
    setData(this.root, "quiet", asks ? null : "yes");
    setData(this.root, "settling", settling ? "yes" : null);
    setHidden(this.#after, !settling || !data.acked_by || !entry.subject);
    setData(this.root, "escalated", data.state === "escalated" ? "yes" : null);
    setText(this.#mark, MARKS[priorityOf(data)]);
    showWho(this.#who, data.participant, who);
    const [saw, act] = sawAndDo(alertText(data));
    setText(this.#saw, saw);
    setText(this.#act, act);
    setText(this.#state, this.#stateOf(data, wall));
    setHidden(this.#button, !asks);
    setText(this.#button, this.#pending ?? t("alerts.ack"));
    label(this.#button, who, data);
    setHidden(this.#aside, !entry.subject || !(data.shelved_until || (asks && !data.latched && priorityOf(data) !== "high")));
    setText(this.#aside, data.shelved_until ? t("alerts.back") : t("alerts.shelve"));
    label(this.#aside, who, data);
    label(this.#more, who, data);
    this.#renderWhy(data);
  }

  #stateOf(data, wall) {
    const seconds = (wall - Date.parse(data.since)) / 1000;
    const parts = [data.state === "escalated" ? t("alerts.escalated", { time: countdown(seconds) }) : t("alerts.for", { span: span(seconds) })];
    if (data.state === "cleared" || data.state === "closed" || data.latched) parts.push(t("alerts.ended"));
    if (data.shelved_until) parts.push(t("alerts.shelved", { time: clock(data.shelved_until), who: data.shelved_by }));
    if (data.suppressed_by === "many-signals-lost") parts.push(t("alerts.in-many"));
    else if (data.suppressed_by) parts.push(t("alerts.waits", { code: named("code", data.suppressed_by) }));
    if (data.chattering) parts.push(t("alerts.chatters"));
    if (data.acked_by) parts.unshift(`\u2713 ${t("alerts.acked-by", { who: data.acked_by })}`);
    if (data.stored === false) parts.push(t("alerts.not-stored"));
    if (this.#note) parts.push(this.#note);
    return parts.join(" \u00B7 ");
  }

  #showWhy(shown) {
    setHidden(this.#why, !shown);
    this.#more.setAttribute("aria-expanded", String(shown));
    if (shown) void this.#loadNotes();
  }

  #makeForm(classes) {
    const form = make("form", classes);
    const words = make("input");
    Object.assign(words, { type: "text", maxLength: 200, autocomplete: "off" });
    words.setAttribute("aria-label", t("alerts.note"));
    words.placeholder = t("alerts.note");
    const save = make("button", "", t("alerts.note-save"));
    save.type = "submit";
    form.noValidate = true;
    form.append(words, save);
    form.addEventListener("submit", event => {
      event.preventDefault();
      const text = words.value.trim();
      if (text !== "") void this.#saveNote(text).then(stored => { if (stored) words.value = ""; });
    });
    return form;
  }

  async #saveNote(text) {
    const { data, subject } = this.#entry;
    const reply = await writeNote(subject, data.aid, text, () => { this.#note = t("send.again"); });
    this.#note = isStored(reply) ? "" : `${t("alerts.note-not")}: ${whyNot(reply)}`;
    if (!isStored(reply)) return false;
    announce(t("alerts.note-done"));
    await this.#loadNotes();
    return true;
  }

  // Other tablets write too: they are asked for whenever somebody looks.
  async #loadNotes() {
    const { data, subject } = this.#entry;
    if (!subject) return;
    try {
      const response = await fetch(`/api/v1/sessions/${encodeURIComponent(subject)}/card`, { signal: within(5000) });
      if (!response.ok) return;
      const { marks } = await response.json();
      this.#notes.replaceChildren(...marks.filter(m => m.kind === "note" && m.alert === data.aid).map(m => make("li", "", `${clock(m.at)} ${m.by}: ${m.text}`)));
    } catch {
      // The notes are not needed to act.
    }
  }

  // Every reason as a sentence, the code small beneath it; then the rule.
  #renderWhy(data) {
    const key = `${data.aid} ${data.rev} ${nameOf(data.participant)}`;
    if (this.#told === key) return;
    this.#told = key;
    const seen = make("ul", "alert-numbers");
    seen.append(...reasonsOf(data).map(reason => {
      const item = make("li", "", reason.text);
      item.append(make("small", "why-code", reason.code));
      return item;
    }));
    const rule = make("p", "why-code", t("alerts.rule", { code: data.code ?? "", source: data.source || "\u2013", version: data.rules_version || "\u2013" }));
    this.#why.replaceChildren(make("strong", "", t("alerts.saw")), seen, make("p", "", t("alerts.since", { time: clock(data.since), rev: data.rev })), rule, this.#notes);
    if (this.#entry.subject) this.#why.append(this.#form);
  }

  // A graver alert pushes rows down: a finger that was on its way to another row must not take note of this one.
  #acknowledge(event) {
    if (event.detail > 0 && performance.now() - this.movedAt < JUST_MOVED_MS) {
      this.#note = t("alerts.moved");
      announce(this.#note);
      return undefined;
    }
    return this.#send(acknowledge, t("alerts.ack-done"), t("alerts.ack-not"));
  }

  #putAside() {
    return this.#entry.data.shelved_until
      ? this.#send(bringBack, t("alerts.back-done"), t("alerts.back-not"))
      : this.#send(shelve, t("alerts.shelve-done"), t("alerts.shelve-not"));
  }

  async #send(command, done, refused) {
    if (this.#pending) return;
    const { data, subject } = this.#entry;
    this.#pending = t("send.sending");
    const trouble = () => { this.#pending = t("send.again"); };
    const reply = command === acknowledge ? await acknowledge(data, trouble) : await command(data, subject, trouble);
    this.#pending = null;
    if (reply.current) this.#board.alert(reply.current, subject, new Date().toISOString());
    if (isStored(reply)) announce(done);
    else this.#note = reply.result === "stale" ? t("alerts.changed") : `${refused}: ${whyNot(reply)}`;
  }
}

function label(button, who, data) {
  const wanted = `${button.textContent}: ${who}, ${alertText(data)}`;
  if (button.getAttribute("aria-label") !== wanted) button.setAttribute("aria-label", wanted);
}
