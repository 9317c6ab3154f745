// Start of the shift: sound unlocked and heard, screen kept awake, audio pause.

import { byId, setHidden, setText } from "./dom.js";
import { t } from "./texts.js";
import { Sound } from "./sound.js";
import { priorityOf } from "./words.js";

const start = byId("start-shift");
const silence = byId("silence");
const soundOff = byId("sound-off");
const wakeOff = byId("wake-off");

export class Shift {
  #sound = new Sound();
  #isOn = false;
  #isAwake = false;

  constructor() {
    start.addEventListener("click", () => void this.#start());
    silence.addEventListener("click", () => this.#sound.silence(performance.now()));
    document.addEventListener("visibilitychange", () => void this.#keepAwake());
  }

  /** An alert would be heard here, at once or after the pause. */
  get isHeard() {
    return this.#sound.isRunning === true;
  }

  newAlarm(entry) {
    this.#sound.newAlarm(priorityOf(entry.data));
  }

  connectionLost() {
    this.#sound.newAlarm("medium");
  }

  /** `kind` is the gravest alarm that asks for somebody: high, medium or null. */
  tend(kind, now) {
    this.#sound.tend(kind, now);
    const paused = this.#sound.silentFor(now);
    setHidden(soundOff, this.#sound.isRunning && paused === 0);
    setText(soundOff, this.#sound.isRunning ? t("bar.sound-paused", { n: Math.ceil(paused) }) : t("bar.sound-off"));
    setHidden(silence, !this.#sound.isRunning);
    setHidden(wakeOff, !this.#isOn || this.#isAwake);
    setText(start, this.#sound.isRunning ? t("bar.test") : t("bar.start"));
  }

  async #start() {
    this.#isOn = true;
    await this.#keepAwake();
    await this.#sound.startShift();
  }

  // Given only to a visible page in a secure context, and lost whenever the page is hidden.
  async #keepAwake() {
    if (!this.#isOn || document.visibilityState !== "visible") return;
    try {
      const lock = await /** @type {any} */ (navigator).wakeLock.request("screen");
      this.#isAwake = true;
      lock.addEventListener("release", () => { this.#isAwake = false; });
    } catch {
      this.#isAwake = false;
    }
  }
}
