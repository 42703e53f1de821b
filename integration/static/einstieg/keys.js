// The keys "/" and Ctrl+K (Cmd+K) lead to the search. The single key can be switched off in the account's menu.
"use strict";

(() => {
  const box = document.querySelector("[data-quick-search]");
  if (!box) {
    return;
  }
  const hint = document.querySelector("[data-key-hint]");
  const choice = document.querySelector("[data-key-switch]");
  const NAME = "search-key";
  const isOn = () => window.localStorage.getItem(NAME) !== "off";
  const tell = () => {
    hint.hidden = !isOn();
    choice.hidden = false;
    choice.setAttribute("aria-pressed", String(isOn()));
    box.setAttribute("aria-keyshortcuts", isOn() ? "/ Control+K Meta+K" : "Control+K Meta+K");
  };
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

  choice.addEventListener("click", () => {
    window.localStorage.setItem(NAME, isOn() ? "off" : "on");
    tell();
  });
  document.addEventListener("keydown", (event) => {
    const alone = !event.ctrlKey && !event.metaKey && !event.altKey;
    const single = event.key === "/" && alone && isOn() && !isTyping(event.target);
    const pair = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (single || pair) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
  tell();
})();
