// Start of the shift: sound unlocked and heard, screen kept awake, audio pause.

import { byId, setHidden, setText } from "./dom.js";
import { t } from "./texts.js";
import { Sound } from "./sound.js";
import { countdown, priorityOf } from "./words.js";

const start = byId("start-shift");
const silence = byId("silence");
const soundOff = byId("sound-off");
const wakeOff = byId("wake-off");
const test = byId("test-sound");

export class Shift {
  #sound = new Sound();
  #isOn = false;
  #isAwake = false;

  constructor() {
    start.addEventListener("click", () => void this.#start());
    test.addEventListener("click", () => void this.#start());
    silence.addEventListener("click", () => this.#sound.silence(this.#sound.silentFor(performance.now()) > 0 ? -Infinity : performance.now()));
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
    setText(soundOff, this.#sound.isRunning ? t("bar.sound-paused", { time: countdown(paused) }) : t("bar.sound-off"));
    setHidden(silence, !this.#sound.isRunning);
    setText(silence, paused > 0 ? t("bar.sound-on") : t("bar.silence"));
    setHidden(wakeOff, !this.#isOn || this.#isAwake);
    setHidden(start, this.#sound.isRunning);
  }

  async #start() {
    this.#isOn = true;
    const held = document.activeElement === start;
    await this.#keepAwake();
    await this.#sound.startShift();
    if (held) silence.hidden = false, silence.focus(); // the button that was tapped goes away
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
