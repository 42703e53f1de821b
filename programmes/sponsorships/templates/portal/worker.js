// Without a connection the portal says so instead of the browser. Nothing about anybody is kept here: one page that is the
// same for everybody, and its files.
"use strict";

const { name, page, files } = {{ kept|safe }};

addEventListener("install", (event) => {
  const asked = [page, ...files].map((each) => new Request(each, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(name).then((kept) => kept.addAll(asked)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const others = caches.keys().then((names) => names.filter((each) => each !== name));
  event.waitUntil(others.then((names) => Promise.all(names.map((each) => caches.delete(each)))).then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") {
    const instead = () => (request.method === "GET" ? caches.match(page) : Response.redirect(page, 303));
    event.respondWith(fetch(request).catch(instead));
  } else if (files.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
