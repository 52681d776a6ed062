"""Series: who makes and orders them, who puts a piece in."""

from broadcast.web.permissions.row import DEPOSITOR_AND_HOSTS, EDITORS, SIGNED_IN, Row

_OWN = "editors of the structure that the series belongs to"
_PIECE = "whosever the series is; whoever deposited the piece until it is approved"
_ONE = {"slug": "le-port"}
_TOLD = {"title": "Le port", "structure": "mpt"}

SERIES = (
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
