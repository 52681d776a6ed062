// An episode on its page: plays on the deck, goes on where it was left, tells where that is.
import { deck, pieceOf } from "./deck.js";
import { places } from "./kept.js";
import { launch } from "./launch.js";
import { onPage, whileShown } from "./pages.js";
import { clock, placeOf, seek } from "./place.js";
import "./listen.js";

const KEPT_EVERY_MS = 5_000;

function episode(box) {
  const piece = pieceOf(box);
  const media = box.querySelector(":is(audio, video):not([data-plain])");
  const again = box.querySelector(".again-from-start");
  const words = box.dataset;
  const left = words.start || deck.holds(piece) ? 0 : places.of(piece.key);
  const isLeft = () => left > 0 && !deck.holds(piece);
  const idle = () => (isLeft() ? words.wordsResume.replace("{at}", clock(placeOf(media))) : words.wordsPlay);
  const tell = () => { again.hidden = !isLeft(); };

  for (const plain of box.querySelectorAll("[data-plain]")) plain.hidden = true;
  if (left) seek(media, left);
  const play = launch(box, piece, media, { controls: media.localName === "video", idle });
  again.addEventListener("click", () => {
    seek(media, 0);
    play();
    box.querySelector(".play").focus();
  });
  box.addEventListener("listen:play", play);
  whileShown(box, "deck", tell);
  tell();
}

let kept = 0;
const keep = () => {
  if (deck.piece?.kind !== "episode" || !deck.media.readyState) return;
  kept = Date.now();
  places.keep(deck.piece.key, { at: deck.media.currentTime, of: deck.length });
};
document.addEventListener("deck:time", () => { if (Date.now() - kept > KEPT_EVERY_MS) keep(); });
document.addEventListener("deck", () => { if (deck.state === "paused") keep(); });
addEventListener("pagehide", keep);

onPage("[data-kind=episode]", episode);
