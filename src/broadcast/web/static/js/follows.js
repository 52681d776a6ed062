// The shows to choose from are those of the chosen structure. Without this script all are there, by structure.
const form = document.querySelector("[data-follows]");
const at = form?.elements.structure;
const show = form?.elements.show;

function follow() {
  for (const group of show.querySelectorAll("optgroup")) {
    const isHere = group.dataset.at === at.value;
    group.hidden = group.disabled = !isHere;
    if (!isHere && group.contains(show.selectedOptions[0])) show.value = "";
  }
}

if (form) {
  at.addEventListener("change", follow);
  addEventListener("pageshow", follow); // a browser that goes back puts its choices in again
  follow();
}
