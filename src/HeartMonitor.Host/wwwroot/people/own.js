// Who somebody is: what staff write.

import { clean } from "./medicines.js";
import { check, field, make, numberOf, textOf } from "./ui.js";
import { t } from "./words.js";

const MEMBERS = ["age", "born", "sex", "bodyMassKg", "restingHr", "hideHeartRate"];

export class Own {
  #inputs;
  #file;
  #first;

  /** @param {{ name: string | null, contact: string | null }} who @param {any} file @param {() => void} changed */
  constructor(who, file, changed) {
    this.#file = file;
    const input = (key, type, value, more = {}) => make("input", { id: `own-${key}`, type, value: value ?? "", ...more, on: { input: changed } });
    const i = this.#inputs = {
      name: input("name", "text", who.name, { autocomplete: "off", maxLength: 100 }),
      contact: input("contact", "text", who.contact, { autocomplete: "off", maxLength: 300 }),
      born: input("born", "date", file.born),
      age: input("age", "text", file.age, { inputMode: "numeric", maxLength: 3 }),
      mass: input("mass", "text", file.bodyMassKg, { inputMode: "decimal", maxLength: 6 }),
      rest: input("rest", "text", file.restingHr, { inputMode: "numeric", maxLength: 3 }),
      sex: make("select", { id: "own-sex", on: { change: changed } }, ...["", "female", "male"].map(v => make("option", { value: v, textContent: t(`sex.${v || "none"}`) }))),
      hide: make("input", { type: "checkbox", id: "own-hide", checked: file.hideHeartRate === true, on: { change: changed } }),
    };
    i.sex.value = file.sex ?? "";
    this.root = make("div", { class: "grid" },
      make("div", { class: "wide" }, field(t("person.name"), i.name, t("person.name-hint"))), make("div", { class: "wide" }, field(t("person.contact"), i.contact)),
      field(t("person.born"), i.born), field(t("person.age"), i.age), field(t("person.sex"), i.sex), field(t("person.mass"), i.mass), field(t("person.rest"), i.rest), check(t("person.hide"), i.hide));
    this.#first = this.#read();
  }

  /** Its members of a participant file. */
  of(file) {
    return Object.fromEntries(MEMBERS.filter(name => name in file).map(name => [name, file[name]]));
  }

  /** As the page has it; what nobody touched is as it was, letter by letter. */
  value() {
    const now = this.#read();
    const participant = {};
    for (const name of MEMBERS) {
      const value = now[name] === this.#first[name] ? this.#file[name] : now[name];
      if (value !== undefined) participant[name] = value;
    }
    return { name: textOf(this.#inputs.name) ?? null, contact: textOf(this.#inputs.contact) ?? null, participant };
  }

  #read() {
    const i = this.#inputs;
    return clean({ born: textOf(i.born), age: numberOf(i.age), sex: i.sex.value, bodyMassKg: numberOf(i.mass), restingHr: numberOf(i.rest), hideHeartRate: i.hide.checked || undefined });
  }
}
