// Where the deck's media element sits: in its own page while that is shown, else in the bar. An element that is
// moved within one turn plays on (HTML, "media element is removed from a document": if it is back in a document
// at the next stable state, it is not paused).
import { deck } from "./deck.js";

const slot = () => document.querySelector("#dock .dock-slot");

export function leavePage() {
  const { media } = deck;
  if (!media || slot().contains(media)) return;
  media.dataset.controls = media.controls ? "yes" : "";
  media.controls = false;
  slot().append(media);
}

export function reachPage() {
  const place = deck.piece && document.querySelector(`main [data-key="${CSS.escape(deck.piece.key)}"]`);
  const empty = place?.querySelector(":is(audio, video):not([data-plain])");
  if (!empty) return;
  deck.media.controls = deck.media.dataset.controls === "yes";
  empty.replaceWith(deck.media);
}

// What is no longer on the deck leaves the bar.
document.addEventListener("deck", () => {
  for (const media of slot()?.children ?? []) if (media !== deck.media) media.remove();
});
