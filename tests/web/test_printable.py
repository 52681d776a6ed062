"""Letters that no typeface has: a paper is made all the same."""

import json
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from broadcast.web.paper import set_paper
from broadcast.web.printable import lacking, printable

_MARK = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Brezhoneg c’hoarioù", "Brezhoneg c’hoarioù"),
        ("🎉 Fête  🎶", "Fête"),
        ("🎤", "□"),
        ("東京 FM", "□□ FM"),
        ("a\x07b", "ab"),
        ("  deux  espaces ", "  deux  espaces "),
    ],
)
def test_wide_letters_are_boxes_and_wide_pictures_go(written: str, printed: str) -> None:
    assert printable({"a": [written, 1, None]}) == {"a": [printed, 1, None]}


def test_what_the_typesetter_names_goes_with_its_script_or_alone() -> None:
    assert lacking('PDF/UA-1 error: the text `"\\u{e44}"` could not be displayed with font') == {"THAI"}
    assert lacking('the text `"ﷺ"` could not be displayed') == {"ﷺ"}
    assert lacking('the text `"1"` could not be displayed') == {"marks"}
    assert printable("1\ufe0f\u20e3 e\u0301", without={"marks"}) == "1 é"
    assert lacking("expected comma") == set()
    assert printable("ไทย ★", without={"THAI"}) == "□□□ ★"
    assert printable("a☎b", without={"☎"}) == "ab"


@pytest.mark.integration
@pytest.mark.parametrize(
    "title",
    [
        "🏴‍☠️ 🇫🇷 1️⃣",
        "日本語ラジオ",
        "ไทย বাংলা አማርኛ",
        "\ue000\x00\x1b[1m",
        "مرحبا بكم",
        "z\u0337\u0328\u1abe\u20f0 é\u20e3",
    ],
)
def test_a_paper_is_made_whatever_a_title_is_written_in(title: str) -> None:
    told: dict[str, Any] = {
        "title": title, "station": title, "about": title, "footer": title, "address": "//c", "language": "fr",
        "name": title, "span": "t", "notes": [title], "part": "p", "mark": _MARK, "mark_alt": title,
        "days": ["d"],
        "rows": [
            {"name": "r", "cells": [[{"time": "8", "title": f"{title} fin", "note": "", "filling": False}]]}
        ],
    }  # fmt: skip
    before = json.dumps(told)
    page = PdfReader(BytesIO(set_paper("week", told))).pages[0].extract_text()
    assert "fin" in page
    assert json.dumps(told) == before
