// Several files at once: each gets a row of its own and is sent by itself, so that a bad one never
// costs the others anything. Without this file the form sends them all together. In a form with
// data-at-once there is nothing to tell of a file: it is sent as soon as it is chosen.

import { parse } from "./inert.js";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const LATER = [3000, 8000]; // when to look whether the scan is done, after an upload

function csrfToken() {
  return /(?:^|; )(?:__Host-)?csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

function inBytes(size) {
  const [value, unit] = size < 1e6 ? [Math.max(size / 1024, 1), "kB"] : [size / 1024 / 1024, "MB"];
  return `${value.toLocaleString("sv-SE", { maximumFractionDigits: unit === "MB" ? 1 : 0 })} ${unit}`;
}

/* One file: what is told of it, how much is sent, what is wrong. */
class Row {
  constructor(upload, file, number) {
    this.upload = upload;
    this.file = file;
    this.errors = [];
    this.tried = !upload.atOnce;
    this.item = upload.template.content.firstElementChild.cloneNode(true);
    this.item.id = `fil-${number}`;
    for (const part of $$("[id], [for], [aria-describedby]", this.item)) {
      for (const name of ["id", "for", "aria-describedby"]) {
        if (part.hasAttribute(name)) part.setAttribute(name, `${part.getAttribute(name)}-${number}`);
      }
    }
    $("[data-name]", this.item).textContent = file.name;
    $("[data-size]", this.item).textContent = inBytes(file.size);
    $("[data-remove] span", this.item).textContent = ` ${file.name}`;
    $("progress", this.item).setAttribute("aria-label", `Skickar ${file.name}`);
    const title = this.field("title");
    if (title) title.value = file.name.replace(/\.[^.]*$/, "").replaceAll("_", " ").slice(0, 200);
    $("[data-remove]", this.item).addEventListener("click", () => upload.remove(this));
    this.check();
  }

  field(name) { return $(`[name="${name}"]`, this.item); }

  /* What is wrong with the file itself is told before anything is sent. */
  check() {
    this.clear();
    if (this.file.size > this.upload.maxBytes) this.say("upload", this.upload.form.dataset.tooLarge);
    else if (!this.file.size) this.say("upload", "Filen är tom.");
    return !this.errors.length;
  }

  /* So is what has not been filled in. */
  complete() {
    if (!this.check()) return false;
    for (const field of $$("[data-missing]", this.item)) {
      if (!field.value.trim()) this.say(field.name, field.dataset.missing);
    }
    return !this.errors.length;
  }

  say(name, sentence) {
    const field = name === "upload" ? null : this.field(name);
    const place = field ? document.createElement("div") : $("[data-errors]", this.item);
    if (field) {
      place.className = "field-errors";
      place.id = `${field.id}-fel`;
      field.before(place);
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", place.id);
    }
    const told = document.createElement("p");
    told.className = "ds-validation-message";
    told.textContent = sentence.replace(`${this.file.name}: `, "");
    place.append(told);
    this.item.toggleAttribute("data-wrong", true);
    this.errors.push({ anchor: field?.id ?? this.item.id, text: `${this.file.name}: ${told.textContent}` });
  }

  clear() {
    this.errors = [];
    this.item.removeAttribute("data-wrong");
    $$(".fields .field-errors", this.item).forEach((place) => place.remove());
    $("[data-errors]", this.item).replaceChildren();
    for (const field of $$("[aria-invalid]", this.item)) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
  }

  progress(part) {
    const place = $("[data-progress]", this.item);
    place.hidden = part === null;
    if (part === null) return;
    $("progress", place).value = part;
    $("span", place).textContent = part < 100 ? `${part} %` : "Kontrolleras …";
  }

  /* Sends the file; true when it is saved. */
  send() {
    const data = new FormData();
    data.set("upload", this.file);
    for (const field of $$("[name]", this.item)) data.set(field.name, field.value);
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", this.upload.form.action);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", csrfToken());
      request.upload.addEventListener("progress", ({ loaded, total }) => this.progress(Math.floor((100 * loaded) / total)));
      request.addEventListener("loadend", () => {
        this.progress(null);
        this.answered(request);
        done(!this.errors.length);
      });
      this.progress(0);
      request.send(data);
    });
  }

  answered(request) {
    let told = null;
    try { told = JSON.parse(request.responseText); } catch { /* not from our page */ }
    if (told?.errors) for (const { field, sentence } of told.errors) this.say(field, sentence);
    else if (request.status === 401) this.say("upload", "Du är utloggad. Logga in i en ny flik och spara sedan igen här.");
    else if (request.status === 413) this.say("upload", this.upload.form.dataset.tooLarge);
    else if (request.status === 404) this.say("upload", "Ärendet finns inte längre för dig.");
    else if (!told) this.say("upload", "Filen kom inte fram. Försök igen.");
  }
}

