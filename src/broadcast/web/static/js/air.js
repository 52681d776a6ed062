// The air of a channel from a link: [data-from] plays it again from a moment, [data-to-live] as it is now. One press: the
// sound begins in the bar, and walk.js, which answers the same click, brings the link's page, where it sits.
import { deck } from "./deck.js";
import { choices } from "./kept.js";

const common = ({ channel, name, cover, library, libraryThin }) => ({
  title: name, cover, library, libraryThin, chapters: [],
  full: `/live/${channel}/index.m3u8`, thin: `/live/${channel}/a48.m3u8`,
});

const liveOf = (channel) => ({
  ...common(channel), kind: "live", key: `live-${channel.channel}`, about: channel.wordsLive,
  page: `/channels/${channel.channel}`, now: `/channels/${channel.channel}/now.json`,
});

// `piece.present` is what is heard of the air at this moment (heard.js goes on with it).
export const againOf = (channel, from, title) => ({
  ...common(channel), kind: "again", key: `again-${channel.channel}-${from}`, about: channel.wordsAgain,
  page: `/channels/${channel.channel}/replay?from=${encodeURIComponent(from)}`, asked: `?from=${encodeURIComponent(from)}`,
  present: title, channel: { ...channel },
});

function mediaFor({ hasPicture, name, cover }) {
  const media = document.createElement(hasPicture === undefined ? "audio" : "video");
  media.preload = "none";
  media.volume = choices.volume;
  if (hasPicture === undefined) return media;
  Object.assign(media, { playsInline: true, poster: cover, className: "screen" });
  media.setAttribute("aria-label", name);
  return media;
}

export function play(piece, channel) {
  if (deck.holds(piece)) return deck.isOn || deck.play();
  const media = mediaFor(channel);
  deck.put(piece, media);
  document.querySelector("#dock .dock-slot").append(media);
  return deck.play();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-from], [data-to-live]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const channel = link.closest("[data-channel]")?.dataset ?? deck.piece.channel; // as _channel_air.html tells it
  play("toLive" in link.dataset ? liveOf(channel) : againOf(channel, link.dataset.from, link.dataset.title), channel);
});
