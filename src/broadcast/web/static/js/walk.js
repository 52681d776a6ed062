// Browsing while something plays: a link to another page that one reads brings that page's content into this one,
// so that the sound does not stop. With an empty deck, or on any doubt, the browser goes there as ever.
import { deck } from "./deck.js";
import { asks } from "./leaving.js";
import { leavePage, reachPage } from "./seat.js";

const PARTS = ["header.top", "#main", "footer.foot"];
const PATIENCE_MS = 8000;
const scrolls = new Map(); // where each page of this visit was left, by its number in the history
let step = history.state?.walk ?? 0;
let last = step;
let shown = location.pathname + location.search;
let running = null;

const frame = (page) => page.querySelector("script[data-frame]")?.getAttribute("src");
const sheets = (page) => [...page.querySelectorAll('link[rel="stylesheet"]')];

function wanted(event) {
  const link = event.target.closest?.("a[href]");
  const isPlain = !event.defaultPrevented && event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || !deck.piece || link.target || link.hasAttribute("download")) return null;
  const to = new URL(link.href);
  const isHere = to.pathname + to.search === shown;
  return to.origin !== location.origin || (isHere && to.hash) ? null : to;
}

// The page at an address; null where it is none that may be walked into.
async function read(to, signal) {
  const answer = await fetch(to, { signal, headers: { Accept: "text/html" } });
  const isPage = answer.ok && answer.headers.get("content-type")?.startsWith("text/html");
  if (!isPage || new URL(answer.url).origin !== location.origin) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fits = page.body.hasAttribute("data-walks") && frame(page) === frame(document) && page.documentElement.lang === document.documentElement.lang;
  return fits && PARTS.every((part) => page.querySelector(part)) ? { page, address: answer.url } : null;
}

async function dress(page) {
  const have = new Set(sheets(document).map((one) => one.href));
  const missing = sheets(page).filter((one) => !have.has(new URL(one.getAttribute("href"), location).href));
  await Promise.all(missing.map((one) => new Promise((ready, fail) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: one.getAttribute("href") });
    link.onload = ready;
    link.onerror = fail;
    document.head.append(link);
  })));
}

function undress(page) {
  const needed = new Set(sheets(page).map((one) => new URL(one.getAttribute("href"), location).href));
  for (const one of sheets(document)) if (!needed.has(one.href)) one.remove();
  for (const one of document.head.querySelectorAll('link[rel="alternate"]')) one.remove();
  document.head.append(...page.querySelectorAll('link[rel="alternate"]'));
}

function swap(page) {
  leavePage();
  for (const none of page.querySelectorAll("noscript")) none.remove();
  for (const part of PARTS) document.querySelector(part).replaceWith(document.adoptNode(page.querySelector(part)));
  document.title = page.title;
  undress(page);
  reachPage();
}

// The heading is where a reader goes on: a screen reader says it, the keyboard begins behind it.
function look(to, scroll) {
  const target = to.hash ? document.getElementById(decodeURIComponent(to.hash.slice(1))) : null;
  const heading = target ?? document.querySelector("main h1") ?? document.querySelector("main");
  heading.setAttribute("tabindex", heading.getAttribute("tabindex") ?? "-1");
  heading.focus({ preventScroll: true });
  if (target) target.scrollIntoView();
  else scrollTo(0, scroll);
}

// Another page after all, as the browser does it.
function leave(to) {
  if (to.href === location.href) location.reload();
  else location.assign(to);
}

// `isAsked`: whoever is about to leave what can be walked is asked first, since that ends the sound.
async function walk(to, { scroll = 0, enter = () => {}, isAsked = false } = {}) {
  running?.abort();
  const run = running = new AbortController();
  const late = setTimeout(() => run.abort(), PATIENCE_MS);
  document.querySelector("main").setAttribute("aria-busy", "true");
  try {
    const found = await read(to, run.signal);
    if (!found) {
      if (running === run && !(isAsked && asks(to, () => leave(to)))) leave(to);
      return;
    }
    await dress(found.page);
    if (running !== run) return;
    const address = new URL(found.address);
    address.hash = to.hash;
    enter(address);
    shown = address.pathname + address.search;
    const modules = [...found.page.querySelectorAll('script[type="module"][src]')].map((one) => one.getAttribute("src"));
    swap(found.page);
    look(to, scroll);
    document.dispatchEvent(new CustomEvent("walk:arrived"));
    await Promise.all(modules.map((one) => import(new URL(one, location))));
  } catch {
    if (running === run) leave(to);
  } finally {
    clearTimeout(late);
  }
}

// A form that only asks for another page, such as a search, leads there as a link does.
function asked({ target: form, defaultPrevented, submitter }) {
  if (defaultPrevented || !deck.piece || form.method !== "get" || form.target || submitter?.hasAttribute("formaction")) return null;
  const to = new URL(form.action);
  to.search = new URLSearchParams(new FormData(form, submitter));
  return to.origin === location.origin ? to : null;
}

function go(event, to) {
  if (!to) return;
  event.preventDefault();
  history.scrollRestoration = "manual";
  walk(to, {
    isAsked: true,
    enter: (address) => {
      scrolls.set(step, scrollY);
      history.replaceState({ ...history.state, walk: step }, "");
      step = last = last + 1;
      history.pushState({ walk: step }, "", address);
    },
  });
}

window.addEventListener("click", (event) => go(event, wanted(event)));
window.addEventListener("submit", (event) => go(event, asked(event)));
window.addEventListener("popstate", (event) => {
  if (location.pathname + location.search === shown) return;
  scrolls.set(step, scrollY);
  step = event.state?.walk ?? 0;
  walk(new URL(location.href), { scroll: scrolls.get(step) ?? 0 });
});
