"use strict";

// Loaded before the page is drawn: the code stays invisible until its deadline has been checked.
document.documentElement.classList.add("js");

document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("[data-reveal]");
  const masked = document.querySelector("[data-masked]");
  // Back from the browser's memory, where the page was wiped: only the server knows.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  if (!box) return;

  const find = (name) => box.querySelector(`[data-${name}]`);
  const code = find("code");
  const deadline = Number(document.body.dataset.nowMs) + Number(box.dataset.remainingMs);
  const left = (at, clock) => Math.ceil((deadline - at) / clock.speed / 1000);
  let warnings;

  const wipe = () => {
    if (!box.isConnected) return;
    code.textContent = "";
    box.replaceWith(masked.content.cloneNode(true));
    document.querySelector("main").dataset.refusal = "reveal-gone";
  };

  const warn = (seconds) => {
    warnings ??= box.dataset.warnings.split(" ").map(Number).filter((one) => one < seconds);
    const due = warnings.filter((one) => seconds <= one);
    if (!due.length) return;
    warnings = warnings.filter((one) => seconds > one);
    find("warning").textContent = `Il reste ${Math.min(...due)} secondes.`;
  };

  Portal.onTick.push((at, clock) => {
    if (at >= deadline) return wipe();
    document.documentElement.classList.add("sure");
    find("seconds").textContent = left(at, clock);
    find("bar").value = deadline - at;
    warn(left(at, clock));
  });

  const check = async () => {
    Portal.tick();
    try {
      const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
      if (answer.status === 410 || answer.status === 404) wipe();
    } catch { /* no answer: the deadline stands */ }
  };
  Portal.onNews.push(() => { if (box.isConnected) check(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && box.isConnected) check(); });
  addEventListener("pagehide", wipe);

  const copied = () => { find("warning").textContent = "Code copié."; };
  const copyBySelection = () => {
    getSelection().selectAllChildren(code);
    if (document.execCommand("copy")) copied();
    getSelection().removeAllRanges();
  };
  find("copy").hidden = false;
  find("copy").addEventListener("click", () => {
    if (!navigator.clipboard) return copyBySelection();
    navigator.clipboard.writeText(code.textContent).then(copied, copyBySelection);
  });
});
