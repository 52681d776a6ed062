"""Languages as pages name them (BCP 47), from the words that files use (ISO 639-2). Pure."""

import re

_SHORT = {
    "fre": "fr", "fra": "fr", "eng": "en", "bre": "br", "ger": "de", "deu": "de", "spa": "es", "ita": "it",
    "por": "pt", "dut": "nl", "nld": "nl", "ara": "ar", "tur": "tr", "pol": "pl", "rus": "ru", "ukr": "uk",
    "rum": "ro", "ron": "ro", "gre": "el", "ell": "el", "chi": "zh", "zho": "zh", "jpn": "ja", "wol": "wo",
    "baq": "eu", "eus": "eu", "cat": "ca", "oci": "oc", "cos": "co", "heb": "he", "per": "fa", "fas": "fa",
}  # fmt: skip
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
LANGUAGES = ("fr", "br", "en", "de", "es", "it", "pt", "nl", "ar", "tr", "pl", "ru", "uk", "ro", "zh", "wo")
"""What a form offers: those of the station's neighbourhoods."""


def language_tag(word: str, *, default: str) -> str:
    """The tag for a file's or a form's word; `default` for an unknown or undetermined one."""
    plain = word.strip()[:12]
    plain = _SHORT.get(plain.lower(), plain)
    return plain if _TAG.fullmatch(plain) and plain not in {"und", "mul", "zxx"} else default
