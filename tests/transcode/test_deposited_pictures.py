"""Pictures that people send, alone or inside a sound: made anew in the cage, or refused in words."""

import struct
import subprocess
import zlib
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, ID3
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggopus import OggOpus
from PIL import Image

from broadcast.accounts.roles import STATION
from broadcast.errors import InvalidError
from broadcast.ingest.deposit import Told, deposit_file
from broadcast.ingest.probe import probe
from broadcast.jobs import Holder, claim_next
from broadcast.library import keys
from broadcast.library.models import Item
from broadcast.library.repository import item_for
from broadcast.library.states import ItemState
from broadcast.parts import Parts
from broadcast.transcode.pictures.deposited import COVER, COVER_LIMIT, embedded_cover, square_cover
from broadcast.transcode.prepare import prepare_item

pytestmark = pytest.mark.media
RED, BLUE = (200, 30, 30), (30, 30, 200)
SECRET = b"a place and a name"


def _picture(
    size: tuple[int, int], colour: tuple[int, ...], *, kind: str = "JPEG", mode: str = "RGB"
) -> bytes:
    """One colour, with a comment that must not come out again."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    buffer = BytesIO()
    Image.new(mode, size, colour).save(buffer, kind, exif=exif)
    return buffer.getvalue()


def _bomb(side: int) -> bytes:
    """A PNG of `side` squared in a few bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes((side // 8 + 1) * side), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _seen(jpeg: bytes) -> tuple[str, tuple[int, int], tuple[int, ...]]:
    """Its format, size and the colour of its middle."""
    with Image.open(BytesIO(jpeg)) as picture:
        middle = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
        assert isinstance(middle, tuple)
        return str(picture.format), picture.size, middle


def _tagged(name: str, pictures: list[bytes], *, ffmpeg: Path, folder: Path) -> Path:
    """Two seconds of sound that carries pictures; the last one is said to be the front cover."""
    path = folder / name
    subprocess.run([ffmpeg, "-v", "error", "-f", "lavfi", "-i", "sine=440:d=2", "-ac", "2", path], check=True)
    kinds = [0] * (len(pictures) - 1) + [3]
    ending = path.suffix
    if ending == ".mp3":
        tags = ID3()
        for number, (kind, body) in enumerate(zip(kinds, pictures, strict=True)):
            tags.add(APIC(encoding=3, mime="image/jpeg", type=kind, desc=str(number), data=body))
        tags.save(path)
    elif ending == ".m4a":
        film = MP4(path)
        film["covr"] = [MP4Cover(body) for body in reversed(pictures)]
        film.save()
    else:
        sound = FLAC(path) if ending == ".flac" else OggOpus(path)
        blocks = [_block(kind, body) for kind, body in zip(kinds, pictures, strict=True)]
        if isinstance(sound, FLAC):
            for block in blocks:
                sound.add_picture(block)
        else:
            sound["metadata_block_picture"] = [b64encode(block.write()).decode() for block in blocks]
        sound.save()
    return path


def _block(kind: int, body: bytes) -> Picture:
    block = Picture()
    block.type, block.data, block.mime = kind, body, "image/jpeg"
    with Image.open(BytesIO(body)) as picture:
        block.width, block.height = picture.size
    block.depth = 24
    return block


@pytest.mark.parametrize("ending", ["mp3", "m4a", "flac", "opus"])
def test_the_front_cover_of_a_sound_is_made_anew(ending: str, ffmpeg: Path, tmp_path: Path) -> None:
    pictures = [_picture((400, 400), BLUE), _picture((900, 600), RED)]
    sound = _tagged(f"sound.{ending}", pictures, ffmpeg=ffmpeg, folder=tmp_path)
    probed = probe(sound)
    assert probed.has_cover
    assert embedded_cover(sound, demuxer=probed.demuxer, folder=tmp_path) is None
    cover = (tmp_path / COVER).read_bytes()
    kind, size, colour = _seen(cover)
    assert (kind, size) == ("JPEG", (1_400, 1_400))
    assert colour == pytest.approx(RED, abs=6)
    assert SECRET not in cover


@pytest.mark.parametrize(
    "wrong", [b"\xff\xd8\xff\xe0 no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "small", "bomb"]
)
def test_a_cover_that_cannot_be_one_costs_the_sound_nothing(
    wrong: bytes | str, ffmpeg: Path, tmp_path: Path
) -> None:
    made = {"small": _picture((120, 120), RED), "bomb": _bomb(16_000)}
    body = wrong if isinstance(wrong, bytes) else made[wrong]
    sound = tmp_path / "sound.mp3"
    subprocess.run([ffmpeg, "-v", "error", "-f", "lavfi", "-i", "sine=440:d=2", sound], check=True)
    tags = ID3()
    tags.add(APIC(encoding=3, mime="image/png", type=3, desc="", data=body))
    tags.save(sound)
    probed = probe(sound)
    told = embedded_cover(sound, demuxer=probed.demuxer, folder=tmp_path)
    assert told is not None
    assert (told.code, told.values) == (
        "cover_left_out", {"side": "120", "smallest": "1400"} if wrong == "small" else {}
    )  # fmt: skip
    assert not (tmp_path / COVER).exists()


def _prepared(parts: Parts, sound: Path) -> Item:
    deposited = deposit_file(parts, sound, Told(file_name=sound.name), actor=STATION)
    with parts.database.writing() as session:
        held = claim_next(session, holder=Holder("here", "1.1", "11"), now=parts.clock.now())
    assert held is not None
    prepare_item(parts, held)
    with parts.database.reading() as session:
        return item_for(session, deposited.id, actor=STATION)


@pytest.mark.integration
def test_it_becomes_the_cover_of_the_item(parts: Parts, ffmpeg: Path, tmp_path: Path) -> None:
    item = _prepared(parts, _tagged("a.mp3", [_picture((1_600, 1_500), RED)], ffmpeg=ffmpeg, folder=tmp_path))
    assert "cover_left_out" not in {one["code"] for one in item.warnings}
    assert (item.state, item.cover is None) == (ItemState.TO_REVIEW, False)
    assert _seen(parts.storage.get(str(item.cover)))[:2] == ("JPEG", (1_500, 1_500))
    assert _seen(parts.storage.get(keys.small(str(item.cover))))[:2] == ("JPEG", (400, 400))


@pytest.mark.integration
def test_one_that_is_too_small_is_told(parts: Parts, ffmpeg: Path, tmp_path: Path) -> None:
    item = _prepared(parts, _tagged("a.mp3", [_picture((299, 400), RED)], ffmpeg=ffmpeg, folder=tmp_path))
    (told,) = [one for one in item.warnings if one["code"] == "cover_left_out"]
    assert (item.state, item.cover, told["values"]["side"]) == (ItemState.TO_REVIEW, None, "299")


def test_a_picture_is_cut_around_the_chosen_place(tmp_path: Path) -> None:
    wide = Image.new("RGB", (3_200, 1_500), RED)
    wide.paste(BLUE, (1_700, 0, 3_200, 1_500))
    buffer = BytesIO()
    wide.save(buffer, "PNG")
    for centre, colour in (((0.0, 0.5), RED), ((1.0, 0.5), BLUE)):
        cover = square_cover(buffer.getvalue(), folder=tmp_path, centre=centre)
        kind, size, middle = _seen(cover)
        assert (kind, size) == ("JPEG", (1_500, 1_500))
        assert middle == pytest.approx(colour, abs=6)
        assert len(cover) <= COVER_LIMIT


def test_the_largest_clear_picture_fits_into_the_cage(tmp_path: Path) -> None:
    """40 megapixels with transparency; what is clear becomes white."""
    clear = _picture((6_300, 6_300), (*RED, 0), kind="PNG", mode="RGBA")
    assert _seen(square_cover(clear, folder=tmp_path)) == ("JPEG", (3_000, 3_000), (255, 255, 255))


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (b"nothing of the kind", "not_a_picture"),
        (_picture((1_399, 2_000), RED), "cover_too_small"),
        (_bomb(16_000), "picture_too_large"),
        (bytes((32 << 20) + 1), "picture_too_large"),
    ],
    ids=["text", "small", "bomb", "heavy"],
)
def test_what_cannot_be_a_cover_is_refused_in_words(picture: bytes, code: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidError) as refusal:
        square_cover(picture, folder=tmp_path)
    assert refusal.value.code == code
