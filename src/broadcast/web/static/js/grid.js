// The grid by mouse, by finger and by keyboard. Every change is one of the page's own forms, sent here
// instead of by the browser; the answer is the page as it is then, and its changed parts take the place of
// the old. Without this script the page does the same with links and forms.
import { Lift, timeOf } from "./lift.js";

const sheet = document.querySelector("[data-sheet]");
const heard = document.querySelector("[data-heard]");
const ask = document.querySelector("[data-ask]");
const place = sheet.dataset.place;
const HOLD_MS = 350;
const FIRM_PX = 6;
let lift = null;

const say = (text) => {
  heard.textContent = "";
  heard.textContent = text;
};
const block = (event) => event.target.closest("[data-block]");
const find = (slot, on) => sheet.querySelector(`[data-slot="${slot}"][data-on="${on}"]`);

async function send(address, fields, { focus } = {}) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams({ week: sheet.dataset.monday, ...fields }),
      headers: { Accept: "text/html" },
    });
  } catch {
    lift?.leave();
    lift = null;
    say(sheet.dataset.wordsFault);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.querySelector("[data-sheet]");
  lift = null;
  if (!next) {
    location.assign(`${place}?week=${sheet.dataset.monday}`);
    return;
  }
  const top = sheet.scrollTop;
  sheet.replaceChildren(...next.childNodes);
  sheet.dataset.monday = next.dataset.monday;
  for (const selector of ["#told", ".days"]) {
    document.querySelector(selector).replaceWith(page.querySelector(selector));
  }
  sheet.scrollTop = top;
  dress();
  const fault = document.querySelector("#told .fault");
  const told = document.querySelector("#told .note, #told .fault");
  const clashing = fault && sheet.querySelector(".clashing");
  if (clashing) sheet.scrollTop = Math.max(0, clashing.offsetTop - 80);
  (focus && find(focus.slot, focus.on) ? find(focus.slot, focus.on) : document.querySelector("#told")).focus();
  if (told) say(told.textContent.trim());
}

function asked(what, title) {
  for (const button of ask.querySelectorAll("[data-for]")) button.hidden = button.dataset.for !== what;
  ask.querySelector("h2").textContent = title;
  ask.returnValue = "";
  ask.showModal();
  return new Promise((done) => {
    ask.addEventListener("close", () => done(ask.returnValue), { once: true });
  });
}

const titleOf = (link) => link.querySelector(".what").textContent;

async function settle() {
  const held = lift;
  if (!held || held.settling) return;
  const link = held.link;
  if (held.isNew) {
    const form = document.querySelector("[data-place-form]");
    form.elements.on.value = held.date;
    form.elements.time.value = timeOf(held.begins);
    form.elements.minutes.value = held.minutes;
    await send(form.action, Object.fromEntries(new FormData(form)));
    return;
  }
  if (!held.hasChanged) {
    drop();
    return;
  }
  let scope = "all";
  if (!held.hasMoved) scope = "length";
  else if ("repeats" in link.dataset) {
    held.settling = true;
    scope = await asked("move", titleOf(link));
    held.settling = false;
  }
  if (!scope) {
    drop();
    return;
  }
  const { slot, on } = link.dataset;
  const fields = { on, to: held.date, time: timeOf(held.begins), minutes: held.minutes, scope };
  const stays = scope === "one" || scope === "length";
  await send(`${place}/slots/${slot}/arrange`, fields, { focus: { slot, on: stays ? on : held.date } });
}

function drop() {
  const link = lift?.link;
  lift?.leave();
  lift = null;
  if (link?.isConnected) link.focus();
  say(sheet.dataset.wordsLeft);
}

async function remove(link) {
  const choice = await asked("remove", titleOf(link));
  const { slot, on } = link.dataset;
  if (choice === "cancel") await send(`${place}/slots/${slot}/cancel`, { on }, { focus: { slot, on } });
  else if (choice === "remove") await send(`${place}/slots/${slot}/remove`, {});
  else link.focus();
}

const tell = () => say(sheet.dataset.wordsMoved.replace("{when}", lift.words()));

