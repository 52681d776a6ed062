"""Captions: a round trip loses nothing, careless files are read, hostile ones tamed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.errors import InvalidError, TooLargeError
from broadcast.media.cues import LATEST, LONGEST_TEXT, MOST_CUES, Cue, cue_of, until
from broadcast.media.units import Seconds
from broadcast.media.webvtt import MOST_BYTES, decoded, read_captions, read_srt, read_vtt, write_vtt

instants = st.integers(0, int(LATEST) * 1_000).map(lambda thousandths: thousandths / 1_000)
cues = st.builds(
    lambda times, text, speaker: cue_of(min(times), max(times), text, speaker=speaker),
    st.tuples(instants, instants),
    st.text(max_size=60)
    | st.sampled_from(["a --> b", "<b>x</b> & y", "1\n00:00.000 --> 00:01.000", "NOTE x"]),
    st.text(max_size=20) | st.just("a>b & <c>"),
)


@given(st.lists(cues, max_size=8))
def test_what_is_written_is_read_again_whole(found: list[Cue | None]) -> None:
    kept = sorted(cue for cue in found if cue is not None)
    assert list(read_vtt(write_vtt(kept))) == kept


@given(st.text())
def test_any_text_is_read_without_a_fault_and_comes_out_without_markup(text: str) -> None:
    for cue in read_captions(f"WEBVTT\n\n00:00.000 --> 00:02.000\n{text}"):
        written = write_vtt([cue]).split("\n", 3)[3].removesuffix("\n")
        body = written.partition(">")[2] if cue.speaker else written
        assert "<" not in body
        assert ">" not in body


def test_a_careless_webvtt_file_is_read() -> None:
    text = (
        "\ufeffWEBVTT Kind: captions\r\nLanguage: fr\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n"
        "NOTE rien\r\n\r\n"
        "intro\r\n00:05,5 --> 00:07.000 align:start\r\n<v.fort Anaïs><i>Bonjour</i> &amp; bienvenue\r\n"
        "00:01.000 --> 00:02.000\r\nAvant\r\n\r\n00:09.000 --> 00:08.000\r\nà rebours\r\n"
    )
    assert read_vtt(text) == (
        Cue(Seconds(1.0), Seconds(2.0), "Avant"),
        Cue(Seconds(5.5), Seconds(7.0), "Bonjour & bienvenue", "Anaïs"),
    )


def test_subrip_is_read_with_its_tags_and_places_dropped() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,500\n{\\an8}<font color='red'>Un</font>\ndeux\n\n"
        "2\n0:00:03,000 --> 0:00:04,000 X1:40\ntrois\n"
    )
    assert read_srt(text) == (
        Cue(Seconds(1.0), Seconds(2.5), "Un\ndeux"),
        Cue(Seconds(3.0), Seconds(4.0), "trois"),
    )


def test_what_is_no_caption_file_is_said_to_be_none() -> None:
    with pytest.raises(InvalidError) as refusal:
        read_vtt("WEBVTTX\n")
    assert refusal.value.code == "not_webvtt"
    assert read_captions("Bonjour à tous, --> voici la suite.") == ()


def test_hostile_words_are_bounded_and_bare() -> None:
    nested = "WEBVTT\n\n00:00.000 --> 00:01.000\n<<b>script>alert()<</b>/script>\u202eab\x00\x1b[2J\n"
    assert [cue.text for cue in read_vtt(nested)] == ["alert()ab[2J"]
    long = "WEBVTT\n\n00:00.000 --> 00:01.000\n" + "<" * 1_000_000 + "x" * 1_000_000
    assert all(len(cue.text) <= LONGEST_TEXT for cue in read_vtt(long))
    many = "WEBVTT\n\n" + "00:00.000 --> 00:01.000\nx\n\n" * (MOST_CUES + 1)
    with pytest.raises(TooLargeError):
        read_vtt(many)
    with pytest.raises(TooLargeError):
        decoded(b"x" * (MOST_BYTES + 1))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    assert decoded("été à l’œil".encode(encoding)) == "été à l’œil"


def test_captions_end_with_their_piece() -> None:
    found = (
        Cue(Seconds(0.0), Seconds(2.0), "a"),
        Cue(Seconds(9.0), Seconds(12.0), "b"),
        Cue(Seconds(10.0), Seconds(11.0), "c"),
    )
    assert until(found, Seconds(10.0)) == (found[0], Cue(Seconds(9.0), Seconds(10.0), "b"))
