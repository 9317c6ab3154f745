// The picture of a session: heart rate with zone and ceiling, answers on an axis of their own, phases, work and pauses as bands; drawn with uPlot.
// A finger moves the time, two fingers stretch it. Marks of alerts are buttons above the picture, and not in here.

import { named, t } from "./texts.js";

const HEIGHT = 330;
const LEAST_SECONDS = 60;
const STEPS = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
const WHEEL = 1.2;
/** Part of the height below the lowest value: room for the bands of phases and work. */
const FOOT = 0.18;
/** The answers' axis begins above that foot too. */
const RPE_LOW = 20 - 14 / (1 - FOOT);

/** @type {Promise<any> | null} */
let library = null;

/** uPlot is fetched when the first chart is opened: the floor does not wait for it. */
export function loadLibrary() {
  library ??= new Promise((loaded, failed) => {
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/vendor/uPlot.min.css" });
    const script = Object.assign(document.createElement("script"), { src: "/vendor/uPlot.iife.min.js" });
    script.addEventListener("load", () => loaded(/** @type {any} */ (window).uPlot));
    script.addEventListener("error", () => { library = null; failed(new Error("uPlot")); });
    document.head.append(style, script);
  });
  return library;
}

/** "14:03" or "14:03:20". @param {number} s @param {boolean} [exact] */
export const timeOf = (s, exact = false) => new Date(s * 1000).toLocaleTimeString([], { hour12: false, hour: "2-digit", minute: "2-digit", ...exact ? { second: "2-digit" } : {} });

export class Chart {
  /** Called after every drawing, with the plot. */
  onDrawn = (/** @type {any} */ _plot) => {};
  /** Called with the second and the rate under the finger, or null. */
  onPointed = (/** @type {{ s: number, bpm: number | null } | null} */ _at) => {};
  #root;
  #plot = null;
  /** @type {any} */
  #data = null;
  #view = { from: 0, to: 1 };
  #width = 0;
  #look = "";
  #fingers = new Map();

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    new ResizeObserver(() => this.#resize()).observe(root);
  }

  get view() {
    return this.#view;
  }

  get isShown() {
    return this.#plot !== null;
  }

