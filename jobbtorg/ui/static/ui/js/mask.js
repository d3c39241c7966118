// An area is drawn over the page with the pointer, or told in four numbers; each shows in the
// other. Without this file the numbers alone do.

const sheet = document.querySelector("[data-sheet]");
const form = document.querySelector("form[data-area]");

if (sheet && form) {
  const drawn = sheet.querySelector("[data-new]");
  const fields = ["left", "top", "width", "height"].map((name) => form.elements[name]);
  const show = () => {
    const [x, y, width, height] = fields.map((field) => Number(field.value.replace(",", ".")) * 10);
    Object.entries({ x, y, width, height }).forEach(([name, value]) => {
      drawn.setAttribute(name, Number.isFinite(value) ? Math.max(0, value) : 0);
    });
  };
  const place = (event) => {
    const box = sheet.querySelector("img").getBoundingClientRect();
    const within = (part) => Math.min(100, Math.max(0, part * 100));
    return [
      within((event.clientX - box.left) / box.width),
      within((event.clientY - box.top) / box.height),
    ];
  };
  let from = null;

  const stretch = (event) => {
    const to = place(event);
    [0, 1].forEach((n) => {
      const low = Math.floor(Math.min(from[n], to[n]) * 10) / 10;
      const high = Math.min(100, Math.ceil(Math.max(from[n], to[n]) * 10) / 10);
      fields[n].value = low.toFixed(1);
      fields[n + 2].value = (high - low).toFixed(1);
    });
    show();
  };
  sheet.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    from = place(event);
  });
  sheet.addEventListener("pointermove", (event) => { if (from) stretch(event); });
  sheet.addEventListener("pointerup", (event) => { if (from) stretch(event); from = null; });
  sheet.addEventListener("pointercancel", () => { from = null; });
  form.addEventListener("input", show);
  show();
}
