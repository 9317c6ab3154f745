// Alarm sounds, modelled on IEC 60601-1-8 (domain-facts 8.1): bursts by priority, a fundamental with harmonics.

const FUNDAMENTAL_HZ = 330;
const HARMONICS = [0, 1, 0.8, 0.7, 0.6, 0.5, 0.4];
const PATTERNS = {
  // Pulse starts in ms; 10 pulses as 5 + 5, each of 3 + 2.
  high: { starts: [0, 200, 400, 750, 950, 1550, 1750, 1950, 2300, 2500], length: 120, every: 5000 },
  medium: { starts: [0, 350, 700], length: 200, every: 10_000 },
  low: { starts: [0, 350], length: 180, every: Infinity },
};
const SILENCE_MS = 120_000;

export class Sound {
  #context = null;
  #wave = null;
  #lastKind = null;
  #lastAt = -Infinity;
  #silentUntil = -Infinity;

  get isRunning() {
    return this.#context?.state === "running";
  }

  /** Seconds of audio pause left, 0 for none. */
  silentFor(now) {
    return Math.max(0, (this.#silentUntil - now) / 1000);
  }

  /** From a tap: browsers let nothing sound before. Plays the three patterns, so that staff know them and hear that they work. */
  async startShift() {
    this.#context ??= new AudioContext();
    this.#wave ??= this.#context.createPeriodicWave(new Float32Array(HARMONICS.length), new Float32Array(HARMONICS));
    await this.#context.resume();
    this.#burst("low", 0);
    this.#burst("medium", 1.2);
    this.#burst("high", 2.8);
  }

  /** Pauses the audio, at most 120 s; the alarms stay on the screen. */
  silence(now) {
    this.#silentUntil = now + SILENCE_MS;
  }

  /** A new condition ends an audio pause, and a low one sounds once. */
  newAlarm(priority) {
    this.#silentUntil = -Infinity;
    if (priority === "low") this.#burst("low", 0);
    else if (this.#lastKind !== "high") this.#lastAt = -Infinity;
  }

  /** Called on every tick with the gravest alarm that asks for somebody: high, medium or null. */
  tend(kind, now) {
    if (kind === null || now < this.#silentUntil) {
      if (kind === null) this.#lastKind = null;
      return;
    }
    const worse = kind === "high" && this.#lastKind !== "high";
    if (!worse && now - this.#lastAt < PATTERNS[kind].every) return;
    this.#lastKind = kind;
    this.#lastAt = now;
    this.#burst(kind, 0);
  }

  #burst(kind, delay) {
    if (!this.isRunning) return;
    const { starts, length } = PATTERNS[kind];
    for (const start of starts) this.#pulse(this.#context.currentTime + delay + start / 1000, length / 1000);
  }

  #pulse(at, length) {
    const tone = this.#context.createOscillator();
    const gain = this.#context.createGain();
    tone.setPeriodicWave(this.#wave);
    tone.frequency.value = FUNDAMENTAL_HZ;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(0.5, at + 0.015);
    gain.gain.setValueAtTime(0.5, at + length - 0.02);
    gain.gain.linearRampToValueAtTime(0, at + length);
    tone.connect(gain).connect(this.#context.destination);
    tone.start(at);
    tone.stop(at + length);
  }
}
