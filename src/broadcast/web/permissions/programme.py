"""The programme: slots, rotation, schedule, journal."""

from broadcast.web.permissions.row import ANYBODY, HOSTS, Row

_HOSTS = "hosts of the channel's structure"
_ROOT = "/api/v1/channels/{slug}"
_SPAN = {"from": "2026-11-24T00:00:00+01:00", "to": "2026-11-25T00:00:00+01:00"}

PROGRAMME = (
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
    Row(route="GET /channels/{slug}/schedule.ics", action="the programme as a calendar", who=ANYBODY),
    Row(route="GET /channels/{slug}/xmltv.xml", action="the programme for television guides", who=ANYBODY),
    Row(route=f"GET {_ROOT}/schedule", action="read the schedule", who=ANYBODY, query=_SPAN),
    Row(route=f"GET {_ROOT}/log", action="read what aired", who=ANYBODY, query=_SPAN),
)
