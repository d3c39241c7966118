// Two tabs, one draft: what the other has stands field by field beside what stands here, until the
// writer says which is to be kept. Nothing is overwritten before that, and nothing is stored here.

const LARGEST = 4_000_000; // pairs of words to compare; beyond it the whole middle is marked
const UNCOMPARED = new Set(["csrfmiddlewaretoken", "seen", "request_id", "conflict", "revision", "owner"]);

/* Which words of each text the other lacks: [word, differs]. What begins and ends alike is left out. */
export function difference(one, other) {
  const a = one.match(/\s+|[^\s]+/g) ?? [], b = other.match(/\s+|[^\s]+/g) ?? [];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const same = longestInCommon(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const marked = (words, found) => words.map((word, n) => [
    word, n >= start && n < words.length - end && !found.has(n - start),
  ]);
  return [marked(a, same.one), marked(b, same.other)];
}

function longestInCommon(a, b) {
  const found = { one: new Set(), other: new Set() };
  if (a.length * b.length > LARGEST) return found;
  const width = b.length + 1;
  const length = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      length[i * width + j] = a[i] === b[j] ? length[(i + 1) * width + j + 1] + 1
        : Math.max(length[(i + 1) * width + j], length[i * width + j + 1]);
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) { found.one.add(i); found.other.add(j); i += 1; j += 1; }
    else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) i += 1;
    else j += 1;
  }
  return found;
}

function element(tag, { text, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  made.append(...children);
  return made;
}

function passage(words, tag) {
  const box = element("div", { class: "compared" });
  for (let n = 0; n < words.length;) {
    const differs = words[n][1];
    let text = "";
    while (n < words.length && words[n][1] === differs) { text += words[n][0]; n += 1; }
    box.append(differs ? element(tag, { text }) : text);
  }
  if (!words.length) box.append(element("span", { class: "muted", text: "Tomt" }));
  return box;
}

const controls = (form, name) => [...form.elements].filter((control) => control.name === name);
const isTick = (control) => control.type === "checkbox" || control.type === "radio";

function labelOf(form, name) {
  const [control] = controls(form, name);
  const legend = control.type === "radio" && control.closest("fieldset.field")?.querySelector("legend");
  const part = control.closest(".form-part")?.querySelector("legend")?.textContent.trim();
  const own = (legend || control.labels?.[0])?.textContent.replace("(frivilligt)", "").trim() ?? name;
  return part && part !== own ? `${part}: ${own}` : own;
}

/* A value in words: of a radio button or a list what it is called, of a tick box yes or no. */
function inWords(form, name, values) {
  const found = controls(form, name);
  if (found[0].type === "checkbox" && found.length === 1) return values.length ? "Ja" : "Nej";
  return values.map((value) => {
    if (isTick(found[0])) return found.find((c) => c.value === value)?.labels[0]?.textContent ?? value;
    if (found[0].options) return [...found[0].options].find((o) => o.value === value)?.text ?? value;
    return value;
  }).join("\n");
}

const here = (form, name) => new FormData(form).getAll(name).map((value) => String(value).replace(/\r\n?/g, "\n"));

function differing(form, data) {
  const names = new Set([...form.elements].map((control) => control.name));
  return [...names].filter((name) => {
    if (!name || UNCOMPARED.has(name) || ["submit", "button", "file"].includes(controls(form, name)[0].type)) return false;
    const chosen = (data[name] ?? []).filter((value) => value !== "");
    return chosen.join("\n") !== here(form, name).filter((value) => value !== "").join("\n");
  });
}

function put(form, name, values) {
  for (const control of controls(form, name)) {
    if (isTick(control)) control.checked = values.includes(control.value);
    else control.value = values.at(-1) ?? "";
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

class Comparison {
  constructor(form, newer) {
    this.form = form;
    this.newer = newer;
    this.names = differing(form, newer.data);
    this.panel = element("section", { class: "panel comparison", "aria-label": "Jämför texterna", tabindex: "-1" });
    this.show();
    form.addEventListener("submit", this.hold = (event) => {
      event.preventDefault();
      this.panel.focus();
    }, { capture: true });
  }

  show() {
    this.panel.append(
      element("h2", { text: "Jämför texterna" }),
      element("p", { role: "alert", text: `Du har nyare text i en annan flik. Den sparades ${this.newer.saved}. Inget är överskrivet. Jämför och välj vilken text som ska stå.` }),
      ...this.names.map((name) => this.field(name)),
      element("div", { class: "actions" },
        this.button("Behåll min text", "", () => this.settle(true)),
        this.button("Ta den andra texten", "secondary", () => this.settle(false))),
    );
    this.form.before(this.panel);
    this.panel.scrollIntoView({ block: "nearest" });
  }

  field(name) {
    const values = [inWords(this.form, name, this.newer.data[name] ?? []), inWords(this.form, name, here(this.form, name))];
    const [other, mine] = difference(...values);
    return element("div", { class: "comparison-field" },
      element("h3", { text: labelOf(this.form, name) }),
      element("div", {}, element("h4", { text: "I den andra fliken" }), passage(other, "ins")),
      element("div", {}, element("h4", { text: "Här" }), passage(mine, "del")));
  }

  button(text, variant, act) {
    const made = element("button", { class: "ds-button", type: "button", text });
    if (variant) made.dataset.variant = variant;
    made.addEventListener("click", act);
    return made;
  }

  /* The other text stays in sight until this one is saved. */
  settle(keep) {
    if (!keep) for (const name of this.names) put(this.form, name, this.newer.data[name] ?? []);
    this.release();
    if (keep) this.form.addEventListener("draft:saved", () => this.panel.remove(), { once: true });
    else this.panel.remove();
    this.form.dispatchEvent(new CustomEvent("draft:settled", { detail: { revision: this.newer.revision, keep } }));
    this.form.querySelector("textarea, input:not([type=hidden])")?.focus();
  }

  release() { this.form.removeEventListener("submit", this.hold, { capture: true }); }
}

for (const form of document.querySelectorAll("form[data-draft-url]")) {
  let open = null;
  form.addEventListener("draft:newer", (event) => {
    event.preventDefault();
    open?.release();
    open?.panel.remove();
    open = null;
    const { data, revision } = event.detail;
    if (differing(form, data).length) open = new Comparison(form, event.detail);
    else form.dispatchEvent(new CustomEvent("draft:settled", { detail: { revision, keep: true } }));
  });
}
