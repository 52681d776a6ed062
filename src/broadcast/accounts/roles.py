"""Who may do what: pure decisions on an actor."""

from dataclasses import dataclass, field
from enum import IntEnum

from broadcast.errors import ForbiddenError, InvalidError, UnknownError, marked


class Role(IntEnum):
    """What a person is in a structure; each may do all that the lower ones may."""

    CONTRIBUTOR = 1
    HOST = 2
    EDITOR = 3

    @classmethod
    def named(cls, word: str) -> "Role":
        """The role of that name. Raises InvalidError."""
        try:
            return cls[word.upper()]
        except KeyError:
            raise InvalidError(
                "unknown_role",
                marked("There is no role “{role}”."),
                marked("Use contributor, host or editor."),
                role=word,
            ) from None


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks. Nobody signed in is `NOBODY`.

    `roles` maps structure ids to roles; `committees` are the ids of those they are in.
    A `guest` has no account and may send the file of one deposit begun in a workshop, by its id; to
    everything else they are nobody. `address` is from where on the network they ask; empty at the machine.
    """

    person_id: int | None = None
    name: str = ""
    email: str = ""
    is_admin: bool = False
    roles: dict[int, Role] = field(default_factory=dict)
    guest: str | None = None
    address: str = field(default="", compare=False)
    committees: frozenset[int] = frozenset()

    @property
    def is_known(self) -> bool:
        """Whether somebody is signed in, or sits at the machine itself."""
        return self.person_id is not None or self.is_admin

    def is_at_least(self, role: Role, *, structure_id: int | None) -> bool:
        """Whether they hold that role, or a higher one, in that structure."""
        if self.is_admin:
            return True
        return structure_id is not None and self.roles.get(structure_id, 0) >= role

    def reviews_somewhere(self) -> bool:
        """Whether there is any structure or committee whose deposits they review."""
        return self.hosts_somewhere() or bool(self.committees)

    def hosts_somewhere(self) -> bool:
        """Whether there is any structure whose workshops and programme they make."""
        return self.is_admin or any(role >= Role.HOST for role in self.roles.values())

    def edits_somewhere(self) -> bool:
        """Whether there is any structure whose people they look after."""
        return self.is_admin or any(role >= Role.EDITOR for role in self.roles.values())


NOBODY = Actor()
STATION = Actor(name="station", is_admin=True)
"""Whoever works on the station's own machine: the command line, the demonstration."""


def require_known(actor: Actor) -> None:
    """Raise UnsignedError where nobody is signed in."""
    if not actor.is_known:
        raise ForbiddenError(
            "sign_in_needed", marked("You need to be signed in for that."), marked("Sign in first.")
        )


def require_role(actor: Actor, role: Role, *, structure_id: int | None) -> None:
    """Raise ForbiddenError where the actor's role in the structure is lower."""
    require_known(actor)
    if not actor.is_at_least(role, structure_id=structure_id):
        raise not_allowed()


def not_allowed() -> ForbiddenError:
    """What is said to somebody whose role is too low for something they may know of."""
    return ForbiddenError(
        "not_allowed",
        marked("Your role does not allow that here."),
        marked("Ask a host of the structure, or the station's administrator."),
    )


def require_sight(
    actor: Actor,
    *,
    structure_id: int | None,
    owner_id: int | None = None,
    committee_id: int | None = None,
) -> None:
    """Raise UnknownError where something unpublished is none of the actor's business."""
    if actor.is_admin or (actor.is_known and owner_id == actor.person_id):
        return
    if committee_id is not None and committee_id in actor.committees:
        return
    if structure_id is None or structure_id not in actor.roles:
        raise UnknownError("unknown_item", marked("That cannot be found here."))
