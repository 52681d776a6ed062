// A piece on its page: the waveform can be sought in, the words and chapters follow and can be clicked.
import { onPage } from "./pages.js";
import { clock, placeOf, secondsOf, seek } from "./place.js";

const inWords = (list) => list.contains(document.activeElement);

function listen(box) {
  const media = box.querySelector("video") ?? box.querySelector("audio");
  const bar = box.querySelector(".seek");
  const lines = [...box.querySelectorAll("[data-at]")].map((line) => ({
    line, at: Number(line.dataset.at), until: Number(line.dataset.until ?? Infinity),
  }));
  const show = (at) => {
    if (bar) {
      bar.value = at;
      bar.setAttribute("aria-valuetext", clock(at));
      box.querySelector(".now-at").textContent = clock(at);
      box.style.setProperty("--played", `${(100 * at) / (Number(bar.max) || 1)}%`);
    }
    for (const { line, at: from, until } of lines) {
      const here = from <= at && at < until;
      if (here === line.hasAttribute("aria-current")) continue;
      if (!here) {
        line.removeAttribute("aria-current");
        continue;
      }
      line.setAttribute("aria-current", "true");
      const list = line.closest(".cues");
      if (list && !inWords(list)) list.scrollTop = line.offsetTop - list.clientHeight / 3;
    }
  };
  const follow = () => {
    if (box.isConnected) show(placeOf(media));
    else media.removeEventListener("timeupdate", follow);
  };
  media.addEventListener("timeupdate", follow);
  if (bar) {
    bar.hidden = false;
    box.querySelector(".at").hidden = false;
    bar.addEventListener("input", () => seek(media, Number(bar.value)));
  }
  box.addEventListener("click", (event) => {
    const line = event.target.closest("a")?.closest("[data-at]");
    if (!line) return;
    event.preventDefault();
    seek(media, Number(line.dataset.at));
    box.dispatchEvent(new CustomEvent("listen:play"));
    if (!box.hasAttribute("data-piece")) media.play().catch(() => {});
  });
  for (const row of box.querySelectorAll("[data-from]")) {
    const from = row.querySelector("[name=start]");
    row.addEventListener("focusin", () => { if (media.paused) seek(media, secondsOf(from.value) || 0); });
  }
  if (box.dataset.start) seek(media, Number(box.dataset.start));
  else follow();
}

onPage("[data-listen]", listen);
