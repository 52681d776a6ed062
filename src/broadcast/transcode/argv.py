"""The words for ffmpeg, as pure values. They stand nowhere else.

Every name of a file is relative to the run's own folder, except the source, which is absolute and goes
through the `file:` protocol so that no name can be an option or an address. Every input's demuxer is
pinned and may open nothing but files and pipes.
"""

from pathlib import Path

from broadcast.media.grid import PICTURE, PICTURES_PER_SECOND
from broadcast.media.loudness import Treatment
from broadcast.media.package import Rendition
from broadcast.media.source import Demuxer, Probed, Range, VideoTrack
from broadcast.media.units import TICKS_PER_SECOND, Ticks, seconds_of
from broadcast.transcode.recipe import (
    ENCODER_THREADS,
    GOP,
    LONGEST,
    MP3_GAIN_DB,
    MP3_KBITS,
    PICTURES,
    PRESET,
    RATE,
    SOUND_KBITS,
    STILL_WIDTH,
    Picture,
)

MASTER = "master.f32"
LIMITED = "limited.f32"
WINDOWS = "windows.txt"
DECODED_PICTURES = "pictures.txt"
MP3 = "audio.mp3"
STILL = "still.jpg"

Words = list[str]

_FULL_SCALE_GAIN_DB = 0.265
"""Lifts 0.97 of full scale to full scale: a resampler leaves clipped samples a little under it."""
_OVERSAMPLED = 4 * RATE
_FRAGMENT_MICROSECONDS = 3_840_000
_MUXER = [
    *("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-use_editlist", "0"),
    *("-movflags", "+empty_moov+default_base_moof+skip_sidx+skip_trailer"),
]


def file_of(rendition: Rendition) -> str:
    """The name of a rendition's file."""
    return f"{rendition}.mp4"


def _begin(ffmpeg: Path) -> Words:
    words = [str(ffmpeg), "-hide_banner", "-nostdin", "-nostats", "-y", "-loglevel", "level+info"]
    return [*words, "-progress", "pipe:1", "-stats_period", "0.5"]


def _open_source(source: Path, demuxer: Demuxer) -> Words:
    words = ["-protocol_whitelist", "file,pipe", "-max_streams", "100", "-f", demuxer]
    if demuxer is Demuxer.MOV:
        words += ["-enable_drefs", "0", "-use_absolute_path", "0"]
    return [*words, "-i", f"file:{source}"]


def _open_master(name: str) -> Words:
    return ["-f", "f32le", "-ar", str(RATE), "-ac", "2", "-i", name]


def _meter(name: str) -> str:
    return f"ebur128@{name}=peak=true:framelog=verbose"


# Pass one: decode once, measure all


def decode(ffmpeg: Path, source: Path, *, probed: Probed, window: Ticks, shortest: Ticks) -> Words:
    """Decode the tracks to air: the sound to `MASTER`, its figures, and one line for every picture.

    `window` is the length of the stretches whose levels go to `WINDOWS`; the meter hears a piece that is
    shorter than `shortest` with the silence it will be given.
    """
    words = [*_begin(ffmpeg), "-noautorotate", *_open_source(source, probed.demuxer)]
    longest = ["-t", str(seconds_of(LONGEST) + 1)]
    if probed.audio is not None:
        words += ["-filter_complex", _decoded_sound(probed.audio.index, window, shortest)]
        words += ["-map", "[master]", "-c:a", "pcm_f32le", *longest, "-f", "f32le", MASTER]
        words += ["-map", "[heard]", *longest, "-f", "null", "-"]
        words += ["-map", "[looked]", *longest, "-f", "null", "-"]
    if probed.video is not None:
        words += ["-map", f"0:{probed.video.index}", "-fps_mode", "passthrough", *longest]
        words += ["-c:v", "wrapped_avframe", "-f", "framecrc", DECODED_PICTURES]
    return words


def _decoded_sound(index: int, window: Ticks, shortest: Ticks) -> str:
    """The ITU downmix that cannot exceed full scale, from t = 0 with holes filled; then three ways."""
    master = f"[0:{index}]aresample={RATE}:async=1:first_pts=0:rematrix_maxval=1.0"
    master += ",aformat=sample_fmts=flt:channel_layouts=stereo,asplit=3[master][a][b]"
    heard = f"[a]apad=whole_len={shortest},{_meter('source')}[heard]"
    looked = f"[b]asetnsamples=n={window}:p=0,volume={_FULL_SCALE_GAIN_DB}dB:precision=float"
    looked += ",pan=quad|c0=c0|c1=c1|c2=0.5*c0+0.5*c1|c3=0.5*c0-0.5*c1,aformat=sample_fmts=s16"
    looked += (
        ",astats=metadata=1:reset=1:measure_overall=none:measure_perchannel=Peak_level+RMS_level+Peak_count"
    )
    looked += f",ametadata=mode=print:file={WINDOWS}[looked]"
    return f"{master};{heard};{looked}"


