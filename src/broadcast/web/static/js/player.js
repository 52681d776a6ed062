// A channel's player on its page: fetches the stream only once somebody asks to hear it.
import { deck, pieceOf } from "./deck.js";
import { onPage, whileShown } from "./pages.js";

function player(box) {
  const piece = pieceOf(box);
  const media = box.querySelector("audio, video");
  const button = box.querySelector(".play");
  const told = box.querySelector(".told");
  const words = box.dataset;
  const said = { waiting: words.wordsWait, fault: words.wordsFault, refused: words.wordsRefused };

  const show = () => {
    const isOurs = deck.holds(piece);
    const isOn = isOurs && deck.isOn;
    button.setAttribute("aria-pressed", String(isOn));
    button.querySelector("span").textContent = isOn ? words.wordsStop : words.wordsPlay;
    told.textContent = (isOurs && said[deck.state]) || "";
  };
  button.addEventListener("click", () => (deck.holds(piece) && deck.isOn ? deck.pause() : deck.start(piece, media)));
  box.querySelector(".full")?.addEventListener("click", () => media.requestFullscreen?.());
  whileShown(box, "deck", show);
  show();
}

onPage("[data-player]", player);
