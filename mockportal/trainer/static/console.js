// Levers call the control API; parts marked data-live follow the election; clocks run on.
"use strict";

const LEAST_MS = 400;
const TOLD_MS = 6000;

const token = document.querySelector("meta[name=form-token]")?.content ?? "";
const question = document.getElementById("question");

// --- what is said

function say(text, bad = false) {
  const line = document.createElement("p");
  line.textContent = text;
  if (bad) line.className = "mal";
  document.getElementById("annonces").replaceChildren(line);
  setTimeout(() => line.remove(), TOLD_MS);
}

function confirmed(text) {
  if (!text) return Promise.resolve(true);
  document.getElementById("question-texte").textContent = text;
  question.returnValue = "";
  question.showModal();
  return new Promise((answer) => {
    question.addEventListener("close", () => answer(question.returnValue === "oui"), { once: true });
  });
}

// --- levers

async function call(told, body) {
  const [method, address] = told.split(" ");
  const headers = { "X-Form-Token": token, accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  const answer = await fetch(address, { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  const given = text ? JSON.parse(text) : {};
  if (!answer.ok) {
    const trouble = new Error(given.detail ?? "La console n'a pas pu le faire.");
    throw Object.assign(trouble, { refusal: given.refusal });
  }
  return given;
}

// What comes before a lever may be done already: by another tab, a moment ago.
async function callUnlessDone(one) {
  try {
    await call(one.call, one.body);
  } catch (trouble) {
    if (trouble.refusal !== "name-taken") throw trouble;
  }
}

// What follows a lever is done wherever it can be: one pupil's election holds up no other's.
async function callAll(calls) {
  const outcomes = await Promise.allSettled(calls.map((one) => call(one.call, one.body)));
  return outcomes.find((one) => one.status === "rejected")?.reason;
}

function filled(form) {
  const body = JSON.parse(form.dataset.body ?? "{}");
  for (const field of form.elements) {
    if (!field.name || field.disabled || (field.type === "radio" && !field.checked)) continue;
    if (field.value === "") continue;
    const value = field.type === "number" ? Number(field.value) : field.value;
    const path = field.name.split(".");
    const last = path.pop();
    let at = body;
    for (const step of path) at = at[step] ??= {};
    at[last] = field.dataset.json === undefined ? value : JSON.parse(value);
  }
  return body;
}

async function pull(lever, body) {
  if (lever.classList.contains("occupe")) return;
  if (!(await confirmed(lever.dataset.confirm))) return;
  lever.classList.add("occupe");
  try {
    for (const one of JSON.parse(lever.dataset.first || "[]")) await callUnlessDone(one);
    const given = await call(lever.dataset.call, body);
    const failed = await callAll(JSON.parse(lever.dataset.next || "[]"));
    if (failed) say(`Pas partout : ${failed.message}`, true);
    else if (lever.dataset.done) say(lever.dataset.done);
    if (lever.dataset.then) {
      location.assign(lever.dataset.then.replace("{id}", given.id ?? given.election ?? ""));
      return;
    }
    await refresh();
  } catch (trouble) {
    say(trouble.message, true);
  } finally {
    lever.classList.remove("occupe");
  }
}

document.addEventListener("click", (event) => {
  const lever = event.target.closest("button[data-call]");
  if (lever) pull(lever, lever.dataset.body ? JSON.parse(lever.dataset.body) : undefined);
  const copied = event.target.closest("button[data-copy]");
  if (copied) navigator.clipboard?.writeText(copied.dataset.copy).then(() => say("Copié."));
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-call]");
  if (!form) return;
  event.preventDefault();
  pull(form, filled(form));
});

// --- what is live

const shown = new WeakMap();
let due = null;
let running = false;
let again = false;

async function refresh() {
  clearTimeout(due);
  due = null;
  if (running) {
    again = true;
    return;
  }
  running = true;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const now = fresh.getElementById(part.id);
      if (now && now.innerHTML !== shown.get(part)) renew(part, now);
    }
    tick();
  } finally {
    running = false;
    if (again) {
      again = false;
      due ??= setTimeout(refresh, LEAST_MS);
    }
  }
}

function renew(part, now) {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const mark = focused?.id || focused?.dataset.key;
  if (focused?.matches("input, select")) return;
  const open = [...part.querySelectorAll("details[open][id]")].map((one) => one.id);
  shown.set(part, now.innerHTML);
  part.replaceChildren(...now.childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (mark) (document.getElementById(mark) ?? part.querySelector(`[data-key="${CSS.escape(mark)}"]`))?.focus();
}

function follow(address) {
  const news = new EventSource(address);
  news.addEventListener("message", () => (due ??= setTimeout(refresh, running ? LEAST_MS : 0)));
  news.addEventListener("open", () => {
    if (document.body.classList.contains("perdu")) refresh();
    document.body.classList.remove("perdu");
  });
  news.addEventListener("error", () => document.body.classList.add("perdu"));
}

// --- clocks

const paris = new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", timeStyle: "medium" });
const read = new WeakMap();

function tick() {
  const now = performance.now();
  for (const clock of document.querySelectorAll("[data-clock]")) {
    if (!read.has(clock)) read.set(clock, now);
    if (clock.dataset.frozen) continue;
    const shown = Number(clock.dataset.clock) + (now - read.get(clock)) * Number(clock.dataset.speed);
    clock.textContent = paris.format(new Date(shown));
  }
  for (const one of document.querySelectorAll("[data-since]")) {
    const text = ago(one.dataset.since);
    if (one.textContent !== text) one.textContent = text;
  }
}

// How long ago, by the server's own clock: this machine's may be wrong.
const loaded = performance.now();

function ago(real) {
  const since = Number(document.body.dataset.real) + performance.now() - loaded - Number(real);
  const seconds = Math.max(0, Math.round(since / 1000));
  if (seconds < 3) return "à l'instant";
  if (seconds < 60) return `il y a ${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `il y a ${minutes} min` : `il y a ${Math.floor(minutes / 60)} h`;
}

for (const part of document.querySelectorAll("[data-live]")) shown.set(part, part.innerHTML);
if (document.body.dataset.events) follow(document.body.dataset.events);
document.querySelector(".onglets [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
tick();
setInterval(tick, 250);
