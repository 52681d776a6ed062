// Lines are dragged by their grip; where they stand when the page is saved is their order.
const form = document.querySelector("[data-conducteur]");
let held = null;

const lineAt = (y) => [...form.querySelectorAll("[data-line]")].find((line) => {
  const box = line.getBoundingClientRect();
  return line !== held && y > box.top && y < box.bottom;
});

const drag = (event) => {
  const other = lineAt(event.clientY);
  if (!held || !other) return;
  const box = other.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) other.before(held);
  else other.after(held);
};

const drop = () => {
  if (!held) return;
  held.classList.remove("held");
  held = null;
  form.requestSubmit(form.querySelector(".save button"));
};

for (const grip of form?.querySelectorAll("[data-grip]") ?? []) {
  grip.hidden = false;
  grip.addEventListener("pointerdown", (event) => {
    held = grip.closest("[data-line]");
    held.classList.add("held");
    event.preventDefault();
  });
}
// On the document: an element that changes its place loses a pointer that it has captured.
document.addEventListener("pointermove", drag);
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);
