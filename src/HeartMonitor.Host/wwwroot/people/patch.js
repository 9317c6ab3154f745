// Merge patches (RFC 7396) of a person, and how two people's changes come together. Nothing here touches the page.

const same = (a, b) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** @param {any} value @returns {any} */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)).map(([k, v]) => [k, sorted(v)]));
  return value;
}

/** Members of `after` that differ from `before`; those that are gone as null. Lists and objects are sent whole. @param {Record<string, any>} before @param {Record<string, any>} after */
export function difference(before, after) {
  const patch = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) if (!same(before[name] ?? null, after[name] ?? null)) patch[name] = after[name] ?? null;
  return patch;
}

/** @param {any} target @param {any} patch */
export function merge(target, patch) {
  if (patch === null || typeof patch !== "object" || Array.isArray(patch)) return patch;
  const result = target && typeof target === "object" && !Array.isArray(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merge(result[name], value);
  }
  return result;
}

/** What a list's entry is known by. */
const keyOf = entry => (typeof entry === "object" && entry ? entry.atc ?? entry.code ?? entry.date ?? entry.name ?? JSON.stringify(sorted(entry)) : String(entry));

/**
 * A list that two people changed: theirs, with what I added, changed and took away. Of an entry that both changed, mine stands.
 * @param {any[]} before @param {any[]} mine @param {any[]} theirs
 */
export function together(before, mine, theirs) {
  const old = new Map(before.map(e => [keyOf(e), e]));
  const my = new Map(mine.map(e => [keyOf(e), e]));
  const kept = theirs.filter(e => my.has(keyOf(e)) || !old.has(keyOf(e)))
    .map(e => { const m = my.get(keyOf(e)); return m !== undefined && !same(m, old.get(keyOf(e))) ? m : e; });
  const there = new Set(kept.map(keyOf));
  const gone = new Set([...old.keys()].filter(k => !theirs.some(e => keyOf(e) === k)));
  return [...kept, ...mine.filter(e => !there.has(keyOf(e)) && !(gone.has(keyOf(e)) && same(e, old.get(keyOf(e)))))];
}

/** My patch of `before`, on top of `theirs`: lists that both changed come together. @param {any} before @param {any} patch @param {any} theirs */
export function rebase(before, patch, theirs) {
  const next = { ...patch };
  if (!patch.participant) return next;
  next.participant = { ...patch.participant };
  for (const [name, mine] of Object.entries(patch.participant))
    if (Array.isArray(mine)) next.participant[name] = together(before.participant[name] ?? [], mine, theirs.participant[name] ?? []);
  return next;
}

/** True when there is nothing in a patch. */
export const isEmpty = patch => Object.keys(patch).every(name => name === "participant" && Object.keys(patch.participant).length === 0);
