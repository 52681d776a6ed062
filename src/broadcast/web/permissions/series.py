"""Series: who makes and orders them, who puts a piece in; and what pieces are about."""

from broadcast.web.permissions.row import ANYBODY, DEPOSITOR_AND_HOSTS, EDITORS, SIGNED_IN, Row

_OWN = "editors of the structure that the series belongs to"
_ABOUT = "editors of a structure with a published piece about it"
_PIECE = "whosever the series is; whoever deposited the piece until it is approved"
_ONE = {"slug": "le-port"}
_TOLD = {"title": "Le port", "structure": "mpt"}

_TAG = {"kind": "places", "slug": "le-phare"}
_TAGS = (
    Row(
        route="GET /studio/tags/{kind}/{slug}",
        action="the page to name a place, a person, a keyword otherwise",
        who=EDITORS,
        condition=_ABOUT,
        at=_TAG,
    ),
    Row(
        route="POST /studio/tags/{kind}/{slug}",
        action="name it otherwise, or make one of two",
        who=EDITORS,
        condition=_ABOUT,
        at=_TAG,
        form={"name": "Le grand phare"},
    ),
    Row(
        route="POST /studio/tags/{kind}/{slug}/apart",
        action="tell two of one name apart",
        who=EDITORS,
        condition=f"{_ABOUT}; only those pieces change",
        at=_TAG,
        form={"word": "Ouessant", "items": "nothing"},
        answer=422,
    ),
    Row(
        route="POST /studio/tags/{kind}/{slug}/part",
        action="let another name lead there no more",
        who=EDITORS,
        condition=_ABOUT,
        at=_TAG,
        form={"alias": "0"},
    ),
)

SERIES = (
    *_TAGS,
    Row(route="GET /api/v1/series", action="every series and event", who=ANYBODY),
    Row(route="GET /api/v1/series/{slug}", action="a series with its episodes", who=ANYBODY, at=_ONE),
    Row(route="POST /api/v1/series", action="begin a series", who=EDITORS, json=_TOLD),
    Row(
        route="PUT /api/v1/series/{slug}",
        action="tell it otherwise",
        who=EDITORS,
        condition=_OWN,
        at=_ONE,
        json={"title": "Le port"},
    ),
    Row(
        route="PUT /api/v1/series/{slug}/cover",
        action="give it a cover",
        who=EDITORS,
        condition=_OWN,
        at=_ONE,
        file=b"no picture",
        answer=422,
    ),
    Row(
        route="PUT /api/v1/series/{slug}/order",
        action="order its pieces",
        who=EDITORS,
        condition=_OWN,
        at=_ONE,
        json={"items": []},
    ),
    Row(
        route="PUT /api/v1/series/{slug}/pieces/{item_id}",
        action="put a piece in a series",
        who=DEPOSITOR_AND_HOSTS,
        condition=_PIECE,
        at=_ONE,
    ),
    Row(
        route="DELETE /api/v1/series/{slug}/pieces/{item_id}",
        action="take it out",
        who=DEPOSITOR_AND_HOSTS,
        condition=_PIECE,
        at=_ONE,
    ),
    Row(
        route="GET /studio/series",
        action="the series one looks after",
        who=SIGNED_IN,
        condition="lists those of structures where one is an editor",
    ),
    Row(route="POST /studio/series", action="begin a series", who=EDITORS, form=_TOLD),
    Row(
        route="GET /studio/series/{slug}",
        action="the page to change it",
        who=EDITORS,
        condition=_OWN,
        at=_ONE,
    ),
    Row(
        route="POST /studio/series/{slug}",
        action="tell it otherwise, order its pieces",
        who=EDITORS,
        condition=_OWN,
        at=_ONE,
        form=_TOLD,
    ),
    Row(
        route="POST /studio/series/{slug}/cover",
        action="give it a cover",
        who=EDITORS,
        condition=_OWN,
        at=_ONE,
        file=b"no picture",
        answer=422,
    ),
    Row(route="POST /studio/series/{slug}/end", action="end it", who=EDITORS, condition=_OWN, at=_ONE),
    *(
        Row(
            route=f"POST /items/{{item_id}}/series{end}",
            action=action,
            who=DEPOSITOR_AND_HOSTS,
            condition=_PIECE,
            form={"series": "le-port"},
        )
        for end, action in (("", "put a piece in a series"), ("/remove", "take it out"))
    ),
)
