// Phases are put in order by dragging or by their arrows, added and taken away. Without this script, numbers and ticks do.

"use strict";

const pathway = document.querySelector("[data-pathway]");
const list = pathway?.querySelector("[data-phases]");

if (list?.querySelector("[data-moves]") || pathway?.querySelector("[data-blank]")) {
  const prefix = pathway.dataset.pathway;
  const total = pathway.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
  const blank = pathway.querySelector("[data-blank]");
  const said = pathway.querySelector("[data-said]");
  let dragged = null;

  const cards = () => [...list.children];
  const field = (card, name) => card.querySelector(`[name$="-${name}"]`);
  const name = (card) => field(card, "name").value.trim() || card.querySelector("[data-untitled]")?.textContent || "";

  function say(words, card) {
    const all = cards();
    const facts = { name: name(card), place: all.indexOf(card) + 1, all: all.length };
    said.textContent = words.replace(/\{(\w+)\}/g, (_mark, key) => facts[key]);
  }

  function number() {
    const all = cards();
    all.forEach((card, index) => {
      field(card, "order").value = index + 1;
      card.querySelector("[data-place]").textContent = `${index + 1}. `;
      card.querySelector("[data-up]").disabled = index === 0;
      card.querySelector("[data-down]").disabled = index === all.length - 1;
    });
  }

  function title(card) {
    const typed = field(card, "name").value.trim();
    const untitled = card.querySelector("[data-untitled]");
    card.querySelector("[data-title]").textContent = typed;
    if (untitled) untitled.hidden = typed !== "";
  }

  function move(card, button) {
    const up = button.hasAttribute("data-up");
    if (up) card.previousElementSibling?.before(card);
    else card.nextElementSibling?.after(card);
    number();
    const other = card.querySelector(up ? "[data-down]" : "[data-up]");
    (button.disabled ? other : button).focus();
    say(said.dataset.moved, card);
  }

  function going(card, box) {
    card.classList.toggle("going", box.checked);
    if (box.checked) say(said.dataset.removed, card);
  }

  function equip(card) {
    for (const part of card.querySelectorAll("[data-grip], [data-moves]")) part.hidden = false;
    const order = card.querySelector("[data-order]");
    if (order) order.hidden = true;
    const grip = card.querySelector("[data-grip]");
    grip.draggable = true;
    grip.addEventListener("dragstart", (event) => {
      dragged = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      event.dataTransfer.setDragImage(card, 0, 0);
      card.classList.add("dragged");
    });
    grip.addEventListener("dragend", () => {
      card.classList.remove("dragged");
      dragged = null;
      number();
      say(said.dataset.moved, card);
    });
    title(card);
  }

  function add() {
    const index = Number(total.value);
    const holder = document.createElement("ol");
    holder.innerHTML = blank.innerHTML.replaceAll("__prefix__", index);
    const card = holder.querySelector("[data-phase]");
    list.append(card);
    total.value = index + 1;
    equip(card);
    number();
    field(card, "name").focus();
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-up], [data-down]");
    if (button) move(button.closest("[data-phase]"), button);
  });
  list.addEventListener("change", (event) => {
    if (event.target.name.endsWith("-remove")) going(event.target.closest("[data-phase]"), event.target);
  });
  list.addEventListener("input", (event) => {
    if (event.target.name.endsWith("-name")) title(event.target.closest("[data-phase]"));
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-phase]");
    if (!dragged) return;
    event.preventDefault();
    if (!over || over === dragged) return;
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged);
    else over.after(dragged);
  });
  list.addEventListener("drop", (event) => event.preventDefault());

  const last = list.lastElementChild;
  if (blank && last?.hasAttribute("data-new") && cards().length > 1 && !field(last, "name").value.trim()) {
    last.remove();
    total.value = Number(total.value) - 1;
  }
  cards().forEach(equip);
  for (const box of list.querySelectorAll("[name$='-remove']")) going(box.closest("[data-phase]"), box);
  number();
  pathway.querySelector("[data-hint]").hidden = cards().length < 2;
  const adder = pathway.querySelector("[data-adder]");
  if (adder) {
    adder.hidden = false;
    adder.querySelector("[data-add]").addEventListener("click", add);
  }
}
