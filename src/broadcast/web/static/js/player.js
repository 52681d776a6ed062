// A channel's player: fetches the stream only once somebody asks to hear it.
import { attach } from "./stream.js";

for (const box of document.querySelectorAll("[data-player]")) {
  const media = box.querySelector("audio, video");
  const button = box.querySelector(".play");
  const told = box.querySelector(".told");
  const volume = box.querySelector(".volume input");
  const thin = box.querySelector(".thin input");
  const words = box.dataset;
  let stream = null;
  let from = "";

  const show = (playing, text = "") => {
    button.setAttribute("aria-pressed", String(playing));
    button.querySelector("span").textContent = playing ? words.wordsStop : words.wordsPlay;
    told.textContent = text;
  };
  const stop = () => {
    stream?.detach();
    stream = null;
    show(false);
  };
  const start = async () => {
    show(true, words.wordsWait);
    try {
      stream = await attach(media, (thin.checked ? words.thin : words.live) + from, words.hls, () => show(true, words.wordsFault));
      await media.play();
    } catch (fault) {
      if (fault.name === "AbortError") return;
      stop();
      told.textContent = words.wordsRefused;
    }
  };
  button.addEventListener("click", () => {
    from = "";
    return stream ? stop() : start();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-from-start]");
    if (!link) return;
    event.preventDefault();
    from = new URL(link.href).search;
    stop();
    start();
  });
  thin.addEventListener("change", () => {
    if (stream) {
      stop();
      start();
    }
  });
  volume.addEventListener("input", () => { media.volume = volume.value / 100; });
  media.volume = volume.value / 100;
  media.addEventListener("playing", () => show(true));
  box.querySelector(".full")?.addEventListener("click", () => media.requestFullscreen?.());
  if ("mediaSession" in navigator) {
    media.addEventListener("play", () => {
      navigator.mediaSession.metadata = new MediaMetadata({ title: words.name });
      navigator.mediaSession.setActionHandler("pause", stop);
    });
  }
}
