"""Which ffmpeg the station takes: the system's where it is new enough, else the one of the wheel."""

from pathlib import Path

import pytest

from broadcast.transcode.tools import find_ffmpeg, is_new_enough


@pytest.mark.parametrize(
    ("answer", "is_taken"),
    [
        ("ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026", False),
        ("ffmpeg version 6.1.1-3ubuntu5 Copyright (c) 2000-2023", False),
        ("ffmpeg version 7.1.2-0+deb13u1 Copyright (c) 2000-2025", False),
        ("ffmpeg version 9.0 Copyright (c) 2000-2026", True),
        ("ffmpeg version n9.0.2-17-g2a571b6068 Copyright (c) 2000-2026", True),
        ("ffmpeg version 10.0 Copyright (c) 2000-2027", True),
        ("ffmpeg version N-118965-g0b0e3ca Copyright (c) 2000-2025", True),
        ("", False),
    ],
    ids=[
        "Debian 12",
        "Ubuntu 24.04",
        "Debian 13",
        "the oldest",
        "the wheel",
        "to come",
        "unnumbered",
        "broken",
    ],
)
def test_an_old_build_is_passed_over(answer: str, is_taken: bool) -> None:  # noqa: FBT001  # a cell of a table
    assert is_new_enough(answer) is is_taken


@pytest.mark.parametrize(("told", "is_taken"), [("5.1.9-0+deb12u1", False), ("9.1-2", True)])
def test_the_systems_is_taken_where_it_is_new_enough(
    told: str,
    is_taken: bool,  # noqa: FBT001  # a cell of a table
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    system = tmp_path / "ffmpeg"
    system.write_text(f"#!/bin/sh\necho 'ffmpeg version {told} Copyright'\n")
    system.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    assert (find_ffmpeg() == system) is is_taken
