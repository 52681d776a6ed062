// Hearing the air again: plays from a moment on, tells what is heard, goes on where a playlist ends. Once it plays, the bar
// is the player: the page keeps the picture, what is heard, and the way back to the present.
import { againOf } from "./air.js";
import { deck } from "./deck.js";
import { heard, linesOf, momentHeard, nextStart } from "./heard.js";
import { launch } from "./launch.js";
import { onPage, whileShown } from "./pages.js";

function replay(box) {
  const words = box.dataset;
  const told = againOf(box.closest("[data-channel]").dataset, words.moment, words.title);
  const piece = deck.holds(told) ? deck.piece : told;
  Object.assign(piece, { span: Number(words.span), lines: linesOf(document) });
  const media = box.querySelector("audio, video");
  const status = box.querySelector(".told");
  const title = box.querySelector(".heard-title");
  const lines = [...document.querySelectorAll("[data-begin]")].map((line) => ({ line, at: Date.parse(line.dataset.begin) }));
  const follow = () => {
    if (!deck.holds(piece)) return;
    const moment = momentHeard();
    const here = lines.filter((one) => one.at <= moment + 500).pop();
    for (const one of lines) {
      if (one === here) one.line.setAttribute("aria-current", "true");
      else one.line.removeAttribute("aria-current");
    }
    const present = heard()?.title;
    if (present && title.textContent !== present) title.textContent = present;
  };
  const tell = () => {
    const isOurs = deck.holds(piece);
    const said = { waiting: words.wordsWait, fault: words.wordsFault, refused: words.wordsRefused }[deck.state];
    status.textContent = (isOurs && said) || "";
    box.querySelector(".launch").hidden = isOurs && deck.state !== "refused";
    const full = box.querySelector(".full");
    if (full) full.hidden = !isOurs;
    box.querySelector("[data-to-live]").hidden = isOurs; // the bar has it, too
  };
  launch(box, piece, media, { controls: false, idle: () => words.wordsPlay });
  box.querySelector(".full")?.addEventListener("click", () => deck.media?.requestFullscreen?.());
  whileShown(box, "deck:time", follow);
  whileShown(box, "deck", tell);
  tell();
  follow();
}

document.addEventListener("deck:ended", () => {
  const { piece } = deck;
  if (piece.kind !== "again") return;
  const next = nextStart(piece);
  if (next < Date.now()) deck.renew({ asked: `?from=${new Date(next).toISOString()}`, on: true, at: 0 });
});

onPage("[data-moment]", replay);
