import pytest

from broadcast.storage.keys import LONGEST, checked, folder


@pytest.mark.parametrize(
    "key", ["a", "packages/0f3e-1/a128.mp4", "originals/12/x_y@2=.wav", "_/-".replace("-", "0")]
)
def test_plain_words_are_keys(key: str) -> None:
    assert checked(key) == key


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/a",
        "a/",
        "a//b",
        "..",
        "a/../b",
        ".hidden",
        "a/.b",
        "a\\b",
        "a b",
        "a\n",
        "é",
        "a\0b",
        "a" * (LONGEST + 1),
    ],
)
def test_what_could_lead_elsewhere_is_no_key(key: str) -> None:
    with pytest.raises(ValueError, match="is not a storage key"):
        checked(key)


def test_a_prefix_is_a_folder() -> None:
    assert [folder(prefix) for prefix in ("", "a", "a/", "a/b/")] == ["", "a", "a", "a/b"]


def test_a_prefix_cannot_climb() -> None:
    with pytest.raises(ValueError, match="is not a storage key"):
        folder("../")
