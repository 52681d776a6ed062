"""What is told of the demonstration's pieces: words, chapters, and what is heard, with times.

The moments are those of the scores in `music` and of the film's light. It is in French, as the titles are.
"""

from dataclasses import dataclass

from broadcast.media.chapters import Chapter
from broadcast.media.cues import Cue
from broadcast.media.units import Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceWords:
    """What is told of a piece. `heard` is from when to when, and what; pieces `of_today` happen today."""

    description: str = ""
    places: str = ""
    keywords: str = ""
    chapters: tuple[tuple[float, str], ...] = ()
    heard: tuple[tuple[float, float, str], ...] = ()
    of_today: bool = False

    def as_chapters(self) -> tuple[Chapter, ...]:
        """As an item keeps them."""
        return tuple(Chapter(Seconds(start), title) for start, title in self.chapters)

    def as_cues(self) -> tuple[Cue, ...]:
        """As a transcript keeps them."""
        return tuple(Cue(Seconds(start), Seconds(end), text) for start, end, text in self.heard)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSeries:
    """A series of the demonstration, or an event of the day on which it is made."""

    title: str
    description: str
    pieces: tuple[str, ...]
    place: str = ""
    is_today: bool = False


_PORT, _HOUSE = "Port de démonstration", "Maison de quartier"
NOTHING = PieceWords()
WORDS = {
    "kalimba.wav": PieceWords(
        description="Deux pouces, neuf lames de métal, des graines dans une boîte : la première prise.",
        places=_HOUSE,
        keywords="musique, kalimba",
        chapters=((0.0, "Les pouces"), (4.6, "Les graines"), (20.8, "La dernière note")),
        heard=(
            (0.0, 4.6, "(Une kalimba seule, deux pouces qui se répondent.)"),
            (4.6, 20.8, "(Des graines secouées donnent le pas ; la mélodie se remplit peu à peu.)"),
            (20.8, 25.0, "(Quatre notes montent et s’éteignent.)"),
        ),
        of_today=True,
    ),
    "bossa.wav": PieceWords(
        description="Guitare, basse, vibraphone : une bossa jouée sous le préau, un jour de pluie.",
        places=_HOUSE,
        keywords="musique, bossa nova",
        chapters=((0.0, "Thème"), (14.5, "Thème, encore"), (29.1, "Fin")),
        heard=(
            (0.0, 3.6, "(Guitare et basse, un pas de bossa ; le vibraphone entre.)"),
            (3.6, 14.5, "(Bois frappé et graines ; le vibraphone chante le thème.)"),
            (14.5, 29.1, "(Le thème revient, un peu plus fort.)"),
            (29.1, 33.0, "(Dernier accord, deux notes de vibraphone.)"),
        ),
        of_today=True,
    ),
    "port.mp4": PieceWords(
        description="Un voilier traverse la rade au couchant, sous le phare qui tourne.",
        places=_PORT,
        keywords="mer, nuit",
        chapters=((0.0, "La nuit tombe"), (8.0, "Le phare tourne"), (16.0, "Le voilier passe")),
        heard=(
            (0.5, 3.1, "(Un piano électrique, seul.)"),
            (3.1, 6.9, "(Une batterie douce, aux balais.)"),
            (6.9, 24.6, "(Le piano improvise ; le phare balaie la rade, le voilier passe.)"),
            (24.6, 29.5, "(L’image s’est éteinte ; un dernier accord.)"),
        ),
    ),
    "cloches.wav": PieceWords(
        description="Six cloches, chacune à son rythme : on n’entend jamais deux fois la même mesure.",
        places=_PORT,
        keywords="musique, mer",
        chapters=((0.0, "Une cloche, puis deux"), (9.1, "Les six"), (27.5, "La mer recouvre tout")),
        heard=(
            (0.4, 3.0, "(Une cloche grave, une autre plus claire ; un bourdon lointain.)"),
            (3.0, 9.1, "(Quatre cloches, chacune à son rythme.)"),
            (9.1, 27.5, "(Six cloches qui se croisent, comme sous l’eau.)"),
            (27.5, 32.0, "(Les sons s’éteignent un à un.)"),
        ),
    ),
    "ligne.wav": PieceWords(
        description="Le dernier bus longe les quais. Basse, arpèges, et les lampadaires qui défilent.",
        places=_PORT,
        keywords="musique, nuit",
        chapters=((0.0, "Départ"), (4.1, "Les quais"), (8.3, "La ligne droite"), (29.0, "Terminus")),
        heard=(
            (0.0, 4.1, "(Un arpège électronique, d’un côté à l’autre.)"),
            (4.1, 8.3, "(La basse entre.)"),
            (8.3, 29.0, "(Une batterie sourde ; l’arpège monte.)"),
            (29.0, 31.5, "(Un dernier accord, son écho.)"),
        ),
    ),
}
"""By the name of a piece's file."""

SERIES = (
    DemoSeries(
        title="Le port, la nuit",
        description="Un film et deux morceaux, à écouter dans l’ordre, lumière éteinte.",
        pieces=("port.mp4", "cloches.wav", "ligne.wav"),
        place=_PORT,
    ),
    DemoSeries(
        title="Portes ouvertes des ateliers",
        description="Ce qui s’est joué aujourd’hui, publié le jour même.",
        pieces=("kalimba.wav", "bossa.wav"),
        place=_HOUSE,
        is_today=True,
    ),
)
