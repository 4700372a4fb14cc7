"use strict";
// Shows the pages a field worker took along when there is no network. It keeps nothing itself and touches no post: see offline.js.
const VERSION = "{{ version }}";
const FALLBACK = "{{ fallback }}";
const STATIC = "{{ static }}";
const MOST_AGE = {{ hours }} * 3_600_000;
const PATIENCE = 8_000; // a weak signal that does not answer counts as none

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const keptPage = async (request) => {
  for (const name of (await caches.keys()).filter((one) => one.startsWith("hl-pages:"))) {
    const kept = await (await caches.open(name)).match(request, { ignoreSearch: true });
    if (kept && Date.now() - Number(kept.headers.get("X-HL-Kept-At")) < MOST_AGE) return kept;
  }
  return null;
};
const page = async (request) => {
  const kept = await keptPage(request);
  const fresh = fetch(request);
  try {
    if (!kept) return await fresh;
    const late = new Promise((done) => setTimeout(() => done(kept), PATIENCE));
    return await Promise.race([fresh, late]);
  } catch (offline) {
    return kept || await caches.match(FALLBACK) || Response.error();
  }
};
const part = async (request) => {
  try { return await fetch(request); } catch (offline) { return await caches.match(request) || Response.error(); }
};
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (address.pathname.startsWith(STATIC)) event.respondWith(part(request));
});
