// Single keys: N opens Ny anteckning from any page of a case. Turned off on the page Kortkommandon.

const note = document.querySelector("[data-note-url]")?.dataset.noteUrl;

function writing(target) {
  return target.isContentEditable || target.closest("input, textarea, select, dialog");
}

document.addEventListener("keydown", (event) => {
  if (!note || event.key.toLowerCase() !== "n" || event.repeat || event.defaultPrevented) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (writing(event.target) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  location.assign(note);
});
