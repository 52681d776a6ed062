// The large button of a piece on its page. The element's own controls come once there is something to control:
// until then a browser shows them dead.
import { deck } from "./deck.js";
import { whileShown } from "./pages.js";

export function launch(box, piece, media, { controls, idle }) {
  const button = box.querySelector(".play");
  const words = box.dataset;
  const show = () => {
    const isOurs = deck.holds(piece);
    const isOn = isOurs && deck.isOn;
    media.controls = isOurs && controls && media.closest("main") !== null;
    button.dataset.on = isOn ? "yes" : "";
    button.querySelector("span").textContent = isOn ? words.wordsPause : idle();
  };
  const play = () => deck.start(piece, media);

  box.querySelector(".launch").hidden = false;
  if (!deck.holds(piece)) {
    media.preload = "none";
    media.querySelector("source")?.remove();
    media.removeAttribute("src");
  }
  button.addEventListener("click", () => (deck.holds(piece) && deck.isOn ? deck.pause() : play()));
  media.addEventListener("click", () => { if (!deck.holds(piece)) play(); });
  whileShown(box, "deck", show);
  show();
  return play;
}
