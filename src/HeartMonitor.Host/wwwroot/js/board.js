// What the page knows: a copy of the service's board, kept by its messages. No drawing here.

import { rankOf } from "./words.js";

const TRAIL_SECONDS = 300;
const RECENT_KEPT = 50;
const SEEN_KEPT = 2000;
const ENDED_SHOWN_MS = 10 * 60_000;

export class Board {
  sessions = new Map();
  alerts = new Map();
  recent = [];
  /** Server's wall clock minus this page's monotonic clock, ms. */
  offset = 0;
  /** Called with every alert that staff have not been told of: new, or worse than before. */
  onNewAlert = (/** @type {any} */ _) => {};

  #seen = new Map();

  /** The whole board anew. `now` is the page's monotonic clock. */
  snapshot(data, now) {
    this.offset = Date.parse(data.server_time) - now;
    this.sessions = new Map(data.sessions.map(row => [row.sid, fromRow(row, now)]));
    this.alerts = new Map();
    this.recent = data.recent.map(entryOf);
    for (const row of data.alerts) this.#put(entryOf(row));
  }

  /** One change. `lag` is how long it was on its way, ms. */
  change(name, envelope, now, lag) {
    if (name === "alert") this.alert(envelope.data, envelope.subject ?? "", envelope.time);
    else if (name === "session") this.#session(envelope, now);
    else if (name === "prompt") this.prompt(envelope.data, envelope.subject, now);
    else if (name === "live") this.#live(envelope, now - lag);
    else if (name === "file") this.#file(envelope);
  }

  /** An alert's revision, from the stream or from a reply. */
  alert(data, subject, time) {
    this.#put({ subject, time, data });
  }

  prompt(data, sid, now) {
    const tile = sid ? this.sessions.get(sid) : [...this.sessions.values()].find(s => s.prompt?.pid === data.pid);
    if (!tile) return;
    if (tile.prompt?.pid === data.pid && data.rev < tile.prompt.rev) return;
    const open = data.state === "open" || data.state === "repeated";
    if (!open && tile.prompt && tile.prompt.pid !== data.pid) return;
    tile.prompt = open ? data : null;
    if (data.state === "answered" && data.value !== null) Object.assign(tile, { rpe: data.value, rpeAt: now });
  }

  /** Tiles in the order of their people; `byNeed` puts those first who need somebody, the gravest before the others, and those last who have ended. */
  tiles(now, byNeed = false) {
    const shown = [...this.sessions.values()].filter(s => this.#isShown(s, now)).sort(byPerson);
    if (!byNeed) return shown;
    const worst = this.worst();
    const need = tile => needOf(worst.get(tile.sid), tile);
    return shown.sort((a, b) => need(b) - need(a)); // stable: the rest stays in its order
  }

  /** The gravest open alert of every session that has one. */
  worst() {
    const worst = new Map();
    for (const entry of this.openAlerts()) if (!worst.has(entry.subject)) worst.set(entry.subject, entry);
    return worst;
  }

  /**
   * Alerts that still ask for somebody first (`asks` may count others in, and `also` are some that have just closed), then a call for help, then by priority; among the high ones symptoms before
   * what a strap tells. The oldest first: no row moves under a finger for a newer one, and who waits the longest stands on top.
   */
  openAlerts(asks = entry => needsYou(entry.data), also = []) {
    return [...this.alerts.values(), ...also].sort((a, b) =>
      Number(asks(b)) - Number(asks(a)) || urgencyOf(b.data) - urgencyOf(a.data) || a.data.since.localeCompare(b.data.since));
  }

  /** How many people at work have a question about effort that waits for its answer; that after the session can wait. */
  openQuestions() {
    return [...this.sessions.values()].filter(tile => tile.prompt && !tile.session.ended).length;
  }

  #isShown(tile, now) {
    if (!tile.session.ended || tile.prompt) return true;
    if ([...this.alerts.values()].some(a => a.subject === tile.sid)) return true;
    return now + this.offset - Date.parse(tile.session.ended) < ENDED_SHOWN_MS;
  }

