// One session: heart rate with zone, RPE, alerts and phases in a chart, and the same as a table.

import { byId, make, setHidden, setText } from "./dom.js";
import { goesToSignIn } from "./sign-in.js";
import { named, t } from "./texts.js";
import { MARKS, boundsOf, clock, priorityOf } from "./words.js";
import { within } from "./within.js";

const root = byId("detail");
const title = byId("detail-title");
const state = byId("detail-state");
const chart = byId("detail-chart");
const events = byId("detail-events");

const EVERY_MS = 5000;
const HEIGHT = 300;

/** @type {Promise<any> | null} */
let library = null;

/** uPlot is fetched when the first chart is opened: the floor does not wait for it. */
function loadLibrary() {
  library ??= new Promise((loaded, failed) => {
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/vendor/uPlot.min.css" });
    const script = Object.assign(document.createElement("script"), { src: "/vendor/uPlot.iife.min.js" });
    script.addEventListener("load", () => loaded(/** @type {any} */ (window).uPlot));
    script.addEventListener("error", () => { library = null; failed(new Error("uPlot")); });
    document.head.append(style, script);
  });
  return library;
}

export class Detail {
  #board;
  #sid = "";
  #opener = null;
  #plot = null;
  #asked = -Infinity;
  #busy = false;
  #drawn = "";

