// Long work shows by itself how far it has come. Each page asks at its own pace: soon at first, then
// more and more seldom, never while nobody looks, and never two at the same beat. Without this file
// the page is read anew by itself.

import { parse } from "./inert.js";

const FIRST = 1000;
const SLOWEST = 15000;
const QUARTERS = 4;

const wait = (ms) => new Promise((go) => setTimeout(go, ms * (0.8 + Math.random() * 0.4)));
const shown = () => new Promise((go) => {
  if (!document.hidden) go();
  else document.addEventListener("visibilitychange", () => go(), { once: true });
});

/* What is told to who listens: the state, and each quarter of the way. */
function milestone(part) {
  const work = part.querySelector("[data-state]");
  const bar = part.querySelector("progress");
  const quarter = bar && bar.max > 1 ? Math.floor((bar.value / bar.max) * QUARTERS) : 0;
  return { key: `${work.dataset.state} ${quarter}`, words: work.dataset.told, state: work.dataset.state };
}

function tell(words) {
  const place = document.querySelector("[data-work-told]");
  if (place) place.textContent = words;
}

async function follow(part) {
  let pause = FIRST;
  let before = milestone(part);
  let html = part.innerHTML;
  while (["vantar", "arbetar"].includes(before.state)) {
    await wait(pause);
    await shown();
    pause = Math.min(pause * 1.5, SLOWEST);
    const answer = await fetch(part.dataset.work, { redirect: "manual", headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer) continue; // no network just now
    if (answer.status >= 500 || answer.status === 429) continue;
    if (!answer.ok) return; // signed out, or no longer theirs: the page says so when it is read anew
    const text = await answer.text();
    if (text === html) continue;
    html = text;
    part.replaceChildren(...parse(text).body.childNodes);
    const now = milestone(part);
    if (now.key !== before.key) tell(now.words);
    before = now;
  }
}

for (const part of document.querySelectorAll("[data-work]")) follow(part);
