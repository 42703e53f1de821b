// Menus close when one goes elsewhere; in long ones, typing narrows down. Without this script they open and close by hand.
// Whoever signs out leaves nothing on the device of what they had typed.
"use strict";

(() => {
  const LONG = 10;
  const menus = [...document.querySelectorAll("details[data-menu]")];
  const close = (menu) => {
    menu.open = false;
  };

  document.addEventListener("click", (event) => {
    menus.filter((menu) => menu.open && !menu.contains(event.target)).forEach(close);
  });
  document.addEventListener("focusin", (event) => {
    menus.filter((menu) => menu.open && !menu.contains(event.target)).forEach(close);
  });
  document.addEventListener("keydown", (event) => {
    const menu = menus.find((each) => each.open);
    if (event.key === "Escape" && menu) {
      close(menu);
      menu.querySelector("summary").focus();
    }
  });

  document.querySelector("[data-sign-out]")?.addEventListener("submit", () => {
    Object.keys(localStorage).filter((name) => name.startsWith("einstieg-draft:")).forEach((name) => localStorage.removeItem(name));
  });

  for (const menu of menus) {
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
