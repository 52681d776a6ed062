"""A voice over music as arithmetic: the music takes its own time, and is told from its beginning."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from broadcast.media.grid import QUANTUM, SEGMENT, segment_count
from broadcast.media.units import Seconds, Ticks
from broadcast.playout.over import as_begun, is_over, over_of, with_overs
from broadcast.playout.timeline import Airing
from broadcast.playout.turn import Part
from broadcast.schedule.running_order import Element, ElementKind
from playout.airings import FORMATS, airing, piece

VOICE = Element(key="voice", kind=ElementKind.JINGLE, item="v", over=True)
MUSIC = Element(key="music", kind=ElementKind.TRACK, item="m")
QUANTA = st.integers(6, 94)


def parts(voice: int, music: int) -> list[Part]:
    return [
        Part("voice", replace(piece("v"), ticks=Ticks(voice * QUANTUM))),
        Part("music", replace(piece("m"), ticks=Ticks(music * QUANTUM), card="cards/m")),
    ]


def heard(part: Part, *, at: Airing | None = None) -> Airing:
    """The row of a part."""
    found = part.piece
    assert found is not None
    start = at.end if at else 0
    row = airing(start, sequence=at.end_sequence if at else 0, package=found.package, item=found.item,
                 first_segment=found.first_segment, occurrence="1:x", card=found.card,
                 formats=FORMATS, other=found.other, element=part.key)  # fmt: skip
    return replace(row, ticks=found.ticks, segment_count=segment_count(found.ticks))


@given(QUANTA, st.integers(7, 800))
def test_the_music_takes_its_own_time(voice: int, music: int) -> None:
    plain = parts(voice, music)
    made = with_overs([VOICE, MUSIC], plain, aired=(), is_ready=lambda _one: True)
    first, second = (part.piece for part in plain)
    assert first is not None
    assert second is not None
    over = over_of(first, second)
    if over is None:
        assert made == plain
        return
    assert over.segments * SEGMENT >= first.ticks + 3 * QUANTUM
    begun = heard(made[0])
    rest = heard(made[1], at=begun)
    assert begun.items == {"v", "m"}
    assert rest.items == {"m"}
    assert is_over(begun)
    assert begun.ticks + rest.ticks == second.ticks
    assert begun.segment_count + rest.segment_count == segment_count(second.ticks)
    (told,) = as_begun([begun, rest])
    assert (told.media_start, told.ticks, told.item, told.other) == (0, second.ticks, "m", None)
    assert (told.first_segment, told.segment_count) == (0, segment_count(second.ticks))
    # Once it has begun, only that counts, whatever is ready.
    assert with_overs([VOICE, MUSIC], plain, aired=[begun], is_ready=lambda _one: False)[1] == made[1]


def test_what_began_before_it_was_ready_goes_on_whole() -> None:
    plain = parts(20, 400)
    spoken = heard(plain[0])
    assert with_overs([VOICE, MUSIC], plain, aired=[spoken], is_ready=lambda _one: True) == plain


def test_other_music_than_that_which_began_is_heard_from_its_beginning() -> None:
    plain = parts(20, 400)
    begun = heard(with_overs([VOICE, MUSIC], plain, aired=(), is_ready=lambda _one: True)[0])
    music = plain[1].piece
    assert music is not None
    changed = [plain[0], Part("music", replace(music, item="n", package="packages/n"))]
    assert with_overs([VOICE, MUSIC], changed, aired=[begun], is_ready=lambda _one: True) == changed


def test_only_whole_pieces_that_fit_and_are_wanted() -> None:
    for voice, music in (
        (replace(VOICE, over=False), MUSIC), (replace(VOICE, ends=Seconds(4.0)), MUSIC),
        (VOICE, replace(MUSIC, begins=Seconds(2.0))), (VOICE, replace(MUSIC, item=None)),
    ):  # fmt: skip
        plain = parts(20, 400)
        assert with_overs([voice, music], plain, aired=(), is_ready=lambda _one: True) == plain
    sung = parts(20, 400)
    tune = sung[0].piece
    assert tune is not None
    sung[0] = Part("voice", replace(tune, is_music=True))
    assert with_overs([VOICE, MUSIC], sung, aired=(), is_ready=lambda _one: True) == sung
    for quanta in ((94, 400), (20, 24)):
        plain = parts(*quanta)
        assert with_overs([VOICE, MUSIC], plain, aired=(), is_ready=lambda _one: True) == plain
