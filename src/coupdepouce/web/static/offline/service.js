// The service worker of the counter: it keeps one page, /boutique/hors-ligne/, with its files,
// and opens it when the counter does not answer. It keeps nothing else, and nobody's data.
"use strict";

const CACHE = "comptoir";
const PAGE = "/boutique/hors-ligne/";
const PATIENCE = 4000; // milliseconds: on a bad line, the page that is here is better

const assetsOf = (html) =>
  [...html.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)].map((found) => found[1]);

// Trap: the files first. A page kept without its scripts would promise what it cannot do.
const keep = async (answer) => {
  if (!answer.ok || answer.redirected) return;
  const cache = await caches.open(CACHE);
  const assets = assetsOf(await answer.clone().text());
  await cache.addAll(assets);
  await cache.put(PAGE, answer);
  const wanted = new Set([PAGE, ...assets]);
  for (const kept of await cache.keys()) {
    if (!wanted.has(new URL(kept.url).pathname)) await cache.delete(kept);
  }
};

const renew = () => fetch(PAGE).then(keep);

const thePage = async (event) => {
  const kept = await caches.match(PAGE);
  const asked = fetch(event.request);
  event.waitUntil(asked.then((answer) => keep(answer.clone())).catch(() => {}));
  if (!kept) return asked;
  const late = new Promise((done) => setTimeout(done, PATIENCE, kept));
  const fresh = asked.then((answer) => (answer.status >= 500 ? kept : answer)).catch(() => kept);
  return Promise.race([fresh, late]);
};

// Trap: after a new version, the site has no longer the files that the kept page names.
const aFile = async (request) => {
  const asked = await fetch(request).catch(() => Response.error());
  return asked.ok ? asked : (await caches.match(request)) || asked;
};

addEventListener("install", (event) => event.waitUntil(renew().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => event.waitUntil(renew().catch(() => {})));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(thePage(event));
  else if (request.mode === "navigate")
    event.respondWith(fetch(request).catch(() => Response.redirect(PAGE)));
  else if (pathname.startsWith("/static/")) event.respondWith(aFile(request));
});
