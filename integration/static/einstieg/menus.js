// Menus close when one goes elsewhere; in long ones, typing narrows down. Without this script they open and close by hand.
// Whoever signs out leaves nothing on the device of what they had typed.
"use strict";

(() => {
  const LONG = 10;
  const OPEN = "details[data-menu][open]";
  const leave = (event) => {
    [...document.querySelectorAll(OPEN)].filter((menu) => !menu.contains(event.target)).forEach((menu) => {
      menu.open = false;
    });
  };

  document.addEventListener("click", leave);
  document.addEventListener("focusin", leave);
  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector(OPEN);
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  document.querySelector("[data-sign-out]")?.addEventListener("submit", () => {
    Object.keys(localStorage).filter((name) => name.startsWith("einstieg-draft:")).forEach((name) => localStorage.removeItem(name));
  });

  for (const menu of document.querySelectorAll("details[data-menu]")) {
    const search = menu.querySelector("[data-menu-search]");
    const choices = [...menu.querySelectorAll("li")];
    if (!search || choices.length <= LONG) {
      continue;
    }
    search.hidden = false;
    search.addEventListener("input", () => {
      const wanted = search.value.trim().toLowerCase();
      for (const choice of choices) {
        choice.hidden = !choice.textContent.toLowerCase().includes(wanted);
      }
    });
    menu.addEventListener("toggle", () => menu.open && search.focus());
  }
})();
