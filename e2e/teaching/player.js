// A guide that plays itself: one step at a time, read aloud where the browser has a French voice.
"use strict";

(() => {
  const PER_LETTER_MS = 55;
  const LEAST_MS = 4000;
  const pages = [...document.querySelectorAll(".page")];
  const bar = document.querySelector(".lecteur");
  const play = bar.querySelector("[data-lecture]");
  const chapters = bar.querySelector("select");
  const said = bar.querySelector("[data-voix]");
  const speech = window.speechSynthesis;
  let at = 0;
  let playing = false;
  let due = 0;

  const voice = () => speech?.getVoices().find((one) => one.lang.startsWith("fr"));

  const words = (page) => [...page.querySelectorAll("h1, h2, .chapeau, .texte p, .texte li > span")]
    .map((one) => one.textContent.trim()).join(". ");

  const hush = () => {
    clearTimeout(due);
    speech?.cancel();
  };

  const tell = () => {
    const text = words(pages[at]);
    const french = voice();
    said.textContent = french ? "" : "Ce navigateur n’a pas de voix française : lisez à l’écran.";
    if (!french) {
      due = setTimeout(next, Math.max(LEAST_MS, text.length * PER_LETTER_MS));
      return;
    }
    const spoken = new SpeechSynthesisUtterance(text);
    spoken.voice = french;
    spoken.lang = french.lang;
    spoken.onend = () => { if (playing) due = setTimeout(next, 800); };
    speech.speak(spoken);
  };

  const show = (place) => {
    hush();
    at = Math.min(Math.max(place, 0), pages.length - 1);
    pages.forEach((page, number) => { page.hidden = number !== at; });
    const chapter = pages.slice(0, at + 1).findLast((page) => page.id);
    chapters.value = chapter ? chapter.id : "";
    scrollTo(0, 0);
    if (playing) tell();
  };

  const set = (on) => {
    playing = on;
    play.textContent = on ? "Pause" : "Lecture";
    if (on) tell();
    else hush();
  };

  const next = () => {
    if (at === pages.length - 1) set(false);
    else show(at + 1);
  };

  bar.addEventListener("click", ({ target }) => {
    if (target === play) set(!playing);
    if (target.matches("[data-avant]")) show(at - 1);
    if (target.matches("[data-apres]")) show(at + 1);
  });
  chapters.addEventListener("change", () => show(pages.findIndex((page) => page.id === chapters.value)));
  bar.hidden = false;
  show(0);
})();
