// The dialog that asks for a new sign-in while a draft waits (components/draft_status.html).
// Closed with Escape it stays closed until the text is saved; the retries go on meanwhile.

for (const dialog of document.querySelectorAll("dialog[data-sign-in]")) {
  const form = dialog.closest("form");
  const answer = dialog.querySelector("[role=status]");
  let dismissed = false;

  dialog.addEventListener("cancel", () => { dismissed = true; });
  dialog.querySelector("button").addEventListener("click", () => {
    answer.textContent = "Kontrollerar …";
    form.dispatchEvent(new CustomEvent("draft:save"));
  });
  form.addEventListener("draft:signed-out", () => {
    if (answer.textContent) answer.textContent = "Du är fortfarande utloggad.";
    if (!dialog.open && !dismissed) dialog.showModal();
  });
  form.addEventListener("draft:saved", () => {
    dismissed = false;
    answer.textContent = "";
    dialog.close(); // the browser gives the focus back to where it was
  });
}
