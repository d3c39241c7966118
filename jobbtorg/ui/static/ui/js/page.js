// Small comforts on every page. Without this file every page still works.

const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/* Under HTTPS the cookie's name begins with __Host-. */
function cookie(name) {
  const found = document.cookie.split("; ").find((c) => c.replace("__Host-", "").startsWith(`${name}=`));
  return found?.slice(found.indexOf("=") + 1);
}

/* The whole row is the link; selecting text and other controls in the row are left alone. */
function rowClick(event) {
  const row = event.target.closest("tr, .tasks > li");
  const link = row?.querySelector("a.row-link");
  if (!link || event.defaultPrevented || event.button > 1) return;
  if (event.target.closest("a, button, input, label, summary, select, textarea")) return;
  if (String(window.getSelection())) return;
  if (event.ctrlKey || event.metaKey || event.button === 1) window.open(link.href, "_blank", "noopener");
  else link.click();
}
document.addEventListener("click", rowClick);
document.addEventListener("auxclick", rowClick);

/* A printed page tells who printed it and when, also when it has stood open since yesterday: on top,
   and where the browser can at the foot of each page. */
const foot = new CSSStyleSheet();
document.adoptedStyleSheets.push(foot);
window.addEventListener("beforeprint", () => {
  const now = new Date().toLocaleString("sv-SE", { timeZone: "Europe/Stockholm", dateStyle: "short", timeStyle: "short" });
  for (const time of $$("[data-printed]")) time.textContent = now;
  const line = document.querySelector(".printed")?.textContent.replace(/\s+/g, " ").trim();
  if (line) foot.replaceSync(`@page { @bottom-left { content: ${JSON.stringify(line)}; white-space: normal; } }`);
});

/* The menu's Mer closes by Escape, and when one goes on elsewhere. */
const more = document.querySelector(".more");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !more?.open) return;
  more.open = false;
  more.querySelector("summary").focus();
});
for (const leaves of ["click", "focusin"]) {
  document.addEventListener(leaves, (event) => {
    if (more?.open && !more.contains(event.target)) more.open = false;
  });
}

/* Ctrl+S saves the draft, Ctrl+Enter sends the form that holds the focus. */
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const form = event.target.closest?.("form");
  if (event.key === "s" && (form?.matches("[data-draft-url]") || document.querySelector("form[data-draft-url]"))) {
    event.preventDefault();
    const draft = form?.matches("[data-draft-url]") ? form : document.querySelector("form[data-draft-url]");
    draft.dispatchEvent(new CustomEvent("draft:save"));
  } else if (event.key === "Enter" && form && event.target.matches("textarea, input, select")) {
    event.preventDefault();
    const button = form.querySelector("button[data-primary], button[type=submit], button:not([type])");
    form.requestSubmit(button ?? undefined);
  }
});

/* A form is sent once. Another sign-in may have changed the token meanwhile: the newest is used. */
function release(form) {
  delete form.dataset.sent;
  for (const button of $$("button[aria-busy]", form)) {
    button.removeAttribute("aria-busy");
    button.removeAttribute("aria-disabled");
  }
}
const SENT = "skickat"; // the tab's name, until the page that answers has read it
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  const token = form.elements.csrfmiddlewaretoken;
  const newest = cookie("csrftoken");
  if (token && newest) token.value = newest;
  if (event.defaultPrevented || (event.submitter?.formTarget || form.target) === "_blank") return;
  form.dataset.sent = "1";
  window.name = SENT;
  event.submitter?.setAttribute("aria-disabled", "true");
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(release, 10_000, form); // a lost network shall not lock the form
});
window.addEventListener("pageshow", () => $$("form[data-sent]").forEach(release));

/* Characters: data-count, with data-count-min for a least length; maxlength is shown when set. */
function count(area) {
  const length = area.value.trim().length;
  const { countMin: min } = area.dataset;
  const max = area.maxLength > 0 ? area.maxLength : null;
  const number = (n) => Number(n).toLocaleString("sv-SE");
  const of = min && length < min ? ` av minst ${number(min)}` : max ? ` av högst ${number(max)}` : "";
  area.counter.textContent = `${number(length)}${of} tecken`;
}
for (const area of $$("[data-count]")) {
  area.counter = document.createElement("p");
  area.counter.className = "counter";
  area.after(area.counter);
  area.addEventListener("input", () => count(area));
  count(area);
}

/* A textarea grows with its text; browsers that know field-sizing do it in CSS. */
if (!CSS.supports("field-sizing", "content")) {
  const grow = (area) => {
    if (area.scrollHeight > area.clientHeight) area.style.height = `${area.scrollHeight + 4}px`;
  };
  for (const area of $$("textarea")) {
    area.addEventListener("input", () => grow(area));
    grow(area);
  }
}

/* 20260227 becomes 2026-02-27 when the field is left. */
for (const field of $$("input[data-date]")) {
  field.addEventListener("change", () => {
    field.value = field.value.trim().replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");
  });
}

/* A suggestion is written in its field at a click: data-fill names the field, data-text what to write. */
for (const button of $$("button[data-fill]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.fill);
    field.value = button.dataset.text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}

/* Errors take the focus. A form sent from an address with #… (after the skip link, or a link in the
   summary) comes back with it, and the browser then prefers that place to the summary's autofocus. */
const summary = document.querySelector("[data-error-summary]");
if (summary && location.hash) {
  history.replaceState(history.state, "", location.pathname + location.search);
  summary.focus();
}

/* What answers an act begins at what it says; the same page anew (a tab, a filter) at its content.
   Without this the focus falls back to the top of the document. A followed link begins there. */
function begin() {
  const answers = window.name === SENT;
  if (answers) window.name = "";
  if (document.activeElement !== document.body || document.querySelector("[autofocus]:not(dialog *)")) return;
  const from = document.referrer && new URL(document.referrer).pathname;
  const again = answers || from === location.pathname;
  const start =
    document.getElementById(location.hash.slice(1)) ??
    document.querySelector(".messages:not(:empty)") ??
    (again ? document.getElementById("innehall") : null);
  if (!start) return;
  if (start.tabIndex < 0) start.tabIndex = -1;
  start.focus({ preventScroll: true });
}
begin();
