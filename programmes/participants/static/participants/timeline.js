// A picture that is much wider than the screen starts where today is; one that nearly fits starts with its words.
"use strict";

for (const region of document.querySelectorAll("[data-scroll-to]")) {
  const target = region.querySelector(region.dataset.scrollTo);
  if (target && region.scrollWidth > region.clientWidth * 1.25) {
    const place = target.getBoundingClientRect().left - region.getBoundingClientRect().left;
    region.scrollLeft = Math.max(0, place - region.clientWidth * 0.7);
  }
}
