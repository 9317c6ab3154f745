// One session, while it runs or long after: its picture, its alerts to be tapped, the same in words, and the ways to its report and its data.

import { Chart, loadLibrary, timeOf } from "./chart.js";
import { heard, stored } from "./chart-data.js";
import { AlertLane } from "./detail-lane.js";
import { eventRows, factsOf, minuteRows } from "./detail-tables.js";
import { byId, make, makeButton, setHidden, setText } from "./dom.js";
import { nameOf } from "./names.js";
import { language, named, t } from "./texts.js";
import { within } from "./within.js";

const root = byId("detail");
const title = byId("detail-title");
const state = byId("detail-state");
const facts = byId("detail-facts");
const files = byId("detail-files");
const windows = byId("detail-windows");
const steps = byId("detail-steps");
const read = byId("detail-read");
const lane = byId("detail-lane");
const key = byId("detail-key");
const events = byId("detail-events");
const minutes = byId("detail-minutes");

const EVERY_MS = 5000;
/** Lengths that are offered, in minutes; 0 is all of it. */
const LENGTHS = [0, 20, 5];
const CLOSER = 1.6;

/** Who may have the report: it names medicines. */
const REPORT = ["staff", "clinician", "admin"];

export class Detail {
  #board;
  #chart = new Chart(byId("detail-chart"));
  #lane = new AlertLane(lane, byId("detail-pick"));
  #sid = "";
  #opener = null;
  #asked = -Infinity;
  #busy = false;
  #over = false;
  #length = -1;
  /** @type {any} */
  #data = null;

