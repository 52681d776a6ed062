// What this browser remembers of deposits on their way, for each person who signs in here: enough to go
// on another day, when the same file is chosen again. The station itself says how much has arrived.
const DAYS = 7;
const SAMPLE = 1 << 16;

export class Remembered {
  constructor(person) {
    this.place = `antenne-deposits-${person}`;
  }

  all() {
    try {
      const oldest = Date.now() - DAYS * 86_400_000;
      return JSON.parse(localStorage.getItem(this.place) ?? "[]").filter((one) => one.at > oldest);
    } catch {
      return []; // no storage, or not ours: then nothing is remembered
    }
  }

  of(mark) {
    return this.all().find((one) => one.mark === mark);
  }

  keep(record) {
    this.#write([{ ...record, at: Date.now() }, ...this.all().filter((one) => one.mark !== record.mark)]);
  }

  forget(mark) {
    this.#write(this.all().filter((one) => one.mark !== mark));
  }

  #write(records) {
    try {
      localStorage.setItem(this.place, JSON.stringify(records.slice(0, 10)));
    } catch {
      // a private window, or full: the deposit itself goes on
    }
  }
}

// A file's mark: its length and a digest of its beginning, middle and end. A phone may give the same film
// another name and another date each time it is chosen, and a page without TLS has no crypto.subtle.
export async function markOf(file) {
  const places = [0, Math.max(0, Math.floor(file.size / 2)), Math.max(0, file.size - SAMPLE)];
  let [low, high] = [0xdeadbeef, 0x41c6ce57];
  for (const place of places) {
    for (const byte of new Uint8Array(await file.slice(place, place + SAMPLE).arrayBuffer())) {
      low = Math.imul(low ^ byte, 2654435761);
      high = Math.imul(high ^ byte, 1597334677);
    }
  }
  return `${file.size}-${(low >>> 0).toString(16)}-${(high >>> 0).toString(16)}`;
}
