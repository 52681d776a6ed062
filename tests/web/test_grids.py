"""The way to the grids that one makes."""

from broadcast.accounts.repository import structure_by_slug
from broadcast.schedule.models import ChannelKind
from broadcast.schedule.slots import create_channel
from web.conftest import Pages
from web.test_programme_feeds import WEEKLY, on_the_radio


def test_hosts_come_to_the_grids_of_their_channels_and_nobody_elses(pages: Pages) -> None:
    on_the_radio(pages, WEEKLY)
    only = pages.client.get("/studio/channels", headers=pages.by("host"), follow_redirects=False)
    assert (only.status_code, only.headers["location"]) == (303, "/studio/channels/radio/grid")
    assert (
        'aria-current="page">Grilles</a>'
        in pages.client.get("/studio/channels", headers=pages.by("host")).text
    )
    with pages.parts.database.writing() as session:
        create_channel(
            session, slug="tele", name="Télé", kind=ChannelKind.TV, timezone="Europe/Paris",
            structure=structure_by_slug(session, "mpt"), now=pages.parts.clock.now(),
        )  # fmt: skip
    both = pages.client.get("/studio/channels", headers=pages.by("host")).text
    assert all(f'href="/studio/channels/{slug}/grid"' in both for slug in ("radio", "tele"))
    for name in ("other", "author"):
        told = pages.client.get("/studio/channels", headers=pages.by(name)).text
        assert "Aucune de vos structures n’a encore de chaîne." in told
        assert "/studio/channels/radio/grid" not in told
    assert "Grilles</a>" not in pages.client.get("/studio/channels", headers=pages.by("author")).text
