"""Signing in, structures, people, shows and channels."""

from broadcast.web.permissions.row import ADMINISTRATORS, ANYBODY, EDITORS, NO_ONE, Row

_ONCE = "with the address that the station printed, until there is an administrator"

PEOPLE = (
    Row(route="GET /login", action="the page to sign in", who=ANYBODY),
    Row(
        route="POST /login",
        action="sign in",
        who=ANYBODY,
        form={"email": "host@example.org", "password": "assez long, oui"},
    ),
    Row(route="POST /logout", action="sign out", who=ANYBODY),
    Row(route="GET /setup", action="the page of the first administrator", who=NO_ONE, condition=_ONCE),
    Row(
        route="POST /setup",
        action="create the first administrator",
        who=NO_ONE,
        condition=_ONCE,
        form={"key": "x", "name": "A", "email": "z@example.org", "password": "assez long, oui"},
    ),
    Row(
        route="POST /api/v1/structures",
        action="create a structure",
        who=ADMINISTRATORS,
        json={"name": "Neuve", "slug": "neuve"},
    ),
    Row(
        route="POST /api/v1/channels",
        action="open a channel",
        who=EDITORS,
        json={"slug": "neuve", "name": "Neuve", "kind": "radio", "structure": "mpt"},
    ),
    Row(
        route="POST /api/v1/shows",
        action="open a show",
        who=EDITORS,
        json={"slug": "neuve", "title": "Neuve", "structure": "mpt"},
    ),
)
