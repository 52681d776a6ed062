from broadcast.ingest.weight import expected_cost
from broadcast.media.units import Bytes

MEGABYTE = 1 << 20


def test_the_same_bytes_cost_less_where_they_are_not_compressed() -> None:
    flac, ogg = expected_cost(b"fLaC", size=Bytes(MEGABYTE)), expected_cost(b"OggS", size=Bytes(MEGABYTE))
    assert 0 < flac < ogg
    assert expected_cost(b"OggS", size=Bytes(2 * MEGABYTE)) == 2 * ogg


def test_what_will_be_refused_costs_nothing() -> None:
    assert not expected_cost(b"<html>", size=Bytes(MEGABYTE))
