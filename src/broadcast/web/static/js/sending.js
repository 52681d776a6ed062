// One file on its way by tus: started, paused, gone on with, given up; tells what happens by callbacks.
const PIECE = 16 << 20; // small enough for a proxy that keeps a whole request before it passes it on
const PATIENCE_MS = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 60_000, 60_000];
const WORTH_A_RETRY = new Set([0, 408, 409, 423, 429, 460]);
const AWHILE_MS = 12_000;

export class Sending {
  // `told`: onSent(bytes), onAddress(url), onWaiting(), onStopped(), onRefused(problem), onArrived(item).
  constructor(file, { words, address, headers, told }) {
    this.file = file;
    this.told = told;
    this.item = null;
    this.marks = [];
    this.upload = new window.tus.Upload(file, {
      endpoint: "/api/v1/uploads/",
      uploadUrl: address,
      metadata: words,
      headers,
      chunkSize: PIECE,
      retryDelays: PATIENCE_MS,
      storeFingerprintForResuming: false,
      removeFingerprintOnSuccess: false,
      onShouldRetry: (fault) => this.#isWorthARetry(fault),
      onUploadUrlAvailable: () => told.onAddress(new URL(this.upload.url, location.href).pathname),
      onAfterResponse: (_, answer) => (this.item = answer.getHeader("Antenne-Item") ?? this.item),
      onProgress: (sent) => this.#sent(sent),
      onError: (fault) => this.#failed(fault),
      onSuccess: () => this.#arrived(),
    });
  }

  start() {
    this.marks = [];
    this.#stayAwake();
    this.upload.start();
  }

  async pause() {
    await this.upload.abort();
    this.#sleep();
  }

  async giveUp() {
    await this.upload.abort(Boolean(this.upload.url)).catch(() => {}); // what nobody asks for ends by itself
    this.#sleep();
  }

  // Seconds left at the pace of the last moments; null while there is too little to tell.
  secondsLeft() {
    const [first, last] = [this.marks[0], this.marks.at(-1)];
    if (!first || last.at - first.at < 2_000 || last.sent <= first.sent) return null;
    return ((this.file.size - last.sent) * (last.at - first.at)) / (last.sent - first.sent) / 1_000;
  }

  #sent(sent) {
    const now = performance.now();
    this.marks = [...this.marks.filter((mark) => now - mark.at < AWHILE_MS), { at: now, sent }];
    this.told.onSent(sent);
  }

  #isWorthARetry(fault) {
    const status = fault.originalResponse?.getStatus() ?? 0;
    const isWorth = WORTH_A_RETRY.has(status) || (status >= 500 && status !== 507);
    if (isWorth) this.told.onWaiting();
    return isWorth;
  }

  #failed(fault) {
    this.#sleep();
    const status = fault.originalResponse?.getStatus() ?? 0;
    if (WORTH_A_RETRY.has(status) || (status >= 500 && status !== 507)) this.told.onStopped();
    else this.told.onRefused(problemIn(fault.originalResponse?.getBody()));
  }

  #arrived() {
    this.#sleep();
    this.told.onArrived(this.item);
  }

  // A phone that goes dark stops sending.
  async #stayAwake() {
    try {
      this.lock = await navigator.wakeLock?.request("screen");
    } catch {
      this.lock = null; // the battery is low, or the page is not in front
    }
  }

  #sleep() {
    this.lock?.release().catch(() => {});
    this.lock = null;
  }
}

function problemIn(body) {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}
