// Hearing the air again: plays from a moment on, follows it in the list, goes on where a playlist ends.
import { deck, pieceOf } from "./deck.js";
import { launch } from "./launch.js";
import { onPage, whileShown } from "./pages.js";

const startOf = (piece) => Date.parse(new URLSearchParams(piece.asked).get("from"));

function replay(box) {
  const told = pieceOf(box);
  const piece = deck.holds(told) ? deck.piece : Object.assign(told, { span: Number(box.dataset.span) });
  const media = box.querySelector("audio, video");
  const status = box.querySelector(".told");
  const words = box.dataset;
  const lines = [...document.querySelectorAll("[data-begin]")].map((line) => ({ line, at: Date.parse(line.dataset.begin) }));
  const follow = () => {
    if (!deck.holds(piece)) return;
    const at = deck.date?.getTime() ?? startOf(piece) + media.currentTime * 1000;
    const here = lines.filter((one) => one.at <= at + 500).pop();
    for (const one of lines) {
      if (one === here) one.line.setAttribute("aria-current", "true");
      else one.line.removeAttribute("aria-current");
    }
  };
  const tell = () => {
    const said = { fault: words.wordsFault, refused: words.wordsRefused }[deck.state];
    status.textContent = (deck.holds(piece) && said) || "";
  };
  launch(box, piece, media, { controls: true, idle: () => words.wordsPlay });
  whileShown(box, "deck:time", follow);
  whileShown(box, "deck", tell);
  follow();
}

document.addEventListener("deck:ended", () => {
  const { piece } = deck;
  if (piece.kind !== "again") return;
  const next = startOf(piece) + piece.span * 1000;
  if (next < Date.now()) deck.renew({ asked: `?from=${new Date(next).toISOString()}`, on: true, at: 0 });
});

onPage("[data-kind=again]", replay);
