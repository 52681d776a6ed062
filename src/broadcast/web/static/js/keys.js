// Shortcuts of one letter, only while the focus is in a player (WCAG 2.2, 2.1.4): a screen reader's own letters and
// what is typed elsewhere are never taken. They are told in the bar.
import { deck } from "./deck.js";

const acts = {
  k: () => deck.toggle(),
  j: () => deck.skip(-15),
  l: () => deck.skip(30),
  m: () => { deck.media.muted = !deck.media.muted; },
  n: () => chapter(1),
  p: () => chapter(-1),
};

export function chapter(by) {
  const chapters = deck.piece?.chapters ?? [];
  const at = deck.media?.currentTime ?? 0;
  const here = chapters.findLastIndex((one) => one.at <= at + 0.5);
  const restarts = by < 0 && at - (chapters[here]?.at ?? 0) > 3; // back first goes to where this one began
  const next = chapters[restarts ? here : here + by];
  if (next) deck.seek(next.at);
}

document.addEventListener("keydown", (event) => {
  const { target, ctrlKey, altKey, metaKey } = event;
  if (!deck.media || ctrlKey || altKey || metaKey || !target.closest("[data-keys]")) return;
  if (target.matches("select, textarea, input:not([type=range], [type=checkbox])")) return;
  const act = acts[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});
