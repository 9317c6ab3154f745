// The way to the service: the event stream, proof that it is alive, and how late it is.

import { toSignIn } from "./sign-in.js";
import { t } from "./texts.js";

const SILENCE_MS = 3000;
const STALL_MS = 6000;
const BACKOFF_MS = [500, 1000, 2000, 4000];
const EVENTS = ["live", "alert", "prompt", "session"];

export class Link {
  /** Set by the owner. */
  onSnapshot = (/** @type {any} */ _data, /** @type {number} */ _at) => {};
  onChange = (/** @type {string} */ _name, /** @type {any} */ _envelope, /** @type {number} */ _at) => {};

  #source = null;
  #epoch = null;
  #seq = null;
  #lastBeat = null;
  #beat = null;
  #lag = new Lag();
  #attempts = 0;
  #retryAt = 0;
  #openedAt = 0;

  /** How long a message is on its way now beyond the quickest, ms. */
  get lag() {
    return this.#lag.value;
  }

  open(now) {
    this.#source?.close();
    this.#openedAt = now;
    this.#epoch = null;
    const source = this.#source = new EventSource("/api/v1/stream");
    const on = (name, handle) => source.addEventListener(name, message => {
      if (source === this.#source) handle(JSON.parse(message.data), performance.now());
    });
    source.addEventListener("error", () => this.#failed(source));
    // Every connection begins with a snapshot, also one that the browser made again by itself.
    source.addEventListener("open", () => { this.#epoch = null; });
    on("snapshot", (envelope, at) => this.#snapshot(envelope, at));
    on("heartbeat", (envelope, at) => this.#heartbeat(envelope, at));
    on("file", (envelope, at) => this.onChange("file", envelope, at)); // of no change that is numbered: it may come at any time
    for (const name of EVENTS) on(name, (envelope, at) => this.#follows(envelope, at) && this.onChange(name, envelope, at));
  }

  /** Called on every tick: opens again when the browser has given up or the line is dead. */
  tend(now) {
    const isClosed = this.#source === null || this.#source.readyState === EventSource.CLOSED;
    if (isClosed && now >= this.#retryAt) this.open(now);
    else if (!isClosed && now - Math.max(this.#openedAt, this.#lastBeat ?? 0) > STALL_MS) this.open(now);
  }

  /** Null when values can be trusted to be current, else what is wrong. */
  fault(now) {
    if (this.#lastBeat === null) return { kind: "start", why: t("lost.why-start") };
    const silent = now - this.#lastBeat;
    if (silent > SILENCE_MS) return { kind: "lost", why: t("lost.why-lost", { n: Math.floor(silent / 1000) }) };
    if (this.#lag.value > SILENCE_MS) return { kind: "late", why: t("lost.why-late", { n: Math.round(this.#lag.value / 1000) }) };
    const { active, silent_ms: still } = this.#beat ?? {};
    if (active > 0 && still > STALL_MS) return { kind: "stalled", why: t("lost.why-stalled", { n: Math.round(still / 1000) }) };
    return null;
  }

  #snapshot(envelope, at) {
    this.#epoch = envelope.epoch;
    this.#seq = envelope.data.last_seq;
    this.#attempts = 0;
    this.#beat = null;
    this.#alive(envelope.data.mono_ms, envelope.epoch, at);
    this.onSnapshot(envelope.data, at);
  }

  #heartbeat(envelope, at) {
    if (!this.#follows(envelope, at)) return;
    this.#beat = envelope.data;
    this.#alive(envelope.data.mono_ms, envelope.epoch, at);
    this.onChange("heartbeat", envelope, at);
  }

  // A gap, or another start of the service: what is on the screen may be wrong, so take all of it anew.
  #follows(envelope, at) {
    if (this.#epoch === null) return false;
    if (envelope.epoch === this.#epoch && envelope.seq === this.#seq + 1) {
      this.#seq = envelope.seq;
      return true;
    }
    this.open(at);
    return false;
  }

  #alive(mono, epoch, at) {
    this.#lastBeat = at;
    this.#lag.note(mono, epoch, at);
  }

  // The browser retries a broken line by itself, but gives up for good on an HTTP error.
  #failed(source) {
    if (source !== this.#source || source.readyState !== EventSource.CLOSED) return;
    void toSignIn();
    const wait = BACKOFF_MS[Math.min(this.#attempts++, BACKOFF_MS.length - 1)];
    this.#retryAt = performance.now() + wait * (0.75 + Math.random() / 2);
  }
}

/** How late messages are, by the drift between the service's monotonic clock and ours. */
class Lag {
  value = 0;
  #epoch = null;
  #least = 0;

  note(mono, epoch, at) {
    const distance = at - mono;
    // Two clocks drift apart; 1 ms a beat is more than any pair of them does, and a real delay is still seen for an hour.
    this.#least = epoch === this.#epoch ? Math.min(this.#least + 1, distance) : distance;
    this.#epoch = epoch;
    this.value = distance - this.#least;
  }
}
