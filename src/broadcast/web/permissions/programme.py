"""The programme: slots, rotation, schedule, journal."""

from broadcast.web.permissions.row import ANYBODY, EDITORS, HOSTS, SIGNED_IN, Row

_HOSTS = "hosts of the channel's structure"
_EDITORS = "editors of the channel's structure"
_ROOT = "/api/v1/channels/{slug}"
_SPAN = {"from": "2026-11-24T00:00:00+01:00", "to": "2026-11-25T00:00:00+01:00"}

_GRID = "/studio/channels/{slug}/grid"
_MOVED = {"on": "2026-12-03", "to": "2026-12-03", "time": "12:00", "minutes": "10"}
_EDITS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("place", "place a slot", {"show": "essais", "on": "2026-12-02", "time": "18:00", "minutes": "60"}),
    ("slots/{slot_id}/arrange", "move or resize one occurrence", _MOVED),
    ("slots/{slot_id}/cancel", "cancel one occurrence", {"on": "2026-12-03"}),
    ("slots/{slot_id}/change", "change a slot", {"on": "2026-12-03", "time": "12:00", "minutes": "10"}),
    ("slots/{slot_id}/remove", "take a slot out", {}),
)
_DESK = (
    Row(route="GET /studio/channels", action="the channels whose grid one edits", who=SIGNED_IN),
    Row(route=f"GET {_GRID}", action="the grid to edit", who=HOSTS, condition=_HOSTS),
    Row(route=f"GET {_GRID}/forecast", action="what will air", who=HOSTS, condition=_HOSTS),
    Row(
        route=f"GET {_GRID}/slots/{{slot_id}}",
        action="a slot to edit",
        who=HOSTS,
        condition=_HOSTS,
        query={"on": "2026-12-03"},
    ),
    *(
        Row(
            route=f"POST {_GRID}/{address}",
            action=action,
            who=HOSTS,
            condition=_HOSTS,
            at={"slug": "radio"},
            form={"week": "2026-12-01"} | form,
        )
        for address, action, form in _EDITS
    ),
    Row(
        route=f"POST {_GRID}/undo",
        action="undo an edit of the grid",
        who=HOSTS,
        condition=_HOSTS,
        form={"edit": "1", "week": "2026-12-01"},
    ),
    Row(
        route=f"POST {_GRID}/slots/{{slot_id}}/restore",
        action="have one occurrence as it was",
        who=HOSTS,
        condition=_HOSTS,
        form={"on": "2026-12-04", "week": "2026-12-01"},
    ),
)

_ORDERS = ("slots/{slot_id}/running-order", "slots/{slot_id}/occurrences/{on}/running-order")
_RUNNING = (
    *(
        Row(
            route=f"{method} {root}/{order}", action=action, who=HOSTS, condition=_HOSTS, form=form, json=json
        )
        for order in _ORDERS
        for method, root, action, form, json in (
            ("GET", _ROOT, "read a running order", None, None),
            ("PUT", _ROOT, "write a running order", None, {"elements": []}),
            ("GET", "/channels/{slug}", "a running order's page", None, None),
            ("POST", "/channels/{slug}", "write a running order", {"press": "save"}, None),
        )
    ),
    *(
        Row(
            route=f"GET /channels/{{slug}}/{order}.pdf",
            action="a running order on paper",
            who=HOSTS,
            condition=_HOSTS,
        )
        for order in _ORDERS
    ),
    *(
        Row(
            route=f"{method} /studio/shows/{{slug}}",
            action=action,
            who=HOSTS,
            at={"slug": "essais"},
            form=form,
        )
        for method, action, form in (
            ("GET", "how a show airs", None),
            ("POST", "change how a show airs", {"order": "number"}),
        )
    ),
    Row(
        route="POST /studio/shows/{slug}/trust",
        action="let a show's group publish by itself",
        who=EDITORS,
        at={"slug": "essais"},
        form={"trusted": "yes"},
    ),
    Row(
        route="PATCH /api/v1/shows/{slug}",
        action="say how a show fills its slots",
        who=HOSTS,
        json={"order": "number"},
    ),
)

PROGRAMME = (
    *_RUNNING,
    *_DESK,
    Row(
        route=f"POST {_ROOT}/slots",
        action="place a slot",
        who=HOSTS,
        condition=_HOSTS,
        json={"show": "essais", "starts": "2026-12-02T18:00", "rrule": None, "duration": 3600},
    ),
    Row(route=f"DELETE {_ROOT}/slots/{{slot_id}}", action="take a slot out", who=HOSTS, condition=_HOSTS),
    Row(
        route=f"PATCH {_ROOT}/slots/{{slot_id}}/occurrences/{{on}}",
        action="cancel or move one occurrence",
        who=HOSTS,
        condition=_HOSTS,
        json={"cancelled": True},
    ),
    Row(
        route=f"PUT {_ROOT}/rotation",
        action="set the rotation",
        who=HOSTS,
        condition=_HOSTS,
        json={"items": [], "jingles": []},
    ),
    Row(route="GET /channels/{slug}/replay", action="the air of another moment", who=ANYBODY),
    Row(route="GET /channels/{slug}/journal", action="what aired, on a page", who=HOSTS, condition=_HOSTS),
    Row(route="GET /channels/{slug}/journal.csv", action="the same as a table", who=HOSTS, condition=_HOSTS),
    Row(route="GET /channels/{slug}/music.csv", action="the music report", who=HOSTS, condition=_HOSTS),
    Row(route="GET /channels/{slug}/why", action="why this is on air", who=HOSTS, condition=_HOSTS),
    Row(
        route="GET /channels/{slug}/airlog",
        action="the legal air log as a file",
        who=EDITORS,
        condition=_EDITORS,
        query={"from": "2026-11-24T09:58:00+00:00", "minutes": "1"},
    ),
    Row(
        route="POST /channels/{slug}/music-again",
        action="whether music may be heard again",
        who=EDITORS,
        condition=_EDITORS,
        form={"hours": "0"},
    ),
    Row(route="GET /channels/{slug}/schedule", action="the programme's page", who=ANYBODY),
    Row(route="GET /channels/{slug}/schedule.pdf", action="a week of it on paper", who=ANYBODY),
    Row(route="GET /channels/{slug}/widget", action="what is on air, for other sites", who=ANYBODY),
    Row(route="GET /channels/{slug}/schedule.ics", action="the programme as a calendar", who=ANYBODY),
    Row(route="GET /channels/{slug}/xmltv.xml", action="the programme for television guides", who=ANYBODY),
    Row(route=f"GET {_ROOT}/rotation", action="read the rotation", who=HOSTS, condition=_HOSTS),
    Row(route="GET /channels/{slug}/rotation", action="the rotation's page", who=HOSTS, condition=_HOSTS),
    Row(
        route="POST /channels/{slug}/rotation",
        action="set the rotation",
        who=HOSTS,
        condition=_HOSTS,
        form={},
    ),
    Row(route=f"GET {_ROOT}/schedule", action="read the schedule", who=ANYBODY, query=_SPAN),
    Row(route=f"GET {_ROOT}/log", action="read what aired", who=ANYBODY, query=_SPAN),
)
