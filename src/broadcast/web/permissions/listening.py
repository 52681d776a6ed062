"""What everybody hears, sees and reads."""

from broadcast.web.permissions.row import ADMINISTRATORS, ANYBODY, Row

_PUBLISHED = "published episodes only; a withdrawn one answers 410, any other 404"

LISTENING = (
    Row(route="GET /", action="the station's page", who=ANYBODY),
    Row(route="GET /channels/{slug}", action="a channel's page", who=ANYBODY),
    Row(route="GET /channels/{slug}/now", action="what is on air, for a page", who=ANYBODY),
    Row(route="GET /channels/{slug}/now.json", action="what is on air, for programs", who=ANYBODY),
    Row(route="GET /live/{slug}/index.m3u8", action="a channel's stream", who=ANYBODY),
    Row(route="GET /live/{slug}/{rendition}.m3u8", action="a channel's stream", who=ANYBODY),
    Row(route="GET /live/{slug}/{rendition}/init-{digest}.mp4", action="the stream's beginning", who=ANYBODY),
    Row(route="GET /live/{slug}/{rendition}/{number}.m4s", action="a piece of the stream", who=ANYBODY),
    Row(
        route="GET /live/{slug}.mp3",
        action="the stream as endless MP3",
        who=ANYBODY,
        at={"slug": "radio"},
        ask="HEAD",
    ),
    Row(
        route="OPTIONS /live/{slug}.mp3",
        action="whether other sites' pages may play it",
        who=ANYBODY,
        at={"slug": "radio"},
    ),
    Row(route="GET /shows/{slug}", action="a show's page", who=ANYBODY),
    Row(route="GET /shows/{slug}/feed.xml", action="a show's feed", who=ANYBODY, condition=_PUBLISHED),
    Row(route="GET /channels/{slug}/kiosk", action="a channel on a large screen", who=ANYBODY),
    Row(route="GET /channels/{slug}/feed.xml", action="a channel's feed", who=ANYBODY, condition=_PUBLISHED),
    Row(
        route="GET /structures/{slug}",
        action="a structure's page",
        who=ANYBODY,
        condition=_PUBLISHED,
        at={"slug": "mpt"},
    ),
    Row(
        route="GET /structures/{slug}/feed.xml",
        action="a structure's feed",
        who=ANYBODY,
        condition=_PUBLISHED,
        at={"slug": "mpt"},
    ),
    *(
        row
        for root in ("places", "people", "keywords")
        for row in (
            Row(
                route=f"GET /{root}/{{slug}}",
                action="what is about a place, a person, a keyword",
                who=ANYBODY,
                condition=_PUBLISHED,
                at={"slug": "le-phare"},
            ),
            Row(
                route=f"GET /{root}/{{slug}}/feed.xml",
                action="its feed",
                who=ANYBODY,
                condition=_PUBLISHED,
                at={"slug": "le-phare"},
            ),
        )
    ),
    Row(route="GET /series", action="every series and event", who=ANYBODY),
    Row(
        route="GET /series/{slug}",
        action="a series or an event",
        who=ANYBODY,
        condition=_PUBLISHED,
        at={"slug": "le-port"},
    ),
    Row(
        route="GET /series/{slug}/feed.xml",
        action="its feed",
        who=ANYBODY,
        condition=_PUBLISHED,
        at={"slug": "le-port"},
    ),
    Row(route="GET /feed.xml", action="the station's feed", who=ANYBODY, condition=_PUBLISHED),
    Row(route="GET /embed/{episode_id}", action="an episode in a frame", who=ANYBODY, condition=_PUBLISHED),
    Row(
        route="GET /oembed",
        action="where an episode's frame is",
        who=ANYBODY,
        condition=_PUBLISHED,
        query={"url": "http://testserver/shows/essais/le-phare"},
    ),
    Row(route="GET /search", action="find by words", who=ANYBODY, condition=_PUBLISHED, query={"q": "phare"}),
    Row(
        route="GET /api/v1/search",
        action="find by words",
        who=ANYBODY,
        condition=_PUBLISHED,
        query={"q": "phare"},
    ),
    Row(route="GET /manifest.webmanifest", action="the station for a home screen", who=ANYBODY),
    Row(route="GET /icons/{size}.png", action="the station's sign", who=ANYBODY, at={"size": "192"}),
    Row(route="GET /shows/{show}/{slug}", action="an episode's page", who=ANYBODY, condition=_PUBLISHED),
    Row(
        route="GET /media/{episode_id}/{name}.mp3",
        action="an episode as MP3",
        who=ANYBODY,
        condition=_PUBLISHED,
    ),
    Row(
        route="GET /episodes/{episode_id}/index.m3u8",
        action="an episode on demand",
        who=ANYBODY,
        condition=_PUBLISHED,
    ),
    Row(
        route="GET /episodes/{episode_id}/{rendition}.m3u8",
        action="an episode on demand",
        who=ANYBODY,
        condition=_PUBLISHED,
    ),
    Row(
        route="GET /episodes/{episode_id}/{rendition}.mp4",
        action="an episode on demand",
        who=ANYBODY,
        condition=_PUBLISHED,
    ),
    Row(
        route="GET /episodes/{episode_id}/captions.vtt",
        action="an episode's captions",
        who=ANYBODY,
        condition=_PUBLISHED,
    ),
    Row(
        route="GET /episodes/{episode_id}/captions.m3u8",
        action="an episode's captions",
        who=ANYBODY,
        condition=_PUBLISHED,
    ),
    Row(
        route="GET /episodes/{episode_id}/transcript.txt",
        action="an episode's words",
        who=ANYBODY,
        condition=_PUBLISHED,
    ),
    Row(
        route="GET /episodes/{episode_id}/chapters.json",
        action="an episode's chapters",
        who=ANYBODY,
        condition=_PUBLISHED,
    ),
    Row(
        route="GET /episodes/{episode_id}/still.jpg",
        action="a film's picture",
        who=ANYBODY,
        condition=_PUBLISHED,
    ),
    Row(
        route="GET /covers/{name}.jpg",
        action="a cover",
        who=ANYBODY,
        condition="its name is its content's digest",
    ),
    Row(route="GET /api/v1/channels", action="the list of channels", who=ANYBODY),
    Row(route="GET /api/v1/openapi.json", action="the description of the API", who=ANYBODY),
    Row(route="GET /static", action="styles and scripts", who=ANYBODY, at={"": "/static/icon.svg"}),
    Row(route="GET /healthz", action="whether it is alive", who=ANYBODY),
    Row(
        route="GET /metrics",
        action="figures for whoever watches the station",
        who=ADMINISTRATORS,
        condition="and whoever asks from the station's own machine",
    ),
    Row(route="GET /readyz", action="whether it can serve", who=ANYBODY),
    Row(
        route="POST /language",
        action="choose the language of the pages",
        who=ANYBODY,
        form={"language": "en"},
    ),
)
