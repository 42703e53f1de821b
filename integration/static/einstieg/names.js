// Fields with suggestions are drawn anew by a library that forgets their names: give them back.
"use strict";

(() => {
  const give = (select) => {
    const drawn = select.nextElementSibling;
    const name = select.getAttribute("aria-label") ?? select.labels[0]?.textContent.trim();
    if (!name || !drawn?.classList.contains("select2")) {
      return;
    }
    for (const part of drawn.querySelectorAll("[aria-labelledby]")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", name);
    }
    for (const part of drawn.querySelectorAll("[role=textbox]")) {
      part.setAttribute("aria-label", name);
    }
  };
  const giveAll = () => document.querySelectorAll("select.admin-autocomplete").forEach(give);

  window.django?.jQuery?.(giveAll);
  document.addEventListener("formset:added", () => window.setTimeout(giveAll));
})();
