// What the service knows about straps: how each fares (asked every few seconds), and which ones staff could take (asked while the list is open).

import { goesToSignIn } from "./sign-in.js";
import { within } from "./within.js";

const EVERY_MS = 4000;
const TIMEOUT_MS = 3000;
/** Older than this, nothing is said about a link. Ours: three questions without an answer. */
const KNOWN_FOR_MS = 15_000;
/** A strap was heard so lately that it is in the air. */
const HEARD_WITHIN_MS = 15_000;
const ON_THE_WAY_BACK_MS = 60_000;

async function ask(path) {
  const response = await fetch(path, { signal: within(TIMEOUT_MS) });
  goesToSignIn(response.status);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

export class Straps {
  #rows = new Map();
  #asked = -EVERY_MS;
  #answered = -Infinity;
  #isAsking = false;

  /** Called on every tick. A question that is not answered is asked again; the page's own line to the service is watched elsewhere. */
  tend(now) {
    if (this.#isAsking || document.hidden || now - this.#asked < EVERY_MS) return;
    this.#asked = now;
    void this.#refresh();
  }

  /** The strap that a session wears {device, link, lastPacketMs, battery, retries, lastError}; null when it has none or that is not known now. */
  of(sid, now) {
    return now - this.#answered < KNOWN_FOR_MS ? this.#rows.get(sid) ?? null : null;
  }

  /** Asks at once: somebody is waiting for it. */
  hurry() {
    this.#asked = -EVERY_MS;
  }

  async #refresh() {
    this.#isAsking = true;
    try {
      const rows = await ask("/api/v1/straps");
      const worn = new Map();
      // Two sources may speak of one strap: the one that heard it last knows best.
      for (const row of rows) if (row.session && isNewer(row, worn.get(row.session))) worn.set(row.session, row);
      [this.#rows, this.#answered] = [worn, performance.now()];
    } catch {
      // No answer: what was known grows old, and then nothing is said.
    } finally {
      this.#isAsking = false;
    }
  }
}

/**
 * Straps in the air now, `wall` ms by the service's clock: {id, label, owner, session, age, battery}. Those of nobody's session first; among them
 * `participant`'s own, then spares, then other people's.
 */
export async function inTheAir(participant, wall) {
  const [rows, known] = await Promise.all([ask("/api/v1/straps"), ask("/api/v1/straps/known")]);
  const heard = new Map();
  for (const row of rows) if (isNewer(row, heard.get(row.device))) heard.set(row.device, row);
  const ids = new Map(known.map(strap => [strap.id, strap]));
  for (const id of heard.keys()) if (!ids.has(id)) ids.set(id, { id });
  return [...ids.values()]
    .filter(strap => isInTheAir(strap, heard.get(strap.id), wall))
    .map(strap => describe(strap, heard.get(strap.id)))
    .sort((a, b) => rank(a, participant) - rank(b, participant) || order.compare(a.id, b.id));
}

const order = new Intl.Collator("en", { numeric: true });
const isNewer = (row, than) => !than || (row.lastPacketMs ?? Infinity) < (than.lastPacketMs ?? Infinity);
const rank = (strap, participant) => (strap.session ? 4 : 0) + (strap.owner === participant ? 0 : strap.owner ? 2 : 1);

function isInTheAir(strap, row, wall) {
  if (strap.onAir || row?.link === "up") return true;
  if (row?.link === "down") return row.lastPacketMs === null || row.lastPacketMs < ON_THE_WAY_BACK_MS;
  return Boolean(strap.lastSeen) && wall - Date.parse(strap.lastSeen) < HEARD_WITHIN_MS;
}

function describe(strap, row) {
  return {
    id: strap.id, label: strap.label ?? null, owner: strap.owner ?? null, session: strap.session ?? row?.session ?? null,
    age: row?.lastPacketMs ?? null, battery: row?.battery ?? null,
  };
}
