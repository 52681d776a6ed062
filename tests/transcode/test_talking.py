"""A voice over music, decoded in its place: the music is low while it lasts, rises, and goes on as itself."""

from pathlib import Path

import pytest

from broadcast.library import keys
from broadcast.media.fmp4 import joined
from broadcast.media.grid import SEGMENT
from broadcast.media.mp3 import MP3_FRAME_BYTES, frame_at
from broadcast.media.package import AUDIO, Rendition
from broadcast.media.units import Ticks
from broadcast.playout.over import Over
from broadcast.schedule.talk_over import RISES
from broadcast.storage import open_storage
from broadcast.transcode.keep import keep_package
from broadcast.transcode.talking import talk
from transcode.test_fading import segments
from transcode.test_mixing import apart, decoded, level_of, packaged, tone

pytestmark = pytest.mark.media
MUSIC, VOICE = "packages/aa/a", "packages/bb/b"


class Spoken:
    """A voice of 2,000 Hz over music of 220 Hz."""

    def __init__(self, folder: Path, ffmpeg: Path) -> None:
        self.storage, self.ffmpeg = open_storage(f"file://{folder / 'storage'}"), ffmpeg
        self.music = packaged(
            self.storage, tone(folder / "a.wav", ffmpeg, hertz=220, seconds=23.0), key=MUSIC,
            folder=folder / "one", ffmpeg=ffmpeg,
        )  # fmt: skip
        self.voice = packaged(
            self.storage, tone(folder / "b.wav", ffmpeg, hertz=2_000, seconds=5.0), key=VOICE,
            folder=folder / "two", ffmpeg=ffmpeg,
        )  # fmt: skip
        self.over = Over(VOICE, MUSIC, self.voice.ticks)
        made = folder / "over"
        made.mkdir()
        self.index = talk(
            self.storage, voice=VOICE, music=MUSIC, lasts=self.over.ticks, segments=self.over.segments,
            rises=RISES, folder=made, ffmpeg=ffmpeg, progress=lambda _share: None,
        )  # fmt: skip
        keep_package(self.storage, made, key=self.over.package, index=self.index)

    def stitched(self, rendition: Rendition) -> bytes:
        """As it airs: the music's beginning under the voice, then the music."""
        size = self.music.renditions[rendition].init_size
        init = self.storage.get(keys.rendition(MUSIC, rendition))[:size]
        parts = (segments(self.storage, self.over.package, rendition, range(self.over.segments)),
                 segments(self.storage, MUSIC, rendition, range(self.over.segments, 99)))  # fmt: skip
        return b"".join(joined(init + part for part in parts))


@pytest.fixture(scope="module")
def spoken(ffmpeg: Path, tmp_path_factory: pytest.TempPathFactory) -> Spoken:
    return Spoken(tmp_path_factory.mktemp("spoken"), ffmpeg)


@pytest.mark.parametrize("rendition", AUDIO)
def test_the_music_is_low_while_the_voice_lasts(spoken: Spoken, rendition: Rendition) -> None:
    heard = decoded(spoken.stitched(rendition), "mov", spoken.ffmpeg)
    own = decoded(spoken.storage.get(keys.rendition(MUSIC, rendition)), "mov", spoken.ffmpeg)
    assert len(heard) == spoken.music.ticks
    assert spoken.over.segments == 2
    assert spoken.index.renditions[rendition].init == spoken.music.renditions[rendition].init
    # Behind the rise it is the music itself, and nobody hears where its own bytes go on.
    risen, joint = spoken.over.ticks + RISES + 2_048, spoken.over.segments * SEGMENT
    assert apart(heard[risen : joint + 4_096], own[risen : joint + 4_096]) < 0.01
    # Between the voice's end and the rise's beginning it is a quarter as loud.
    low = level_of(heard[spoken.over.ticks - 2_400 : spoken.over.ticks]) / level_of(own[96_000:144_000])
    assert 0.2 < low < 0.3
    # While the voice is heard both are there: levels add by power.
    both = level_of(heard[96_000:144_000])
    voice = decoded(spoken.storage.get(keys.rendition(VOICE, rendition)), "mov", spoken.ffmpeg)
    wanted = (level_of(voice[96_000:144_000]) ** 2 + (level_of(own[96_000:144_000]) / 4) ** 2) ** 0.5
    assert 0.95 < both / wanted < 1.05
    assert spoken.index.loudness.true_peak is not None
    assert spoken.index.loudness.true_peak <= -1.0


def test_its_mp3_is_followed_by_the_music_s(spoken: Spoken) -> None:
    cut = frame_at(Ticks(spoken.over.segments * SEGMENT))
    made, own = (spoken.storage.get(keys.mp3(package)) for package in (spoken.over.package, MUSIC))
    assert len(made) // MP3_FRAME_BYTES > cut
    frames = made[: cut * MP3_FRAME_BYTES] + own[cut * MP3_FRAME_BYTES :]
    heard, whole = decoded(frames, "mp3", spoken.ffmpeg), decoded(own, "mp3", spoken.ffmpeg)
    at = cut * 1_152
    assert apart(heard[at - 4_000 : at + 4_000], whole[at - 4_000 : at + 4_000]) < 0.03
