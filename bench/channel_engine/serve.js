// Channels of eyevinn-channel-engine that repeat films: node serve.js PORT CHANNELS FILMS_BASE FILMS
const restify = require("restify");
// restify 9 and later refuse an async handler that also takes `next`; the engine (written for 8) has these.
const make = restify.createServer;
restify.createServer = (...words) => {
  const server = make(...words);
  for (const verb of ["get", "post"]) {
    const told = server[verb].bind(server);
    server[verb] = (path, handler) => told(path, (req, res, next) => { handler(req, res, next); });
  }
  return server;
};
const ChannelEngine = require("eyevinn-channel-engine");
const [port, channels, base, films] = process.argv.slice(2);
const places = {};
const assets = {
  getNextVod: async ({ playlistId }) => {
    const n = (places[playlistId] = (places[playlistId] ?? Number(playlistId.slice(1))) + 1) % Number(films);
    return { id: n, title: `Film ${n}`, uri: `${base}/${n}.m3u8` };
  },
};
const profile = [{ bw: 400000, codecs: "avc1.4d401f,mp4a.40.2", resolution: [320, 180] }];
const list = Array.from({ length: Number(channels) }, (_, n) => ({ id: `c${n}`, profile }));
const engine = new ChannelEngine(assets, { averageSegmentDuration: 3840, channelManager: { getChannels: () => list } });
engine.start();
engine.listen(Number(port));
