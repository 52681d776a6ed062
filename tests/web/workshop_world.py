"""A workshop that a host of the pages opened, and what phones send to it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from broadcast.accounts.roles import STATION
from broadcast.jobs import claim
from broadcast.jobs.models import Job
from broadcast.transcode.prepare import prepare_item
from broadcast.workshops.opening import code_of_workshop, hosted_workshop
from web.conftest import Pages

WORDS = {"name": "Nina", "title": "Le quai", "recording": "yes", "publishing": "yes"}
HTML = {"Accept": "text/html"}


@dataclass(frozen=True)
class Workshop:
    """A workshop that the host of the pages opened, from 11 to 13 in Paris: it is 11 now."""

    pages: Pages
    id: str

    @property
    def code(self) -> str:
        parts = self.pages.parts
        with parts.database.reading() as session:
            found = hosted_workshop(session, self.id, actor=STATION)
        return code_of_workshop(found, key=parts.settings.signing_key)

    @property
    def place(self) -> str:
        return f"/studio/workshops/{self.id}"

    def host(self, act: str, **fields: str) -> int:
        """What the host gets for doing something to it."""
        return int(self.answered(act, **fields).status_code)

    def answered(self, act: str, **fields: str) -> Any:
        """The same, whole."""
        return self.pages.client.post(
            f"{self.place}/{act}", data=fields, headers=self.pages.by("host"), follow_redirects=False
        )

    def send(self, file: Path, **words: str) -> Any:
        """The plain form with its file."""
        return self.pages.client.post(
            f"/a/{self.code}", data=WORDS | words, files={"file": (file.name, file.read_bytes())},
            headers=HTML, follow_redirects=False,
        )  # fmt: skip

    def begin(self, **words: str) -> Any:
        return self.pages.client.post(f"/a/{self.code}/begin", data=WORDS | words)

    def prepare(self) -> str:
        """Prepare the only item; its id."""
        parts = self.pages.parts
        with parts.database.writing() as session:
            job = session.scalars(select(Job)).one()
            held = claim(session, job.id, holder="here/1.1/1", now=parts.clock.now())
        assert held is not None
        prepare_item(parts, held)
        return job.subject


def opened(pages: Pages, **words: str) -> Any:
    told = {"name": "Mercredi", "structure": "mpt", "show": "essais", "on": "2026-11-24", "begins": "11:00",
            "ends": "13:00"}  # fmt: skip
    return pages.client.post(
        "/studio/workshops", data=told | words, headers=pages.by("host"), follow_redirects=False
    )


@pytest.fixture
def workshop(pages: Pages) -> Workshop:
    answer = opened(pages)
    assert answer.status_code == 303
    return Workshop(pages, answer.headers["location"].rpartition("/")[2])


@pytest.fixture
def sound(shared_media: Path) -> Path:
    return shared_media / "short/virgule.ogg"