class Upload {
  constructor(form) {
    this.form = form;
    this.maxBytes = Number(form.dataset.maxBytes);
    this.atOnce = "atOnce" in form.dataset;
    this.input = $('input[type="file"]', form);
    this.template = $("[data-row]", form);
    this.list = $("[data-rows]", form);
    this.summary = $("[data-upload-errors]", form);
    this.status = $("[data-upload-status]", form);
    this.button = $(".actions .ds-button", form);
    this.rows = [];
    this.made = 0;
    $("[data-plain]", form)?.remove(); // each row has its own
    this.input.addEventListener("change", () => {
      this.add(this.input.files);
      this.input.value = "";
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.sending) this.save(this.rows);
    });
    window.addEventListener("beforeunload", (event) => { if (this.rows.length) event.preventDefault(); });
    $("[data-drop-hint]", form).hidden = false;
    this.takeDrops($("[data-drop]", form));
    this.shown();
  }

  takeDrops(place) {
    const over = (event, on) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      place.toggleAttribute("data-over", on);
    };
    place.addEventListener("dragover", (event) => over(event, true));
    place.addEventListener("dragleave", (event) => over(event, false));
    place.addEventListener("drop", (event) => {
      over(event, false);
      this.add(event.dataTransfer.files);
    });
    // a file dropped beside the place shall not replace the page
    for (const name of ["dragover", "drop"]) {
      window.addEventListener(name, (event) => {
        if ([...(event.dataTransfer?.types ?? [])].includes("Files")) event.preventDefault();
      });
    }
  }

  add(files) {
    const before = this.rows.length;
    for (const file of files) {
      this.made += 1;
      const row = new Row(this, file, this.made);
      this.rows.push(row);
      this.list.append(row.item);
    }
    this.shown();
    const wrong = this.rows.slice(before).filter((row) => row.errors.length).length;
    this.tell(`${files.length === 1 ? "1 fil vald" : `${files.length} filer valda`}.${wrong ? ` ${wrong} går inte att skicka.` : ""}`);
    if (this.atOnce && !this.sending) this.save([]);
  }

  remove(row) {
    if (this.sending) return;
    const at = this.rows.indexOf(row);
    this.take(row);
    const next = this.rows[at] ?? this.rows[at - 1];
    (next ? $("[data-remove]", next.item) : this.input).focus();
    this.tell(`${row.file.name} är borttagen.`);
  }

  take(row) {
    this.rows = this.rows.filter((other) => other !== row);
    row.item.remove();
    this.shown();
  }

  shown() { this.button.hidden = !this.rows.length; }

  /* Sends these rows, and those that come meanwhile in a form that sends at once. */
  async save(rows) {
    for (const row of rows) row.tried = false;
    this.sending = true;
    this.button.setAttribute("aria-disabled", "true");
    this.button.setAttribute("aria-busy", "true");
    this.summary.hidden = true;
    let saved = 0;
    for (let row; (row = this.rows.find((other) => !other.tried));) {
      row.tried = true;
      if (!row.complete()) continue;
      this.tell(`Skickar ${row.file.name} …`);
      if (await row.send()) {
        this.take(row);
        saved += 1;
      }
    }
    this.sending = false;
    this.button.removeAttribute("aria-disabled");
    this.button.removeAttribute("aria-busy");
    if (saved) this.refresh();
    this.tell(saved ? `${saved === 1 ? "1 handling är sparad" : `${saved} handlingar är sparade`}.` : "");
    this.sumUp();
  }

  /* All that is wrong, with links to where. */
  sumUp() {
    const errors = this.rows.flatMap((row) => row.errors);
    if (!errors.length) return this.input.focus();
    $("ul", this.summary).replaceChildren(...errors.map(({ anchor, text }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${anchor}`;
      link.textContent = text;
      item.append(link);
      return item;
    }));
    this.summary.hidden = false;
    return this.summary.focus();
  }

  tell(text) { this.status.textContent = text; }

  /* The list again, now and while documents in it wait for their scan. */
  async refresh(later = LATER) {
    const reply = await fetch(location.pathname + location.search).catch(() => null);
    if (!reply?.ok) return;
    const page = parse(await reply.text());
    const fresh = $("[data-documents]", page);
    if (!fresh) return;
    $("[data-documents]").replaceChildren(...fresh.childNodes);
    if ($("[data-waiting]") && later.length) setTimeout(() => this.refresh(later.slice(1)), later[0] * (0.8 + Math.random() * 0.4));
  }
}

for (const form of document.querySelectorAll("form[data-upload]")) new Upload(form);
