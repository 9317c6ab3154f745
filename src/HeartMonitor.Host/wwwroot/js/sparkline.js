// Five minutes of heart rate as a line; a second without a value is a gap, never a bridge.

const SECONDS = 300;
const LEAST_SPAN_BPM = 30;

/**
 * The line of one tile. It never asks the page for sizes or colours while tiles are being written: that would lay out the whole floor once
 * for every tile. Sizes come from an observer, colours are asked for once all is written ({@link drawWaiting}).
 */
export class Sparkline {
  canvas;
  #size = { width: 0, height: 0 };
  #shown = { /** @type {(number|null)[]} */ values: [], /** @type {any} */ band: null };
  #key = "";

  constructor(canvas) {
    this.canvas = canvas;
    new ResizeObserver(([entry]) => {
      const { width, height } = entry.contentRect;
      this.#size = { width, height };
      waiting.add(this);
      drawWaiting();
    }).observe(canvas);
  }

  /** Shows `values` (one a second, oldest first) so that the last one is at the right edge; `band` is a zone {from, to} or null. `key` tells when they differ. */
  show(key, values, band) {
    this.#shown = { values, band };
    if (key === this.#key) return;
    this.#key = key;
    waiting.add(this);
  }

  draw() {
    paint(this.canvas, this.#size, this.#shown.values, this.#shown.band);
  }
}

/** @type {Set<Sparkline>} */
const waiting = new Set();

/** Draws what changed; called when the page is written. */
export function drawWaiting() {
  for (const line of waiting) line.draw();
  waiting.clear();
}

function paint(canvas, size, values, band) {
  const scale = window.devicePixelRatio || 1;
  const width = Math.round(size.width * scale);
  const height = Math.round(size.height * scale);
  if (width === 0 || height === 0) return;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });

  const context = canvas.getContext("2d");
  context.clearRect(0, 0, width, height);
  const axis = axisOf(values, band);
  if (axis === null) return;
  const style = getComputedStyle(canvas);
  const x = i => width - ((values.length - 1 - i) / (SECONDS - 1)) * (width - 6 * scale) - 3 * scale;
  const y = bpm => height - 3 * scale - ((bpm - axis.low) / (axis.high - axis.low)) * (height - 6 * scale);
  if (band) {
    context.fillStyle = style.getPropertyValue("--band");
    context.globalAlpha = 0.6; // the line is what one looks for
    context.fillRect(0, y(band.to), width, y(band.from) - y(band.to));
    context.globalAlpha = 1;
  }
  context.strokeStyle = context.fillStyle = style.color;
  strokeLine(context, values, x, y, scale);
  const last = values.length - 1;
  if (last >= 0 && values[last] !== null) {
    context.beginPath();
    context.arc(x(last), y(values[last]), 2.5 * scale, 0, 7);
    context.fill();
  }
}

function axisOf(values, band) {
  const known = values.filter(v => v !== null);
  if (known.length === 0) return null;
  let low = Math.min(...known, ...(band ? [band.from] : []));
  let high = Math.max(...known, ...(band ? [band.to] : []));
  const missing = LEAST_SPAN_BPM - (high - low);
  if (missing > 0) [low, high] = [low - missing / 2, high + missing / 2];
  return { low, high };
}

function strokeLine(context, values, x, y, scale) {
  context.lineWidth = 1.75 * scale;
  context.lineJoin = "round";
  context.beginPath();
  values.forEach((bpm, i) => {
    if (bpm === null) return;
    if (i === 0 || values[i - 1] === null) context.moveTo(x(i), y(bpm));
    context.lineTo(x(i) + 0.01, y(bpm));
  });
  context.stroke();
}
