// A place in a piece, also before its first byte is there; and how it is told.
const wanted = new WeakMap();

export function seek(media, to) {
  if (media.readyState) {
    media.currentTime = to;
  } else {
    if (!wanted.has(media)) {
      media.addEventListener("loadedmetadata", () => {
        media.currentTime = wanted.get(media);
        wanted.delete(media);
      }, { once: true });
    }
    wanted.set(media, to);
  }
  media.dispatchEvent(new Event("timeupdate"));
}

export const placeOf = (media) => wanted.get(media) ?? media.currentTime;

export const clock = (seconds) => {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
};

export const secondsOf = (text) => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