  constructor(board) {
    this.#board = board;
    byId("detail-close").addEventListener("click", () => this.close());
    root.addEventListener("keydown", event => { if (event.key === "Escape") this.close(); });
    addEventListener("resize", () => this.#plot?.setSize({ width: chart.clientWidth, height: HEIGHT }));
  }

  /** `who` is for sessions that have left the board. */
  open(sid, opener, who = sid) {
    [this.#sid, this.#opener, this.#asked, this.#drawn] = [sid, opener, -Infinity, ""];
    this.#clear();
    events.replaceChildren();
    setText(title, t("detail.title", { who: this.#session?.participant ?? who }));
    setText(state, "");
    setHidden(root, false);
    root.scrollTop = 0;
    title.focus();
  }

  close() {
    if (root.hidden) return;
    setHidden(root, true);
    this.#clear();
    this.#opener?.focus();
  }

  /** Called on every tick. */
  render(now) {
    if (root.hidden || this.#busy || now - this.#asked < EVERY_MS) return;
    this.#asked = now;
    void this.#refresh(this.#sid);
  }

  get #session() {
    return this.#board.sessions.get(this.#sid)?.session;
  }

  #clear() {
    this.#plot?.destroy();
    this.#plot = null;
  }

  async #refresh(sid) {
    this.#busy = true;
    try {
      const [uPlot, card, series] = await Promise.all([loadLibrary(), ask(`/api/v1/sessions/${encodeURIComponent(sid)}/card`), ask(`/api/v1/sessions/${encodeURIComponent(sid)}/series?resolution=1s&format=json&fields=t_utc,bpm`)]);
      if (sid !== this.#sid || root.hidden) return;
      const marks = this.#marksOf(card, sid);
      const line = lineOf(series) ?? this.#liveLine(sid);
      this.#draw(uPlot, line, marks, card);
      this.#tabulate(marks);
      setText(state, line.t.length === 0 ? t("detail.nothing") : series ? "" : t("detail.live"));
    } catch {
      setText(state, t("send.unanswered"));
    } finally {
      this.#busy = false;
    }
  }

  /** What was entered, and the alerts, oldest first. */
  #marksOf(card, sid) {
    const alerts = [...this.#board.alerts.values(), ...this.#board.recent].filter(a => a.subject === sid)
      .map(a => ({ at: a.data.since, kind: "alert", text: a.data.text, priority: priorityOf(a.data) }));
    return [...card?.marks ?? [], ...alerts].map(m => ({ ...m, s: Date.parse(m.at) / 1000 })).sort((a, b) => a.s - b.s);
  }

  #liveLine(sid) {
    const tile = this.#board.sessions.get(sid);
    if (!tile) return { t: [], bpm: [] };
    const end = (tile.trailAt + this.#board.offset) / 1000;
    return { t: tile.hr.map((_, i) => end - tile.hr.length + 1 + i), bpm: tile.hr };
  }

  #draw(uPlot, line, marks, card) {
    if (line.t.length === 0) return;
    const answers = marks.filter(m => m.kind === "rpe" && !m.withdrawn);
    const [times, bpm, rpe] = merged(line, answers);
    const key = `${times.length} ${times.at(-1)} ${marks.length}`;
    if (key === this.#drawn) return;
    this.#drawn = key;
    const style = getComputedStyle(root);
    const zone = card?.plan?.mode === "zones" && card.plan.zone ? { from: card.plan.zone.from, to: card.plan.zone.below } : this.#session ? boundsOf(this.#session) : null;
    this.#clear();
    this.#plot = new uPlot(optionsOf(uPlot, style, zone, marks, answers.length > 0), [times, bpm, rpe], chart);
  }

  #tabulate(marks) {
    events.replaceChildren(...[...marks].reverse().map(mark => {
      const row = make("tr");
      const when = make("td", "event-time", new Date(mark.at).toLocaleTimeString([], { hour12: false }));
      row.append(when, make("td", "", textOf(mark)));
      return row;
    }));
  }
}

async function ask(path) {
  const response = await fetch(path, { signal: within(8000) });
  if (goesToSignIn(response.status)) return null;
  return response.ok ? response.json() : null;
}

/** Seconds since 1970 and bpm of a stored series {columns, rows}; null where there is none. A second without a value has none, so that no line bridges it. */
function lineOf(series) {
  if (!series?.rows?.length) return null;
  const names = series.columns.map(column => column.name);
  const [when, bpm] = [names.indexOf("t_utc"), names.indexOf("bpm")];
  const line = { t: [], bpm: [] };
  for (const row of series.rows) {
    const at = Date.parse(row[when]) / 1000;
    if (line.t.length > 0 && at <= line.t[line.t.length - 1]) continue;
    line.t.push(at);
    line.bpm.push(row[bpm]);
  }
  return line;
}

/** One time axis for both: uPlot wants all series on the same instants. */
function merged(line, answers) {
  const rows = line.t.map((at, i) => [at, line.bpm[i], null]);
  for (const answer of answers) rows.push([answer.s, undefined, answer.number]); // undefined joins the line, null breaks it
  rows.sort((a, b) => a[0] - b[0]);
  const clean = rows.filter((row, i) => i === 0 || row[0] > rows[i - 1][0] || row[2] !== null);
  clean.forEach((row, i) => { if (i > 0 && row[0] <= clean[i - 1][0]) row[0] = clean[i - 1][0] + 0.001; });
  return [0, 1, 2].map(column => clean.map(row => row[column]));
}

function optionsOf(uPlot, style, zone, marks, hasRpe) {
  const ink = style.getPropertyValue("--ink");
  const soft = style.getPropertyValue("--soft");
  const grid = { stroke: style.getPropertyValue("--hair"), width: 1 };
  const font = `13px ${style.fontFamily}`;
  const axis = { stroke: soft, grid, ticks: grid, font };
  return {
    width: chart.clientWidth, height: HEIGHT, cursor: { drag: { x: true, y: false } }, legend: { show: false },
    scales: { x: { time: true }, y: { range: (_, low, high) => rangeOf(low, high, zone) }, rpe: { range: [6, 20] } },
    axes: [
      { ...axis, values: (_, at) => at.map(s => clock(s * 1000)) },
      { ...axis, label: t("detail.hr"), labelFont: font, labelSize: 20, size: 46 },
      ...hasRpe ? [{ ...axis, scale: "rpe", side: 1, label: t("detail.rpe"), labelFont: font, labelSize: 20, size: 40, grid: { show: false } }] : [],
    ],
    series: [
      {},
      { label: t("detail.hr"), stroke: ink, width: 1.5, points: { show: false } },
      { label: t("detail.rpe"), scale: "rpe", stroke: "transparent", paths: () => null, points: { show: true, size: 12, fill: style.getPropertyValue("--accent"), stroke: style.getPropertyValue("--tile") } },
    ],
    hooks: { drawClear: [plot => drawBehind(plot, style, zone, marks)], draw: [plot => drawMarks(plot, style, marks)] },
  };
}

function rangeOf(low, high, zone) {
  const [from, to] = [Math.min(low ?? 60, zone?.from ?? Infinity), Math.max(high ?? 120, zone?.to ?? -Infinity)];
  return [Math.floor(from / 10) * 10 - 10, Math.ceil(to / 10) * 10 + 10];
}

// The zone's band, and the phases as a foot of alternating grey.
function drawBehind(plot, style, zone, marks) {
  const { ctx, bbox } = plot;
  ctx.save();
  if (zone) {
    ctx.fillStyle = style.getPropertyValue("--band");
    const [top, bottom] = [plot.valToPos(zone.to, "y", true), plot.valToPos(zone.from, "y", true)];
    ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
  }
  const phases = marks.filter(m => m.kind === "phase" || m.kind === "end");
  ctx.font = `${12 * devicePixelRatio}px ${style.fontFamily}`;
  phases.forEach((phase, i) => {
    const from = Math.max(bbox.left, plot.valToPos(phase.s, "x", true));
    const to = Math.min(bbox.left + bbox.width, i + 1 < phases.length ? plot.valToPos(phases[i + 1].s, "x", true) : Infinity);
    if (to <= from || phase.kind === "end") return;
    const height = 20 * devicePixelRatio;
    ctx.fillStyle = style.getPropertyValue(i % 2 ? "--raise" : "--hair");
    ctx.fillRect(from, bbox.top + bbox.height - height, to - from, height);
    ctx.fillStyle = style.getPropertyValue("--ink");
    if (to - from > 70 * devicePixelRatio) ctx.fillText(named("phase", phase.text), from + 6 * devicePixelRatio, bbox.top + bbox.height - 6 * devicePixelRatio);
  });
  ctx.restore();
}

function drawMarks(plot, style, marks) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.font = `700 ${13 * devicePixelRatio}px ${style.fontFamily}`;
  for (const mark of marks.filter(m => m.kind === "alert")) {
    const x = plot.valToPos(mark.s, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.strokeStyle = ctx.fillStyle = style.getPropertyValue(`--mark-${mark.priority}`);
    ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top + 18 * devicePixelRatio);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.textAlign = "center";
    ctx.fillText(MARKS[mark.priority].slice(-1), x, bbox.top + 14 * devicePixelRatio);
  }
  ctx.restore();
}

function textOf(mark) {
  const text = mark.kind === "phase" ? named("phase", mark.text) : mark.kind === "talk-test" ? t(`do.talk-${mark.text}`) : mark.text ?? "";
  if (mark.kind === "rpe") return t(mark.withdrawn ? "mark.rpe-taken-back" : "mark.rpe", { n: mark.number });
  if (mark.kind === "note") return t("mark.note", { text, by: mark.by });
  if (mark.kind === "alert") return `${MARKS[mark.priority]} ${text}`;
  return t(`mark.${mark.kind}`, { text });
}
