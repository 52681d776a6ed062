// Shows how a picture will be cut, before it is sent.
const form = document.querySelector("form[data-cover]");
const view = form?.querySelector("img");
const place = () => {
  view.style.objectPosition = `${form.across.value}% ${form.down.value}%`;
};

form?.file.addEventListener("change", () => {
  const [file] = form.file.files;
  if (!file) return;
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    view.src = reader.result;
    place();
  });
  reader.readAsDataURL(file);
});
form?.addEventListener("input", place);
