"""Workshops: opened by hosts, and what a code opens for those who have no account."""

from broadcast.web.permissions.row import ANYBODY, HOSTS, SIGNED_IN, Row

_OPEN = "with the workshop's code, while it is open; the file of a deposit is sent with its private code"
_PRIVATE = "with the private code of that deposit, until a host closes it"
_WORDS = {"name": "Nina", "title": "Le quai", "recording": "yes", "publishing": "yes"}
_STUDIO = "/studio/workshops"

WORKSHOPS = (
    Row(route="GET /atelier", action="the page where a code is typed", who=ANYBODY),
    Row(route="GET /a/{code}", action="a workshop's deposit page", who=ANYBODY, condition=_OPEN),
    Row(
        route="POST /a/{code}",
        action="deposit in a workshop",
        who=ANYBODY,
        condition=_OPEN,
        form=_WORDS,
        file=b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00",
    ),
    Row(
        route="POST /a/{code}/begin",
        action="begin a deposit in a workshop",
        who=ANYBODY,
        condition=_OPEN,
        form=_WORDS,
    ),
    Row(route="GET /d/{code}", action="the private page of a deposit", who=ANYBODY, condition=_PRIVATE),
    Row(route="GET /d/{code}/state", action="its moving part", who=ANYBODY, condition=_PRIVATE),
    Row(route="GET /d/{code}/listen.mp3", action="hear it before", who=ANYBODY, condition=_PRIVATE),
    Row(
        route="POST /d/{code}/words",
        action="correct its title and name",
        who=ANYBODY,
        condition=_PRIVATE,
        form={"name": "Nina", "title": "Le quai"},
    ),
    Row(route="POST /d/{code}/agree", action="agree to it", who=ANYBODY, condition=_PRIVATE),
    Row(route="POST /d/{code}/remove", action="ask for its removal", who=ANYBODY, condition=_PRIVATE),
    Row(
        route=f"GET {_STUDIO}",
        action="the list of workshops",
        who=SIGNED_IN,
        condition="lists those of structures where one is a host",
    ),
    Row(
        route=f"POST {_STUDIO}",
        action="open a workshop",
        who=HOSTS,
        form={
            "name": "Mardi",
            "structure": "mpt",
            "on": "2026-12-01",
            "begins": "14:00",
            "ends": "16:00",
        },
    ),
    Row(route=f"GET {_STUDIO}/{{workshop_id}}", action="a workshop's page, with its code", who=HOSTS),
    Row(route=f"GET {_STUDIO}/{{workshop_id}}/sheet", action="its sheet for the wall", who=HOSTS),
    Row(route=f"GET {_STUDIO}/{{workshop_id}}/sheet.pdf", action="the same on A4", who=HOSTS),
    Row(route=f"GET {_STUDIO}/{{workshop_id}}/hours", action="the page of its name and hours", who=HOSTS),
    Row(
        route=f"POST {_STUDIO}/{{workshop_id}}/hours",
        action="change its name and hours",
        who=HOSTS,
        form={"name": "Mardi", "on": "2026-12-01", "begins": "14:00", "ends": "16:00"},
    ),
    Row(route=f"POST {_STUDIO}/{{workshop_id}}/close", action="close it", who=HOSTS),
    Row(route=f"POST {_STUDIO}/{{workshop_id}}/code", action="change its code", who=HOSTS),
    *(
        Row(route=f"POST {_STUDIO}/{{workshop_id}}/deposits/{{deposit_id}}/{act}", action=action, who=HOSTS)
        for act, action in (
            ("revoke", "close a private link"),
            ("signatures", "note that the guardians have signed"),
        )
    ),
)
