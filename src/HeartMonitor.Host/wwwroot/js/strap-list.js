// The straps that one person could get: those in the air, free ones open, worn ones behind a fold.

import { arrange, byId, make, setHidden, setText } from "./dom.js";
import { nameOf } from "./names.js";
import { t } from "./texts.js";
import { inTheAir } from "./straps.js";
import { ageOf, batteryOf } from "./words.js";

const root = byId("strap-choice");
const title = byId("strap-free-title");
const freeList = byId("strap-free");
const wornPart = byId("strap-worn-part");
const wornTitle = byId("strap-worn-title");
const wornList = byId("strap-worn");

const EVERY_MS = 2000;

/** Still in the page, and not folded away: a strap that somebody else took moves behind the fold with the focus on it. */
const isSeen = element => element.isConnected && (wornPart.open || !wornPart.contains(element));

export class StrapList {
  #board;
  #onPick;
  #sid = null;
  #asked = -EVERY_MS;
  #picks = new Map();

  /** `onPick` is called with a strap {id, wearer}; `wearer` is null when it is free. */
  constructor(board, onPick) {
    [this.#board, this.#onPick] = [board, onPick];
  }

  get isShown() {
    return this.#sid !== null;
  }

  /** Straps for the person of a session; null hides the list. */
  show(sid) {
    this.#sid = sid;
    setHidden(root, sid === null);
    if (sid === null) return;
    wornPart.open = false;
    this.#fill([]);
    setText(title, t("strap.looking"));
    this.again();
  }

  /** What is shown may have changed: ask on the next tick. */
  again() {
    this.#asked = -EVERY_MS;
  }

  /** Called on every tick. */
  tend(now) {
    if (this.#sid === null || now - this.#asked < EVERY_MS) return;
    this.#asked = now;
    void this.#refresh(this.#sid, now + this.#board.offset);
  }

  focus(id) {
    this.#picks.get(id)?.button.focus();
  }

  async #refresh(sid, wall) {
    try {
      const straps = await inTheAir(this.#board.sessions.get(sid)?.session.participant, wall);
      if (sid === this.#sid) this.#fill(straps.filter(s => s.session !== sid));
    } catch {
      if (sid === this.#sid) setText(title, t("strap.list-fails"));
    }
  }

  #fill(straps) {
    for (const id of this.#picks.keys()) if (!straps.some(s => s.id === id)) this.#picks.delete(id);
    const free = straps.filter(s => !s.session);
    const worn = straps.filter(s => s.session);
    setText(title, free.length > 0 ? t("strap.free") : t("strap.no-free"));
    setText(wornTitle, t("strap.worn", { n: worn.length }));
    setHidden(wornPart, worn.length === 0);
    const held = root.contains(document.activeElement) ? document.activeElement : null;
    arrange(freeList, free.map(s => this.#pickOf(s)));
    arrange(wornList, worn.map(s => this.#pickOf(s)));
    if (held && document.activeElement !== held) (isSeen(held) ? held : title).focus({ preventScroll: true });
  }

  // One button a strap, kept while it is in the air: drawn anew, the list must not take a finger's target away.
  #pickOf(strap) {
    let pick = this.#picks.get(strap.id);
    if (!pick) this.#picks.set(strap.id, pick = this.#makePick(strap.id));
    const wearer = strap.session ? this.#board.sessions.get(strap.session)?.session.participant ?? strap.session : null;
    pick.strap = { id: strap.id, wearer, sid: strap.session };
    const whose = wearer ? t("strap.wearer", { who: nameOf(wearer) }) : strap.owner ? t("strap.owner", { who: nameOf(strap.owner) }) : t("strap.spare");
    setText(pick.name, strap.label ? `${strap.id} \u00B7 ${strap.label}` : strap.id);
    const told = strap.battery === null ? [] : [batteryOf(strap.battery)];
    setText(pick.more, [whose, ageOf(strap.age), ...told].join(" \u00B7 "));
    return pick.item;
  }

  #makePick(id) {
    const [item, button, name, more] = [make("li"), make("button", "strap-pick"), make("span", "strap-name"), make("span", "strap-more")];
    button.type = "button";
    button.dataset.strap = id;
    button.append(name, more);
    button.addEventListener("click", () => this.#onPick(this.#picks.get(id).strap));
    item.append(button);
    return { item, button, name, more };
  }
}