# Pass two, only where peaks must be held


def limit(ffmpeg: Path, *, treatment: Treatment, shortest: Ticks) -> Words:
    """Gain and the oversampled limiter, from `MASTER` to `LIMITED`, measured on the way."""
    chain = f"[0:a]{_treated(treatment)},asplit=2[limited][a]"
    chain += f";[a]apad=whole_len={shortest},{_meter('limited')}[heard]"
    words = [*_begin(ffmpeg), *_open_master(MASTER), "-filter_complex", chain]
    words += ["-map", "[limited]", "-c:a", "pcm_f32le", "-f", "f32le", LIMITED]
    return [*words, "-map", "[heard]", "-f", "null", "-"]


def _treated(treatment: Treatment) -> str:
    gain = f"volume={treatment.gain_db:.2f}dB:precision=float"
    if treatment.ceiling is None:
        return gain
    ceiling = 10 ** (treatment.ceiling / 20)
    limiter = f"alimiter=limit={ceiling:.6f}:attack=5:release=50:level=disabled:latency=1"
    return f"{gain},aresample={_OVERSAMPLED},{limiter},aresample={RATE}"


# Pass three: every sound from one master


def encode_sound(ffmpeg: Path, *, master: str, gain_db: float, length: Ticks) -> Words:
    """`a128`, `a48` and the MP3 from one master, padded with silence to `length`."""
    padded = f"[0:a]asetpts=N,volume={gain_db:.2f}dB:precision=float"
    padded += f",apad=whole_len={length},atrim=end_sample={length}"
    chain = f"{padded},asplit=3[a128][a48][m];[m]volume={MP3_GAIN_DB}dB:precision=float[mp3]"
    words = [*_begin(ffmpeg), *_open_master(master), "-filter_complex", chain]
    for rendition, kbits in SOUND_KBITS.items():
        words += ["-map", f"[{rendition}]", *_aac(kbits), file_of(rendition)]
    # Without the reservoir every frame stands alone, and a stream of frames may be joined anywhere.
    words += ["-map", "[mp3]", "-c:a", "libmp3lame", "-b:a", f"{MP3_KBITS}k", "-reservoir", "0"]
    words += ["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    return [*words, "-write_xing", "0", "-id3v2_version", "0", "-write_id3v1", "0", "-f", "mp3", MP3]


def _aac(kbits: int) -> Words:
    """AAC-LC without its priming packet. The `fast` coder adds 0.5 dB to peaks, the default 2."""
    words = ["-c:a", "aac", "-aac_coder", "fast", "-b:a", f"{kbits}k", "-ac", "2", "-ar", str(RATE)]
    words += ["-bsf:a", r"noise=drop=eq(n\,0)", "-flags:a", "+bitexact", *_MUXER]
    return [*words, "-frag_duration", str(_FRAGMENT_MICROSECONDS), "-f", "mp4"]


def measure_sound(ffmpeg: Path) -> Words:
    """What people will hear: the meters on all three encoded files."""
    words = _begin(ffmpeg)
    for rendition in SOUND_KBITS:
        words += ["-f", "mov", "-i", file_of(rendition)]
    words += ["-f", "mp3", "-i", MP3]
    names = [*SOUND_KBITS, "mp3"]
    chains = [f"[{order}:a]{_meter(name)}[{name}]" for order, name in enumerate(names)]
    words += ["-filter_complex", ";".join(chains)]
    for name in names:
        words += ["-map", f"[{name}]", "-f", "null", "-"]
    return words


# The picture


def encode_film(
    ffmpeg: Path, source: Path, *, probed: Probed, length: Ticks, filters: frozenset[str]
) -> Words:
    """Both sizes and the still from one decode; the last picture is held to `length`."""
    if probed.video is None:
        raise ValueError("there is no picture to encode")
    chain = ";".join((_framed(probed.video, filters), *_sizes(still=True)))
    words = [*_begin(ffmpeg), *_open_source(source, probed.demuxer), "-filter_complex", chain]
    words += _encoded(Ticks(length))
    words += ["-map", "[still]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3", "-update", "1"]
    return [*words, "-map_metadata", "-1", "-f", "image2", STILL]


def encode_card(ffmpeg: Path, picture: Path, *, length: Ticks) -> Words:
    """Both sizes of a still picture that lasts `length`."""
    chain = ";".join(
        (f"[0:v]{_fit(PICTURES[Rendition.V720])},fps={PICTURES_PER_SECOND}[framed]", *_sizes(still=False))
    )
    words = [*_begin(ffmpeg), "-protocol_whitelist", "file,pipe", "-f", "jpeg_pipe", "-i", f"file:{picture}"]
    return [*words, "-filter_complex", chain, *_encoded(length)]


def _framed(track: VideoTrack, filters: frozenset[str]) -> str:
    """25 progressive pictures a second from t = 0, upright, in BT.709, at most 1280x720 large."""
    chain = [f"[0:{track.index}]fps={PICTURES_PER_SECOND}:start_time=0"]
    if track.is_interlaced:
        chain.insert(0, chain.pop().replace("fps=", "bwdif=mode=send_frame:deint=interlaced,fps="))
    if track.light is not Range.STANDARD and {"zscale", "tonemap"} <= filters:
        # Sized first: tone mapping works in floats, and a phone's 4K has nine times the pixels.
        chain += [
            _shrunk(PICTURES[Rendition.V720]),
            "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709",
        ]
        chain += ["tonemap=tonemap=hable:desat=0", "zscale=t=bt709:m=bt709:r=tv,format=yuv420p"]
    return ",".join((*chain, _fit(PICTURES[Rendition.V720]))) + "[framed]"


def _shrunk(size: Picture) -> str:
    """The largest even size that shows the whole picture as it is meant to look, within `size`."""
    width = f"max(2\\,2*round(min({size.width}\\,{size.height}*dar)/2))"
    height = f"max(2\\,2*round(min({size.height}\\,{size.width}/dar)/2))"
    return f"scale=w={width}:h={height}"


def _fit(size: Picture) -> str:
    return f"{_shrunk(size)}:out_color_matrix=bt709:out_range=tv,setsar=1,format=yuv420p"


def _sizes(*, still: bool) -> tuple[str, ...]:
    """From [framed] to both sizes in black frames, held for ever at the end."""
    big, small = PICTURES[Rendition.V720], PICTURES[Rendition.V360]
    # BT.709 is written out, so that what a source says of itself cannot reach the init.
    same = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709:field_mode=prog"
    padded = f"pad={big.width}:{big.height}:(ow-iw)/2:(oh-ih)/2:black,{same},tpad=stop_mode=clone:stop=-1"
    reduced = f"[b]scale={small.width}:{small.height},setsar=1,{same}[{Rendition.V360}]"
    if not still:
        return (f"[framed]{padded},split=2[{Rendition.V720}][b]", reduced)
    looked = f"[s]fps=2,thumbnail=n=60,scale=w=min({STILL_WIDTH}\\,iw):h=-2[still]"
    return (f"[framed]split=2[p][s];[p]{padded},split=2[{Rendition.V720}][b]", reduced, looked)


def _encoded(length: Ticks) -> Words:
    words: Words = []
    for rendition, picture in PICTURES.items():
        words += ["-map", f"[{rendition}]", "-frames:v", str(length // PICTURE), *_h264(picture)]
        words += [*_MUXER, "-movflags", "+frag_keyframe", "-video_track_timescale", str(TICKS_PER_SECOND)]
        words += ["-f", "mp4", file_of(rendition)]
    return words


def _h264(picture: Picture) -> Words:
    words = ["-c:v", "libx264", "-preset", PRESET, "-profile:v", picture.profile, "-level:v", picture.level]
    words += [
        "-crf",
        str(picture.crf),
        "-maxrate",
        f"{picture.most_kbits}k",
        "-bufsize",
        f"{picture.buffer_kbits}k",
    ]
    # Where chroma lies is written by older builds as the source said: it must not reach the init.
    words += ["-x264-params", "chromaloc=0"]
    words += ["-bf", "0", "-g", str(GOP), "-keyint_min", str(GOP), "-sc_threshold", "0"]
    return [*words, "-flags:v", "+cgop+bitexact", "-pix_fmt", "yuv420p", "-threads:v", str(ENCODER_THREADS)]
