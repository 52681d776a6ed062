// A stream in a media element: HLS by hls.js where there are media source extensions, else by the browser itself.
const KIND = "application/vnd.apple.mpegurl";

const load = (address) => new Promise((resolve, reject) => {
  if (window.Hls) return resolve();
  const script = Object.assign(document.createElement("script"), { src: address });
  script.onload = resolve;
  script.onerror = () => reject(new Error("not loaded"));
  document.head.append(script);
});

const plain = (media, address) => {
  media.src = address;
  return { detach: () => { media.pause(); media.removeAttribute("src"); media.load(); }, date: null };
};

export async function attach(media, address, library, onFault) {
  if (!window.MediaSource && !window.ManagedMediaSource) {
    if (!media.canPlayType(KIND)) throw new Error("no HLS");
    return plain(media, address);
  }
  await load(library);
  const stream = new window.Hls({ enableWorker: false, enableWebVTT: false, liveSyncDurationCount: 3 });
  stream.on(window.Hls.Events.ERROR, (_, fault) => {
    if (!fault.fatal) return;
    onFault();
    if (fault.type === window.Hls.ErrorTypes.MEDIA_ERROR) stream.recoverMediaError();
    else setTimeout(() => { stream.loadSource(address); stream.startLoad(); }, 3000);
  });
  stream.attachMedia(media);
  stream.loadSource(address);
  return { recovers: true, detach: () => { media.pause(); stream.destroy(); }, get date() { return stream.playingDate; } };
}

// HLS or a file, as the address says.
export const open = (media, address, library, onFault) =>
  address.includes(".m3u8") ? attach(media, address, library, onFault) : plain(media, address);
