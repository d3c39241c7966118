// Infoga fras: a list to choose from puts its text at the cursor. As long as a phrase stands word
// for word in a field, that is said under the field; the server says the same when the page is made.

import { insert } from "./paste.js";

const dialog = document.querySelector("dialog[data-phrases]");
const offered = [...(dialog?.querySelectorAll("[data-counted]") ?? [])].map(({ dataset }) => dataset);

class PhraseField {
  constructor(row) {
    this.row = row;
    this.area = document.getElementById(row.dataset.phrasesFor);
    this.list = row.querySelector(".inserted ul");
    const standing = [...this.list.children].map(({ dataset }) => dataset);
    this.known = [...standing, ...offered].sort((a, b) => b.text.length - a.text.length);
    const button = row.querySelector("[data-insert-phrase]");
    if (this.area.disabled || this.area.readOnly) return;
    button.hidden = !dialog;
    button.addEventListener("click", () => this.choose());
    this.area.addEventListener("focus", () => { this.visited = true; });
    this.area.addEventListener("input", () => this.mark());
    this.mark(true);
  }

  choose() {
    chosen = this;
    filter.value = "";
    narrow();
    dialog.showModal();
  }

  put(text) {
    if (!this.visited) this.area.setSelectionRange(this.area.value.length, this.area.value.length);
    const before = this.area.value.slice(0, this.area.selectionStart);
    insert(this.area, /\S$/.test(before) ? ` ${text}` : text);
  }

  /* The longest first: what is part of a longer phrase that stands here is not told of again. */
  standing() {
    const found = [];
    for (const phrase of this.known) {
      const within = found.some((longer) => longer.text.includes(phrase.text));
      if (!within && this.area.value.includes(phrase.text)) found.push(phrase);
    }
    return found;
  }

  mark(always = false) {
    const found = this.standing();
    const told = found.map((phrase) => phrase.title).join("\n");
    if (!always && told === this.told) return;
    this.told = told;
    this.list.replaceChildren(...found.map((phrase) => this.item(phrase)));
  }

  item({ title, text }) {
    const item = document.createElement("li");
    const show = document.createElement("button");
    item.textContent = `Infogad fras som inte är ändrad: ${title} `;
    show.type = "button";
    show.className = "ds-button small";
    show.dataset.variant = "tertiary";
    show.textContent = "Visa";
    show.setAttribute("aria-label", `Visa frasen ${title} i texten`);
    show.addEventListener("click", () => this.show(text));
    item.append(show);
    return item;
  }

  show(text) {
    const start = this.area.value.indexOf(text);
    this.area.focus();
    this.area.setSelectionRange(start, start + text.length);
  }
}

let chosen = null;
const filter = dialog?.querySelector("[data-phrase-filter]") ?? { value: "" };

function narrow() {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  for (const section of dialog.querySelectorAll("section")) {
    let shown = 0;
    for (const button of section.querySelectorAll("[data-text]")) {
      const { title, text } = button.dataset;
      const fits = words.every((word) => `${title} ${text}`.toLowerCase().includes(word));
      button.parentElement.hidden = !fits;
      shown += fits;
    }
    section.hidden = !shown;
    left += shown;
  }
  const none = dialog.querySelector("[data-phrase-none]");
  if (none) none.textContent = left ? "" : "Ingen fras innehåller det du söker.";
}

if (dialog) {
  dialog.addEventListener("input", narrow);
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) dialog.close();
    const button = event.target.closest("[data-text]");
    if (!button) return;
    dialog.close();
    chosen.put(button.dataset.text);
  });
  /* Enter in the filter takes the first that is left. */
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== filter) return;
    event.preventDefault();
    dialog.querySelector("section:not([hidden]) li:not([hidden]) [data-text]")?.click();
  });
}

for (const row of document.querySelectorAll("[data-phrases-for]")) new PhraseField(row);
