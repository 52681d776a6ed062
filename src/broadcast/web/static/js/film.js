// A film on demand: hls.js is fetched when somebody presses play, and only where the browser needs it.
import { attach } from "./stream.js";

for (const film of document.querySelectorAll("video[data-film]")) {
  if (film.canPlayType("application/vnd.apple.mpegurl")) continue;
  film.querySelector("source")?.remove();
  const begin = async () => {
    film.removeEventListener("play", begin);
    await attach(film, film.dataset.film, film.dataset.hls, () => {});
    await film.play().catch(() => {});
  };
  film.addEventListener("play", begin);
}
