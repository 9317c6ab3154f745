// Exercise tests of a person. A signature belongs to the test as it was signed: whoever changes it takes the signature away.

import { clean } from "./medicines.js";
import { check, field, make, numberOf, textOf } from "./ui.js";
import { t } from "./words.js";

export class Tests {
  #items = [];
  #changed;
  #mayWrite;
  #list = make("div", { class: "stack" });

  constructor(entries, mayWrite, changed) {
    [this.#changed, this.#mayWrite] = [changed, mayWrite];
    this.root = make("div", { class: "stack" }, this.#list,
      mayWrite ? make("button", { type: "button", id: "test-add", textContent: t("test.add"), on: { click: () => { this.#append({}); changed(); this.#list.lastElementChild.querySelector("input").focus(); } } }) : null);
    for (const entry of entries) this.#append(entry);
  }

  value() {
    return this.#items.map(item => item.now());
  }

  /** Places of the tests that are to be signed. */
  signed() {
    return this.#items.flatMap((item, i) => (item.sign.checked ? [i] : []));
  }

  #append(entry) {
    const disabled = !this.#mayWrite;
    const input = (type, value) => make("input", { type, value: value ?? "", disabled, inputMode: type === "text" ? "decimal" : undefined, on: { input: () => { mark(); this.#changed(); } } });
    const [date, rest, peak, met, hours] = [input("date", entry.date), input("text", entry.restingHr), input("text", entry.peakHr), input("text", entry.peakMet), input("text", entry.hoursAfterDose)];
    const onDrug = make("input", { type: "checkbox", checked: entry.onMedication === true, disabled, on: { change: () => { mark(); this.#changed(); } } });
    const sign = make("input", { type: "checkbox", disabled, on: { change: () => { mark(); this.#changed(); } } });
    const signature = make("p", { class: "hint" });
    const plain = () => clean({ ...entry, date: textOf(date), onMedication: onDrug.checked || (entry.onMedication === undefined ? undefined : false), restingHr: numberOf(rest), peakHr: numberOf(peak), peakMet: numberOf(met), hoursAfterDose: numberOf(hours), signedBy: undefined });
    const before = JSON.stringify(plain());
    const isSame = () => JSON.stringify(plain()) === before;
    const mark = () => { signature.textContent = entry.signedBy && isSame() ? t("test.signed", { by: entry.signedBy }) : entry.signedBy ? t("test.lost") : t("test.unsigned"); };
    mark();
    const item = { sign, now: () => (isSame() ? entry : plain()) };
    const root = make("div", { class: "item", role: "group", "aria-label": t("test.one") },
      make("div", { class: "grid" }, field(t("test.date"), date), field(t("test.rest"), rest), field(t("test.peak"), peak), field(t("test.met"), met), field(t("test.hours"), hours), check(t("test.on-drug"), onDrug)),
      make("div", { class: "row" }, signature, check(t("test.sign"), sign),
        disabled ? null : make("button", { type: "button", textContent: t("med.remove"), "aria-label": `${t("med.remove")}: ${t("test.one")} ${entry.date ?? ""}`, on: { click: () => { this.#items = this.#items.filter(i => i !== item); root.remove(); this.#changed(); } } })));
    this.#items.push(item);
    this.#list.append(root);
  }
}
