// One session in the form that the chart and its tables show: from the store, or from what the page itself has heard while there is no store to ask.
// Times are seconds since 1970, so that stored and live ones fit together.

import { alertText, reasonsOf } from "./alert-words.js";
import { language } from "./texts.js";
import { goesToSignIn } from "./sign-in.js";
import { boundsOf, priorityOf } from "./words.js";
import { within } from "./within.js";

const secondsOf = stamp => Date.parse(stamp) / 1000;

/** The session from the store; null where there is none, or no store. @param {string} sid */
export async function stored(sid) {
  const response = await fetch(`/api/v1/sessions/${encodeURIComponent(sid)}/chart?language=${language}`, { signal: within(15_000) });
  if (goesToSignIn(response.status) || !response.ok) return null;
  return fromStore(await response.json());
}

/** What the page has heard: five minutes of values, and the card. @param {string} sid @param {any} board */
export async function heard(sid, board) {
  const response = await fetch(`/api/v1/sessions/${encodeURIComponent(sid)}/card`, { signal: within(8000) });
  if (goesToSignIn(response.status)) return null;
  return fromBoard(sid, board, response.ok ? await response.json() : null);
}

function fromStore(chart) {
  const from = secondsOf(chart.started);
  const to = chart.ended ? secondsOf(chart.ended) : secondsOf(chart.lastAt);
  const span = part => ({ from: secondsOf(part.from), to: secondsOf(part.to) });
  return {
    participant: chart.participant, from, to, isOpen: !chart.ended, endedWhy: chart.endedWhy, isWhole: true, summary: chart.summary, rowsLost: chart.rowsLost.reduce((sum, loss) => sum + loss.rows, 0),
    t: chart.bpm.map((_, i) => from + i), bpm: chart.bpm,
    doubtful: chart.doubtful.map(([t, bpm]) => ({ s: from + t, bpm })),
    minutes: chart.minutes.map((minute, i) => ({ ...minute, s: from + 60 * i })),
    plans: inForce(chart.plans.map(p => ({ from: secondsOf(p.at), mode: p.mode, zone: zoneOf(p.zone), ceiling: p.ceiling, rpe: p.rpe })), to),
    phases: chart.phases.map(p => ({ ...span(p), phase: p.phase })),
    pauses: chart.pauses.map(span), away: chart.interruptions.map(span), gaps: chart.gaps.map(gap => ({ ...span(gap), reason: gap.reason })),
    work: inForce(chart.work.filter(w => w.text && !w.measured).map(w => ({ from: secondsOf(w.at), text: w.text })), to),
    rpe: chart.answers.map(a => ({ s: secondsOf(a.at), value: a.value, withdrawn: a.isWithdrawn, by: a.by, reason: a.reason })),
    missed: chart.missed.map(m => ({ s: secondsOf(m.at), reason: m.reason })),
    words: chart.words.map(w => ({ s: secondsOf(w.at), kind: w.kind, value: w.value, grade: w.grade })),
    notes: (chart.notes ?? []).map(n => ({ s: secondsOf(n.at), by: n.by, text: n.text, alert: n.alert })),
    alerts: chart.alerts.map(a => ({
      s: secondsOf(a.at), id: a.id, code: a.code, priority: priorityOf(a), text: alertText(a), reasons: reasonsOf(a), source: a.source, version: a.rulesVersion,
      clearedAt: a.clearedAt && !a.openAtEnd ? secondsOf(a.clearedAt) : null, openAtEnd: a.openAtEnd, ackedAt: a.ackedAt ? secondsOf(a.ackedAt) : null, ackedBy: a.ackedBy,
    })),
  };
}

function fromBoard(sid, board, card) {
  const tile = board.sessions.get(sid);
  const end = tile ? (tile.trailAt + board.offset) / 1000 : card ? secondsOf(card.ended ?? card.started) : Date.now() / 1000;
  const count = tile?.hr.length ?? 0;
  const marks = (card?.marks ?? []).map(m => ({ ...m, s: secondsOf(m.at) }));
  const of = kind => marks.filter(m => m.kind === kind);
  const from = Math.min(end - Math.max(60, count), ...marks.map(m => m.s));
  const plan = { from, to: end, mode: tile?.session.mode, zone: tile ? boundsOf(tile.session) : zoneOf(card?.plan?.zone), ceiling: card?.plan?.ceiling ?? null };
  return {
    participant: tile?.session.participant ?? card?.participant ?? sid, from, to: end, isOpen: !card?.ended, endedWhy: null, isWhole: false, summary: null, rowsLost: 0,
    t: (tile?.hr ?? []).map((_, i) => end - count + 1 + i), bpm: tile?.hr ?? [], doubtful: [], minutes: minutesOf(tile?.hr ?? [], end),
    plans: [plan], phases: inForce(of("phase").map(m => ({ from: m.s, phase: m.text })), end), pauses: pausesOf(marks, end), away: [], gaps: [],
    work: inForce(of("workload").map(m => ({ from: m.s, text: m.text })), end),
    rpe: of("rpe").map(m => ({ s: m.s, value: m.number, withdrawn: m.withdrawn, by: m.text, reason: null })), missed: [],
    words: [...of("talk-test"), ...of("help"), ...of("symptoms")].map(m => ({ s: m.s, kind: m.kind === "symptoms" ? "symptom" : m.kind, value: m.text, grade: null })),
    notes: of("note").map(m => ({ s: m.s, by: m.by, text: m.text, alert: m.alert })),
    alerts: [...board.alerts.values(), ...board.recent].filter(a => a.subject === sid).map(a => ({
      s: secondsOf(a.data.since), id: a.data.aid, code: a.data.code, priority: priorityOf(a.data), text: alertText(a.data), reasons: reasonsOf(a.data), source: a.data.source, version: a.data.rules_version,
      clearedAt: null, openAtEnd: false, ackedAt: a.data.acked_at ? secondsOf(a.data.acked_at) : null, ackedBy: a.data.acked_by,
    })).sort((a, b) => a.s - b.s),
  };
}

/** Whole beats of a zone: its upper bound is out. */
const zoneOf = zone => (zone ? { from: Math.ceil(zone.from), to: Math.ceil(zone.below) - 1 } : null);

/** Each lasts until the next one. */
const inForce = (parts, end) => parts.map((part, i) => ({ ...part, to: i + 1 < parts.length ? parts[i + 1].from : end }));

function pausesOf(marks, end) {
  const spans = [];
  for (const mark of marks) {
    if (mark.kind === "pause") spans.push({ from: mark.s, to: end });
    else if ((mark.kind === "resume" || mark.kind === "end") && spans.length > 0) spans[spans.length - 1].to = Math.min(spans[spans.length - 1].to, mark.s);
  }
  return spans;
}

function minutesOf(values, end) {
  const minutes = [];
  for (let last = values.length; last > 0; last -= 60) {
    const known = values.slice(Math.max(0, last - 60), last).filter(v => v !== null);
    const span = Math.min(60, last);
    minutes.unshift({ s: end - (values.length - last) - span, mean: known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length, min: Math.min(...known), max: Math.max(...known), coveragePercent: 100 * known.length / span });
  }
  return minutes;
}
