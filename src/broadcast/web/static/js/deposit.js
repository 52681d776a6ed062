// Sends a deposit in pieces, so that a cut costs nothing; without this file the form works all the same.
import { markOf, Remembered } from "./remembered.js";
import { Sending } from "./sending.js";

const FIELDS = ["title", "show", "kind", "rights", "description", "licence", "places", "people", "keywords",
  "happened"];
const form = document.querySelector("form.deposit");
if (form && window.tus?.isSupported && window.FormData) begin();

function begin() {
  const find = (name) => document.querySelector(`[data-part="${name}"]`);
  const [panel, bar, status] = ["sending", "bar", "said"].map(find);
  const memory = new Remembered(form.dataset.person);
  const input = form.elements.file;
  let sending = null;
  let spoken = -1;

  const say = (word, values = {}) => (status.textContent = filled(panel.dataset[word], values));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const file = input.files[0];
    if (file) send(file, await markOf(file));
  });

  input.addEventListener("change", async () => {
    const file = input.files[0];
    const asked = input.dataset.asked;
    delete input.dataset.asked;
    if (!file) return;
    const mark = await markOf(file);
    if (memory.of(mark)) send(file, mark);
    else if (asked) find("other").hidden = false;
  });

  for (const [name, act] of Object.entries({ pause, carry, cancel }))
    find(name).addEventListener("click", act);
  window.addEventListener("online", () => panel.dataset.state === "stopped" && carry());

  for (const record of memory.all()) offer(record);

  // Begin, or go on where it stopped.
  async function send(file, mark) {
    const known = memory.of(mark);
    const words = known?.words ?? { filename: file.name, ...wordsOf(form) };
    const record = { mark, name: file.name, size: file.size, sent: known?.sent ?? 0, words, address: known?.address,
      code: known?.code, page: known?.page };
    refused(file.size > Number(form.dataset.most) ? { detail: form.dataset.tooLarge } : null);
    if (file.size > Number(form.dataset.most)) return;
    if (form.dataset.begin && !known) {
      const begun = await begunAsGuest(form);
      if (!begun.code) return refused({ detail: begun.detail ?? form.dataset.failed, remedy: begun.remedy });
      Object.assign(record, { code: begun.code, page: begun.page });
    }
    find("name").textContent = `${file.name} · ${bytes(file.size)}`;
    sending = new Sending(file, {
      words,
      address: record.address ?? null,
      headers: headersOf(record),
      told: {
        onAddress: (address) => memory.keep(Object.assign(record, { address })),
        onSent: (sent) => moved(record, sent),
        onWaiting: () => turn("waiting"),
        onStopped: () => turn("stopped"),
        onRefused: (problem) => refusedBy(mark, problem),
        onArrived: (item) => arrived(record, item),
      },
    });
    spoken = -1;
    find("interrupted").replaceChildren();
    form.hidden = true;
    panel.hidden = false;
    show(record.sent, file.size);
    turn(record.sent ? "resumed" : "started");
    find("heading").focus();
    sending.mark = mark;
    sending.start();
  }

  function moved(record, sent) {
    if (["waiting", "stopped"].includes(panel.dataset.state)) turn("resumed");
    if (sent - record.sent > record.size / 200 || sent < record.sent) {
      memory.keep(Object.assign(record, { sent }));
    }
    show(sent, record.size);
    const tenth = Math.floor((10 * sent) / record.size);
    if (spoken >= 0 && tenth > spoken) say("reached", { percent: `${tenth * 10} %` });
    spoken = tenth;
  }

  function show(sent, size) {
    bar.value = (100 * sent) / Math.max(1, size); // an empty file is refused by the station, in words
    find("percent").textContent = `${Math.floor(bar.value)} %`;
    find("bytes").textContent = `${bytes(sent)} / ${bytes(size)}`;
    find("left").textContent = timeLeft(sending?.secondsLeft() ?? null);
    panel.dataset.waves = String(Math.min(3, Math.floor(bar.value / 25)));
  }

  // `started`, `resumed`, `waiting`, `paused`, `stopped` and `finishing` are the states people are told of.
  function turn(state) {
    panel.dataset.state = state;
    say(state);
    const rests = state === "paused" || state === "stopped";
    const [toHide, toShow] = rests ? ["pause", "carry"] : ["carry", "pause"];
    const hadFocus = document.activeElement === find(toHide);
    find(toHide).hidden = true;
    find(toShow).hidden = false;
    if (hadFocus) find(toShow).focus();
    if (rests) find("left").textContent = "";
  }

  async function pause() {
    turn("paused");
    await sending.pause();
  }

  function carry() {
    turn("resumed");
    sending.start();
  }

  async function cancel() {
    if (!window.confirm(panel.dataset.sure)) return;
    memory.forget(sending.mark);
    await sending.giveUp();
    back();
    input.value = "";
    input.focus();
  }

  function back() {
    panel.hidden = true;
    form.hidden = false;
  }

  function refusedBy(mark, problem) {
    if (problem.status !== 401) memory.forget(mark); // signed out: what has arrived waits
    back();
    refused({ detail: problem.detail ?? form.dataset.failed, remedy: problem.remedy });
  }

  function refused(problem) {
    find("fault").hidden = !problem;
    find("fault-detail").textContent = problem?.detail ?? "";
    find("fault-remedy").textContent = problem?.remedy ?? "";
    if (problem) find("fault").scrollIntoView({ block: "center" });
  }

  function arrived(record, item) {
    memory.forget(record.mark);
    show(1, 1);
    turn("finishing");
    find("choices").hidden = true;
    location.assign(record.page ?? (item ? `/items/${item}` : "/deposit"));
  }

  // What stopped before: the station says how far it is, and whether it still waits.
  async function offer(record) {
    const answer = record.address && (await lookedUp(record));
    if (!record.address || answer?.status === 404 || answer?.status === 410) return memory.forget(record.mark);
    const sent = Number(answer?.headers.get("Upload-Offset") ?? record.sent);
    const item = answer?.headers.get("Antenne-Item");
    if (item) memory.forget(record.mark);
    else memory.keep({ ...record, sent });
    const card = document.querySelector("template[data-part='offer']").content.cloneNode(true);
    const said = card.querySelector("[data-said]");
    const values = { name: record.name, percent: `${Math.floor((100 * sent) / record.size)} %` };
    said.textContent = filled(item ? said.dataset.whole : said.dataset.stopped, values);
    const [again, forget, see] = ["again", "forget", "see"].map((one) => card.querySelector(`[data-${one}]`));
    card.querySelector("progress").value = (100 * sent) / record.size;
    again.hidden = forget.hidden = Boolean(item);
    see.hidden = !item;
    if (item) see.href = record.page ?? `/items/${item}`;
    const place = card.firstElementChild;
    again.addEventListener("click", () => {
      input.dataset.asked = record.mark;
      input.click();
    });
    forget.addEventListener("click", async () => {
      memory.forget(record.mark);
      place.remove();
      await window.tus.Upload.terminate(record.address, { headers: headersOf(record) }).catch(() => {});
    });
    find("interrupted").append(card);
  }

  function timeLeft(seconds) {
    if (seconds === null) return "";
    const minutes = Math.round(seconds / 60);
    if (minutes < 1) return panel.dataset.leftLess;
    return minutes === 1 ? panel.dataset.leftOne : filled(panel.dataset.leftMany, { minutes });
  }
}

