// The bar that stays: what plays, and what one does with it. Its words and parts stand in _dock.html.
import { deck } from "./deck.js";
import "./air.js";
import { heard, seekHeard } from "./heard.js";
import { choices } from "./kept.js";
import { clock, placeOf } from "./place.js";
import "./keys.js";
import "./lock.js";
import "./share.js";
import "./walk.js";

const NOW_EVERY_MS = 15_000;
const dock = document.getElementById("dock");
const find = (name) => dock.querySelector(`.dock-${name}`);
const [title, about, cover, link, live, bar, told] = ["title", "about", "cover", "piece", "to-live", "seek", "told"].map(find);
const more = document.getElementById("dock-more");
let shown = null;
let dragged = false;

const chapterAt = (at) => deck.piece?.chapters?.filter((one) => one.at <= at).pop();

function showPiece() {
  const { piece } = deck;
  shown = piece;
  dock.hidden = !piece;
  document.querySelector("[data-to-dock]").hidden = !piece;
  if (!piece) return fold();
  title.textContent = piece.title;
  about.textContent = piece.about;
  if (piece.kind === "again" && piece.present) tellHeard(piece.present);
  cover.src = piece.cover;
  link.href = piece.page;
  if (piece.channel) live.href = `/channels/${piece.channel.channel}`;
  told.textContent = "";
  for (const part of dock.querySelectorAll("[data-of]")) part.hidden = !part.dataset.of.split(" ").includes(piece.kind);
  listChapters(piece.chapters ?? []);
}

function listChapters(chapters) {
  const list = find("chapters");
  list.hidden = !chapters.length;
  list.querySelector("ol").replaceChildren(...chapters.map(({ at, title: name }) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "dock-chapter" });
    button.dataset.to = at;
    button.append(Object.assign(document.createElement("span"), { textContent: clock(at) }), ` ${name}`);
    const line = document.createElement("li");
    line.append(button);
    return line;
  }));
}

function showState() {
  if (deck.piece !== shown) showPiece();
  const { words, state } = { words: dock.dataset, state: deck.state };
  dock.dataset.state = state;
  const button = find("toggle");
  button.dataset.on = deck.isOn ? "yes" : "";
  button.setAttribute("aria-label", deck.isOn ? words.wordsPause : words.wordsPlay);
  const said = { fault: words.wordsFault, refused: words.wordsRefused }[state] ?? "";
  if (told.textContent !== said) told.textContent = said;
  if (deck.isOn && deck.isLive && !deck.piece.present) tellNow();
  showTime();
}

function showTime() {
  if (!deck.media || deck.isLive) return;
  const piece = heard();
  if (piece) tellHeard(piece.title);
  const at = piece?.at ?? placeOf(deck.media);
  const length = piece?.length ?? deck.length;
  if (!dragged) bar.value = at;
  bar.max = Math.ceil(length) || 1;
  bar.setAttribute("aria-valuetext", dock.dataset.wordsPlace.replace("{at}", clock(at)).replace("{length}", clock(length)));
  dock.style.setProperty("--played", `${(100 * at) / (length || 1)}%`);
  find("at").textContent = clock(at);
  find("length").textContent = clock(length);
  const chapter = chapterAt(at);
  const line = chapter ? `${deck.piece.about} · ${chapter.title}` : deck.piece.about;
  if (deck.piece.kind === "episode" && about.textContent !== line) about.textContent = line;
}

// What is heard again is told by its own name, and where it was heard.
function tellHeard(present) {
  const { piece } = deck;
  title.textContent = present;
  about.textContent = `${piece.title} · ${piece.about}`;
  if (piece.present === present) return;
  piece.present = present;
  document.dispatchEvent(new CustomEvent("deck:now"));
}

async function tellNow() {
  const { piece } = deck;
  if (!piece?.now || !deck.isOn || document.hidden) return;
  try {
    const { now } = await (await fetch(piece.now)).json();
    if (deck.piece !== piece || !now) return;
    if (piece.present === now.title) return;
    piece.present = now.title;
    title.textContent = now.title;
    about.textContent = piece.title;
    document.dispatchEvent(new CustomEvent("deck:now"));
  } catch {
    // the next time
  }
}

function fold(focus = false) {
  more.hidden = true;
  find("more").setAttribute("aria-expanded", "false");
  if (focus) find("more").focus();
}

const acts = {
  toggle: () => deck.toggle(),
  back: () => deck.skip(-15),
  forward: () => deck.skip(30),
  more: () => {
    more.hidden = !more.hidden;
    find("more").setAttribute("aria-expanded", String(!more.hidden));
  },
  close: () => {
    deck.close();
    document.querySelector("main h1, main")?.focus();
  },
};

dock.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.to) deck.seek(Number(button.dataset.to));
  else acts[button?.dataset.act]?.();
});
dock.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !more.hidden) fold(true);
});
bar.addEventListener("input", () => { dragged = true; find("at").textContent = clock(bar.value); });
bar.addEventListener("change", () => {
  dragged = false;
  if (deck.piece?.kind === "again") seekHeard(Number(bar.value));
  else deck.seek(Number(bar.value));
});
find("speed").addEventListener("change", (event) => {
  choices.speed = Number(event.target.value);
  if (deck.media && !deck.isLive) deck.media.playbackRate = choices.speed;
});
find("speed").value = String(choices.speed);

// The same choice may stand on the page and in the bar: a slow connection, the volume.
const same = {
  thin: { read: (input) => input.checked, show: (input, value) => { input.checked = value; }, act: () => deck.renew() },
  volume: { read: (input) => input.value / 100, show: (input, value) => { input.value = 100 * value; }, act: (value) => { if (deck.media) deck.media.volume = value; } },
};
const showChoices = () => {
  for (const [name, { show }] of Object.entries(same)) {
    for (const input of document.querySelectorAll(`[data-choice="${name}"]`)) show(input, choices[name]);
  }
};
document.addEventListener("input", ({ target }) => {
  const name = target.dataset?.choice;
  if (!same[name]) return;
  choices[name] = same[name].read(target);
  showChoices();
  same[name].act(choices[name]);
});
document.addEventListener("walk:arrived", showChoices);
showChoices();

document.addEventListener("deck", showState);
document.addEventListener("deck:time", showTime);
setInterval(tellNow, NOW_EVERY_MS);