  #put(entry) {
    const { aid, rev, state, stored } = entry.data;
    const known = this.alerts.get(aid) ?? this.recent.find(r => r.data.aid === aid);
    if (known && (rev < known.data.rev || (rev === known.data.rev && (known.data.stored || !stored)))) return;
    this.alerts.delete(aid);
    this.recent = this.recent.filter(r => r.data.aid !== aid);
    if (state === "closed") this.recent = [entry, ...this.recent].slice(0, RECENT_KEPT);
    else this.alerts.set(aid, entry);
    this.#tell(entry);
  }

  // An alert is news once per priority: a reconnection or a restart repeats it, and must not sound again.
  #tell(entry) {
    const { aid } = entry.data;
    const rank = rankOf(entry.data);
    if (isAside(entry.data)) this.#seen.delete(aid); // it sounds again when it comes back
    if (!needsYou(entry.data) || (this.#seen.get(aid) ?? 0) >= rank) return;
    this.#seen.set(aid, rank);
    if (this.#seen.size > SEEN_KEPT) this.#seen.delete(this.#seen.keys().next().value);
    this.onNewAlert(entry);
  }

  #session(envelope, now) {
    const known = this.sessions.get(envelope.subject);
    if (known) known.session = envelope.data;
    else this.sessions.set(envelope.subject, fromRow({ sid: envelope.subject, session: envelope.data, hr: [] }, now));
  }

  /** The person's file was changed, and the session does not use it yet; or it does again. */
  #file(envelope) {
    const tile = this.sessions.get(envelope.subject);
    if (tile) tile.file = envelope.data.changed_at ? envelope.data : null;
  }

  #live(envelope, at) {
    const tile = this.sessions.get(envelope.subject);
    if (!tile) return;
    Object.assign(tile, { live: envelope.data, liveAt: at });
    Object.assign(tile, { rpe: envelope.data.rpe ?? null, rpeAt: at - (envelope.data.rpe_age_s ?? 0) * 1000 }); // null: none, or it was taken back
    pushTrail(tile, envelope.data.hr, at);
  }
}

/** True while somebody is still asked to take note. */
export const needsYou = data =>
  data.state === "raised" || data.state === "escalated" || (data.state === "returned" && !data.acked_by)
  || (data.state === "cleared" && data.latched && !data.acked_by);

/** 5 for a call for help, 4 for a symptom that stops a session, then high, medium, low: a person who says so stands above any signal. */
export const urgencyOf = data => (data.code === "help-requested" ? 5 : data.code === "symptom-stop" && rankOf(data) === 3 ? 4 : rankOf(data));

/**
 * How much a tile needs somebody: 7 to 3 for an alert that nobody has taken note of, 2 for a question left alone, 1 for what is noted and open;
 * -1 for a session that has ended, whose last question can wait.
 */
function needOf(alert, { prompt, session }) {
  if (alert && needsYou(alert.data)) return 2 + urgencyOf(alert.data);
  if (session.ended) return -1;
  if (prompt?.state === "repeated") return 2;
  return alert && rankOf(alert.data) > 1 && !isAside(alert.data) ? 1 : 0;
}

/** True while an alert is put aside by somebody, or waits for the signal. */
export const isAside = data => Boolean(data.shelved_until || data.suppressed_by);

function entryOf(row) {
  return { subject: row.subject, time: row.time, data: row.data };
}

function fromRow(row, now) {
  const liveAt = now - (row.live_age_ms ?? 0);
  const live = row.live ?? null;
  const rpe = row.rpe ?? live?.rpe ?? null;
  const rpeAge = row.rpe_age_s ?? live?.rpe_age_s ?? 0;
  return {
    sid: row.sid, session: row.session, live, liveAt, prompt: row.prompt ?? null, file: row.file ?? null,
    rpe, rpeAt: now - rpeAge * 1000, hr: [...row.hr], trailAt: liveAt,
  };
}

function pushTrail(tile, hr, at) {
  const steps = Math.min(TRAIL_SECONDS, Math.max(0, Math.round((at - tile.trailAt) / 1000)));
  if (steps === 0 && tile.hr.length > 0) tile.hr[tile.hr.length - 1] = hr;
  else for (let i = Math.max(1, steps); i > 0; i--) tile.hr.push(i === 1 ? hr : null);
  tile.trailAt = steps === TRAIL_SECONDS ? at : tile.trailAt + steps * 1000;
  if (tile.hr.length > TRAIL_SECONDS) tile.hr.splice(0, tile.hr.length - TRAIL_SECONDS);
}

const order = new Intl.Collator("en", { numeric: true });
const byPerson = (a, b) => order.compare(a.session.participant, b.session.participant) || a.session.started.localeCompare(b.session.started);
