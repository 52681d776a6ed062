// A stream in a media element: HLS by hls.js where there are media source extensions, else by the browser itself.
const KIND = "application/vnd.apple.mpegurl";

// Two builds of hls.js give themselves the same name, so each is kept when it comes: a light one for sound, and one
// that brings the sound of a film beside its picture.
const libraries = new Map();
const load = (address) => new Promise((resolve, reject) => {
  const script = Object.assign(document.createElement("script"), { src: address });
  script.onload = () => resolve(window.Hls);
  script.onerror = () => reject(new Error("not loaded"));
  document.head.append(script);
});

async function library(address) {
  if (!libraries.has(address)) libraries.set(address, load(address));
  try {
    return await libraries.get(address);
  } catch (fault) {
    libraries.delete(address);
    throw fault;
  }
}

const plain = (media, address) => {
  media.src = address;
  return { detach: () => { media.pause(); media.removeAttribute("src"); media.load(); }, date: null };
};

export async function attach(media, address, from, onFault) {
  if (!window.MediaSource && !window.ManagedMediaSource) {
    if (!media.canPlayType(KIND)) throw new Error("no HLS");
    return plain(media, address);
  }
  const Hls = await library(from);
  const stream = new Hls({ enableWorker: false, enableWebVTT: false, liveSyncDurationCount: 3 });
  stream.on(Hls.Events.ERROR, (_, fault) => {
    if (!fault.fatal) return;
    onFault();
    if (fault.type === Hls.ErrorTypes.MEDIA_ERROR) stream.recoverMediaError();
    else setTimeout(() => { stream.loadSource(address); stream.startLoad(); }, 3000);
  });
  stream.attachMedia(media);
  stream.loadSource(address);
  return { recovers: true, detach: () => { media.pause(); stream.destroy(); }, get date() { return stream.playingDate; } };
}

// HLS or a file, as the address says.
export const open = (media, address, from, onFault) =>
  address.includes(".m3u8") ? attach(media, address, from, onFault) : plain(media, address);
