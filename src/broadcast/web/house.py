"""What a request finds: the parts, the air, the pages; and who asks."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, cast

from fastapi import Depends, Request

from broadcast.accounts.connections import Source
from broadcast.accounts.repository import actor_of_cookie, actor_of_token
from broadcast.accounts.roles import NOBODY, Actor
from broadcast.errors import UnsignedError, marked
from broadcast.parts import Parts
from broadcast.playout.air import Air
from broadcast.playout.archive import Archive
from broadcast.playout.segments import Segments
from broadcast.web.again_text import AgainText
from broadcast.web.alone import OneAtATime
from broadcast.web.audience import Audience
from broadcast.web.endless import Endless
from broadcast.web.freshener import Freshener
from broadcast.web.live_text import LiveText
from broadcast.web.measures import Measures
from broadcast.web.pace import LETTERS, Pace
from broadcast.web.station_figures import StationFigures
from broadcast.words import offered, wished

SESSION_COOKIE = "antenne_session"
LANGUAGE_COOKIE = "antenne_language"


@dataclass(frozen=True)
class House:
    """Everything the routes of one web process share."""

    parts: Parts
    air: Air

    @cached_property
    def segments(self) -> Segments:
        """The segment server."""
        return Segments(self.air)

    @cached_property
    def live_text(self) -> LiveText:
        """The playlist server."""
        return LiveText(self.air)

    @cached_property
    def endless(self) -> Endless:
        """The endless MP3 of each channel."""
        return Endless(self.air)

    @cached_property
    def audience(self) -> Audience:
        """The counter of listeners."""
        return Audience()

    @cached_property
    def archive(self) -> Archive:
        """The air of the last 31 days."""
        return Archive(self.air)

    @cached_property
    def again_text(self) -> AgainText:
        """The playlists of those who listen later."""
        return AgainText(self.air, self.archive)

    @cached_property
    def freshener(self) -> Freshener:
        """Whoever reads the air again where the keeper has fallen behind."""
        return Freshener(self.air)

    @cached_property
    def measures(self) -> Measures:
        """What this process counts, and what it reads of the station."""
        made = Measures()
        made.registry.register(StationFigures(self.parts, self.air))
        return made

    @cached_property
    def uploading(self) -> OneAtATime:
        """The uploads that come in at this moment."""
        return OneAtATime()

    @cached_property
    def questions(self) -> Pace:
        """How often somebody may search."""
        return Pace(most=60, window=timedelta(minutes=1))

    @cached_property
    def inviting(self) -> Pace:
        """How many invitations somebody may have sent by e-mail."""
        return Pace(most=60, window=timedelta(hours=1), words=LETTERS)

    @cached_property
    def invited(self) -> Pace:
        """How many may go to one address."""
        return Pace(most=3, window=timedelta(hours=1), words=LETTERS)

    @cached_property
    def font(self) -> Path:
        """The typeface that covers are set in."""
        return Path(__file__).parent / "static" / "vendor" / "bricolage-grotesque-latin-wght-normal.woff2"


def house_of(request: Request) -> House:
    """The house a request came to."""
    return cast("House", request.app.state.house)


def language_of(request: Request) -> str:
    """The language to answer in: the reader's choice, a regional one they ask for, the station's."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in offered():
        return chosen
    asked = wished(request.headers.get("accept-language", ""), offered())
    return asked or house_of(request).parts.settings.language


def public_base(request: Request) -> str:
    """The station's address, without a closing slash: the setting, else what the reader used."""
    return house_of(request).parts.settings.public_url or str(request.base_url).rstrip("/")


def address_of(request: Request) -> str:
    """From where on the network it was asked."""
    return request.client.host if request.client else ""


def source_of(request: Request) -> Source:
    """The same, with what it is sealed under where it is kept."""
    return Source(address_of(request), house_of(request).parts.settings.signing_key)


def actor_of_request(request: Request) -> Actor:
    """Whoever asks: by token, else by cookie. Raises UnsignedError on a token that is none."""
    parts = house_of(request).parts
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    cookie = request.cookies.get(SESSION_COOKIE)
    if not token and not cookie:
        return NOBODY
    with parts.database.reading() as session:
        if token and scheme.lower() == "bearer":
            actor = actor_of_token(session, token.strip())
            if not actor.is_known:
                raise UnsignedError(
                    "bad_token",
                    marked("This key is not known here."),
                    marked("Make a new one with “antenne token create”."),
                )
            return replace(actor, address=address_of(request))
        actor = actor_of_cookie(session, cookie, now=parts.clock.now()) if cookie else NOBODY
        return replace(actor, address=address_of(request))


def known_actor(request: Request) -> Actor:
    """Whoever asks, who must be somebody. Raises UnsignedError."""
    actor = actor_of_request(request)
    if not actor.is_known:
        raise UnsignedError(
            "sign_in_needed", marked("You need to be signed in for that."), marked("Sign in first.")
        )
    return actor


TheHouse = Annotated[House, Depends(house_of)]
Asker = Annotated[Actor, Depends(actor_of_request)]
Known = Annotated[Actor, Depends(known_actor)]
Language = Annotated[str, Depends(language_of)]
Base = Annotated[str, Depends(public_base)]
