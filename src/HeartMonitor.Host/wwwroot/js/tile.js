// One person's tile: what is drawn for one session. Everything is built once and then only changed.

import { make, setData, setHidden, setText } from "./dom.js";
import { draw } from "./sparkline.js";
import { MARKS, PHASES, PROMPT_REASONS, TREND, boundsOf, countdown, priorityOf, span } from "./words.js";
import { needsYou } from "./board.js";
import { SignalLine } from "./signal-line.js";

/** An age is told from here on, and the value becomes dashes from there on (ecosystem-reliability 1d). */
const AGE_SHOWN_MS = 3000;
const DASHES_MS = 5000;
const DASHES = "\u2013 \u2013";
const BADGES = { rpe: "RPE", zones: "ZONES", hold: "HOLD" };

export class Tile {
  root = make("article", "tile");
  #who = make("h2", "who");
  #phase = make("span", "phase");
  #badge = make("span", "badge");
  #alarm = make("p", "tile-alarm");
  #hr = make("span", "hr");
  #unit = make("span", "unit", "bpm");
  #trend = make("span", "trend");
  #age = make("p", "age");
  #spark = make("canvas", "spark");
  #signal;
  #effort = make("div", "effort");
  #main = make("p", "effort-main");
  #detail = make("p", "effort-detail");
  #bar = make("div", "zone-bar");
  #pointer = make("span", "zone-pointer");
  #button = make("button", "ask");
  #drawn = "";

