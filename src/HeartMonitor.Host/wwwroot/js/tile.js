// One person's tile: what is drawn for one session. Everything is built once and then only changed.

import { alertText } from "./alert-words.js";
import { make, makeButton, setData, setHidden, setText } from "./dom.js";
import { nameOf, showWho } from "./names.js";
import { Sparkline } from "./sparkline.js";
import { figure, named, t } from "./texts.js";
import { ARROWS, MARKS, boundsOf, clock, countdown, priorityOf, span } from "./words.js";
import { needsYou } from "./board.js";
import { SignalLine } from "./signal-line.js";

/** An age is told from here on, and the value becomes dashes from there on (ecosystem-reliability 1d). */
const AGE_SHOWN_MS = 3000;
const DASHES_MS = 5000;
const DASHES = "\u2013 \u2013";
/** From so many characters on a name is written smaller where tiles are small. */
const LONG_NAME = 10;
/** @type {Record<string, string>} */
const PLACES = { below: "\u25BC", in: "\u25C6", above: "\u25B2", ask: "?" };
/** Borg's scale, both ends in. */
const RPE = { from: 6, to: 20 };

export class Tile {
  root = make("article", "tile");
  #who = make("h2", "who");
  #phase = make("span", "phase");
  #badge = make("span", "badge");
  #open;
  #alarm = make("p", "tile-alarm");
  #file = make("p", "tile-file");
  #hr = make("span", "hr");
  #unit = make("span", "unit", t("tile.unit"));
  #trend = make("span", "trend");
  #place = make("span", "place");
  #age = make("p", "age");
  #ageLong = make("span", "age-long");
  #ageShort = make("span", "age-short");
  #spark = make("canvas", "spark");
  #signal;
  #effort = make("div", "effort");
  #main = make("p", "effort-main");
  #detail = make("p", "effort-detail");
  #facts = make("p", "facts");
  #trouble = make("p", "tile-signal");
  #bar = make("div", "zone-bar");
  #pointer = make("span", "zone-pointer");
  #scale = make("div", "rpe-bar");
  #aim = make("span", "rpe-aim");
  #said = make("span", "rpe-said");
  #button;
  #long = make("span", "ask-long");
  #short = make("span", "ask-short");
  #line;

