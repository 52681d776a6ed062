// What this browser remembers of listening: choices, and where pieces were left. Nothing of it is sent.
const DAYS = 90;
const MOST = 60;

const read = (name, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(`antenne-${name}`)) ?? otherwise;
  } catch {
    return otherwise; // no storage, or not ours
  }
};
const write = (name, value) => {
  try {
    localStorage.setItem(`antenne-${name}`, JSON.stringify(value));
  } catch {
    // a private window, or full: then nothing is remembered
  }
};

export const choices = {
  // A slow connection: what was chosen, else what the browser was told (Save-Data).
  get thin() { return Boolean(read("thin", navigator.connection?.saveData)); },
  set thin(is) { write("thin", is); },
  get speed() { return Number(read("speed", 1)) || 1; },
  set speed(times) { write("speed", times); },
  get volume() { return Number(read("volume", 0.9)); },
  set volume(share) { write("volume", share); },
};

// Where a piece was left, in seconds. Its first and last moments are not worth going back to.
export const places = {
  all() {
    const oldest = Date.now() - DAYS * 86_400_000;
    return read("places", []).filter((one) => one.kept > oldest);
  },
  of(key) { return this.all().find((one) => one.key === key)?.at ?? 0; },
  keep(key, { at, of }) {
    const others = this.all().filter((one) => one.key !== key);
    const ends = Number.isFinite(of) && at > of - 10;
    write("places", at < 5 || ends ? others : [{ key, at: Math.floor(at), kept: Date.now() }, ...others].slice(0, MOST));
  },
};
