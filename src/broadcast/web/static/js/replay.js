// Hearing the air again: plays from a moment on, follows it in the list, goes on where a playlist ends.
import { attach } from "./stream.js";

const box = document.querySelector("[data-again]");
if (box) {
  const media = box.querySelector("audio, video");
  const told = box.querySelector(".told");
  const lines = [...document.querySelectorAll("[data-begin]")].map((line) => ({ line, at: Date.parse(line.dataset.begin) }));
  let from = Date.parse(box.dataset.from);
  let stream = null;

  const address = () => `${box.dataset.again}?from=${new Date(from).toISOString()}`;
  const follow = () => {
    const at = stream?.date?.getTime() ?? from + media.currentTime * 1000;
    const here = lines.filter((one) => one.at <= at + 500).pop();
    for (const one of lines) {
      if (one === here) one.line.setAttribute("aria-current", "true");
      else one.line.removeAttribute("aria-current");
    }
  };
  const begin = async () => {
    stream?.detach();
    stream = await attach(media, address(), box.dataset.hls, () => { told.textContent = box.dataset.wordsFault; });
  };
  media.removeAttribute("src");
  begin().catch(() => { told.textContent = box.dataset.wordsRefused; });
  media.addEventListener("timeupdate", follow);
  media.addEventListener("playing", () => { told.textContent = ""; });
  media.addEventListener("ended", () => {
    from += Number(box.dataset.span) * 1000;
    if (from < Date.now()) begin().then(() => media.play()).catch(() => {});
  });
}
