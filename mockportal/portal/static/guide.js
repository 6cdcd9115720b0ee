"use strict";

// A visitor who opens or closes the guide finds it so on the next page.
for (const guide of document.querySelectorAll("[data-guide]")) {
  const key = `guide-${guide.dataset.guide}`;
  try {
    const kept = localStorage.getItem(key);
    if (kept) guide.open = kept === "oui";
    guide.addEventListener("toggle", () => localStorage.setItem(key, guide.open ? "oui" : "non"));
  } catch { /* no storage: each page opens as the election says */ }
}
