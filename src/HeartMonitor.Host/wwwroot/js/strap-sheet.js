// The sheet for the strap of one person: how it fares, whether it is theirs, and another one for it.

import { bindStrap, confirmStrap, isStored, whyNot } from "./commands.js";
import { announce, byId, setData, setHidden, setText } from "./dom.js";
import { canUndo } from "./later.js";
import { nameOf } from "./names.js";
import { StrapList } from "./strap-list.js";
import { named, t } from "./texts.js";
import { ageOf, batteryOf } from "./words.js";

const root = byId("strap-sheet");
const title = byId("strap-title");
const nowLine = byId("strap-now");
const trouble = byId("strap-trouble");
const binding = byId("strap-binding");
const form = byId("strap-confirm");
const pulse = byId("strap-pulse");
const hint = byId("strap-hint");
const change = byId("strap-change");
const question = byId("strap-ask");
const take = byId("strap-take");
const state = byId("strap-state");

const CLOSE_AFTER_MS = 1500;

export class StrapSheet {
  #board;
  #straps;
  #list;
  #sid = null;
  #opener = null;
  #busy = false;
  #wanted = null;

  constructor(board, straps) {
    [this.#board, this.#straps] = [board, straps];
    this.#list = new StrapList(board, strap => this.#pick(strap));
    byId("strap-close").addEventListener("click", () => this.close());
    root.addEventListener("keydown", event => { if (event.key === "Escape") this.close(); });
    form.addEventListener("submit", event => { event.preventDefault(); void this.#confirm(); });
    change.addEventListener("click", () => this.#showList(!this.#list.isShown));
    take.addEventListener("click", () => void this.#bind(this.#wanted, true));
    byId("strap-leave").addEventListener("click", () => this.#leave());
  }

  open(sid, opener) {
    if (this.#busy || !this.#board.sessions.has(sid)) return;
    [this.#sid, this.#opener] = [sid, opener];
    pulse.value = "";
    setText(state, "");
    this.#ask(null);
    this.#showList(this.#session.binding === "none");
    this.#straps.hurry();
    setHidden(root, false);
    this.render(performance.now());
    root.scrollTop = 0;
    title.focus();
  }

  close() {
    if (root.hidden) return;
    setHidden(root, true);
    this.#showList(false);
    this.#sid = null;
    this.#opener?.focus();
  }

  /** Called on every tick. */
  render(now) {
    if (root.hidden) return;
    const session = this.#session;
    if (!session || session.ended) {
      this.close();
      return;
    }

    const strap = this.#straps.of(this.#sid, now);
    const bound = session.binding !== "none";
    setText(title, t("strap.title", { who: nameOf(session.participant) }));
    setText(nowLine, strap ? fare(strap) : bound ? t("strap.fare-unknown") : "");
    setHidden(nowLine, nowLine.textContent === "");
    setText(trouble, strap?.lastError ? t("strap.trouble", { why: strap.lastError }) : "");
    setHidden(trouble, !strap?.lastError);
    setText(binding, named("binding", session.binding));
    setData(binding, "warn", session.binding === "unconfirmed" ? "yes" : null);
    setHidden(form, !bound);
    setText(hint, session.binding !== "unconfirmed" ? t("strap.again") : this.#contact === "not-supported" ? t("strap.no-lift") : t("strap.lift"));
    setText(change, bound ? t("strap.change") : t("strap.bind"));
    this.#list.tend(now);
  }

  get #session() {
    return this.#board.sessions.get(this.#sid)?.session;
  }

  get #contact() {
    return this.#board.sessions.get(this.#sid)?.live?.contact;
  }

  #showList(shown) {
    this.#list.show(shown ? this.#sid : null);
    change.setAttribute("aria-expanded", String(shown));
    if (!shown) this.#ask(null);
  }

  #pick(strap) {
    if (this.#busy) return;
    if (strap.wearer) this.#ask(strap);
    else void this.#bind(strap, false);
  }

  // A strap that somebody wears is taken from them: that is asked first.
  #ask(strap) {
    this.#wanted = strap;
    setHidden(question, strap === null);
    if (strap === null) return;
    setText(byId("strap-question"), t("strap.worn-by", { id: strap.id, wearer: nameOf(strap.wearer) }));
    setText(take, t("strap.take-from", { wearer: nameOf(strap.wearer) }));
    setText(state, "");
    take.focus();
    question.scrollIntoView({ block: "nearest" });
  }

  #leave() {
    const { id } = this.#wanted;
    this.#ask(null);
    this.#list.focus(id);
  }

  async #bind(strap, takeOver) {
    if (this.#busy || !strap) return;
    const sid = this.#sid;
    const participant = nameOf(this.#session.participant);
    const before = this.#straps.of(sid, performance.now())?.device ?? null;
    const reply = await this.#send(t("strap.for", { id: strap.id, who: participant }), trouble => bindStrap(sid, strap.id, takeOver, trouble));
    this.#ask(null);
    this.#list.again(); // a refusal says that what was free has changed
    this.#straps.hurry();
    if (!isStored(reply)) {
      this.#say(t("strap.not-bound", { id: strap.id, why: whyNot(reply) }));
      this.#list.focus(strap.id);
      return;
    }

    this.#say(t("strap.bound", { id: strap.id, who: participant }));
    announce(t("strap.bound", { id: strap.id, who: participant }));
    this.#offerUndo(strap, { sid, participant }, before);
    if (this.#sid !== sid) return;
    this.#showList(false);
    pulse.value = "";
    title.focus();
  }

  // Back to how it was: the strap to whom it was taken from, and the former one to whom it was changed for. A strap that replaced none stays: change it.
  #offerUndo(strap, to, before) {
    const steps = [];
    if (strap.wearer) steps.push({ sid: strap.sid, who: nameOf(strap.wearer), id: strap.id });
    if (before && before !== strap.id) steps.push({ sid: to.sid, who: nameOf(to.participant), id: before });
    if (steps.length === 0) return;
    canUndo(t("strap.undo", { id: strap.id, who: nameOf(to.participant) }), nameOf(to.participant), async trouble => {
      for (const { sid, id } of steps) {
        const reply = await bindStrap(sid, id, true, trouble);
        if (!isStored(reply)) return { isDone: false, text: t("strap.undo-not", { id, why: reply.detail ?? reply.result }) };
      }
      return { isDone: true, text: t("strap.undone", steps[0]) };
    });
  }

  async #confirm() {
    const typed = pulse.value.trim();
    if (this.#busy) return;
    if (!/^\d+$/.test(typed)) {
      this.#say(t("strap.enter-pulse"));
      pulse.focus();
      return;
    }

    const sid = this.#sid;
    const participant = nameOf(this.#session.participant);
    const reply = await this.#send(t("strap.pulse-of", { n: typed, who: participant }), trouble => confirmStrap(sid, Number(typed), trouble));
    if (!isStored(reply)) {
      this.#say(t("strap.not-confirmed", { why: whyNot(reply) }));
      return;
    }

    this.#say(t("strap.confirmed", { who: participant }));
    announce(t("strap.confirmed", { who: participant }));
    setTimeout(() => { if (this.#sid === sid) this.close(); }, CLOSE_AFTER_MS);
  }

  async #send(what, command) {
    this.#setBusy(true);
    this.#say(t("strap.sent", { what }));
    const reply = await command(() => this.#say(t("strap.sending-again", { what })));
    this.#setBusy(false);
    return reply;
  }

  #say(text) {
    setText(state, text);
    state.scrollIntoView({ block: "nearest" });
  }

  #setBusy(busy) {
    this.#busy = busy;
    for (const button of root.querySelectorAll("button:not(#strap-close)")) button.setAttribute("aria-disabled", String(busy));
  }
}

/** How a strap fares, in one line. */
function fare(strap) {
  const parts = [strap.device, named("link", strap.link), ageOf(strap.lastPacketMs), batteryOf(strap.battery)];
  if (strap.link !== "up" || strap.retries > 1) parts.push(strap.retries === 1 ? t("strap.tried-once") : t("strap.tried", { n: strap.retries }));
  if (strap.losses > 0) parts.push(strap.losses === 1 ? t("strap.lost-once") : t("strap.lost", { n: strap.losses }));
  return parts.join(" \u00B7 ");
}
