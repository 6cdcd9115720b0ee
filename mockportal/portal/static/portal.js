"use strict";

// The election's clock as the server tells it, counted with performance.now(): the visitor's hour plays no part.
const Portal = (() => {
  const told = document.body.dataset;
  const [asked] = performance.getEntriesByType("navigation");
  const clock = {
    now: Number(told.nowMs),
    speed: Number(told.speed),
    frozen: told.frozen === "true",
    at: asked ? asked.requestStart : 0, // the answer cannot be older than the request
  };
  const onTick = [];
  const onNews = [];

  const now = () => clock.now + (clock.frozen ? 0 : (performance.now() - clock.at) * clock.speed);

  const tick = () => {
    const at = now();
    document.querySelectorAll("[data-stopped]").forEach((mark) => { mark.hidden = !clock.frozen; });
    onTick.forEach((one) => one(at, clock));
  };

  const learn = (news, at) => {
    const late = now() - news.now;
    const same = news.speed === clock.speed && news.frozen === clock.frozen;
    const shown = same && late > 0 && late < 2000 * clock.speed ? now() : news.now;
    Object.assign(clock, { now: shown, speed: news.speed, frozen: news.frozen, at });
    tick();
    onNews.forEach((one) => one());
  };

  const ask = async () => {
    const at = performance.now();
    try {
      const answer = await fetch(told.events, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (answer.ok) learn(await answer.json(), at);
    } catch { /* offline: the clock runs on */ }
  };

  let source;
  let ticking;
  let polling;
  const stop = () => {
    if (source) source.close();
    clearInterval(ticking);
    clearInterval(polling);
  };
  const poll = () => {
    clearInterval(polling);
    polling = setInterval(ask, document.querySelector("[data-reveal]") ? 2000 : 15000);
  };
  const follow = () => {
    stop();
    ticking = setInterval(tick, 250);
    if (!window.EventSource) return poll();
    source = new EventSource(told.events);
    source.onmessage = (event) => learn(JSON.parse(event.data), performance.now());
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) poll(); };
  };

  // Hidden tabs let go of their connection: browsers keep few of them for one site.
  const start = () => {
    if (!onTick.length) return;
    tick();
    follow();
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) { ask(); follow(); } else if (!document.querySelector("[data-reveal]")) stop();
    });
    addEventListener("pagehide", stop);
    addEventListener("pageshow", (event) => { if (event.persisted) { ask(); follow(); } });
  };
  document.addEventListener("DOMContentLoaded", () => setTimeout(start));

  return { now, tick, onTick, onNews };
})();

const write = (place, text) => { if (place.textContent !== text) place.textContent = text; };

// Days, hours, minutes; no seconds, as on the portal.
document.querySelectorAll("[data-countdown]").forEach((box) => {
  const title = box.querySelector("h2");
  const digits = box.querySelector(".chiffres");
  const { opensMs, closesMs } = box.dataset;
  if (!digits) return;
  Portal.onTick.push((at) => {
    const state = at < opensMs ? "before" : at < closesMs ? "open" : "closed";
    const minutes = Math.max(0, Math.floor(((state === "before" ? opensMs : closesMs) - at) / 60000));
    write(title, title.dataset[state]);
    digits.hidden = state === "closed";
    [minutes / 1440, (minutes / 60) % 24, minutes % 60].forEach((number, place) => {
      write(digits.querySelectorAll("b")[place], String(Math.floor(number)).padStart(2, "0"));
    });
  });
});

// The session's end, told in time, in steps of ten seconds so that screen readers may finish.
document.querySelectorAll("[data-session]").forEach((kept) => {
  const { sessionMs, nowMs } = document.body.dataset;
  const box = kept.content.firstElementChild;
  const says = box.querySelector("p");
  const { says: sentence, over } = says.dataset;
  let end = Number(nowMs) + Number(sessionMs);
  kept.before(box);
  Portal.onTick.push((at, clock) => {
    const left = end - at;
    box.hidden = left > kept.dataset.warningMs;
    if (box.hidden) return;
    const seconds = Math.ceil(left / clock.speed / 10000) * 10;
    write(says, left > 0 ? sentence.replace("{}", `${seconds} secondes`) : over);
    box.querySelector("button").hidden = left <= 0;
  });
  box.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch(location.href, { cache: "no-store" });
    const found = /data-now-ms="(\d+)".*data-session-ms="(\d+)"/.exec(await answer.text());
    if (!found) return;
    end = Number(found[1]) + Number(found[2]);
    Portal.tick();
  });
});

// A double click is one request; after a while one may try again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => { delete form.dataset.sent; }, 5000);
});
addEventListener("pageshow", () => {
  document.querySelectorAll("form").forEach((form) => { delete form.dataset.sent; });
});

document.querySelectorAll("[data-sound]").forEach((link) => {
  const sound = new Audio();
  link.addEventListener("click", (event) => {
    event.preventDefault();
    sound.src = link.href;
    sound.play().catch(() => { location.href = link.href; });
  });
});

const refusal = document.getElementById("refus");
if (refusal) refusal.focus();
