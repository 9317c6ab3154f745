// Medicines of a person: found in the catalogue while somebody types, with the dates that matter for the plan.

import { get } from "./api.js";
import { calmly, check, field, make, numberOf, textOf } from "./ui.js";
import { language, named, t } from "./words.js";

export class Medicines {
  #items = [];
  #changed;
  #list = make("div", { class: "stack", id: "medicine-list" });
  #found = make("ul", { class: "found", id: "medicine-found", hidden: true });
  #search = make("input", { type: "search", id: "medicine-search", autocomplete: "off", maxLength: 60, "aria-controls": "medicine-found" });
  #told = make("p", { class: "unseen", role: "status" });
  #turn = 0;

  /**
   * @param {any[]} entries @param {boolean} mayWrite False for whoever may add and change nothing that is on the list. @param {() => void} changed
   * @param {any[]} listed What is saved: the rest was added here.
   */
  constructor(entries, mayWrite, changed, listed) {
    this.#changed = changed;
    this.root = make("div", { class: "stack" }, this.#list, make("div", { class: "stack" }, field(t("med.add"), this.#search, t("med.add-hint")), this.#told, this.#found));
    const saved = listed.map(e => JSON.stringify(e));
    for (const entry of entries) this.#append(entry, mayWrite || !saved.includes(JSON.stringify(entry)));
    this.#search.addEventListener("input", calmly(() => void this.#look(), 200));
    this.#search.addEventListener("keydown", event => this.#key(event));
    this.#found.addEventListener("keydown", event => this.#key(event));
  }

  /** The list as the participant file has it; what an entry holds beside these fields stays in it. */
  value() {
    return this.#items.map(item => (JSON.stringify(read(item)) === item.first ? item.entry : read(item)));
  }

  #append(entry, mayWrite) {
    const input = (type, value) => make("input", { type, value: value ?? "", disabled: !mayWrite, on: { input: this.#changed } });
    const inputs = {
      dose: input("text", entry.doseMg), start: input("date", entry.startedOn), change: input("date", entry.changedOn), stop: input("date", entry.stoppedOn),
      asNeeded: make("input", { type: "checkbox", checked: entry.asNeeded === true, disabled: !mayWrite, on: { change: this.#changed } }),
    };
    inputs.dose.inputMode = "decimal";
    const title = entry.name ?? entry.atc;
    const item = { entry, inputs, first: "" };
    item.first = JSON.stringify(read(item));
    const root = make("div", { class: "item", role: "group", "aria-label": title },
      make("div", { class: "row" }, make("strong", { class: "grow", textContent: title }), make("span", { class: "sub", textContent: entry.atc ?? t("med.no-code") }),
        mayWrite ? make("button", { type: "button", textContent: t("med.remove"), "aria-label": `${t("med.remove")}: ${title}`, on: { click: () => this.#remove(item, root) } }) : null),
      make("div", { class: "grid" }, field(t("med.dose"), inputs.dose), field(t("med.started"), inputs.start), field(t("med.changed"), inputs.change), field(t("med.stopped"), inputs.stop), check(t("med.as-needed"), inputs.asNeeded)));
    this.#items.push(item);
    this.#list.append(root);
  }

  #remove(item, root) {
    this.#items = this.#items.filter(i => i !== item);
    root.remove();
    this.#changed();
    this.#search.focus();
  }

  async #look() {
    const typed = this.#search.value.trim();
    const turn = ++this.#turn;
    const answer = typed.length < 2 ? { ok: true, body: [] } : await get(`catalogue/medicines?lang=${language}&q=${encodeURIComponent(typed)}`);
    if (turn !== this.#turn || !answer.ok) return;
    const rows = answer.body.map(m => this.#choice(m.match && m.match.toLowerCase() !== m.name.toLowerCase() ? `${m.name} (${m.match})` : m.name, m.atc, named("class", m.class), { atc: m.atc ?? undefined, name: m.name }));
    if (typed.length > 1) rows.push(this.#choice(t("med.as-written", { name: typed }), "", t("med.unknown"), { name: typed }));
    this.#found.replaceChildren(...rows);
    this.#found.hidden = rows.length === 0;
    this.#told.textContent = rows.length ? t("med.found", { n: answer.body.length }) : "";
    if (rows.length > 0) this.#found.scrollIntoView({ block: "nearest" });
  }

  #choice(name, atc, what, entry) {
    return make("li", {}, make("button", { type: "button", on: { click: () => this.#take(entry) } },
      make("span", {}, make("span", { textContent: name }), make("span", { class: "sub", textContent: ` ${what}` })), make("span", { class: "atc", textContent: atc ?? "" })));
  }

  #take(entry) {
    this.#append(clean(entry), true);
    this.#search.value = "";
    this.#found.hidden = true;
    this.#told.textContent = "";
    this.#changed();
    this.#list.lastElementChild.querySelector("input").focus();
  }

  #key(event) {
    const buttons = [...this.#found.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "ArrowDown") buttons[Math.min(at + 1, buttons.length - 1)]?.focus();
    else if (event.key === "ArrowUp") (at <= 0 ? this.#search : buttons[at - 1]).focus();
    else if (event.key === "Escape") {
      this.#found.hidden = true;
      this.#search.focus();
    } else return;
    event.preventDefault();
  }
}

const read = ({ entry, inputs }) => clean({
  ...entry,
  doseMg: numberOf(inputs.dose),
  startedOn: textOf(inputs.start),
  changedOn: textOf(inputs.change),
  stoppedOn: textOf(inputs.stop),
  asNeeded: inputs.asNeeded.checked || undefined,
});

/** Without members that are not there. */
export const clean = object => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== null && value !== ""));
