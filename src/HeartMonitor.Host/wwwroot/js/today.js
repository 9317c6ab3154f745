// The list of sessions: those that run, and all that are stored, by day and person. Each opens, and has its report.

import { byId, make, makeButton, setHidden, setText } from "./dom.js";
import { nameOf, showWho } from "./names.js";
import { goesToSignIn } from "./sign-in.js";
import { figure, language, named, t } from "./texts.js";
import { clock, locale, span } from "./words.js";
import { within } from "./within.js";

const root = byId("today-sheet");
const list = byId("today-list");
const state = byId("today-state");
const day = byId("today-day");
const person = byId("today-person");
const more = byId("today-more");

const PAGE = 50;
const SHAPES = [["high", "\u25B2"], ["medium", "\u25C6"], ["low", "\u25CF"]];

export class Today {
  #board;
  #show;
  #opener = null;
  #mayReport = true;
  #older = "";
  #asked = 0;
  /** The day of the last row, so that its heading stands there once. */
  #day = "";

  /** `show` is called with a session and a button when staff want to see it; `board` may be null on a page that hears nothing. */
  constructor(board, show) {
    [this.#board, this.#show] = [board, show];
    byId("today-close").addEventListener("click", () => this.close());
    root.addEventListener("keydown", event => { if (event.key === "Escape") this.close(); });
    for (const filter of [day, person]) filter.addEventListener("change", () => void this.#load());
    byId("today-all").addEventListener("click", () => {
      [day.value, person.value] = ["", ""];
      void this.#load();
    });
    more.addEventListener("click", () => void this.#load(this.#older));
  }

  async open(opener) {
    this.#opener = opener;
    setHidden(root, false);
    byId("today-title").focus();
    await Promise.all([this.#askRole(), this.#fillPeople()]);
    await this.#load();
  }

  close() {
    if (root.hidden) return;
    setHidden(root, true);
    this.#opener?.focus();
  }

  async #askRole() {
    try {
      const response = await fetch("/api/v1/me", { signal: within(5000) });
      this.#mayReport = !response.ok || (await response.json()).role !== "researcher";
    } catch {
      // The list itself says when nothing answers.
    }
  }

  async #fillPeople() {
    try {
      const response = await fetch("/api/v1/participants", { signal: within(5000) });
      if (goesToSignIn(response.status) || !response.ok) return;
      const chosen = person.value;
      const options = (await response.json()).map(p => ({ id: p.id, words: nameOf(p.id) === p.id ? p.id : `${nameOf(p.id)} (${p.id})` })).sort((a, b) => a.words.localeCompare(b.words, undefined, { numeric: true }));
      person.replaceChildren(new Option(t("today.everybody"), ""), ...options.map(o => new Option(o.words, o.id)));
      person.value = chosen;
    } catch {
      // Without it the list has no filter by person.
    }
  }

  async #load(before = "") {
    const asked = ++this.#asked;
    const query = new URLSearchParams({ limit: String(PAGE) });
    if (day.value) {
      query.set("from", day.value);
      query.set("to", dayAfter(day.value));
    }
    if (person.value) query.set("participant", person.value);
    if (before) query.set("before", before);
    try {
      const response = await fetch(`/api/v1/sessions?${query}`, { signal: within(15_000) });
      if (goesToSignIn(response.status) || !response.ok) throw new Error(String(response.status));
      const rows = await response.json();
      if (asked !== this.#asked) return;
      if (!before) {
        list.replaceChildren();
        this.#day = "";
      }
      const total = Number(response.headers.get("X-Total-Count") ?? rows.length);
      for (const row of rows.reverse()) this.#add(row);
      this.#older = /before=([^&>]+)/.exec(response.headers.get("Link") ?? "")?.[1] ?? "";
      setHidden(more, this.#older === "");
      setText(state, total === 0 ? t("today.none") : total === 1 ? t("today.one") : t("today.count", { n: total }));
    } catch {
      if (asked === this.#asked) setText(state, t("today.failed"));
    }
  }

  #add(row) {
    const date = new Date(row.started).toLocaleDateString(locale, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    if (date !== this.#day) list.append(make("li", "today-day", date));
    this.#day = date;
    list.append(this.#rowOf(row));
  }

  #rowOf(row) {
    const item = make("li", "today-row");
    const who = make("strong", "today-who");
    showWho(who, row.participant);
    const when = make("span", "today-when");
    when.append(make("span", "", t("today.row", { from: clock(row.started), to: row.ended ? clock(row.ended) : t("today.running") })), make("span", "today-mode", [lengthOf(row), named("tile", `mode-${row.mode}`)].filter(Boolean).join(" \u00B7 ")));
    const open = makeButton("", t("today.open"), () => this.#show(row.id, this.#opener, row.participant));
    open.setAttribute("aria-label", `${t("today.open")}: ${nameOf(row.participant)}, ${clock(row.started)}`);
    const hands = make("span", "today-hands");
    if (this.#mayReport && row.lengthSeconds !== undefined) hands.append(reportOf(row));
    hands.append(open);
    item.append(who, when, this.#figuresOf(row), hands);
    return item;
  }

  #figuresOf(row) {
    const figures = make("span", "today-figures");
    if (!row.ended) figures.append(make("span", "today-open", t("today.running")));
    if (row.state === "aborted") figures.append(make("span", "", t("phase.broken-off")));
    if (row.alerts) figures.append(alertsOf(row.alerts));
    else if (row.openAlerts > 0) figures.append(make("span", "", t("today.open-alerts", { n: row.openAlerts })));
    if (row.prompts?.opened > 0) figures.append(make("span", "", t("today.answers", { n: row.prompts.answered, of: row.prompts.opened })));
    const dose = row.metMinutes ?? this.#board?.sessions.get(row.id)?.live?.met_minutes ?? null;
    figures.append(make("span", "", dose === null ? t("tile.no-dose") : t("tile.dose", { n: figure(dose, 0) })));
    return figures;
  }
}

function alertsOf(counts) {
  const alerts = make("span", "today-alerts");
  const there = SHAPES.filter(([priority]) => counts[priority] > 0);
  if (there.length === 0) return make("span", "", t("today.no-alerts"));
  for (const [priority, shape] of there) {
    const one = make("span", "", `${shape} ${counts[priority]}`);
    one.dataset.priority = priority;
    one.setAttribute("role", "img");
    one.setAttribute("aria-label", t("today.alerts-of", { n: counts[priority], priority: named("priority", priority) }));
    alerts.append(one);
  }
  return alerts;
}

function reportOf(row) {
  const link = make("a", "button", t("detail.report"));
  Object.assign(link, { href: `/api/v1/sessions/${encodeURIComponent(row.id)}/report?language=${language}`, target: "_blank", rel: "noopener" });
  link.setAttribute("aria-label", `${t("detail.report")}: ${nameOf(row.participant)}, ${clock(row.started)}`);
  return link;
}

const lengthOf = row => (row.lengthSeconds === undefined ? "" : span(row.lengthSeconds));

function dayAfter(date) {
  const next = new Date(`${date}T12:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
