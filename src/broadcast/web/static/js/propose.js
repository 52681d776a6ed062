// The form of a new slot: one piece is proposed once, for as long as it is, at the next moment that is free. What was
// typed already is left as it is.
const form = document.querySelector("[data-place-form]");
const NAMES = ["on", "time", "minutes", "repeat"];
const first = Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value]));
const typed = new Set();

for (const name of NAMES) form.elements[name].addEventListener("input", () => typed.add(name));
form.elements.plays.addEventListener("change", ({ target }) => {
  const { minutes, on, time } = target.selectedOptions[0].dataset;
  const fits = minutes ? { minutes, on, time, repeat: "" } : first;
  const isElsewhere = typed.has("on") || typed.has("time") || new URLSearchParams(location.search).has("at");
  for (const name of NAMES) {
    if (typed.has(name) || (isElsewhere && ["on", "time"].includes(name))) continue;
    form.elements[name].value = fits[name];
  }
});
