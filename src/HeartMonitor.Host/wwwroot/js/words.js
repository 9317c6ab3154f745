// Words and marks for values of the contract. Unknown values are shown as they are, never hidden.

export const PHASES = { none: "no phase yet", "warm-up": "Warm-up", work: "Work", "cool-down": "Cool-down", recovery: "Recovery" };

export const PROMPT_REASONS = {
  baseline: "before the start", schedule: "scheduled", workload: "work has changed", "heart-rate": "heart rate has changed",
  recheck: "check again", talk: "after the talk test", signal: "signal was lost", end: "end of work", "cool-down": "cooling down",
  session: "the whole session",
};

export const QUALITY = { good: [3, "good"], suspect: [2, "doubtful"], bad: [1, "bad"], none: [0, "none"] };

export const CONTACT = { detected: "contact", "not-detected": "NO CONTACT", "not-supported": "contact not told" };

/** How the radio link to a strap stands. */
export const LINKS = { up: "link up", searching: "searching for strap", down: "link down" };

/** How sure it is that the strap is on the person. */
export const BINDINGS = {
  none: "No strap is bound.", listed: "Listed for this person; nobody was asked.", unconfirmed: "NOT CONFIRMED: whose strap is it?",
  confirmed: "Confirmed.",
};

const LOW_BATTERY_PERCENT = 20;
export const isLow = battery => battery !== null && battery <= LOW_BATTERY_PERCENT;

/** What speaks against a value, a phrase for every name that `quality_reasons` may hold. */
export const DOUBTS = {
  undecodable: "packet not readable", "hr-zero": "sensor sends no reading", "out-of-range": "outside 30 to 230 bpm",
  "no-contact": "no skin contact", "start-of-wear": "only just put on", step: "too quick for a heart",
  "rr-disagrees": "rate and beats disagree", stale: "nothing received", late: "came too late", frozen: "value stands still",
  "not-worn": "seems not worn", "rr-filler": "filler sent for beats", "cadence-lock": "may be counting steps",
  duplicate: "came twice", "rr-clock": "beats lost or doubled", "rr-artefacts": "many beats misread",
  identity: "may be another device",
};

export const TREND = { up: ["\u2197", "rising"], flat: ["\u2192", "level"], down: ["\u2198", "falling"] };

/** Marks of ecosystem-reliability 1d: colour never alone. */
export const MARKS = { high: "*** \u25B2", medium: "** \u25C6", low: "* \u25CF" };

const RANKS = { high: 3, medium: 2, low: 1 };

/** An unknown priority counts as high (ecosystem-reliability 1a). */
export const priorityOf = data => (data.priority in RANKS ? data.priority : "high");
export const rankOf = data => RANKS[priorityOf(data)];

/** Why the value is doubted, or marked though it is good, in plain words; else empty. */
export function doubtsOf(live) {
  if (live.quality === "good") return live.hr_unlikely ? "unlikely rate: take the pulse" : "";
  return (live.quality_reasons ?? []).map(r => DOUBTS[r] ?? r).join(", ");
}

/** How the signal was so far: seconds with a usable value, artefacts of the last minute, gaps. A dash is followed by what it means. */
export function figuresOf(live) {
  if (!live) return ["signal figures \u2013 not known now"];
  const { coverage_percent: covered, artefact_percent: artefacts, gaps } = live;
  return [
    covered == null ? "signal \u2013 none yet" : `signal ${Math.floor(covered)} %`, // 99.6 is not all of it
    artefacts == null ? "artefacts \u2013 not judged" : `artefacts ${artefacts.toFixed(1)} %`,
    gaps == null ? "gaps \u2013 not told" : gaps === 0 ? "no gaps" : gaps === 1 ? "1 gap" : `${gaps} gaps`,
  ];
}

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

/** How long ago the last packet of a strap came, ms; null before the first. */
export const ageOf = ms => (ms === null ? "nothing received yet" : `heard ${span(ms / 1000)} ago`);

export const batteryOf = percent => (percent === null ? "battery not told" : `battery ${percent} %`);