  /** `board` is what the page has heard; null on a page that hears nothing. */
  constructor(board) {
    this.#board = board;
    byId("detail-close").addEventListener("click", () => this.close());
    root.addEventListener("keydown", event => { if (event.key === "Escape") this.close(); });
    for (const length of LENGTHS) {
      const button = makeButton("choice", length === 0 ? t("detail.whole") : t("detail.last", { n: length }), () => this.#window(length));
      button.dataset.length = String(length);
      windows.append(button);
    }
    for (const [words, sign, act] of [["detail.earlier", "\u25C0", () => this.#chart.pan(-0.5)], ["detail.later", "\u25B6", () => this.#chart.pan(0.5)], ["detail.wider", "\u2212", () => this.#chart.zoom(1 / CLOSER)], ["detail.closer", "+", () => this.#chart.zoom(CLOSER)]]) {
      const button = makeButton("step", String(sign), () => { if (this.#data) /** @type {Function} */ (act)(); });
      button.setAttribute("aria-label", t(String(words)));
      steps.append(button);
    }
    this.#chart.onDrawn = plot => this.#drawn(plot);
    this.#chart.onPointed = at => setText(read, at ? `${timeOf(at.s, true)} \u00B7 ${at.bpm === null ? t("tile.no-value") : `${Math.round(at.bpm)} ${t("tile.unit")}`}` : "");
  }

  /** `who` is for sessions that have left the board. */
  open(sid, opener, who = sid) {
    [this.#sid, this.#opener, this.#asked, this.#over, this.#length, this.#data] = [sid, opener, -Infinity, false, -1, null];
    this.#chart.clear();
    this.#lane.clear();
    for (const list of [events, minutes, facts, files, key]) list.replaceChildren();
    setText(read, "");
    this.#name(this.#board?.sessions.get(sid)?.session.participant ?? who);
    setText(state, t("detail.loading"));
    setHidden(root, false);
    root.scrollTop = 0;
    title.focus();
    void this.#offerFiles(sid);
  }

  close() {
    if (root.hidden) return;
    setHidden(root, true);
    this.#chart.clear();
    this.#lane.clear();
    this.#opener?.focus();
  }

  /** Called on every tick. */
  render(now) {
    if (root.hidden || this.#busy || this.#over || now - this.#asked < EVERY_MS) return;
    this.#asked = now;
    void this.#refresh(this.#sid);
  }

  #name(participant) {
    setText(title, t("detail.title", { who: nameOf(participant) }));
    if (nameOf(participant) !== participant) title.append(" ", make("small", "who-code", participant));
  }

  async #refresh(sid) {
    this.#busy = true;
    try {
      const [uPlot, data] = await Promise.all([loadLibrary(), stored(sid).then(found => found ?? (this.#board ? heard(sid, this.#board) : null))]);
      if (sid !== this.#sid || root.hidden) return;
      if (!data) setText(state, t("detail.nothing"));
      else this.#show(uPlot, data);
    } catch {
      if (sid === this.#sid) setText(state, t("send.unanswered"));
    } finally {
      this.#busy = false;
    }
  }

  #show(uPlot, data) {
    data.hasRpe = data.rpe.length > 0 || data.missed.length > 0 || data.plans.some(p => p.mode === "rpe");
    const isFirst = this.#data === null;
    [this.#data, this.#over] = [data, !data.isOpen && data.isWhole];
    this.#name(data.participant);
    const known = data.bpm.some(v => v !== null) || data.doubtful.length > 0;
    setText(state, !data.isWhole ? t("detail.live") : known ? "" : t("detail.nothing"));
    facts.replaceChildren(...factsOf(data).map(fact => make("li", "", fact)));
    this.#lane.show(data);
    if (data.t.length > 0) this.#chart.show(uPlot, data);
    if (isFirst) this.#window(data.isOpen && data.to - data.from > 25 * 60 ? 20 : 0);
    key.replaceChildren(...keyOf(data));
    events.replaceChildren(...eventRows(data));
    minutes.replaceChildren(...minuteRows(data));
  }

  #window(length) {
    this.#length = length;
    if (!this.#data) return;
    this.#chart.look(length === 0 ? this.#data.from : this.#data.to - 60 * length, this.#data.to);
    this.#press();
  }

  #drawn(plot) {
    this.#lane.place(plot, this.#chart.view);
    this.#press();
  }

  // A length is pressed while the picture shows just that.
  #press() {
    const { from, to } = this.#chart.view;
    for (const button of windows.children) {
      const length = Number(button.dataset.length);
      const whole = this.#data.to - this.#data.from;
      const wanted = length === 0 ? whole : Math.min(whole, 60 * length);
      const isIt = Math.abs(this.#data.to - to) < 2 && Math.abs(to - from - wanted) < 2 && (length === this.#length || (length === 0 && wanted === whole && this.#length <= 0));
      if (button.getAttribute("aria-pressed") !== String(isIt)) button.setAttribute("aria-pressed", String(isIt));
    }
  }

  async #offerFiles(sid) {
    const path = `/api/v1/sessions/${encodeURIComponent(sid)}`;
    let role = "staff";
    try {
      const response = await fetch("/api/v1/me", { signal: within(5000) });
      if (!response.ok) return;
      role = (await response.json()).role ?? "staff";
    } catch {
      return;
    }
    if (sid !== this.#sid) return;
    const link = (words, href, name) => {
      const node = make("a", "button", words);
      node.href = href;
      if (name) node.download = name;
      else Object.assign(node, { target: "_blank", rel: "noopener" });
      return node;
    };
    files.replaceChildren(
      ...REPORT.includes(role) ? [link(t("detail.report"), `${path}/report?language=${language}`, ""), link(t("detail.pdf"), `${path}/report?format=pdf&language=${language}`, `${sid}.pdf`)] : [],
      link(t("detail.csv"), `${path}/series?resolution=raw&format=csv`, `${sid}.csv`));
  }
}

/** What the picture's signs mean: those that are in it. */
function keyOf(data) {
  const some = [
    ["line", true], ["doubt", data.doubtful.length > 0], ["gap", data.gaps.length > 0], ["away", data.away.length > 0], ["zone", data.plans.some(p => p.zone)],
    ["warn", data.plans.some(p => p.ceiling)], ["ceiling", data.plans.some(p => p.ceiling)], ["rpe", data.rpe.some(a => !a.withdrawn)], ["back", data.rpe.some(a => a.withdrawn)],
    ["missed", data.missed.length > 0], ["pause", data.pauses.length > 0], ...["high", "medium", "low"].map(priority => [priority, data.alerts.some(a => a.priority === priority)]),
  ];
  return some.filter(([, isThere]) => isThere).map(([name]) => {
    const item = make("li");
    const sign = make("span", `key-sign key-${name}`, { high: "\u25B2", medium: "\u25C6", low: "\u25CF", rpe: "13", back: "13", missed: "?" }[String(name)] ?? "");
    sign.setAttribute("aria-hidden", "true");
    item.append(sign, named("key", String(name)));
    return item;
  });
}
