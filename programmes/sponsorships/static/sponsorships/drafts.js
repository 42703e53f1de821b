// Nothing typed is lost, and nothing is sent twice: a form keeps what was typed on this device, for this account alone, until
// it was sent under the key that was made with the form. Without this script it is sent as any form.
"use strict";

(() => {
  const PREFIX = "einstieg-draft:";
  const KEPT = 7 * 24 * 3600 * 1000;
  const PATIENCE = 15000;
  const PAUSES = [3000, 6000, 12000, 30000, 60000];

  const own = `${PREFIX}${document.querySelector("[data-account]").dataset.account}:`;
  const words = document.querySelector("[data-drafts]");
  const form = document.querySelector("form[data-draft]");
  const mine = form && own + form.dataset.draft;
  const state = document.querySelector("[data-draft-state]") ?? words;

  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };
  const keep = (name, draft) => {
    try {
      localStorage.setItem(name, JSON.stringify(draft));
    } catch {
      // A full or forbidden store: the form is sent all the same.
    }
  };
  const names = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));

  // What others left behind on this device, and what is old.
  const tidy = () => {
    for (const name of names()) {
      if (!name.startsWith(own) || !(Date.now() - read(name)?.at < KEPT)) {
        localStorage.removeItem(name);
      }
    }
  };

  const typed = () => {
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    return { at: Date.now(), action: location.pathname, page: location.pathname, fields };
  };

  // Sent, "wait" (no connection), "again" (the server wants to say something), "signed-out" or "gone".
  const send = async (draft) => {
    const body = new URLSearchParams(draft.fields);
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    let answer;
    try {
      answer = await fetch(draft.action, {
        method: "POST",
        body,
        headers: { "X-Requested-With": "fetch" },
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      return { outcome: "wait" };
    }
    if (answer.redirected || answer.status === 403) {
      return { outcome: "signed-out" };
    }
    if (answer.status === 404) {
      return { outcome: "gone" };
    }
    if (answer.status === 422 || answer.status === 400) {
      return { outcome: "again" };
    }
    return answer.ok ? { outcome: "sent", to: (await answer.json()).to } : { outcome: "wait" };
  };

  const say = (place, name) => {
    place.textContent = name ? words.dataset[name] : "";
  };

  let sending = false;
  let attempts = 0;
  let left = false;

  const submit = async () => {
    if (sending || left) {
      return;
    }
    sending = true;
    const draft = { ...typed(), sending: true };
    keep(mine, draft);
    say(state, "sending");
    const { outcome, to } = await send(draft);
    sending = false;
    if (outcome === "sent") {
      left = true;
      localStorage.removeItem(mine);
      location.assign(to);
    } else if (outcome === "again") {
      keep(mine, typed());
      left = true;
      HTMLFormElement.prototype.submit.call(form);
    } else if (outcome === "wait") {
      say(state, "waiting");
      setTimeout(submit, PAUSES[Math.min(attempts++, PAUSES.length - 1)]);
    } else {
      keep(mine, typed());
      say(state, outcome === "gone" ? "gone" : "signedOut");
    }
  };

  const fill = (draft) => {
    for (const [name, value] of draft.fields) {
      const field = form.elements.namedItem(name);
      if (field) {
        field.value = value;
        field.closest?.("details")?.toggleAttribute("open", value !== "" || field.closest("details").open);
      }
    }
    say(state, "back");
  };

  // What waits from other pages goes now; what cannot be said here waits for its own page.
  const sendWaiting = async () => {
    for (const name of names().filter((each) => each.startsWith(own) && each !== mine)) {
      const draft = read(name);
      if (draft?.sending) {
        const { outcome } = await send(draft);
        if (outcome === "sent") {
          localStorage.removeItem(name);
          say(words, "sent");
        } else if (outcome === "again") {
          keep(name, { ...draft, sending: false });
          say(words, "refused");
        } else if (outcome === "gone") {
          localStorage.removeItem(name);
          say(words, "gone");
        } else if (outcome === "wait") {
          say(words, "waiting");
        }
      }
    }
  };

  tidy();
  if (form) {
    const draft = read(mine);
    if (draft && !("sent" in form.dataset)) {
      fill(draft);
      if (draft.sending) {
        submit();
      }
    }
    form.addEventListener("input", () => keep(mine, typed()));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      submit();
    });
    addEventListener("pageshow", (event) => event.persisted && left && location.reload());
  }
  addEventListener("online", () => {
    if (form && read(mine)?.sending) {
      submit();
    }
    sendWaiting();
  });
  sendWaiting();
})();
