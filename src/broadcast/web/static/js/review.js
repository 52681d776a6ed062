// The review queue by keyboard. Single keys rest while somebody writes, and can be switched off for good.
const STORE = "antenne-review-keys";
const board = document.querySelector("[data-review]");
const help = board?.querySelector("[data-keys]");
const media = board?.querySelector("audio");

const isOn = () => localStorage.getItem(STORE) !== "off";
const isTaken = (target, key) =>
  target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") ||
  (key === " " && target.closest("button, summary, input, audio, a"));

const acts = {
  j: (control) => control.click(),
  k: (control) => control.click(),
  a: (control) => control.click(),
  c: (control) => control.focus(),
  r: (control) => control.focus(),
};

function press(event) {
  const { key, target } = event;
  if (!isOn() || event.ctrlKey || event.altKey || event.metaKey || event.repeat || isTaken(target, key)) return;
  const control = board.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (control && acts[key]) {
    acts[key](control);
  } else if (key === " " && media) {
    media.paused ? media.play().catch(() => {}) : media.pause();
  } else if (key === "?") {
    help.open = true;
    help.querySelector("summary").focus();
  } else {
    return;
  }
  event.preventDefault();
}

if (board) {
  const choice = help.querySelector("input");
  help.hidden = false;
  choice.checked = isOn();
  choice.addEventListener("change", () => localStorage.setItem(STORE, choice.checked ? "on" : "off"));
  document.addEventListener("keydown", press);
  if (new URLSearchParams(location.search).has("item")) board.querySelector("#piece").focus({ preventScroll: innerWidth >= 960 });
}
