// What is heard of the air of some time ago: the piece, and the place in it. The lines of the day tell it; where they
// end, for the air went on, the page is asked for them again.
import { deck } from "./deck.js";
import { placeOf } from "./place.js";

const ASKED_AGAIN_MS = 15_000;
let asked = 0;

const startOf = (piece) => Date.parse(new URLSearchParams(piece.asked).get("from"));

// The moment of the air that is heard, in milliseconds.
export const momentHeard = () => deck.date?.getTime() ?? startOf(deck.piece) + placeOf(deck.media) * 1000;

export const linesOf = (page) => [...page.querySelectorAll("[data-begin]")].map((line) => ({
  begin: Date.parse(line.dataset.begin), end: Date.parse(line.dataset.end), title: line.dataset.title, show: line.dataset.show,
}));

async function askAgain(piece) {
  if (Date.now() - asked < ASKED_AGAIN_MS) return;
  asked = Date.now();
  try {
    const day = new URL(piece.page, location);
    day.search = `?from=${encodeURIComponent(new Date(momentHeard()).toISOString().replace(/\.\d+/, ""))}`;
    const answer = await fetch(day, { headers: { Accept: "text/html" } });
    if (answer.ok) piece.lines = linesOf(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // the next time
  }
}

// { title, show, begin, at, length } of what is heard again, in seconds; null where it is not known.
export function heard() {
  const { piece } = deck;
  if (piece?.kind !== "again") return null;
  const moment = momentHeard();
  const line = piece.lines?.filter((one) => one.begin <= moment + 500).pop();
  if (!line || moment > line.end) askAgain(piece);
  if (!line) return null;
  const length = Math.max(1, (line.end - line.begin) / 1000);
  return { ...line, at: Math.min(length, Math.max(0, (moment - line.begin) / 1000)), length };
}

// To a place in that piece; what is not broadcast yet cannot be heard, so it ends at the present.
export function seekHeard(to) {
  const now = heard();
  if (now) deck.seek(placeOf(deck.media) + to - now.at);
}

export const nextStart = (piece) => startOf(piece) + piece.span * 1000;
