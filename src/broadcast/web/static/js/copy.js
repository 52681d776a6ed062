// A button that copies the field beside it. Without TLS there is no clipboard: the older way works there, too.
import { onPage } from "./pages.js";

function copying(part) {
  const [field, button, told] = ["input", "button", "[role=status]"].map((one) => part.querySelector(one));
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    told.textContent = "";
    const isDone = await (navigator.clipboard?.writeText(field.value).then(() => true, () => false) ?? false);
    if (isDone || document.execCommand("copy")) told.textContent = button.dataset.done;
  });
}

onPage("[data-copy]", copying);
