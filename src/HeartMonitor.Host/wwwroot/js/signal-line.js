// The tile's lines about signal and strap. They are one button: a tap opens the strap's sheet.

import { make, setData, setHidden, setText } from "./dom.js";
import { nameOf } from "./names.js";
import { named, t } from "./texts.js";
import { doubtsOf, figuresOf, isLow, qualityOf } from "./words.js";

export class SignalLine {
  root = make("button", "strap");
  #whose = make("span", "unseen");
  #bars = make("span", "bars");
  #word = make("span", "signal-word");
  #why = make("span", "signal-why");
  #side = make("span", "battery");
  #figures = make("span", "figures");
  /** What speaks against the signal, for tiles that have no room for these lines; empty when nothing does. */
  trouble = "";
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
    const [level, word] = qualityOf(live?.quality);
    const { kind, text } = reasonOf(live, session, strap);
    const doubted = kind === "doubt";
    const battery = ended ? null : live?.batt ?? strap?.battery ?? null;
    this.trouble = ended ? "" : kind !== "calm" ? text : isLow(battery) ? t("tile.battery", { n: battery }) : "";
    this.root.disabled = ended;
    setText(this.#whose, t("tile.strap-of", { who: nameOf(session.participant) }));
    setData(this.#bars, "level", level);
    setText(this.#word, `${word} \u00B7 `);
    setText(this.#why, text);
    for (const part of [this.#word, this.#why]) setData(part, "warn", ended ? null : doubted ? "doubt" : kind !== "calm" || level < 3 ? "yes" : null);
    const figures = figuresOf(live);
    this.#parts.forEach((part, i) => setText(part, `${figures[i] ?? ""}${i < figures.length - 1 ? " \u00B7" : ""}`));
    setHidden(this.#figures, ended);
    this.#renderSide(battery, ended ? null : strap, kind);
  }

  // A battery that is low is said whatever else is; a link that is up only where there is room, and nothing else to say.
  #renderSide(battery, strap, kind) {
    const low = isLow(battery);
    const text = low ? t("tile.battery", { n: battery }) : kind === "calm" && strap?.link === "up" ? named("link", "up") : "";
    setHidden(this.#side, text === "");
    setText(this.#side, text);
    setData(this.#side, "warn", low ? "yes" : null);
  }
}

/** The one thing to say about the signal: what explains it best. Kinds: calm, warn, doubt. */
function reasonOf(live, session, strap) {
  const lost = live?.contact === "not-detected"; // that explains all the rest
  const warn = text => ({ kind: "warn", text });
  if (session.ended) return { kind: "calm", text: t("contact.unknown") };
  if (strap && strap.link !== "up" && live?.quality !== "good") return warn(named("link", strap.link));
  if (lost) return warn(t("contact.not-detected"));
  if (session.binding === "none" && live?.quality === "none" && live.hr === null) return warn(t("tile.no-strap"));
  const doubts = live ? doubtsOf(live) : "";
  if (doubts) return { kind: "doubt", text: doubts };
  if (session.binding === "unconfirmed") return warn(t("tile.whose"));
  return { kind: "calm", text: live ? named("contact", live.contact) : t("contact.unknown") };
}
