// Marks and words for values of the contract. Unknown values are shown as they are, never hidden.

import { figure, language, named, t } from "./texts.js";

/** Bars of the signal and its word. @param {string | undefined} quality @returns {[number, string]} */
export const qualityOf = quality => [{ good: 3, suspect: 2, bad: 1 }[quality ?? ""] ?? 0, named("quality", quality ?? "unknown")];

const LOW_BATTERY_PERCENT = 20;
/** @param {number | null} battery */
export const isLow = battery => battery !== null && battery <= LOW_BATTERY_PERCENT;

/** What speaks against a value, a phrase for every name that `quality_reasons` may hold. */
export const DOUBTS = Object.fromEntries([
  "undecodable", "hr-zero", "out-of-range", "no-contact", "start-of-wear", "step", "rr-disagrees", "stale", "late", "frozen", "not-worn",
  "rr-filler", "cadence-lock", "duplicate", "rr-clock", "rr-artefacts", "identity",
].map(reason => [reason, t(`doubt.${reason}`)]));

/** @type {Record<string, string>} */
export const ARROWS = { up: "\u2197", flat: "\u2192", down: "\u2198" };

/** Marks of ecosystem-reliability 1d: colour never alone. @type {Record<string, string>} */
export const MARKS = { high: "*** \u25B2", medium: "** \u25C6", low: "* \u25CF" };

/** @type {Record<string, number>} */
const RANKS = { high: 3, medium: 2, low: 1 };

/** An unknown priority counts as high (ecosystem-reliability 1a). */
export const priorityOf = data => (data.priority in RANKS ? data.priority : "high");
export const rankOf = data => RANKS[priorityOf(data)];

/** Why the value is doubted, or marked though it is good, in plain words; else empty. */
export function doubtsOf(live) {
  if (live.quality === "good") return live.hr_unlikely ? t("doubt.unlikely") : "";
  return (live.quality_reasons ?? []).map(r => named("doubt", r)).join(", ");
}

/** How the signal was so far: seconds with a usable value, artefacts of the last minute, gaps. A dash is followed by what it means. */
export function figuresOf(live) {
  if (!live) return [t("fig.unknown")];
  const { coverage_percent: covered, artefact_percent: artefacts, gaps } = live;
  return [
    covered == null ? t("fig.no-signal") : t("fig.signal", { n: Math.floor(covered) }), // 99.6 is not all of it
    artefacts == null ? t("fig.no-artefacts") : t("fig.artefacts", { n: figure(artefacts, 1) }),
    gaps == null ? t("fig.gaps-untold") : gaps === 0 ? t("fig.no-gaps") : gaps === 1 ? t("fig.gap") : t("fig.gaps", { n: gaps }),
  ];
}

/** "45 s", "3 min", "2 h". @param {number} seconds */
export function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 90) return t("span.s", { n: s });
  if (s < 5400) return t("span.min", { n: Math.floor(s / 60) });
  return t("span.h", { n: Math.floor(s / 3600) });
}

/** "0:45", "12:03". @param {number} seconds */
export function countdown(seconds) {
  const s = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}

/** How dates are written here. */
export const locale = language === "en" ? "en-GB" : language;

/** "09:05". @param {string | number} stamp */
export const clock = stamp => new Date(stamp).toLocaleTimeString([], { hour12: false, hour: "2-digit", minute: "2-digit" });

/** Whole beats of a zone: lower bound in, upper bound out. */
export function boundsOf(session) {
  if (session.mode !== "zones" || session.zone_from === null || session.zone_below === null) return null;
  return { from: Math.ceil(session.zone_from), to: Math.ceil(session.zone_below) - 1 };
}

/** How long ago the last packet of a strap came, ms; null before the first. @param {number | null} ms */
export const ageOf = ms => (ms === null ? t("strap.heard-never") : t("strap.heard", { span: span(ms / 1000) }));

/** @param {number | null} percent */
export const batteryOf = percent => (percent === null ? t("strap.battery-untold") : t("tile.battery", { n: percent }));

/** What was seen and what to do are two sentences of one text: the first, and the rest. @param {string} text */
export function sawAndDo(text) {
  const end = text.search(/[.:] /);
  return end < 0 ? [text, ""] : [text.slice(0, end + 1), text.slice(end + 2)];
}
