// Requests to the service. An answer is { status, body, tag }; status 0 means that none came.

const TIMEOUT_MS = 10_000;

const newKey = () => (crypto.randomUUID ? crypto.randomUUID() : [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, "0")).join(""));

/**
 * @param {string} method
 * @param {string} path Under /api/v1.
 * @param {unknown} [body]
 * @param {{ rev?: number, key?: string }} [more] The revision that was seen; a key of the caller's own for what may be repeated.
 */
export async function ask(method, path, body, more = {}) {
  const headers = { "Idempotency-Key": more.key ?? newKey() };
  if (body !== undefined) headers["Content-Type"] = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  if (more.rev !== undefined) headers["If-Match"] = `"${more.rev}"`;
  try {
    const response = await fetch(`/api/v1/${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    const answer = { status: response.status, body: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : null, ok: response.ok };
    if (answer.status === 401 && ["sign-in", "locked"].includes(answer.body?.code) && !location.pathname.startsWith("/signin")) toSignIn(); // what was typed is kept: see drafts.js
    return answer;
  } catch {
    return { status: 0, body: null, ok: false };
  }
}

export const get = path => ask("GET", path);

/** The way to the sign-in and back. */
export function toSignIn() {
  location.assign(`/signin.html?next=${encodeURIComponent(location.pathname + location.search)}`);
}

export { newKey };
