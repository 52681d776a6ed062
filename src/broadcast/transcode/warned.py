"""One thing that people should know about a piece, and how its places are written. Pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Warned:
    """One finding."""

    code: str
    message: str
    values: dict[str, str] = field(default_factory=dict)


def clock_of(seconds: float) -> str:
    """A place in a piece as people read it: 0:40, 1:02:03."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
