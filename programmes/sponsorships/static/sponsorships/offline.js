// Lets the browser keep the page that says that there is no connection; on that page, goes on as soon as there is one.
"use strict";

(() => {
  const PAUSE = 4000;
  const { worker, scope } = document.querySelector("[data-worker]")?.dataset ?? {};
  if (worker) {
    navigator.serviceWorker?.register(worker, { scope });
  }
  const offline = document.querySelector("[data-offline]");
  if (offline) {
    const { offline: page, start } = offline.dataset;
    const on = () => location.replace(location.pathname === page ? start : location.href);
    offline.querySelector("[data-again]").addEventListener("click", (event) => {
      event.preventDefault();
      on();
    });
    const look = () =>
      fetch(page, { method: "HEAD", cache: "no-store" }).then(on, () => setTimeout(look, PAUSE));
    setTimeout(look, PAUSE);
    addEventListener("online", look);
  }
})();
