// An address that begins where one hears: of a piece its second, of the air its moment.
import { deck } from "./deck.js";
import { clock, placeOf } from "./place.js";

const dock = document.getElementById("dock");
const field = dock.querySelector(".dock-address");
const told = dock.querySelector(".dock-told");

function address() {
  const { piece, media, date } = deck;
  const page = new URL(piece.page, location);
  if (piece.kind === "episode") {
    const at = Math.floor(placeOf(media));
    if (at) page.searchParams.set("t", at);
  } else if (date) {
    page.pathname = `${page.pathname.replace(/\/replay$/, "")}/replay`;
    page.search = `?from=${date.toISOString().replace(/\.\d+/, "")}`;
  }
  return page.href;
}

async function share() {
  const url = address();
  const { title } = deck.piece;
  if (navigator.share && matchMedia("(pointer: coarse)").matches) {
    return navigator.share({ title, url }).catch(() => {});
  }
  field.hidden = false; // without TLS there is no clipboard: it can be copied by hand
  field.value = url;
  field.focus();
  field.select();
  told.textContent = "";
  await navigator.clipboard?.writeText(url).then(() => { told.textContent = dock.dataset.wordsCopied; }, () => {});
}

dock.addEventListener("click", (event) => {
  if (event.target.closest("[data-act=share]")) share();
});
document.addEventListener("deck:time", () => {
  const place = dock.querySelector(".dock-share-at");
  place.textContent = deck.piece.kind === "episode" ? clock(placeOf(deck.media)) : "";
});
document.addEventListener("deck", () => { if (!deck.piece) field.hidden = true; });
