// Two minutes before the session ends the page says so, and one key goes on with it. Nothing is
// asked of the server meanwhile: each answer tells how long is left, and the tabs tell each other.

const WARNING = 120_000;
const tabs = new BroadcastChannel("session");
const dialog = document.querySelector("dialog[data-session]");
const told = dialog.querySelector("[data-told]");
let timer;
let ticking;
let ends = 0; // when, by this machine's clock
let whole = 0; // when it ends whatever one does

const seconds = () => Math.max(0, Math.round((ends - Date.now()) / 1000));
const inWords = (n) => (n >= 90 ? "2 minuter" : n >= 45 ? "1 minut" : `${n} sekunder`);

/* Long waits are asked anew: a machine that slept has let its timers stand still. */
function wait() {
  clearTimeout(timer);
  const left = ends - WARNING - Date.now();
  timer = setTimeout(() => (Date.now() >= ends - WARNING - 500 ? warn() : wait()), Math.min(Math.max(left, 0), 30_000));
}

function show() {
  const left = seconds();
  for (const place of dialog.querySelectorAll("[data-left]")) place.textContent = inWords(left);
  if ([60, 30, 10].includes(left)) told.textContent = `Du loggas ut om ${inWords(left)}.`;
  if (left > 0) return;
  clearInterval(ticking);
  dialog.querySelector("h2").textContent = "Du är utloggad";
  dialog.querySelector("button").textContent = "Stäng";
  for (const text of dialog.querySelectorAll("[data-idle], [data-whole]")) text.hidden = true;
  told.className = "";
  told.textContent = "Har du en text öppen här ligger den kvar. Logga in i en ny flik, så sparas den.";
}

function warn() {
  if (dialog.open) return;
  const last = whole - Date.now() < 2 * WARNING; // to go on gives no more time
  dialog.querySelector("[data-idle]").hidden = last;
  dialog.querySelector("[data-whole]").hidden = !last;
  dialog.setAttribute("aria-describedby", (last ? "session-whole" : "session-text"));
  show();
  clearInterval(ticking);
  ticking = setInterval(show, 1000);
  for (const form of document.querySelectorAll("form[data-draft-url]")) form.dispatchEvent(new CustomEvent("draft:save"));
  dialog.showModal();
}

/* "left whole", in seconds: from the page's head, from any answer, or from another tab. */
function heard(text) {
  const [left, all] = (text ?? "").split(" ").map(Number);
  if (!left) return;
  ends = Date.now() + left * 1000;
  whole = Date.now() + all * 1000;
  if (ends - Date.now() > WARNING && dialog.open) dialog.close();
  if (!dialog.open) wait();
}

async function goOn() {
  if (!seconds() || whole - Date.now() < 2 * WARNING) { dialog.close(); return; }
  const answer = await fetch("/inloggad/", { redirect: "manual" }).catch(() => null);
  const text = answer?.headers.get("Session-Ends");
  if (!text) { told.className = ""; told.textContent = "Det gick inte att nå servern. Försök igen."; return; }
  heard(text);
  tabs.postMessage(text);
  dialog.close();
}

dialog.querySelector("button").addEventListener("click", goOn);
dialog.addEventListener("cancel", (event) => { event.preventDefault(); goOn(); });
dialog.addEventListener("close", () => { clearInterval(ticking); if (seconds() * 1000 > WARNING) wait(); });
tabs.addEventListener("message", (event) => heard(event.data));
document.addEventListener("session:heard", (event) => { heard(event.detail); tabs.postMessage(event.detail); });
const first = document.querySelector("meta[name=session-ends]").content;
heard(first);
tabs.postMessage(first);
