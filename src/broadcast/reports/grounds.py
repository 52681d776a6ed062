"""Why something is reported, and what is decided. Pure."""

from enum import StrEnum

from broadcast.errors import marked


class Ground(StrEnum):
    """What is wrong with it, as whoever reports it sees it."""

    PRIVACY = "privacy"
    RIGHTS = "rights"
    HATE = "hate"
    MINOR = "minor"
    LAW = "law"
    OTHER = "other"


GROUND_WORDS = {
    Ground.PRIVACY: marked("I am heard or seen in it, or somebody I know, without having agreed"),
    Ground.RIGHTS: marked("It is somebody else’s work: music, a text, a picture"),
    Ground.HATE: marked("Insults, hatred, threats, harassment"),
    Ground.MINOR: marked("A child or a teenager is in danger"),
    Ground.LAW: marked("It breaks the law in another way"),
    Ground.OTHER: marked("Something else: a mistake, a page that some people cannot use"),
}


class Decision(StrEnum):
    """What becomes of what was reported."""

    WITHDRAWN = "withdrawn"
    ACTED = "acted"
    KEPT = "kept"


DECISION_WORDS = {
    Decision.WITHDRAWN: marked("It was withdrawn: it is neither on the air nor on the web any more."),
    Decision.ACTED: marked("Something was changed."),
    Decision.KEPT: marked("It stays public."),
}
