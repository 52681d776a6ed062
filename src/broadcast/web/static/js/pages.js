// Pages come and go while one listens (walk.js): what each part of a page needs is done on every arrival.
export function onPage(selector, ready) {
  const all = () => {
    for (const box of document.querySelectorAll(selector)) {
      const done = (box.dataset.ready ?? "").split(" ");
      if (done.includes(ready.name)) continue;
      box.dataset.ready = [...done, ready.name].join(" ").trim();
      ready(box);
    }
  };
  all();
  for (const moment of ["walk:arrived", "part:arrived", "htmx:after:settle"]) document.addEventListener(moment, all);
}

// While a part of a page is shown, it is told of everything that happens to the deck.
export function whileShown(box, moment, tell) {
  const heard = (event) => {
    if (box.isConnected) tell(event);
    else document.removeEventListener(moment, heard);
  };
  document.addEventListener(moment, heard);
}
