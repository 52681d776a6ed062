"""What goes into a show's feed: its published episodes that may be podcast."""

from dataclasses import replace

from sqlalchemy.orm import Session

from broadcast.errors import UnknownError, marked
from broadcast.feeds.rss import Feed, FeedEpisode, Licence, Words
from broadcast.library.licences import deed_of
from broadcast.library.models import Episode, Item
from broadcast.library.repository import EpisodePage, episodes_of_show, feed_changed_at, show_by_slug
from broadcast.library.transcripts import Spoken, spoken_in

PAGE_LENGTH = 100


def read_show_feed(session: Session, slug: str, *, base: str, page: int) -> Feed:
    """A page of a show's feed; `base` is the station's address. Raises UnknownError past the last page."""
    show = show_by_slug(session, slug)
    found = episodes_of_show(
        session, show, offset=(page - 1) * PAGE_LENGTH, most=PAGE_LENGTH, podcast_only=True
    )
    own = f"{base}/shows/{show.slug}/feed.xml"
    here, following = pages_of(own, found, page=page)
    words = spoken_in(session, [one.item_id for one in found.episodes])
    return Feed(
        own=own,
        page=here,
        next_page=following,
        title=show.title,
        link=f"{base}/shows/{show.slug}",
        description=show.description,
        language=show.language,
        author=show.author,
        email=show.email,
        category=show.category,
        explicit=show.explicit,
        cover=f"{base}/{show.cover}",
        changed_at=feed_changed_at(session, show),
        episodes=[
            replace(
                feed_episode(one, transcript=words.get(one.item_id), base=base),
                number=one.item.number or None,
                season=one.item.season or None,
            )
            for one in found.episodes
        ],
    )


def pages_of(own: str, found: EpisodePage, *, page: int) -> tuple[str, str | None]:
    """The address of a page of the feed at `own`, and of the next (RFC 5005 §3), None behind the last.

    Raises UnknownError past the last page.
    """
    if page > 1 and not found.episodes:
        raise UnknownError("unknown_page", marked("The feed has no such page."))
    is_last = page * PAGE_LENGTH >= found.total
    return own if page == 1 else f"{own}?page={page}", None if is_last else f"{own}?page={page + 1}"


def feed_episode(episode: Episode, *, transcript: Spoken | None, base: str) -> FeedEpisode:
    """An episode as a feed tells it."""
    return FeedEpisode(
        guid=episode.id,
        title=episode.item.title,
        description=episode.item.description,
        link=f"{base}/shows/{episode.show.slug}/{episode.slug}",
        published_at=episode.published_at,
        enclosure=f"{base}/media/{episode.id}/{episode.slug}.mp3",
        size=episode.enclosure_bytes,
        seconds=round(episode.item.seconds or 0),
        explicit=episode.show.explicit,
        chapters=f"{base}/episodes/{episode.id}/chapters.json" if episode.item.chapters else None,
        cover=f"{base}/{episode.item.cover}" if episode.item.cover else None,
        words=_words(episode, transcript, base=base) if transcript else (),
        author=episode.item.credits,
        licence=_licence(episode.item),
    )


def _licence(item: Item) -> Licence | None:
    return Licence(item.licence, deed_of(item.licence).address) if item.licence else None


def _words(episode: Episode, transcript: Spoken, *, base: str) -> tuple[Words, ...]:
    """The captions first where there are any; the plain text for apps that only show."""
    place, language = f"{base}/episodes/{episode.id}", transcript.language
    plain = Words(url=f"{place}/transcript.txt", media_type="text/plain", language=language)
    if not transcript.is_timed:
        return (plain,)
    return Words(url=f"{place}/captions.vtt", media_type="text/vtt", language=language), plain
