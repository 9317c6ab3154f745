// The alerts of a session as buttons above its picture, each over its second. Those that would lie on one another are one button with their number.
// A tap tells below the picture what was seen, why, who took note and when.

import { arrange, make, makeButton, setHidden, setText } from "./dom.js";
import { nameOf, withNames } from "./names.js";
import { named, t } from "./texts.js";
import { MARKS, rankOf, span } from "./words.js";
import { timeOf } from "./chart.js";

/** A target's width and the room to the next one, px (WCAG 2.5.5 and 8 px). */
const ROOM = 54;

export class AlertLane {
  #lane;
  #told;
  #buttons = new Map();
  /** @type {string[]} */
  #picked = [];
  #data = null;
  #drawn = "";

  constructor(lane, told) {
    [this.#lane, this.#told] = [lane, told];
  }

  clear() {
    this.#picked = [];
    this.#buttons.clear();
    this.#lane.replaceChildren();
    this.#tell();
  }

  /** @param {any} data the session */
  show(data) {
    this.#data = data;
    this.#tell();
  }

  /** Puts the buttons where the plot has their seconds. @param {any} plot @param {{ from: number, to: number }} view */
  place(plot, view) {
    if (!this.#data) return;
    const left = plot.over.offsetLeft;
    const seen = this.#data.alerts.filter(a => a.s >= view.from && a.s <= view.to).map(a => ({ alert: a, x: left + plot.valToPos(a.s, "x") }));
    const groups = [];
    for (const one of seen) {
      const last = groups[groups.length - 1];
      if (last && one.x - last.x < ROOM) last.alerts.push(one.alert);
      else groups.push({ x: one.x, alerts: [one.alert] });
    }
    const most = this.#lane.clientWidth - ROOM / 2;
    const keys = new Set(groups.map(g => g.alerts[0].id));
    for (const key of this.#buttons.keys()) if (!keys.has(key)) this.#buttons.delete(key);
    arrange(this.#lane, groups.map(group => this.#buttonOf(group, Math.max(ROOM / 2, Math.min(most, group.x)))));
  }

  #buttonOf(group, x) {
    const key = group.alerts[0].id;
    let button = this.#buttons.get(key);
    if (!button) {
      button = makeButton("lane-mark", "", () => this.#pick(button.alerts));
      this.#buttons.set(key, button);
    }
    const worst = group.alerts.reduce((a, b) => (rankOf(b) > rankOf(a) ? b : a));
    button.alerts = group.alerts;
    button.dataset.priority = worst.priority;
    const shape = MARKS[worst.priority].slice(-1);
    setText(button, group.alerts.length > 1 ? `${shape} ${group.alerts.length}` : shape);
    const words = group.alerts.length > 1
      ? t("detail.several", { n: group.alerts.length, time: timeOf(group.alerts[0].s), priority: named("priority", worst.priority) })
      : `${timeOf(worst.s)}, ${t("alerts.spoken", { priority: named("priority", worst.priority), who: nameOf(this.#data.participant), text: worst.text })}`;
    if (button.getAttribute("aria-label") !== words) button.setAttribute("aria-label", words);
    const isPicked = String(group.alerts.some(a => this.#picked.includes(a.id)));
    if (button.getAttribute("aria-expanded") !== isPicked) button.setAttribute("aria-expanded", isPicked);
    button.style.left = `${x}px`;
    return button;
  }

  #pick(alerts) {
    const ids = alerts.map(a => a.id);
    this.#picked = ids.every(id => this.#picked.includes(id)) ? [] : ids;
    for (const button of this.#buttons.values()) button.setAttribute("aria-expanded", String(button.alerts.some(a => this.#picked.includes(a.id))));
    this.#tell();
  }

  #tell() {
    const picked = (this.#data?.alerts ?? []).filter(a => this.#picked.includes(a.id));
    setHidden(this.#told, picked.length === 0);
    const key = JSON.stringify(picked.map(a => [a, withNames(a.text), this.#notesOf(a).length]));
    if (key === this.#drawn) return;
    this.#drawn = key;
    this.#told.replaceChildren(...picked.map(a => this.#partOf(a)));
  }

  #notesOf(alert) {
    return this.#data.notes.filter(n => n.alert === alert.id);
  }

  #partOf(alert) {
    const part = make("article", "pick");
    part.dataset.priority = alert.priority;
    const head = make("p", "pick-head");
    head.append(make("span", "pick-mark", MARKS[alert.priority]), make("strong", "", ` ${timeOf(alert.s, true)} `), make("span", "", alert.text));
    const why = make("ul", "pick-why");
    why.append(...alert.reasons.map(reason => {
      const item = make("li", "", reason.text);
      item.append(make("small", "why-code", reason.code));
      return item;
    }));
    part.append(head, make("p", "pick-course", courseOf(alert, this.#data)), why, make("p", "why-code", t("alerts.rule", { code: alert.code, source: alert.source || "\u2013", version: alert.version || "\u2013" })));
    for (const note of this.#notesOf(alert)) part.append(make("p", "", `${timeOf(note.s)} ${t("mark.note", { by: note.by, text: note.text })}`));
    return part;
  }
}

/** Who took note and when, and how it ended. @param {any} alert @param {any} data */
export function courseOf(alert, data) {
  const acked = alert.ackedAt ? t("detail.acked", { who: alert.ackedBy ?? "\u2013", span: span(alert.ackedAt - alert.s), time: timeOf(alert.ackedAt, true) }) : t("detail.not-acked");
  const over = alert.openAtEnd ? t("detail.open-end") : alert.clearedAt ? t("detail.over", { time: timeOf(alert.clearedAt, true) }) : data.isWhole && data.isOpen ? t("detail.open-now") : "";
  return [acked, over].filter(Boolean).join(" \u00B7 ");
}
