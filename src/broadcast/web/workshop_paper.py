"""What the paper on a workshop's wall says, in the reader's language."""

from typing import Any
from zoneinfo import ZoneInfo

from broadcast.errors import marked
from broadcast.web.qr import qr_file
from broadcast.words import date_words, translator
from broadcast.workshops.codes import spelt
from broadcast.workshops.models import Workshop

SHEET_STEPS = (
    marked("Scan the QR code, or type the address and the code."),
    marked("Choose your file, or record here."),
    marked("Keep your own code: it shows what happens to your piece."),
)


def workshop_paper(workshop: Workshop, *, code: str, base: str, language: str, zone: str) -> dict[str, Any]:
    """The words of the sheet. Times are those of the station's zone."""
    say = translator(language)
    opens, closes = (moment.astimezone(ZoneInfo(zone)) for moment in (workshop.opens_at, workshop.closes_at))
    day = date_words(opens.date(), "EEEE d MMMM y", language=language)
    return {
        "title": f"{workshop.name}, {spelt(code)}",
        "name": workshop.name,
        "place": workshop.structure.name,
        "station": "Antenne",
        "about": say(marked("The code of a workshop, and how to deposit with it.")),
        "language": language,
        "when": f"{day}, {opens:%H:%M}–{closes:%H:%M}",
        "mark": qr_file(f"{base}/a/{code}"),
        "mark_alt": say(marked("A QR code: it opens the workshop’s page.")),
        "address": f"{base.partition('://')[2]}/atelier",
        "code_word": say(marked("The code")),
        "code": spelt(code),
        "steps": [say(step) for step in SHEET_STEPS],
        "footer": say(marked("No account, no e-mail. Your piece is heard by a host before it airs.")),
    }