  /** `onAsk` is called when staff want to enter an RPE, `onStrap` when they want the strap; both with the session and the button. */
  constructor(sid, onAsk, onStrap) {
    this.root.dataset.sid = sid;
    this.#signal = new SignalLine(() => onStrap(sid, this.#signal.root));
    this.#button.type = "button";
    this.#button.addEventListener("click", () => onAsk(sid, this.#button));
    this.#spark.setAttribute("aria-hidden", "true");
    this.#bar.append(make("span", "zone-in"), this.#pointer);
    this.#bar.setAttribute("aria-hidden", "true");

    const head = make("header", "tile-head");
    head.append(this.#who, this.#phase, this.#badge);
    const value = make("div", "value");
    const number = make("p", "number");
    const beside = make("span", "beside");
    beside.append(this.#trend, this.#unit);
    number.append(this.#hr, beside);
    const course = make("div", "course");
    course.append(this.#age, this.#spark);
    value.append(number, course);
    this.#effort.append(this.#bar, this.#main, this.#detail);
    this.root.append(head, this.#alarm, value, this.#signal.root, this.#effort, this.#button);
  }

  /** Draws the tile. `trusted` is false while the line to the service is in doubt: then there are no values. `strap` is null when nothing is known of it. */
  render(tile, worst, strap, now, wall, trusted) {
    const { session, live } = tile;
    const ended = Boolean(session.ended);
    const age = live?.hr_age_ms == null ? null : live.hr_age_ms + (now - tile.liveAt);
    const fresh = trusted && !ended && live !== null && now - tile.liveAt <= DASHES_MS;
    const hr = fresh && live.hr !== null && age !== null && age <= DASHES_MS ? live.hr : null;

    setData(this.root, "mode", session.mode);
    setData(this.root, "ended", ended ? "yes" : null);
    setText(this.#who, session.participant);
    setText(this.#badge, BADGES[session.mode] ?? session.mode);
    setText(this.#phase, phaseOf(session, live));
    this.#renderAlarm(worst);
    this.#renderValue(hr, age, fresh ? live : null, ended, trusted);
    this.#signal.render(fresh ? live : null, session, trusted ? strap : null);
    if (session.mode === "zones") this.#renderZone(session, live, hr);
    else this.#renderRpe(tile, now, trusted);
    this.#renderButton(tile, fresh ? live : null, now, wall);
    this.#renderSpark(tile);
  }

  #renderAlarm(worst) {
    setHidden(this.#alarm, !worst);
    setData(this.root, "alarm", worst ? priorityOf(worst.data) : null);
    setData(this.root, "quiet", worst && !needsYou(worst.data) ? "yes" : null);
    if (worst) setText(this.#alarm, `${MARKS[priorityOf(worst.data)]} ${worst.data.text}`);
  }

  #renderValue(hr, age, live, ended, trusted) {
    setText(this.#hr, hr === null ? DASHES : String(hr));
    setData(this.root, "value", hr === null ? "none" : "live");
    setHidden(this.#trend, hr === null);
    const [arrow, word] = TREND[live?.trend] ?? ["", ""];
    setText(this.#trend, arrow);
    this.#trend.title = word;
    const old = trusted && !ended && age !== null && age > AGE_SHOWN_MS;
    const seconds = Math.floor((age ?? 0) / 1000);
    setText(this.#age, ended ? "session ended" : !trusted ? "not known" : old ? (hr === null ? `no value for ${span(seconds)}` : `${seconds} s old`)
      : hr === null ? "no value" : word);
    setData(this.#age, "old", old || (hr === null && !ended) ? "yes" : null);
  }

  #renderZone(session, live, hr) {
    const bounds = boundsOf(session);
    const place = hr === null || bounds === null ? null : hr < bounds.from ? "below" : hr > bounds.to ? "above" : "in";
    setHidden(this.#bar, bounds === null);
    setData(this.#effort, "zone", place);
    const number = place === null || live?.zone == null ? "" : ` \u00B7 zone ${live.zone}`;
    const texts = bounds === null ? {} : {
      below: `\u25BC below ${bounds.from}${number}`, in: `\u25C6 in ${bounds.from}\u2013${bounds.to}${number}`,
      above: `\u25B2 above ${bounds.to}${number}`,
    };
    setText(this.#main, texts[place] ?? (bounds === null ? "no zone" : `zone is ${bounds.from}\u2013${bounds.to} bpm`));
    setText(this.#detail, place === null ? "no judgement without a value" : "");
    if (place === null) setHidden(this.#pointer, true);
    else this.#point(bounds, hr);
  }

  // The middle half of the bar is the zone; a quarter on either side is half as wide in bpm as the zone.
  #point(bounds, hr) {
    const width = bounds.to + 1 - bounds.from;
    const share = 0.25 + 0.5 * (hr + 0.5 - bounds.from) / width;
    setHidden(this.#pointer, false);
    this.#pointer.style.left = `${Math.round(100 * Math.min(0.98, Math.max(0.02, share)))}%`;
  }

  #renderRpe(tile, now, trusted) {
    const { session } = tile;
    setHidden(this.#bar, true);
    setData(this.#effort, "zone", null);
    if (session.mode === "hold") {
      setText(this.#main, "Start refused");
      setText(this.#detail, "see the alert and the plan");
      return;
    }

    const said = tile.rpe === null ? "RPE: no answer yet" : `RPE ${tile.rpe} \u00B7 ${span((now - tile.rpeAt) / 1000)} ago`;
    setText(this.#main, trusted || tile.rpe === null ? said : `RPE ${tile.rpe} \u00B7 may be out of date`);
    setText(this.#detail, `heart rate zones off \u00B7 aim ${session.rpe_from}\u2013${session.rpe_to}`);
  }

  #renderButton(tile, live, now, wall) {
    const { prompt } = tile;
    setHidden(this.#button, Boolean(tile.session.ended) && !prompt);
    setData(this.root, "prompt", prompt ? prompt.state : null);
    if (!prompt) {
      const due = live?.next_prompt_s == null ? null : live.next_prompt_s - (now - tile.liveAt) / 1000;
      setText(this.#button, due === null ? "Enter RPE" : `Enter RPE \u00B7 due in ${countdown(due)}`);
      return;
    }

    const left = (Date.parse(prompt.open_until) - now - wall) / 1000;
    const time = left > 0 ? ` \u00B7 ${countdown(left)}` : " \u00B7 overdue";
    setText(this.#button, `Ask RPE: ${PROMPT_REASONS[prompt.reason] ?? prompt.reason}${time}`);
  }

  #renderSpark(tile) {
    const bounds = boundsOf(tile.session);
    const key = `${tile.trailAt} ${tile.hr.length} ${this.#spark.clientWidth} ${this.#spark.clientHeight} ${bounds?.from} ${bounds?.to}`;
    if (key === this.#drawn) return;
    this.#drawn = key;
    draw(this.#spark, tile.hr, bounds);
  }
}

function phaseOf(session, live) {
  if (session.ended) return session.state === "aborted" ? "Broken off" : "Ended";
  const phase = PHASES[session.phase] ?? session.phase;
  return live?.paused || session.state === "paused" ? `Paused (${phase})` : phase;
}
