// What airs now and next, asked for again as long as it is shown; what has not changed is left, with whoever reads it.
import { onPage } from "./pages.js";

function now(box) {
  const { asks: address, every } = box.dataset;
  let told = "";
  const turn = setInterval(async () => {
    if (!box.isConnected) return clearInterval(turn);
    if (document.hidden) return;
    const answer = await fetch(address, { headers: { accept: "text/html" } }).catch(() => null);
    const text = answer?.ok ? await answer.text() : told;
    if (text === told) return;
    told = text;
    box.innerHTML = text;
    document.dispatchEvent(new CustomEvent("part:arrived"));
  }, every * 1_000);
}

onPage("[data-asks]", now);
