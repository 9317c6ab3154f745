// Words and marks for values of the contract. Unknown values are shown as they are, never hidden.

export const PHASES = { none: "no phase yet", "warm-up": "Warm-up", work: "Work", "cool-down": "Cool-down", recovery: "Recovery" };

export const PROMPT_REASONS = {
  baseline: "before the start", schedule: "scheduled", workload: "work has changed", "heart-rate": "heart rate has changed",
  recheck: "check again", talk: "after the talk test", signal: "signal was lost", end: "end of work", "cool-down": "cooling down",
  session: "the whole session",
};

export const QUALITY = { good: [3, "good"], suspect: [2, "doubtful"], bad: [1, "bad"], none: [0, "none"] };

export const CONTACT = { detected: "contact", "not-detected": "NO CONTACT", "not-supported": "contact not told" };

export const TREND = { up: ["\u2197", "rising"], flat: ["\u2192", "level"], down: ["\u2198", "falling"] };

/** Marks of ecosystem-reliability 1d: colour never alone. */
export const MARKS = { high: "*** \u25B2", medium: "** \u25C6", low: "* \u25CF" };

const RANKS = { high: 3, medium: 2, low: 1 };

/** An unknown priority counts as high (ecosystem-reliability 1a). */
export const priorityOf = data => (data.priority in RANKS ? data.priority : "high");
export const rankOf = data => RANKS[priorityOf(data)];

/** "45 s", "3 min", "2 h". */
export function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 90) return `${s} s`;
  if (s < 5400) return `${Math.floor(s / 60)} min`;
  return `${Math.floor(s / 3600)} h`;
}

/** "0:45", "12:03". */
export function countdown(seconds) {
  const s = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}

/** Whole beats of a zone: lower bound in, upper bound out. */
export function boundsOf(session) {
  if (session.mode !== "zones" || session.zone_from === null || session.zone_below === null) return null;
  return { from: Math.ceil(session.zone_from), to: Math.ceil(session.zone_below) - 1 };
}
