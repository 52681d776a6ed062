// What a locked phone, a headset or a car shows and asks (Media Session).
import { deck } from "./deck.js";
import { heard, seekHeard } from "./heard.js";
import { chapter } from "./keys.js";

const session = navigator.mediaSession;
let told = "";

function act(name, does) {
  try {
    session.setActionHandler(name, does);
  } catch {
    // this browser does not know it
  }
}

function name() {
  const { piece } = deck;
  const next = piece ? JSON.stringify([piece.key, piece.present]) : "";
  if (next === told) return;
  told = next;
  if (!piece) {
    session.metadata = null;
    return;
  }
  session.metadata = new MediaMetadata({
    title: piece.present ?? piece.title,
    artist: piece.present ? piece.title : piece.about,
    artwork: [{ src: new URL(piece.cover, location).href }],
  });
  const seeks = deck.isLive ? null : true;
  const chaptered = seeks && piece.chapters?.length;
  act("play", () => deck.play());
  act("pause", () => deck.pause());
  act("stop", () => deck.pause());
  act("seekbackward", seeks && ((asked) => deck.skip(-(asked.seekOffset ?? 15))));
  act("seekforward", seeks && ((asked) => deck.skip(asked.seekOffset ?? 30)));
  act("seekto", seeks && ((asked) => (deck.piece.kind === "again" ? seekHeard(asked.seekTime) : deck.seek(asked.seekTime))));
  act("previoustrack", chaptered ? () => chapter(-1) : null);
  act("nexttrack", chaptered ? () => chapter(1) : null);
}

function place() {
  session.playbackState = deck.piece ? (deck.isOn ? "playing" : "paused") : "none";
  const piece = heard();
  const { media } = deck;
  const length = piece?.length ?? deck.length;
  if (!media || deck.isLive || !length) return session.setPositionState?.();
  session.setPositionState?.({ duration: length, position: Math.min(piece?.at ?? media.currentTime, length), playbackRate: media.playbackRate || 1 });
}

if (session) {
  document.addEventListener("deck", () => {
    name();
    place();
  });
  document.addEventListener("deck:now", name);
}
