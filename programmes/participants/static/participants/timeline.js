// A picture that is wider than the screen starts where today is.
"use strict";

for (const region of document.querySelectorAll("[data-scroll-to]")) {
  const target = region.querySelector(region.dataset.scrollTo);
  if (target) {
    const place = target.getBoundingClientRect().left - region.getBoundingClientRect().left;
    region.scrollLeft = Math.max(0, place - region.clientWidth * 0.7);
  }
}
