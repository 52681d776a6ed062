// A page that is no part of the walk (a deposit, signing in, the studio) ends the sound: whoever is about to go there
// while something plays is asked, and may open it beside. The words stand in _dock.html.
import { deck } from "./deck.js";

const box = document.getElementById("dock-leaving");
const beside = box.querySelector("a");
let go = null;
let from = null;

// Whether it asks; then `leave` is called once somebody chose to go.
export function asks(to, leave) {
  if (!deck.isOn) return false;
  beside.href = to.href;
  go = leave;
  from = document.activeElement;
  box.showModal();
  return true;
}

beside.addEventListener("click", () => box.close());
box.addEventListener("close", () => {
  const chosen = box.returnValue === "go" ? go : null;
  box.returnValue = "";
  go = null;
  chosen?.();
  // The menu it was asked from is closed by now: a keyboard goes on at the button that opens it.
  if (!chosen && !from.checkVisibility()) document.querySelector(".unfold").focus();
});
