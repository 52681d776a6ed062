// The deck: the one thing that plays, wherever its page has gone. It says on the document what happens:
// "deck" when something else is on it or its state changed, "deck:time" while it plays, "deck:ended".
import { choices } from "./kept.js";
import { placeOf, seek } from "./place.js";
import { open } from "./stream.js";

const SAID = ["playing", "pause", "waiting", "ended", "durationchange", "ratechange", "error"];
const AGAIN_AFTER_MS = 3_000;
const ON = new Set(["waiting", "playing", "fault"]);

class Deck {
  piece = null;
  media = null;
  state = "empty"; // waiting, playing, paused, fault (trying again), refused
  #stream = null;
  #turn = 0;
  #wires = null;

  holds(piece) { return this.piece?.key === piece.key; }
  get isOn() { return ON.has(this.state); }
  get isLive() { return this.piece?.kind === "live"; }
  get date() { return this.#stream?.date ?? null; } // when what is heard was on air
  get length() {
    const known = this.media?.duration;
    return Number.isFinite(known) && known > 0 ? known : Number(this.piece?.seconds) || 0;
  }

  // Puts a piece and its media element in the place of what was there.
  put(piece, media) {
    if (this.media && this.media !== media) this.close();
    this.piece = piece;
    this.media = media;
    media.volume = choices.volume;
    this.#wires?.abort();
    this.#wires = new AbortController();
    for (const moment of SAID) media.addEventListener(moment, () => this.#hear(moment), { signal: this.#wires.signal });
    media.addEventListener("timeupdate", () => this.#tell("deck:time"), { signal: this.#wires.signal });
    this.#say("paused");
  }

  async play() {
    const turn = ++this.#turn;
    this.#say("waiting");
    try {
      if (!this.#stream) {
        const { full, thin, library, libraryThin, asked = "" } = this.piece;
        const [address, from] = choices.thin ? [thin, libraryThin] : [full, library];
        const stream = await open(this.media, address + asked, from, () => this.#say("fault"));
        if (turn !== this.#turn) return stream.detach();
        this.#stream = stream;
        if (!this.isLive) this.media.defaultPlaybackRate = this.media.playbackRate = choices.speed;
      }
      await this.media.play();
    } catch (fault) {
      if (turn !== this.#turn || fault.name === "AbortError") return;
      if (fault.name === "NotAllowedError") return this.#say("paused"); // the browser wants one more press
      this.#loosen();
      this.#say("refused");
    }
  }

  // What is live goes on without us, so it is let go; a piece waits where it is.
  pause() {
    this.#turn += 1;
    if (this.isLive) this.#loosen();
    else this.media?.pause();
    this.#say("paused");
  }

  toggle() { return this.isOn ? this.pause() : this.play(); }

  start(piece, media) {
    if (!this.holds(piece) || this.media !== media) this.put(piece, media);
    return this.play();
  }

  seek(to) {
    if (!this.isLive && this.media) seek(this.media, Math.max(0, Math.min(to, this.length || to)));
  }

  skip(by) { this.seek(placeOf(this.media) + by); }

  // The same from another address: a slow connection was chosen, or another moment of the air.
  renew({ asked = this.piece?.asked, on = this.isOn, at = this.media && placeOf(this.media) } = {}) {
    if (!this.piece) return;
    this.#turn += 1;
    this.#loosen();
    this.piece.asked = asked;
    if (!this.isLive) seek(this.media, at);
    if (on) this.play();
    else this.#say("paused");
  }

  close() {
    this.#turn += 1;
    this.#loosen();
    this.#wires?.abort();
    const left = this.media;
    this.piece = this.media = null;
    this.#say("empty");
    return left;
  }

  #loosen() {
    this.#stream?.detach();
    this.#stream = null;
  }

  #hear(moment) {
    if (moment === "playing") this.#say("playing");
    else if (moment === "pause" && this.media.paused && !this.isLive) this.#say("paused");
    else if (moment === "error") this.#tryAgain();
    else if (moment === "ended") {
      this.#say("paused");
      this.#tell("deck:ended");
    }
    else this.#tell("deck");
  }

  // A file that broke off is asked for once more, from the same place; where it is gone, play() finds that.
  #tryAgain() {
    if (!this.media.error || !this.#stream || this.#stream.recovers) return;
    const turn = this.#turn;
    this.#say("fault");
    setTimeout(() => { if (turn === this.#turn) this.renew({ on: true }); }, AGAIN_AFTER_MS);
  }

  #say(state) {
    this.state = state;
    this.#tell("deck");
  }

  #tell(moment) { document.dispatchEvent(new CustomEvent(moment)); }
}

export const deck = new Deck();

// A piece as a box of a page tells it.
export function pieceOf(box) {
  const { kind, key, title, about, cover, page, full, thin, library, libraryThin, now, seconds, asked } = box.dataset;
  const chapters = [...box.querySelectorAll(".chapters [data-at]")].map((line) => ({
    at: Number(line.dataset.at), title: line.querySelector("span").textContent,
  }));
  return { kind, key, title, about, cover, page, full, thin, library, libraryThin, now, seconds, asked, chapters };
}
