// What airs now and next, asked for again as long as it is shown. What has not changed is left, and where it has, whoever
// was on a link by keyboard is on the same one afterwards.
import { onPage } from "./pages.js";

const links = (box) => [...box.querySelectorAll("a")];

function now(box) {
  const { asks, every } = box.dataset;
  const fresh = document.createElement("div");
  let told = box.innerHTML;
  const turn = setInterval(async () => {
    if (!box.isConnected) return clearInterval(turn);
    if (document.hidden) return;
    const answer = await fetch(asks, { headers: { accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    fresh.innerHTML = await answer.text();
    if (fresh.innerHTML.trim() === told.trim()) return;
    told = fresh.innerHTML;
    const place = links(box).indexOf(document.activeElement);
    box.innerHTML = told;
    links(box)[place]?.focus();
    document.dispatchEvent(new CustomEvent("part:arrived"));
  }, every * 1_000);
}

onPage("[data-asks]", now);
