// Records in the browser and hands the recording to the form's own file field, so that it is sent as any file.
const KINDS = {
  audio: ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"],
  video: ["video/webm;codecs=vp8,opus", "video/mp4", "video/webm"],
};
const MOST_SECONDS = 30 * 60;
const QUIET_SECONDS = 4;
const LEVEL_MS = 80;

const panel = document.querySelector("[data-part='recorder']");
const input = document.querySelector("form.deposit")?.elements.file;
if (panel && input && navigator.mediaDevices?.getUserMedia && window.MediaRecorder && window.DataTransfer) begin();

function begin() {
  const find = (name) => panel.querySelector(`[data-part="record-${name}"]`);
  const button = (name) => panel.querySelector(`[data-record="${name}"]`);
  let [stream, recorder, pieces, sound, ticking] = [null, null, [], null, null];
  let [recorded, quietSince, kept] = [0, 0, null];
  panel.hidden = false;

  const say = (word) => (find("said").textContent = word ? panel.dataset[word] : "");
  const acts = { audio: () => start("audio"), video: () => start("video"), stop, pause, resume, again };
  for (const [name, act] of Object.entries(acts)) button(name).addEventListener("click", act);
  input.addEventListener("change", () => kept && input.files[0] !== kept && forget());
  window.addEventListener("beforeunload", (event) => recorder?.state === "recording" && event.preventDefault());

  async function start(kind) {
    say("asking");
    try {
      const wanted = { audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: true } };
      if (kind === "video") wanted.video = { width: { ideal: 1280 }, frameRate: { ideal: 25 } };
      stream = await navigator.mediaDevices.getUserMedia(wanted);
      const mimeType = KINDS[kind].find((one) => MediaRecorder.isTypeSupported(one));
      recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 160_000 });
    } catch (fault) {
      release();
      return say(reason(fault));
    }
    pieces = [];
    recorded = 0;
    recorder.addEventListener("dataavailable", (event) => event.data.size && pieces.push(event.data));
    recorder.addEventListener("stop", () => finish(kind));
    recorder.start(1_000);
    const view = find("view");
    view.hidden = kind !== "video";
    if (kind === "video") {
      view.srcObject = stream;
      view.play().catch(() => {});
    }
    listen();
    turn("recording");
    button("stop").focus();
  }

  // The level, and whether anything is heard at all.
  function listen() {
    sound = new AudioContext();
    const meter = sound.createAnalyser();
    meter.fftSize = 2048;
    sound.createMediaStreamSource(stream).connect(meter);
    const samples = new Float32Array(meter.fftSize);
    quietSince = performance.now();
    let last = performance.now();
    ticking = setInterval(() => {
      const now = performance.now();
      if (recorder.state === "recording") recorded += (now - last) / 1_000;
      last = now;
      meter.getFloatTimeDomainData(samples);
      const peak = samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
      const decibels = 20 * Math.log10(Math.max(peak, 1e-4));
      find("level").value = Math.max(0, Math.round(100 + (100 * decibels) / 60));
      find("time").textContent = clock(recorded);
      if (peak > 0.003) quietSince = now;
      if (recorder.state === "recording") {
        say(now - quietSince > QUIET_SECONDS * 1_000 ? "quiet" : "recording");
      }
      if (recorded > MOST_SECONDS) stop();
    }, LEVEL_MS);
  }

  function pause() {
    recorder.pause();
    turn("paused");
    button("resume").focus();
  }

  function resume() {
    recorder.resume();
    quietSince = performance.now();
    turn("recording");
    button("pause").focus();
  }

  function stop() {
    if (recorder?.state !== "inactive") recorder?.stop();
  }

  function finish(kind) {
    const isFull = recorded > MOST_SECONDS;
    const type = (recorder.mimeType || pieces[0]?.type || "").split(";")[0];
    const ending = type.endsWith("mp4") ? "mp4" : type.endsWith("ogg") ? "ogg" : "webm";
    release();
    kept = new File(pieces, `${panel.dataset.name}.${ending}`, { type });
    const chosen = new DataTransfer();
    chosen.items.add(kept);
    input.files = chosen.files;
    kept = input.files[0];
    const [shown, other] = kind === "video" ? ["seen", "heard"] : ["heard", "seen"];
    find(shown).src = URL.createObjectURL(kept);
    find(shown).hidden = false;
    find(other).hidden = true;
    turn("done");
    if (isFull) say("limit");
    button("again").focus();
  }

  function again() {
    forget();
    input.value = "";
    button("audio").focus();
  }

  function forget() {
    for (const name of ["heard", "seen"]) {
      const player = find(name);
      if (player.src) URL.revokeObjectURL(player.src);
      player.removeAttribute("src");
    }
    kept = null;
    turn("");
  }

  function release() {
    clearInterval(ticking);
    sound?.close().catch(() => {});
    for (const track of stream?.getTracks() ?? []) track.stop();
    find("view").srcObject = null;
    [stream, sound] = [null, null];
  }

  function turn(state) {
    panel.dataset.state = state;
    find("start").hidden = state !== "";
    find("live").hidden = state !== "recording" && state !== "paused";
    find("done").hidden = state !== "done";
    button("pause").hidden = state === "paused";
    button("resume").hidden = state !== "paused";
    say(state);
  }
}

function reason(fault) {
  if (fault.name === "NotAllowedError" || fault.name === "SecurityError") return "denied";
  if (fault.name === "NotFoundError" || fault.name === "OverconstrainedError") return "missing";
  return fault.name === "NotReadableError" || fault.name === "AbortError" ? "busy" : "failed";
}

function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
