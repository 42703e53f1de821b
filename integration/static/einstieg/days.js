// Beside every day a button that opens the browser's own calendar. What was chosen is written as people type it.
"use strict";

(() => {
  const language = document.documentElement.lang;
  const two = (number) => String(number).padStart(2, "0");
  const asTyped = (iso) => (language === "de" ? iso.split("-").reverse().join(".") : iso);
  const asIso = (typed) => {
    const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(typed.trim());
    return german ? `${german[3]}-${two(german[2])}-${two(german[1])}` : typed.trim();
  };

  const equip = (field) => {
    if (field.readOnly || field.disabled || field.name.includes("__prefix__") || field.closest(".day-field")) {
      return;
    }
    const words = document.querySelector("[data-day-words]").dataset.dayWords;
    const picker = Object.assign(document.createElement("input"), { type: "date", tabIndex: -1, className: "day-picker" });
    picker.setAttribute("aria-hidden", "true");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "day-button" });
    button.append(document.querySelector("[data-day-words]").content.cloneNode(true));
    button.querySelector("[data-day-name]").textContent = `${words}: ${field.labels[0]?.textContent.trim() ?? field.ariaLabel}`;
    button.addEventListener("click", () => {
      picker.value = asIso(field.value);
      picker.showPicker();
    });
    picker.addEventListener("change", () => {
      field.value = picker.value && asTyped(picker.value);
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    });
    const around = document.createElement("span");
    around.className = "day-field";
    field.replaceWith(around);
    around.append(field, button, picker);
  };
  const equipAll = () => document.querySelectorAll("[data-day]").forEach(equip);

  if (document.querySelector("[data-day-words]") && "showPicker" in HTMLInputElement.prototype) {
    equipAll();
    document.addEventListener("formset:added", equipAll);
  }
})();
