// Long texts are saved while they are written: 2 s after the last key, at the latest 4 s after the
// first. The text lives in the page and on the server, never in the browser's own storage.

const IDLE = 2000;
const LATEST = 4000;
const RETRY = 5000;
const STAY = [401, 409, 502, 503, 504]; // who sends the form now leaves the page, and the text with it
const KEEPALIVE_LIMIT = 60_000; // browsers refuse larger bodies from a page that closes

function csrfToken() {
  return /(?:^|; )(?:__Host-)?csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

class Draft {
  constructor(form) {
    this.form = form;
    this.revision = form.dataset.draftRevision || "0";
    this.status = form.querySelector("[data-draft-status]");
    this.changes = 0; // counted, so that what is typed during a save is not taken as saved
    this.sending = 0;
    this.saved = 0;
    this.state = "fine"; // fine | waiting (tries again) | stopped (another draft has won) | sent
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("draft:save", () => this.save());
    form.addEventListener("draft:settled", (event) => this.settle(event.detail));
    form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("pageshow", (event) => {
      if (event.persisted && this.state === "sent") this.state = "fine";
    });
    window.addEventListener("beforeunload", (event) => this.leave(event));
    if (this.begun()) this.changed();
  }

  /* Whether something was written before this file had come. After a reload or a step back it is
     the browser that puts old text in the fields, and that is not saved until the writer goes on. */
  begun() {
    if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") return false;
    return [...this.form.elements].some((field) => field.matches("input, textarea")
      && (field.value !== field.defaultValue || field.checked !== field.defaultChecked));
  }

  get unsaved() { return this.changes > this.saved; }

  changed() {
    this.changes += 1;
    this.form.dataset.unsaved = "";
    if (this.state === "stopped") return;
    if (this.state === "sent") this.state = "fine"; // the page is still here
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.save(), IDLE);
    this.latest ??= setTimeout(() => this.save(), LATEST);
  }

  body() {
    const data = new FormData(this.form);
    data.delete("csrfmiddlewaretoken");
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("revision", this.revision);
    if (this.form.dataset.draftOwner) data.set("owner", this.form.dataset.draftOwner);
    return new URLSearchParams(data).toString();
  }

  async save() {
    if (["stopped", "sent"].includes(this.state) || !this.unsaved) return;
    this.clearTimers();
    if (this.request) { this.onceMore = true; return; }
    await (this.underWay = this.post());
    if (this.onceMore && this.state === "fine") this.save();
    this.onceMore = false;
  }

  /* Sends the draft; true when the form itself may follow. */
  async post() {
    this.sending = this.changes;
    this.request = new AbortController();
    const giveUp = setTimeout(() => this.request?.abort(), 20_000);
    const body = this.body();
    let free = false;
    try {
      const reply = await fetch(this.form.dataset.draftUrl, {
        method: "POST", body, redirect: "manual", signal: this.request.signal,
        keepalive: body.length < KEEPALIVE_LIMIT,
        headers: {
          "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
          "X-CSRFToken": csrfToken(), Accept: "application/json",
        },
      });
      const left = reply.headers.get("Session-Ends");
      if (left) document.dispatchEvent(new CustomEvent("session:heard", { detail: left }));
      free = this.answered(reply, await reply.json().catch(() => ({})));
    } catch {
      this.retry("Inte sparat. Ingen kontakt – vi försöker igen.");
    }
    clearTimeout(giveUp);
    this.request = null;
    return free;
  }

  /* Before the form is sent the server is asked whether another tab has a newer text of it: what
     is sent takes the draft's place. Without contact, signed out, or while the server is away, the page stays with its text. */
  submitted(event) {
    const elsewhere = (event.submitter?.formTarget || this.form.target) === "_blank";
    if (event.defaultPrevented || elsewhere) return;
    if (this.free) { this.stop("sent"); return; }
    event.preventDefault();
    if (!this.asking && this.state !== "stopped") this.ask(event.submitter);
  }

  async ask(submitter) {
    this.asking = true;
    this.clearTimers();
    await this.underWay;
    this.changes += 1; // also what has not been touched is asked about
    this.free = this.state !== "stopped" && await (this.underWay = this.post());
    if (this.free) this.form.requestSubmit(submitter);
    this.free = this.asking = false;
  }

  answered(reply, data) {
    if (this.state === "sent") return false;
    if (reply.ok && data.saved) this.succeeded(data);
    else if (reply.status === 401 || reply.type === "opaqueredirect") this.signedOut();
    else if (reply.status === 409) this.refused(data);
    else if (reply.status >= 500 || reply.ok) this.retry("Inte sparat. Servern svarar inte – vi försöker igen.");
    else this.tell(data.message || "Inte sparat. Kopiera texten och ladda om sidan.", "danger");
    return !STAY.includes(reply.status) && reply.type !== "opaqueredirect";
  }

  succeeded({ revision, saved }) {
    this.revision = revision;
    this.saved = this.sending;
    this.state = "fine";
    if (!this.unsaved) delete this.form.dataset.unsaved;
    this.tell(`Sparat ${saved}`);
    this.form.dispatchEvent(new CustomEvent("draft:saved"));
  }

  signedOut() {
    this.retry("Inte sparat. Du är utloggad.");
    this.form.dispatchEvent(new CustomEvent("draft:signed-out")); // sign-in.js asks
  }

  refused({ message, newer }) {
    this.stop("stopped");
    this.tell("Inte sparat.", "danger");
    if (newer && !this.form.dispatchEvent(new CustomEvent("draft:newer", { detail: newer, cancelable: true }))) return; // compare.js shows both
    const notice = document.createElement("div");
    notice.className = "ds-alert";
    notice.dataset.color = "warning";
    notice.setAttribute("role", "alert");
    (this.status.closest(".form-end")?.firstChild ?? this.status).before(notice); // read where it is seen
    notice.textContent = message || "Texten har ändrats på ett annat ställe. Kopiera det du har skrivit här innan du laddar om sidan.";
  }

  /* The writer has chosen between two texts; the one that is not kept was before their eyes. */
  settle({ revision, keep }) {
    this.revision = revision;
    this.state = "fine";
    if (keep) { this.changes += 1; this.save(); return; }
    this.saved = this.changes;
    delete this.form.dataset.unsaved;
    this.tell("Den andra texten står här nu.");
  }

  retry(message) {
    if (this.state === "sent") return;
    this.state = "waiting";
    this.tell(message, "danger");
    clearTimeout(this.again);
    // when a server is back after a fall, not everyone shall come in the same second
    this.again = setTimeout(() => this.save(), RETRY * (0.6 + Math.random() * 0.8));
  }

  stop(state) {
    this.clearTimers();
    this.state = state;
    if (state === "sent") this.request?.abort(); // the form itself carries the newest text
  }

  clearTimers() {
    [this.idle, this.latest, this.again].forEach(clearTimeout);
    this.latest = undefined;
  }

  tell(text, tone = "") {
    this.status.dataset.tone = tone;
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  /* What can still be sent is sent; otherwise the browser asks before the text is lost. */
  leave(event) {
    if (!this.unsaved || this.state === "sent") return;
    const short = this.body().length < KEEPALIVE_LIMIT;
    const underWay = this.request && this.sending === this.changes;
    if (this.state !== "fine" || !short || (this.request && !underWay)) event.preventDefault();
    else if (!underWay) this.save();
  }
}

for (const form of document.querySelectorAll("form[data-draft-url]")) new Draft(form);
