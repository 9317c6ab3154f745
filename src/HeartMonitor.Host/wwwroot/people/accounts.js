// Accounts, tokens and the audit, for admins.

import { ask, get } from "./api.js";
import { byId, field, make, openPage, say, why } from "./ui.js";
import { language, named, t } from "./words.js";

const ROLES = ["staff", "clinician", "researcher", "admin"];
const TOKEN_ROLES = ["researcher", "gateway", "staff", "clinician"];
const accounts = make("ul", { class: "rows", id: "accounts" });
const tokens = make("ul", { class: "rows", id: "tokens" });
const audit = make("tbody", { id: "audit" });
const state = make("p", { class: "state", role: "status", id: "state" });
const made = make("div", { id: "made", hidden: true, class: "stack" });
const when = at => new Date(at).toLocaleString(language, { dateStyle: "short", timeStyle: "short" });
const roleSelect = (id, roles) => make("select", { id }, ...roles.map(r => make("option", { value: r, textContent: named("role", r) })));

function accountRow(a) {
  const sub = [named("role", a.role), t(a.pin ? "account.pin" : "account.password"), a.disabled ? t("account.disabled") : null, a.lockedUntil ? t("account.locked", { at: when(a.lockedUntil) }) : null].filter(Boolean).join(" \u00B7 ");
  const secret = make("input", { type: "password", autocomplete: "new-password", maxLength: 128, "aria-label": t("account.new-secret", { id: a.id }) });
  const role = roleSelect("", ROLES);
  role.value = a.role;
  role.setAttribute("aria-label", t("account.role", { id: a.id }));
  return make("li", { data: { id: a.id } },
    make("div", { class: "row" },
      make("div", { class: "grow" }, make("div", { class: "who", textContent: `${a.id} (${a.name})` }), make("div", { class: "sub", textContent: sub })),
      make("button", { type: "button", textContent: t(a.disabled ? "account.enable" : "account.disable"), "aria-label": `${t(a.disabled ? "account.enable" : "account.disable")}: ${a.id}`, on: { click: () => void change(a.id, { disabled: !a.disabled }) } })),
    make("details", {}, make("summary", { class: "hint", textContent: t("account.more") }),
      make("div", { class: "grid" }, field(t("account.role-title"), role), field(t("account.new-secret-title"), secret, t("account.secret-hint")),
        make("button", { type: "button", textContent: t("account.save"), on: { click: () => void change(a.id, { role: role.value, secret: secret.value || undefined }) } }))));
}

async function change(id, body) {
  const answer = await ask("PUT", `accounts/${encodeURIComponent(id)}`, body);
  say(state, answer.ok ? t("account.changed", { id }) : why(answer), answer.ok ? "good" : "bad");
  if (answer.ok) await load();
}

function tokenRow(row) {
  return make("li", { data: { id: row.id } }, make("div", { class: "row" },
    make("div", { class: "grow" }, make("div", { class: "who", textContent: row.id }), make("div", { class: "sub", textContent: `${named("role", row.role)} \u00B7 ${t(row.ended ? "token.ended" : "token.until", { at: when(row.endsAt) })}` })),
    row.ended ? null : make("button", { type: "button", textContent: t("token.end"), "aria-label": `${t("token.end")}: ${row.id}`, on: { click: () => void end(row.id) } })));
}

async function end(id) {
  const answer = await ask("DELETE", `tokens/${encodeURIComponent(id)}`);
  say(state, answer.ok ? t("token.gone", { id }) : why(answer), answer.ok ? "good" : "bad");
  await load();
}

async function load() {
  const [people, scripts, lines] = await Promise.all([get("accounts"), get("tokens"), get("audit?most=100")]);
  if (!people.ok) {
    say(state, why(people), "bad");
    return;
  }

  accounts.replaceChildren(...people.body.map(accountRow));
  tokens.replaceChildren(...scripts.body.map(tokenRow));
  byId("tokens-none").hidden = scripts.body.length > 0;
  audit.replaceChildren(...lines.body.map(l => make("tr", {}, ...[when(l.at), l.who, named("audit", l.what), l.about].map(text => make("td", { textContent: text })))));
}

function accountForm() {
  const [id, name, secret] = [make("input", { id: "account-id", autocomplete: "off", autocapitalize: "none", maxLength: 40 }), make("input", { id: "account-name", autocomplete: "off", maxLength: 100 }), make("input", { id: "account-secret", type: "password", autocomplete: "new-password", maxLength: 128 })];
  const role = roleSelect("account-role", ROLES);
  const told = make("p", { class: "state", role: "status", id: "account-state" });
  return make("form", { class: "stack", noValidate: true, on: { submit: async event => {
    event.preventDefault();
    const answer = await ask("POST", "accounts", { id: id.value.trim(), name: name.value, role: role.value, secret: secret.value });
    say(told, answer.ok ? t("account.made", { id: answer.body.id }) : why(answer), answer.ok ? "good" : "bad");
    if (!answer.ok) return;
    for (const input of [id, name, secret]) input.value = "";
    await load();
  } } },
  make("div", { class: "grid" }, field(t("account.id"), id, t("account.id-hint")), field(t("account.name"), name, t("account.name-hint")), field(t("account.role-title"), role), field(t("account.secret"), secret, t("account.secret-hint"))),
  make("div", { class: "row" }, make("button", { type: "submit", class: "strong", textContent: t("account.add") })), told);
}

function tokenForm() {
  const id = make("input", { id: "token-id", autocomplete: "off", autocapitalize: "none", maxLength: 40 });
  const days = make("input", { id: "token-days", inputMode: "numeric", value: "90", maxLength: 4 });
  const role = roleSelect("token-role", TOKEN_ROLES);
  const told = make("p", { class: "state", role: "status", id: "token-state" });
  return make("form", { class: "stack", noValidate: true, on: { submit: async event => {
    event.preventDefault();
    const answer = await ask("POST", "tokens", { id: id.value.trim(), role: role.value, days: Number(days.value) });
    say(told, answer.ok ? "" : why(answer), "bad");
    made.hidden = !answer.ok;
    if (!answer.ok) return;
    made.replaceChildren(make("p", { textContent: t("token.once", { id: answer.body.id }) }), make("div", { class: "secret-box", id: "token-secret", textContent: answer.body.secret }));
    id.value = "";
    await load();
  } } },
  make("div", { class: "grid" }, field(t("token.id"), id, t("token.id-hint")), field(t("account.role-title"), role), field(t("token.days"), days)),
  make("div", { class: "row" }, make("button", { type: "submit", class: "strong", textContent: t("token.add") })), told, made);
}

openPage("accounts");
byId("title").textContent = t("nav.accounts");
document.title = `HeartMonitor: ${t("nav.accounts")}`;
const card = (key, ...parts) => make("section", { class: "card", "aria-labelledby": `head-${key}` }, make("h2", { id: `head-${key}`, textContent: t(`head.${key}`) }), ...parts);
byId("main").append(
  card("accounts", state, accounts), card("new-account", accountForm()),
  card("tokens", make("p", { id: "tokens-none", class: "hint", textContent: t("token.none") }), tokens, tokenForm()),
  card("audit", make("div", { class: "scroll" }, make("table", {}, make("thead", {}, make("tr", {}, ...["at", "who", "what", "about"].map(c => make("th", { scope: "col", textContent: t(`audit-head.${c}`) })))), audit))));
await load();
