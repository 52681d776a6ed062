import json
from pathlib import Path

from broadcast.storage import open_storage
from broadcast.web.loudness_picture import LoudnessPicture, line_of, loudness_picture_of


def test_a_line_runs_from_edge_to_edge_and_stays_in_its_box() -> None:
    assert line_of([0.0, -25.0, -90.0, 3.0], count=4) == "M90.0 0L270.0 80L450.0 160L630.0 0"
    assert line_of([], count=0) == ""


def test_a_long_piece_is_drawn_with_its_loudest_moments() -> None:
    values = [-30.0] * 2_400
    values[1_005] = -10.0
    line = line_of(values, count=len(values))
    assert line.count("L") == 239
    assert line.split("L")[100] == "301.5 32"


def test_the_picture_of_a_package(tmp_path: Path) -> None:
    storage = open_storage(tmp_path.as_uri())
    assert loudness_picture_of(storage, "packages/ab/c-1/loudness.json", target=-16.0) is None
    told = {"seconds": 0.1, "before": [-25.0], "after": [-25.0, -50.0], "outputs": {}}
    storage.put_bytes("packages/ab/c-2/loudness.json", json.dumps(told).encode())
    assert loudness_picture_of(storage, "packages/ab/c-2/loudness.json", target=-16.0) == LoudnessPicture(
        "M180.0 80", "M180.0 80L540.0 160", 51.2
    )