function wordsOf(from) {
  const told = new FormData(from);
  return Object.fromEntries(FIELDS.map((name) => [name, told.get(name) ?? ""]).filter(([, value]) => value));
}

// A workshop's deposit is begun with its words and answers; its private code then stands for an account.
async function begunAsGuest(from) {
  const told = new FormData(from);
  told.delete("file");
  try {
    const answer = await fetch(from.dataset.begin, { method: "POST", body: new URLSearchParams(told) });
    return await answer.json();
  } catch {
    return {}; // no network
  }
}

function headersOf(record) {
  return record.code ? { Authorization: `Guest ${record.code}` } : {};
}

async function lookedUp(record) {
  try {
    const headers = { "Tus-Resumable": "1.0.0", ...headersOf(record) };
    return await fetch(record.address, { method: "HEAD", headers });
  } catch {
    return null; // no network: what was remembered is told
  }
}

function filled(text, values) {
  return Object.entries(values).reduce((words, [name, value]) => words.replace(`{${name}}`, value), text ?? "");
}

function bytes(count) {
  const [unit, size] = count < 1e6 ? ["kilobyte", 1e3] : count < 1e9 ? ["megabyte", 1e6] : ["gigabyte", 1e9];
  const digits = count / size < 10 && unit !== "kilobyte" ? 1 : 0;
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit", unit, maximumFractionDigits: digits,
  }).format(count / size);
}