  clear() {
    this.#plot?.destroy();
    [this.#plot, this.#data] = [null, null];
  }

  /** Draws a session. The view stays where it was, and goes along where it stood at the end. @param {any} uPlot @param {any} data */
  show(uPlot, data) {
    const before = this.#data;
    const style = getComputedStyle(this.#root);
    const look = style.getPropertyValue("--ink") + style.getPropertyValue("--tile");
    this.#data = data;
    if (!before) this.#view = { from: data.from, to: data.to };
    else if (Math.abs(this.#view.to - before.to) < 2) {
      const isWhole = this.#view.from <= before.from + 1;
      this.#view = { from: isWhole ? data.from : this.#view.from + data.to - before.to, to: data.to };
    }
    if (this.#plot && before?.isWhole === data.isWhole && look === this.#look && before.hasRpe === data.hasRpe) {
      this.#plot.setData(columns(data), false);
      this.look(this.#view.from, this.#view.to);
      return;
    }
    this.#plot?.destroy();
    this.#look = look;
    this.#width = this.#root.clientWidth;
    this.#plot = new uPlot(this.#options(style), columns(data), this.#root);
    this.#gestures(this.#plot.over);
  }

  /** Shows the time from here to there, as far as there is any. @param {number} from @param {number} to */
  look(from, to) {
    const { from: first, to: last } = this.#data;
    const length = Math.min(last - first, Math.max(LEAST_SECONDS, to - from));
    const begin = Math.max(first, Math.min(from, last - length));
    this.#view = { from: begin, to: begin + length };
    this.#plot?.setScale("x", { min: this.#view.from, max: this.#view.to });
  }

  /** Moves by a part of what is shown. @param {number} share */
  pan(share) {
    const width = this.#view.to - this.#view.from;
    this.look(this.#view.from + share * width, this.#view.to + share * width);
  }

  /** Stretches around a place, 0 at the left edge to 1 at the right. @param {number} factor @param {number} [place] */
  zoom(factor, place = 0.5) {
    const { from, to } = this.#view;
    const at = from + place * (to - from);
    this.look(at - (at - from) / factor, at + (to - at) / factor);
  }

  #resize() {
    const width = this.#root.clientWidth;
    if (!this.#plot || width === 0 || width === this.#width) return;
    this.#width = width;
    this.#plot.setSize({ width, height: HEIGHT });
  }

  #options(style) {
    const colour = name => style.getPropertyValue(name).trim();
    const grid = { stroke: colour("--hair"), width: 1 };
    const font = `13px ${style.fontFamily}`;
    const axis = { stroke: colour("--soft"), grid, ticks: grid, font };
    const only = wanted => ({ filter: (_, at) => at.map(v => (wanted(v) ? v : null)), grid: { ...grid, filter: (_, at) => at.map(v => (wanted(v) ? v : null)) }, ticks: { ...grid, filter: (_, at) => at.map(v => (wanted(v) ? v : null)) } });
    return {
      width: this.#width, height: HEIGHT, padding: [8, 8, 0, 0], cursor: { drag: { x: false, y: false }, points: { show: false }, y: false }, legend: { show: false },
      scales: { x: { time: false, range: () => [this.#view.from, this.#view.to] }, y: { range: () => rangeOf(this.#data) }, rpe: { range: [RPE_LOW, 20] } },
      axes: [
        { ...axis, incrs: STEPS, space: 84, values: (_, at, __, ___, step) => at.map(s => timeOf(s, step < 60)) },
        { ...axis, label: t("detail.hr"), labelFont: font, labelSize: 20, size: 44, incrs: [5, 10, 20, 50], ...only(at => at >= lowest(this.#data)) },
        { ...axis, scale: "rpe", side: 1, show: this.#data.hasRpe, label: t("detail.rpe"), labelFont: font, labelSize: 20, size: 38, ...only(at => at >= 6), grid: { show: false }, incrs: [2] },
      ],
      series: [
        {},
        { stroke: colour("--ink"), width: 1.8, points: { show: false }, spanGaps: false },
        { scale: "rpe", stroke: "transparent", paths: () => null, points: { show: false } },
      ],
      hooks: {
        drawClear: [plot => behind(plot, this.#data, colour)],
        drawAxes: [plot => foot(plot, this.#data, colour, style.fontFamily)],
        draw: [plot => { above(plot, this.#data, colour, style.fontFamily); this.onDrawn(plot); }],
        setCursor: [plot => this.#point(plot)],
      },
    };
  }

  #point(plot) {
    const { left, idx } = plot.cursor;
    if (left === null || left < 0 || idx === null || idx === undefined) this.onPointed(null);
    else this.onPointed({ s: plot.data[0][idx], bpm: plot.data[1][idx] ?? null });
  }

  #gestures(over) {
    const width = () => over.clientWidth || 1;
    over.addEventListener("pointerdown", event => {
      this.#fingers.set(event.pointerId, event.clientX);
      over.setPointerCapture(event.pointerId);
    });
    over.addEventListener("pointermove", event => {
      const before = this.#fingers.get(event.pointerId);
      if (before === undefined) return;
      const others = [...this.#fingers].filter(([id]) => id !== event.pointerId).map(([, x]) => x);
      this.#fingers.set(event.pointerId, event.clientX);
      if (others.length === 0) this.pan((before - event.clientX) / width());
      else {
        const [was, is] = [Math.abs(before - others[0]), Math.abs(event.clientX - others[0])];
        const middle = ((event.clientX + others[0]) / 2 - over.getBoundingClientRect().left) / width();
        if (was > 10 && is > 10) this.zoom(is / was, middle);
      }
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) over.addEventListener(end, event => this.#fingers.delete(event.pointerId));
    over.addEventListener("wheel", event => {
      if (!event.ctrlKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return; // the page scrolls
      event.preventDefault();
      if (event.ctrlKey) this.zoom(event.deltaY < 0 ? WHEEL : 1 / WHEEL, event.offsetX / width());
      else this.pan(event.deltaX / width());
    }, { passive: false });
  }
}

/** uPlot wants all series on the same instants. */
const columns = data => [data.t, data.bpm, data.t.map(() => null)];

function bounds(data) {
  const values = [...data.bpm.filter(v => v !== null), ...data.doubtful.map(d => d.bpm)];
  for (const plan of data.plans) values.push(...plan.zone ? [plan.zone.from, plan.zone.to] : [], ...plan.ceiling ? [plan.ceiling.alarm] : []);
  return values.length === 0 ? [60, 120] : [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

const lowest = data => Math.floor(bounds(data)[0] / 10) * 10 - 5;

// Below the lowest value there is room for the bands of phases and work.
function rangeOf(data) {
  const high = Math.ceil((bounds(data)[1] + 4) / 10) * 10;
  const low = lowest(data);
  return [low - FOOT / (1 - FOOT) * (high - low), high];
}

function behind(plot, data, colour) {
  const { ctx, bbox } = plot;
  const dpr = devicePixelRatio;
  const x = s => Math.max(bbox.left, Math.min(bbox.left + bbox.width, plot.valToPos(s, "x", true)));
  const y = bpm => plot.valToPos(bpm, "y", true);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { from, to, zone } of data.plans.filter(p => p.zone)) {
    ctx.fillStyle = colour("--band");
    ctx.fillRect(x(from), y(zone.to + 1), x(to) - x(from), y(zone.from) - y(zone.to + 1));
  }
  for (const gap of [...data.gaps, ...data.away]) {
    ctx.fillStyle = colour("--hair");
    ctx.fillRect(x(gap.from), bbox.top, Math.max(dpr, x(gap.to) - x(gap.from)), bbox.height);
  }
  for (const pause of data.pauses) hatch(ctx, x(pause.from), bbox.top, x(pause.to) - x(pause.from), bbox.height, colour("--line"));
  ctx.restore();
}

// Phases at the bottom, the work above them.
function foot(plot, data, colour, family) {
  const { ctx, bbox } = plot;
  const dpr = devicePixelRatio;
  const x = s => Math.max(bbox.left, Math.min(bbox.left + bbox.width, plot.valToPos(s, "x", true)));
  const bottom = bbox.top + bbox.height;
  const height = 20 * dpr;
  ctx.save();
  ctx.font = `${12 * dpr}px ${family}`;
  ctx.textBaseline = "middle";
  data.phases.forEach((phase, i) => label(ctx, x(phase.from), bottom - height, x(phase.to), height, named("phase", phase.phase), colour(i % 2 ? "--tile" : "--hair"), colour("--ink"), colour("--line")));
  for (const work of data.work) label(ctx, x(work.from), bottom - 2 * height - 2 * dpr, x(work.to), height, work.text, "transparent", colour("--soft"), colour("--line"));
  ctx.restore();
}

function label(ctx, left, top, right, height, text, ground, ink, edge) {
  const dpr = devicePixelRatio;
  if (right - left < dpr) return;
  ctx.fillStyle = ground;
  ctx.fillRect(left, top, right - left, height);
  ctx.strokeStyle = edge;
  ctx.lineWidth = dpr;
  ctx.strokeRect(left + dpr / 2, top + dpr / 2, right - left - dpr, height - dpr);
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, right - left - 3 * dpr, height);
  ctx.clip();
  ctx.fillStyle = ink;
  if (right - left > 24 * dpr) ctx.fillText(text, left + 5 * dpr, top + height / 2 + dpr / 2);
  ctx.restore();
}

function hatch(ctx, left, top, width, height, ink) {
  const dpr = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.strokeStyle = ink;
  ctx.lineWidth = dpr;
  ctx.globalAlpha = 0.6;
  ctx.beginPath();
  for (let at = left - height; at < left + width; at += 9 * dpr) {
    ctx.moveTo(at, top + height);
    ctx.lineTo(at + height, top);
  }
  ctx.stroke();
  ctx.restore();
}

function above(plot, data, colour, family) {
  const { ctx, bbox } = plot;
  const dpr = devicePixelRatio;
  const x = s => plot.valToPos(s, "x", true);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.textBaseline = "middle";
  for (const plan of data.plans.filter(p => p.ceiling)) {
    const [left, right] = [Math.max(bbox.left, x(plan.from)), Math.min(bbox.left + bbox.width, x(plan.to))];
    if (right <= left) continue;
    limit(ctx, left, right, plot.valToPos(plan.ceiling.warn, "y", true), colour("--mark-medium"), [3, 5], "");
    limit(ctx, left, right, plot.valToPos(plan.ceiling.alarm, "y", true), colour("--mark-high"), [10, 4], t("detail.ceiling-at", { n: Math.round(plan.ceiling.alarm) }), family);
  }
  ctx.fillStyle = colour("--soft");
  for (const point of data.doubtful) ctx.fillRect(x(point.s) - dpr, plot.valToPos(point.bpm, "y", true) - dpr, 2 * dpr, 2 * dpr);
  for (const alert of data.alerts) {
    ctx.strokeStyle = colour(`--mark-${alert.priority}`);
    ctx.setLineDash([4 * dpr, 3 * dpr]);
    ctx.lineWidth = (alert.priority === "high" ? 2.5 : 1.5) * dpr;
    ctx.beginPath();
    ctx.moveTo(x(alert.s), bbox.top);
    ctx.lineTo(x(alert.s), bbox.top + (1 - FOOT) * bbox.height);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  ctx.textAlign = "center";
  for (const answer of data.rpe) diamond(ctx, x(answer.s), plot.valToPos(answer.value, "rpe", true), answer, colour, family);
  for (const missed of data.missed) unanswered(ctx, x(missed.s), plot.valToPos(6.6, "rpe", true), colour, family);
  ctx.restore();
}

function limit(ctx, left, right, y, ink, dash, text, family = "") {
  const dpr = devicePixelRatio;
  ctx.strokeStyle = ink;
  ctx.lineWidth = 2 * dpr;
  ctx.setLineDash(dash.map(d => d * dpr));
  ctx.beginPath();
  ctx.moveTo(left, y);
  ctx.lineTo(right, y);
  ctx.stroke();
  ctx.setLineDash([]);
  if (!text || right - left < 90 * dpr) return;
  ctx.fillStyle = ink;
  ctx.textAlign = "right";
  ctx.font = `700 ${12 * dpr}px ${family}`;
  ctx.fillText(text, right - 6 * dpr, y - 9 * dpr);
}

// An answer has its number beside it; one that was taken back is hollow.
function diamond(ctx, x, y, answer, colour, family) {
  const dpr = devicePixelRatio;
  const r = 7 * dpr;
  ctx.beginPath();
  ctx.moveTo(x, y - r);
  ctx.lineTo(x + r, y);
  ctx.lineTo(x, y + r);
  ctx.lineTo(x - r, y);
  ctx.closePath();
  ctx.fillStyle = answer.withdrawn ? colour("--tile") : colour("--accent");
  ctx.fill();
  ctx.lineWidth = 2 * dpr;
  ctx.strokeStyle = answer.withdrawn ? colour("--soft") : colour("--tile");
  ctx.stroke();
  ctx.font = `800 ${14 * dpr}px ${family}`;
  ctx.lineWidth = 4 * dpr;
  ctx.strokeStyle = colour("--tile");
  ctx.strokeText(String(answer.value), x, y - 16 * dpr);
  ctx.fillStyle = answer.withdrawn ? colour("--soft") : colour("--accent");
  ctx.fillText(String(answer.value), x, y - 16 * dpr);
}

function unanswered(ctx, x, y, colour, family) {
  const dpr = devicePixelRatio;
  ctx.beginPath();
  ctx.arc(x, y, 9 * dpr, 0, 7);
  ctx.fillStyle = colour("--tile");
  ctx.fill();
  ctx.setLineDash([3 * dpr, 2 * dpr]);
  ctx.lineWidth = 2 * dpr;
  ctx.strokeStyle = ctx.fillStyle = colour("--ink");
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.font = `800 ${12 * dpr}px ${family}`;
  ctx.fillText("?", x, y + dpr);
}