sheet.addEventListener("keydown", (event) => {
  const link = block(event);
  if (!link || event.ctrlKey || event.metaKey) return;
  const step = event.altKey ? 5 : 15;
  const arrow = { ArrowUp: -step, ArrowDown: step, ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (arrow !== undefined && !("cancelled" in link.dataset)) {
    event.preventDefault();
    lift ??= new Lift(link, sheet);
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") lift.turn(arrow);
    else if (event.shiftKey) lift.stretch(arrow);
    else lift.shift(arrow);
    link.scrollIntoView({ block: "nearest", inline: "nearest" });
    tell();
  } else if (event.key === "Enter" && lift) {
    event.preventDefault();
    settle();
  } else if (event.key === "Escape" && lift) {
    event.preventDefault();
    drop();
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    if (!lift?.isNew) remove(link);
  }
});

document.addEventListener("keydown", (event) => {
  const isField = event.target.closest("input, textarea, select");
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || isField) return;
  const undo = document.querySelector("[data-undo] button");
  if (!undo) return;
  event.preventDefault();
  send(`${place}/undo`, { edit: undo.value });
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-undo], [data-place-form]")) return;
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form, event.submitter));
  send(form.action, fields);
});

sheet.addEventListener("focusout", (event) => {
  if (lift && !lift.pointer && !lift.settling && event.target === lift.link && event.relatedTarget) drop();
});

// A pointer: a mouse lifts after some pixels, a finger after it has held still.
function follow(start, begin) {
  let held = null;
  let timer = null;
  const isFinger = start.pointerType === "touch";
  const lifted = (event) => {
    held = begin();
    held.pointer = start.pointerId;
    held.grip(event);
    lift = held;
    document.body.classList.add("dragging");
  };
  const move = (event) => {
    if (event.pointerId !== start.pointerId) return;
    const isFar = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > FIRM_PX;
    if (!held && isFar && isFinger) end();
    else if (!held && isFar) lifted(start);
    if (held) held.follow(event);
  };
  const still = (event) => {
    if (held) event.preventDefault();
  };
  const end = () => {
    clearTimeout(timer);
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", up);
    removeEventListener("pointercancel", cancel);
    removeEventListener("touchmove", still);
    document.body.classList.remove("dragging");
  };
  const up = (event) => {
    if (event.pointerId !== start.pointerId) return;
    end();
    if (!held) return;
    const swallow = (click) => click.preventDefault();
    addEventListener("click", swallow, { capture: true });
    setTimeout(() => {
      removeEventListener("click", swallow, { capture: true });
      held.pointer = null;
      if (held.link.isConnected) settle();
    }, 0);
  };
  const cancel = () => {
    end();
    if (held) drop();
  };
  if (isFinger) timer = setTimeout(() => lifted(start), HOLD_MS);
  addEventListener("pointermove", move);
  addEventListener("pointerup", up);
  addEventListener("pointercancel", cancel);
  addEventListener("touchmove", still, { passive: false });
}

sheet.addEventListener("pointerdown", (event) => {
  if (lift && !lift.settling) drop();
  const link = block(event);
  if (!link || event.button !== 0 || "cancelled" in link.dataset) return;
  const isEdge = Boolean(event.target.closest(".edge"));
  follow(event, () => Object.assign(new Lift(link, sheet), { isStretching: isEdge }));
});
sheet.addEventListener("dragstart", (event) => event.preventDefault());

const chip = document.querySelector("[data-chip]");
const form = document.querySelector("[data-place-form]");
const fresh = () =>
  Lift.fresh(sheet, {
    title: form.elements.plays.selectedOptions[0].textContent,
    date: form.elements.on.value,
    time: form.elements.time.value,
    minutes: Number(form.elements.minutes.value) || 60,
  });
chip.addEventListener("pointerdown", (event) => {
  if (event.button === 0 && !lift) follow(event, fresh);
});
chip.addEventListener("click", (event) => {
  if (lift || event.defaultPrevented) return;
  lift = fresh();
  lift.link.focus();
  tell();
});

// A finger that scrolls needs no edges; a mouse finds one below each slot.
function dress() {
  for (const link of sheet.querySelectorAll("[data-block]:not([data-cancelled])")) {
    link.setAttribute("aria-describedby", "keys");
    link.append(Object.assign(document.createElement("span"), { className: "edge" }));
  }
}

for (const one of document.querySelectorAll("[data-needs-script], [data-chip]")) one.hidden = false;
dress();
const first = [...sheet.querySelectorAll(".clashing, .block:not(.tail)")].find((one) => one.offsetParent);
sheet.scrollTop = first ? Math.max(0, first.offsetTop - 40) : 0;
