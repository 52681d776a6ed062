"""The picture: both sizes and the still of a film, and the card of a sound."""

from pathlib import Path

from broadcast.media.grid import PICTURE, PICTURES_PER_SECOND
from broadcast.media.package import Rendition
from broadcast.media.source import Probed, Range, VideoTrack
from broadcast.media.units import TICKS_PER_SECOND, Ticks, seconds_of
from broadcast.transcode.argv.words import JPEG_COLOURS, MUXER, STILL, Words, begin, file_of, open_source
from broadcast.transcode.ranges import FilmRange
from broadcast.transcode.recipe import ENCODER_THREADS, GOP, PICTURES, PRESET, STILL_WIDTH, Picture

_HIGH_DEFINITION = 720
"""Lines."""


def encode_range(
    ffmpeg: Path, source: Path, *, probed: Probed, span: FilmRange, filters: frozenset[str]
) -> Words:
    """Both sizes of a stretch of a film, exactly as a decode of the whole would give it, and perhaps a still.

    Times stay those of the whole film: the input is opened somewhat before, the grid of pictures begins
    where the stretch does, and the last picture is held to its end.
    """
    if probed.video is None:
        raise ValueError("there is no picture to encode")
    framed = _framed(probed.video, filters, span)
    chain = ";".join((framed, *_sizes(still=span.has_still)))
    words = begin(ffmpeg)
    if span.opened:
        # Only after a seek: whoever keeps a file's own times does not bridge a clock that begins anew in it.
        words += ["-copyts", "-start_at_zero", "-noaccurate_seek", "-ss", f"{span.opened:.3f}"]
    words += [*open_source(source, probed.demuxer), "-filter_complex", chain, *_encoded(span.ticks)]
    if span.has_still:
        words += ["-map", "[still]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3", "-update", "1"]
        words += ["-map_metadata", "-1", "-f", "image2", STILL]
    return words


def encode_card(ffmpeg: Path, picture: Path, *, length: Ticks) -> Words:
    """Both sizes of a still picture that lasts `length`."""
    chain = ";".join(
        (f"[0:v]{_fit(PICTURES[Rendition.V720])},fps={PICTURES_PER_SECOND}[framed]", *_sizes(still=False))
    )
    words = [*begin(ffmpeg), "-protocol_whitelist", "file,pipe", "-f", "jpeg_pipe", "-i", f"file:{picture}"]
    return [*words, "-filter_complex", chain, *_encoded(length)]


def _framed(track: VideoTrack, filters: frozenset[str], span: FilmRange) -> str:
    """25 progressive pictures a second from the stretch's start, upright, in BT.709, at most 1280x720 large.

    Times are ticks before they are brought to the grid, so that every range rounds as the whole does.
    """
    grid = f"fps={PICTURES_PER_SECOND}:start_time={seconds_of(span.start):.2f},setpts=PTS-STARTPTS"
    if span.pictures is not None:
        grid += f",trim=end_frame={span.pictures}"
    chain = [f"[0:{track.index}]settb=1/{TICKS_PER_SECOND},{grid}"]
    if track.is_interlaced:
        chain = [f"[0:{track.index}]bwdif=mode=send_frame:deint=interlaced,settb=1/{TICKS_PER_SECOND},{grid}"]
    if track.light is not Range.STANDARD and {"zscale", "tonemap"} <= filters:
        # Sized first: tone mapping works in floats, and a phone's 4K has nine times the pixels.
        # A film may leave unsaid what BT.2100 has only one of, and nothing is mapped from the unknown.
        chain += [
            "setparams=color_primaries=bt2020:colorspace=bt2020nc",
            _shrunk(PICTURES[Rendition.V720]),
            "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709",
        ]
        chain += ["tonemap=tonemap=hable:desat=0", "zscale=t=bt709:m=bt709:r=tv,format=yuv420p"]
        return ",".join((*chain, _fit(PICTURES[Rendition.V720]))) + "[framed]"
    return ",".join((*chain, _fit(PICTURES[Rendition.V720], matrix=matrix_of(track)))) + "[framed]"


def matrix_of(track: VideoTrack) -> str:
    """How a film's colours are coded, by the name the scaler knows; `auto` where each picture says so.

    What says nothing is BT.709 from 720 lines on and BT.601 below, as players take it. VP8 has only
    BT.601 (RFC 6386 §9.2).
    """
    if track.codec == "vp8":
        return "bt601"
    if track.is_matrix_stated:
        return "auto"
    return "bt709" if track.height >= _HIGH_DEFINITION else "bt601"


def _shrunk(size: Picture) -> str:
    """The largest even size that shows the whole picture as it is meant to look, within `size`."""
    width = f"max(2\\,2*round(min({size.width}\\,{size.height}*dar)/2))"
    height = f"max(2\\,2*round(min({size.height}\\,{size.width}/dar)/2))"
    return f"scale=w={width}:h={height}"


def _fit(size: Picture, *, matrix: str = "auto") -> str:
    colours = f"in_color_matrix={matrix}:out_color_matrix=bt709:out_range=tv"
    return f"{_shrunk(size)}:{colours},setsar=1,format=yuv420p"


def _sizes(*, still: bool) -> tuple[str, ...]:
    """From [framed] to both sizes in black frames, held for ever at the end."""
    big, small = PICTURES[Rendition.V720], PICTURES[Rendition.V360]
    # BT.709 is written out, so that what a source says of itself cannot reach the init.
    same = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709:field_mode=prog"
    padded = f"pad={big.width}:{big.height}:(ow-iw)/2:(oh-ih)/2:black,{same},tpad=stop_mode=clone:stop=-1"
    reduced = f"[b]scale={small.width}:{small.height},setsar=1,{same}[{Rendition.V360}]"
    if not still:
        return (f"[framed]{padded},split=2[{Rendition.V720}][b]", reduced)
    looked = f"[s]fps=2,thumbnail=n=60,scale=w=min({STILL_WIDTH}\\,iw):h=-2:{JPEG_COLOURS}[still]"
    return (f"[framed]split=2[p][s];[p]{padded},split=2[{Rendition.V720}][b]", reduced, looked)


def _encoded(length: Ticks) -> Words:
    words: Words = []
    for rendition, picture in PICTURES.items():
        words += ["-map", f"[{rendition}]", "-frames:v", str(length // PICTURE), *_h264(picture)]
        words += [*MUXER, "-movflags", "+frag_keyframe", "-video_track_timescale", str(TICKS_PER_SECOND)]
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
