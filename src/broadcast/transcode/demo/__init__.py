"""The demonstration: pieces of music and a small film, made by the station itself."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from broadcast.library.models import ItemKind
from broadcast.media.units import Seconds
from broadcast.transcode.demo import music, virgules
from broadcast.transcode.demo.harbour import Harbour
from broadcast.transcode.demo.told import NOTHING, WORDS, PieceWords
from broadcast.transcode.synthesis.film import write_film

SLOT_SHOW = "les-ateliers"
"""The show that has a slot on the demonstration's grids."""

_FILM_SOUND_SECONDS = Seconds(24.0)
_WORKSHOPS = (SLOT_SHOW, "Les ateliers", "Ce qui se fabrique le mercredi dans les ateliers du quartier.")
_NIGHT = ("la-nuit-du-port", "La nuit du port", "Des sons et des images du port, quand la ville dort.")


@dataclass(frozen=True, slots=True)
class DemoPiece:
    """A piece of the demonstration: its show, its title, and how it is written to a file."""

    file_name: str
    write: Callable[[Path], None]
    title: str
    show: str
    show_title: str
    show_description: str
    kind: str = ItemKind.EPISODE

    @property
    def words(self) -> PieceWords:
        """What is told of it."""
        return WORDS.get(self.file_name, NOTHING)


def _write_harbour(path: Path) -> None:
    """The harbour at dusk, 24 s, with a sound of its own."""
    sound = path.with_suffix(".wav")
    music.write_open_studio(sound)
    write_film(path, pictures=Harbour().pictures(_FILM_SOUND_SECONDS), sound=sound)
    sound.unlink()


DEMO_PIECES = (
    DemoPiece(
        "virgule-1.wav", virgules.write_rising_virgule, "Virgule montante", *_WORKSHOPS, ItemKind.JINGLE
    ),
    DemoPiece("kalimba.wav", music.write_kalimba, "Kalimba du mercredi", *_WORKSHOPS),
    DemoPiece("bossa.wav", music.write_bossa, "Bossa du préau", *_WORKSHOPS),
    DemoPiece("port.mp4", _write_harbour, "Le port à la tombée du jour", *_NIGHT),
    DemoPiece("cloches.wav", music.write_bells, "Cloches sous l’eau", *_NIGHT),
    DemoPiece("virgule-2.wav", virgules.write_wave_virgule, "Virgule de vague", *_NIGHT, ItemKind.JINGLE),
    DemoPiece("ligne.wav", music.write_night_line, "La ligne de nuit", *_NIGHT),
)
