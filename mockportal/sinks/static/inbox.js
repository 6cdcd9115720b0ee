// The list follows what arrives; without this script a reload does the same.
"use strict";

const LEAST_MS = 500;

const title = document.title;
const announced = document.getElementById("annonce");
let unseen = 0;
let due = null;

async function refresh() {
  due = null;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const known = new Set([...document.querySelectorAll("[data-id]")].map((one) => one.dataset.id));
  const focused = document.activeElement?.dataset?.id;
  replace("#liste", fresh);
  if (document.querySelector(".telephone")) replace("#lecture", fresh);
  for (const one of document.querySelectorAll("[data-id]")) {
    if (!known.has(one.dataset.id)) one.classList.add("nouveau");
  }
  if (focused) document.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  toTheEnd();
}

function replace(selector, fresh) {
  const old = document.querySelector(selector);
  const now = fresh.querySelector(selector);
  if (old && now) old.replaceChildren(...now.childNodes);
}

function toTheEnd() {
  const bubbles = document.querySelector(".bulles");
  if (bubbles) bubbles.scrollTop = bubbles.scrollHeight;
}

function heard(event) {
  const arrived = Number(event.data);
  announced.textContent = arrived > 1 ? `${arrived} nouveaux messages` : "1 nouveau message";
  if (document.hidden) {
    unseen += arrived;
    document.title = `(${unseen}) ${title}`;
  }
  due ??= setTimeout(refresh, LEAST_MS);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unseen = 0;
  document.title = title;
});

new EventSource(document.body.dataset.events).addEventListener("message", heard);
toTheEnd();
