// The dialog that asks for a new sign-in while a draft waits (components/draft_status.html).
// Closed with Escape it stays closed until the text is saved; the retries go on meanwhile.

for (const dialog of document.querySelectorAll("dialog[data-sign-in]")) {
  const form = dialog.closest("form");
  const answer = dialog.querySelector("[role=status]");
  let dismissed = false;
  let back = () => {};

  /* The browser gives the focus back by itself, but after a mouse click Chromium leaves the caret
     behind, so that keys go nowhere: focus and caret are put back by hand. */
  function remember() {
    const field = document.activeElement;
    const { selectionStart: start, selectionEnd: end } = field;
    back = () => {
      field.blur();
      field.focus({ preventScroll: true });
      if (typeof start === "number") field.setSelectionRange(start, end);
    };
  }

  dialog.addEventListener("cancel", () => { dismissed = true; });
  dialog.querySelector("button").addEventListener("click", () => {
    answer.textContent = "Kontrollerar …";
    form.dispatchEvent(new CustomEvent("draft:save"));
  });
  form.addEventListener("draft:signed-out", () => {
    if (answer.textContent) answer.textContent = "Du är fortfarande utloggad.";
    if (dialog.open || dismissed) return;
    remember();
    dialog.showModal();
  });
  form.addEventListener("draft:saved", () => {
    dismissed = false;
    answer.textContent = "";
    if (dialog.open) dialog.close();
  });
  dialog.addEventListener("close", () => back());
}
