// A button that copies the field beside it. Without TLS there is no clipboard: the older way works there, too.
for (const part of document.querySelectorAll("[data-copy]")) {
  const [field, button, told] = ["input", "button", "[role=status]"].map((one) => part.querySelector(one));
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    told.textContent = "";
    const isDone = await (navigator.clipboard?.writeText(field.value).then(() => true, () => false) ?? false);
    if (isDone || document.execCommand("copy")) told.textContent = button.dataset.done;
  });
}
