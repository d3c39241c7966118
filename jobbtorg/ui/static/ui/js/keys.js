// Ctrl+K goes to the search of the page's head. Single keys, which the page Kortkommandon turns off:
// N opens Ny anteckning from any page of a case, ? opens Kortkommandon.

const term = document.getElementById("sok-arende");
const note = document.querySelector("[data-note-url]")?.dataset.noteUrl;
const help = document.querySelector("[data-keys-url]")?.dataset.keysUrl;
const pages = new Map([["n", note], ["?", help]]);

function writing(target) {
  return target.isContentEditable || target.closest("input, textarea, select, dialog");
}

document.addEventListener("keydown", (event) => {
  if (!term || event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
  if (event.altKey || event.shiftKey || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  term.focus();
  term.select();
});

document.addEventListener("keydown", (event) => {
  const page = pages.get(event.key.toLowerCase());
  if (!page || event.repeat || event.defaultPrevented) return;
  if (event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && event.key !== "?")) return;
  if (writing(event.target) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  location.assign(page);
});
