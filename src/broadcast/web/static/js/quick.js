// On the station's page a radio plays at once, in the bar: its link to the channel becomes a button.
import { deck, pieceOf } from "./deck.js";
import { onPage, whileShown } from "./pages.js";

function quick(link) {
  const piece = pieceOf(link);
  const button = Object.assign(document.createElement("button"), { type: "button", className: link.className });
  button.append(...link.childNodes);
  const label = button.querySelector("span");
  const show = () => {
    const isOn = deck.holds(piece) && deck.isOn;
    button.dataset.on = isOn ? "yes" : "";
    label.textContent = isOn ? link.dataset.wordsStop : link.dataset.wordsPlay;
  };
  button.addEventListener("click", () => {
    if (deck.holds(piece)) return deck.toggle();
    const media = new Audio();
    media.preload = "none";
    deck.put(piece, media);
    document.querySelector("#dock .dock-slot").append(media);
    deck.play();
  });
  link.replaceWith(button);
  whileShown(button, "deck", show);
  show();
}

onPage("[data-quick]", quick);
