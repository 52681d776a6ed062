// A piece's player: the waveform can be sought in, the words and chapters follow and can be clicked.
const clock = (seconds) => {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
};
const seconds = (text) => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);

function listen(box) {
  if (box.dataset.ready) return;
  box.dataset.ready = "yes";
  const media = box.querySelector("video") ?? box.querySelector("audio");
  const bar = box.querySelector(".seek");
  const lines = [...box.querySelectorAll("[data-at]")].map((line) => ({
    line, at: Number(line.dataset.at), until: Number(line.dataset.until ?? Infinity),
  }));
  let wanted = null;

  const seek = (to) => {
    if (media.readyState) media.currentTime = to;
    else wanted = to;
    show(to);
  };
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
      line.toggleAttribute("aria-current", here);
      if (!here) continue;
      line.setAttribute("aria-current", "true");
      const list = line.closest(".cues");
      if (list && !list.contains(document.activeElement)) list.scrollTop = line.offsetTop - list.clientHeight / 3;
    }
  };
  media.addEventListener("loadedmetadata", () => {
    if (wanted !== null) media.currentTime = wanted;
    wanted = null;
  });
  media.addEventListener("timeupdate", () => show(wanted ?? media.currentTime));
  if (bar) {
    bar.hidden = false;
    box.querySelector(".at").hidden = false;
    bar.addEventListener("input", () => seek(Number(bar.value)));
  }
  box.addEventListener("click", (event) => {
    const line = event.target.closest("a")?.closest("[data-at]");
    if (!line) return;
    event.preventDefault();
    seek(Number(line.dataset.at));
    media.play().catch(() => {});
  });
  if (box.dataset.start) seek(Number(box.dataset.start));
  for (const row of box.querySelectorAll("[data-from]")) {
    const from = row.querySelector("[name=start]");
    row.addEventListener("focusin", () => { if (media.paused) seek(seconds(from.value) || 0); });
  }
}

const all = () => document.querySelectorAll("[data-listen]").forEach(listen);
all();
document.body.addEventListener("htmx:afterSettle", all);
