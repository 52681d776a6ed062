// A word for addresses, proposed from the name while one types, until somebody writes their own.
const wordOf = (name) =>
  name.replace(/œ/g, "oe").replace(/Œ/g, "Oe").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .match(/[a-z0-9]+/g)?.join("-").slice(0, 56).replace(/-$/, "") ?? "";

for (const field of document.querySelectorAll("[data-address-of]")) {
  const name = field.form.elements[field.dataset.addressOf];
  let isProposed = !field.value;
  name.addEventListener("input", () => {
    if (isProposed) field.value = wordOf(name.value);
  });
  field.addEventListener("input", () => {
    isProposed = !field.value;
  });
}