  /** `ways` are called with the session and the button: `ask` to enter an RPE, `strap` for the strap, `open` for all the rest. */
  constructor(sid, ways) {
    this.root.dataset.sid = sid;
    this.#signal = new SignalLine(() => ways.strap(sid, this.#signal.root));
    this.#button = makeButton("ask", "", () => ways.ask(sid, this.#button));
    this.#button.append(this.#long, this.#short);
    this.#open = makeButton("open", "\u22EF", () => ways.open(sid, this.#open));
    this.root.addEventListener("click", event => { if (!event.target.closest("button")) ways.open(sid, this.#open); });
    for (const picture of [this.#spark, this.#bar, this.#scale, this.#place]) picture.setAttribute("aria-hidden", "true");
    this.#trend.setAttribute("role", "img");
    this.#line = new Sparkline(this.#spark);
    this.#bar.append(make("span", "zone-in"), this.#pointer);
    this.#scale.append(this.#aim, this.#said);

    const head = make("header", "tile-head");
    head.append(this.#who, this.#badge, this.#open);
    const value = make("div", "value");
    const number = make("p", "number");
    const beside = make("span", "beside");
    beside.append(this.#place, this.#trend, this.#unit);
    this.#age.append(this.#ageLong, this.#ageShort);
    number.append(this.#hr, beside);
    const course = make("div", "course");
    course.append(this.#phase, this.#age, this.#spark);
    value.append(number, course);
    this.#effort.append(this.#file, this.#bar, this.#scale, this.#trouble, this.#main, this.#detail, this.#facts);
    const hands = make("div", "hands");
    hands.append(this.#signal.root, this.#button);
    this.root.append(head, this.#alarm, value, this.#effort, hands);
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
    showWho(this.#who, session.participant);
    setData(this.#who, "long", (this.#who.firstChild?.textContent ?? "").length > LONG_NAME ? "yes" : null);
    setText(this.#badge, named("tile", `mode-${session.mode}`));
    setText(this.#phase, phaseOf(session, live, now + wall));
    const open = t("tile.open", { who: nameOf(session.participant) });
    if (this.#open.getAttribute("aria-label") !== open) this.#open.setAttribute("aria-label", open);
    this.#renderAlarm(worst);
    const file = ended ? null : tile.file;
    setHidden(this.#file, !file);
    if (file) setText(this.#file, t("tile.file", { at: clock(file.changed_at), plan: clock(file.plan_of) }));
    this.#renderValue(hr, age, fresh ? live : null, ended, trusted);
    this.#signal.render(fresh ? live : null, session, trusted ? strap : null);
    setText(this.#trouble, this.#signal.trouble);
    if (session.mode === "zones") this.#renderZone(session, live, hr);
    else this.#renderRpe(tile, now, trusted);
    this.#renderFacts(session, fresh ? live : null);
    this.#renderButton(tile, fresh ? live : null, now, wall);
    this.#renderPlace(ended || !trusted ? null : tile.prompt);
    this.#renderSpark(tile);
  }

  #renderAlarm(worst) {
    setHidden(this.#alarm, !worst);
    setData(this.root, "alarm", worst ? priorityOf(worst.data) : null);
    setData(this.root, "quiet", worst && !needsYou(worst.data) ? "yes" : null);
    if (worst) setText(this.#alarm, `${MARKS[priorityOf(worst.data)]} ${alertText(worst.data)}`);
  }

  #renderValue(hr, age, live, ended, trusted) {
    setText(this.#hr, hr === null ? DASHES : String(hr));
    setData(this.root, "value", hr === null ? "none" : "live");
    setHidden(this.#trend, hr === null);
    setText(this.#trend, ARROWS[live?.trend] ?? "");
    label(this.#trend, live?.trend ? named("trend", live.trend) : "");
    const old = trusted && !ended && age !== null && age > AGE_SHOWN_MS;
    const seconds = Math.floor((age ?? 0) / 1000);
    setText(this.#ageLong, ended ? t("tile.ended") : !trusted ? t("tile.unknown")
      : old ? (hr === null ? t("tile.no-value-for", { span: span(seconds) }) : t("tile.old", { n: seconds }))
        : hr === null ? t("tile.no-value") : "");
    setText(this.#ageShort, old ? t("tile.old-short", { n: seconds }) : this.#ageLong.textContent);
    setHidden(this.#age, ended || this.#ageLong.textContent === "");
    setData(this.#age, "old", old || (hr === null && !ended) ? "yes" : null);
  }

  #renderZone(session, live, hr) {
    const bounds = boundsOf(session);
    const place = hr === null || bounds === null ? null : hr < bounds.from ? "below" : hr > bounds.to ? "above" : "in";
    setHidden(this.#bar, bounds === null);
    setHidden(this.#scale, true);
    setData(this.#effort, "zone", place);
    const number = place === null || live?.zone == null ? "" : t("tile.zone-number", { n: live.zone });
    const zone = bounds ?? {};
    setText(this.#main, place !== null ? t(`tile.${place}`, zone) + number : bounds === null ? t("tile.no-zone") : t("tile.zone-is", zone));
    setText(this.#detail, place === null ? t("tile.no-judgement") : "");
    if (place === null) setHidden(this.#pointer, true);
    else this.#point(bounds, hr);
  }

  // One large mark beside the digits: where the value stands, or that somebody is to be asked. Perception has no place on the heart's scale.
  #renderPlace(prompt) {
    const zone = this.#effort.dataset.zone ?? null;
    const place = prompt ? "ask" : zone;
    setData(this.#place, "place", place);
    setText(this.#place, PLACES[place ?? ""] ?? "");
    setHidden(this.#place, place === null);
  }

  /** What the tile says now, for a sheet that lies over it. */
  get said() {
    const { dataset } = this.root;
    return {
      hr: this.#hr.textContent, value: dataset.value, trend: this.#trend.hidden ? "" : this.#trend.textContent, place: this.#place.dataset.place === "ask" ? "" : this.#place.textContent,
      effort: this.#main.textContent, detail: this.#detail.textContent, phase: this.#phase.textContent, age: this.#ageLong.textContent, facts: this.#facts.textContent,
      alarm: this.#alarm.hidden ? "" : this.#alarm.textContent, priority: dataset.alarm ?? null, quiet: dataset.quiet ?? null,
    };
  }

  // The middle half of the bar is the zone; a quarter on either side is half as wide in bpm as the zone.
  #point(bounds, hr) {
    const width = bounds.to + 1 - bounds.from;
    const share = 0.25 + 0.5 * (hr + 0.5 - bounds.from) / width;
    setHidden(this.#pointer, false);
    place(this.#pointer, "left", Math.min(0.98, Math.max(0.02, share)));
  }

  #renderRpe(tile, now, trusted) {
    const { session } = tile;
    setHidden(this.#bar, true);
    setHidden(this.#scale, session.mode === "hold");
    setData(this.#effort, "zone", null);
    if (session.mode === "hold") {
      setText(this.#main, t("tile.refused"));
      setText(this.#detail, t("tile.refused-why"));
      return;
    }

    place(this.#aim, "left", stepOf(session.rpe_from));
    place(this.#aim, "right", 1 - stepOf(session.rpe_to + 1));
    setHidden(this.#said, tile.rpe === null);
    if (tile.rpe !== null) place(this.#said, "left", stepOf(tile.rpe + 0.5));
    const said = tile.rpe === null ? t("tile.rpe-none") : t("tile.rpe", { n: tile.rpe, span: span((now - tile.rpeAt) / 1000) });
    setText(this.#main, trusted || tile.rpe === null ? said : t("tile.rpe-old", { n: tile.rpe }));
    setText(this.#detail, t("tile.aim", { from: session.rpe_from, to: session.rpe_to }));
  }

  #renderFacts(session, live) {
    const facts = [];
    if (live?.in_zone_s != null) facts.push(t("tile.in-zone", { span: span(live.in_zone_s) }));
    if (live) facts.push(live.met_minutes == null ? t("tile.no-dose") : t("tile.dose", { n: figure(live.met_minutes, live.met_minutes < 10 ? 1 : 0) }));
    setText(this.#facts, facts.join(" \u00B7 "));
  }

  #renderButton(tile, live, now, wall) {
    const { prompt } = tile;
    setHidden(this.#button, Boolean(tile.session.ended) && !prompt);
    setData(this.root, "prompt", prompt ? prompt.state : null);
    if (!prompt) {
      const due = live?.next_prompt_s == null ? null : live.next_prompt_s - (now - tile.liveAt) / 1000;
      this.#say(due === null ? t("tile.enter") : t("tile.due", { time: countdown(due) }), due === null ? "RPE" : `RPE \u00B7 ${countdown(due)}`);
      return;
    }

    const left = (Date.parse(prompt.open_until) - now - wall) / 1000;
    const time = left > 0 ? countdown(left) : t("tile.overdue");
    this.#say(t("tile.ask", { why: named("prompt", prompt.reason), time }), `RPE? ${time}`);
  }

  // The short form is for tiles so small that there is no room for the reason.
  #say(long, short) {
    setText(this.#long, long);
    setText(this.#short, short);
  }

  #renderSpark(tile) {
    const bounds = boundsOf(tile.session);
    this.#line.show(`${tile.trailAt} ${tile.hr.length} ${bounds?.from} ${bounds?.to} ${document.documentElement.dataset.theme}`, tile.hr, bounds);
  }
}

function label(node, text) {
  if (node.getAttribute("aria-label") !== text) node.setAttribute("aria-label", text);
}

const stepOf = rpe => (rpe - RPE.from) / (RPE.to + 1 - RPE.from);

/** Puts a part of a bar in its place, 0 to 1; untouched where it stands there already. */
function place(node, side, share) {
  const percent = `${Math.round(100 * Math.min(1, Math.max(0, share)))}%`;
  if (node.style[side] !== percent) node.style[side] = percent;
}

function phaseOf(session, live, wall) {
  if (session.ended) return named("phase", session.state === "aborted" ? "broken-off" : "ended");
  const phase = named("phase", session.phase);
  const named_ = live?.paused || session.state === "paused" ? t("phase.paused", { phase }) : phase;
  return `${named_} \u00B7 ${span((wall - Date.parse(session.started)) / 1000).replace(" ", "\u00A0")}`.replaceAll("-", "\u2011"); // a number and its unit stay on one line, and so does a word
}
