// Keeps the shell of the console, and nothing else: without the service the tablet still opens the page, and the page without a heartbeat is the
// alarm page. The network comes first, so that no page runs with another version's parts; data are never kept and never answered from here.

const CACHE = "heartmonitor-shell";
const SHELL = [
  "/", "/console.css", "/tiles.css", "/alerts.css", "/sheets.css", "/straps.css", "/detail.css", "/icon.svg", "/console.webmanifest",
  "/texts/index.json",
  ...["alert-many", "alert-row", "alert-words", "alerts-view", "board", "boot", "chart", "chart-data", "commands", "detail", "detail-lane", "detail-tables", "dom", "later", "lay-out", "link", "lost", "main", "me", "names", "page-sheet", "person-sheet",
    "presence", "sessions-page", "settings", "sheet", "sheet-live", "shift", "sign-in", "signal-line", "sound", "sparkline", "strap-list", "strap-sheet", "straps", "texts", "ticker", "tile",
    "today", "within", "words"].map(name => `/js/${name}.js`),
];
const WAIT_MS = 3000;

addEventListener("install", event => event.waitUntil(keepShell()));
addEventListener("activate", event => event.waitUntil(self.clients.claim()));

addEventListener("fetch", event => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (SHELL.includes(url.pathname) || url.pathname.startsWith("/texts/")) event.respondWith(fromNetworkFirst(event.request, url.pathname));
});

async function keepShell() {
  const cache = await caches.open(CACHE);
  const { languages } = await (await fetch("/texts/index.json")).json();
  await Promise.all([...SHELL, ...languages.map(name => `/texts/${name}.json`)].map(path => keep(cache, path)));
  await self.skipWaiting();
}

// The way to the sign-in is no page of the console: what was led elsewhere is not kept under its name.
async function keep(cache, path) {
  const response = await fetch(path, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  if (!response.redirected) await cache.put(path, response);
}

async function fromNetworkFirst(request, path) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(WAIT_MS) });
    if (response.ok && !response.redirected) await cache.put(path, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(path);
    if (kept) return kept;
    throw error;
  }
}
