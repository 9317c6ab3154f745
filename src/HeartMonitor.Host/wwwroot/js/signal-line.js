// The tile's lines about signal and strap. They are one button: a tap opens the strap's sheet.

import { make, setData, setHidden, setText } from "./dom.js";
import { CONTACT, LINKS, QUALITY, doubtsOf, figuresOf, isLow } from "./words.js";

export class SignalLine {
  root = make("button", "strap");
  #whose = make("span", "unseen");
  #bars = make("span", "bars");
  #word = make("span", "signal-word");
  #why = make("span", "signal-why");
  #side = make("span", "battery");
  #figures = make("span", "figures");
  #parts = [make("span"), make("span"), make("span")];

  /** `onOpen` is called when staff want the strap. */
  constructor(onOpen) {
    this.root.type = "button";
    this.root.addEventListener("click", onOpen);
    this.#bars.append(make("i"), make("i"), make("i"));
    const signal = make("span", "signal");
    const text = make("span", "signal-text");
    text.append(this.#word, this.#why);
    const more = make("span", "more", "\u203A");
    more.setAttribute("aria-hidden", "true");
    signal.append(this.#bars, text, this.#side, more);
    this.#figures.append(this.#parts[0], " ", this.#parts[1], " ", this.#parts[2]); // a line breaks between figures only
    this.root.append(this.#whose, signal, this.#figures);
  }

  /** `live` is null without a value that can be trusted, `strap` without news of the strap. */
  render(live, session, strap) {
    const ended = Boolean(session.ended);
    const [level, word] = QUALITY[live?.quality] ?? [0, "unknown"];
    const { kind, text } = reasonOf(live, session, strap);
    const doubted = kind === "doubt";
    this.root.disabled = ended;
    setText(this.#whose, `Strap of ${session.participant}: `);
    setData(this.#bars, "level", level);
    setText(this.#word, `${word} \u00B7 `);
    setText(this.#why, text);
    for (const part of [this.#word, this.#why]) setData(part, "warn", ended ? null : doubted ? "doubt" : kind !== "calm" || level < 3 ? "yes" : null);
    const figures = figuresOf(live);
    this.#parts.forEach((part, i) => setText(part, `${figures[i] ?? ""}${i < figures.length - 1 ? " \u00B7" : ""}`));
    setHidden(this.#figures, ended);
    this.#renderSide(ended ? null : live?.batt ?? strap?.battery ?? null, ended ? null : strap, kind);
  }

  // A battery that is low is said whatever else is; a link that is up only where there is room, and nothing else to say.
  #renderSide(battery, strap, kind) {
    const low = isLow(battery);
    const text = low ? `battery ${battery} %` : kind === "calm" && strap?.link === "up" ? LINKS.up : "";
    setHidden(this.#side, text === "");
    setText(this.#side, text);
    setData(this.#side, "warn", low ? "yes" : null);
  }
}

/** The one thing to say about the signal: what explains it best. Kinds: calm, warn, doubt. */
function reasonOf(live, session, strap) {
  const lost = live?.contact === "not-detected"; // that explains all the rest
  const warn = text => ({ kind: "warn", text });
  if (session.ended) return { kind: "calm", text: "contact unknown" };
  if (strap && strap.link !== "up" && live?.quality !== "good") return warn(LINKS[strap.link] ?? strap.link);
  if (lost) return warn(CONTACT["not-detected"]);
  if (session.binding === "none" && live?.quality === "none" && live.hr === null) return warn("no strap: bind one");
  const doubts = live ? doubtsOf(live) : "";
  if (doubts) return { kind: "doubt", text: doubts };
  if (session.binding === "unconfirmed") return warn("whose strap? confirm it");
  return { kind: "calm", text: live ? CONTACT[live.contact] ?? live.contact : "contact unknown" };
}
