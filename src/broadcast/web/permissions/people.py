"""Signing in, structures, people, shows and channels."""

from broadcast.web.permissions.row import ADMINISTRATORS, ANYBODY, EDITORS, NO_ONE, SIGNED_IN, Row

_ONCE = "with the address that the station printed, until there is an administrator"

_PLACE = "/studio/structures/{slug}"
_MPT = {"slug": "mpt"}
_OTHER = {"person_id": "somebody"}
_STUDIO = (
    Row(
        route="GET /studio/structures",
        action="the list of one's structures",
        who=SIGNED_IN,
        condition="those one works in; an administrator: all",
    ),
    Row(
        route="POST /studio/structures",
        action="create a structure",
        who=ADMINISTRATORS,
        form={"name": "Neuve", "slug": "neuve"},
    ),
    Row(route=f"GET {_PLACE}", action="a structure's people", who=EDITORS, at=_MPT),
    Row(
        route=f"POST {_PLACE}",
        action="rename a structure, note its charter, trust it",
        who=ADMINISTRATORS,
        at=_MPT,
        form={"name": "MPT", "charter_by": "Yann Le Gall", "charter_on": "2026-09-01", "trusted": "yes"},
    ),
    Row(
        route=f"POST {_PLACE}/shows",
        action="open a show",
        who=EDITORS,
        at=_MPT,
        form={"title": "Encore une émission"},
    ),
    Row(
        route=f"POST {_PLACE}/channels",
        action="open a channel",
        who=EDITORS,
        condition="editors once their structure signed the charter",
        at=_MPT,
        form={"name": "Encore une chaîne", "kind": "radio"},
    ),
    Row(
        route=f"POST {_PLACE}/invite",
        action="invite somebody in a role",
        who=EDITORS,
        at=_MPT,
        form={"role": "host"},
    ),
    Row(
        route=f"POST {_PLACE}/invite/send",
        action="have an invitation sent by e-mail",
        who=EDITORS,
        at=_MPT,
        form={"secret": "{invitation}", "email": "s@b.fr"},
        answer=503,  # the station of the test has no mail server
    ),
    Row(
        route=f"POST {_PLACE}/people/{{person_id}}",
        action="change or take away a role",
        who=EDITORS,
        at=_MPT | _OTHER,
        form={"role": "editor"},
    ),
    *(
        Row(route=f"POST /studio/people/{{person_id}}/{act}", action=action, who=ADMINISTRATORS, at=_OTHER)
        for act, action in (
            ("reset", "let somebody choose a new password"),
            ("disable", "close an account"),
            ("enable", "open it again"),
        )
    ),
    Row(
        route="GET /invitation/{secret}",
        action="follow a link one was given",
        who=ANYBODY,
        condition="once, within seven days",
        at={"secret": "invitation"},
    ),
    Row(
        route="POST /invitation/{secret}/join",
        action="join with the account one has",
        who=SIGNED_IN,
        condition="once, within seven days",
        at={"secret": "invitation"},
    ),
    Row(
        route="POST /invitation/{secret}",
        action="join, or choose a new password",
        who=ANYBODY,
        condition="once, within seven days",
        at={"secret": "invitation"},
        form={"email": "z@example.org", "name": "Z", "password": "assez long, oui"},
    ),
    Row(
        route="GET /studio/log",
        action="read the audit log",
        who=EDITORS,
        condition="editors that of their structure, administrators all",
        query={"structure": "mpt"},
    ),
    Row(
        route="GET /studio/log.csv",
        action="export the audit log",
        who=EDITORS,
        condition="editors that of their structure, administrators all",
        query={"structure": "mpt"},
    ),
    Row(
        route="GET /studio/year",
        action="a year in numbers",
        who=EDITORS,
        condition="editors that of their structures, administrators all",
        query={"structure": "mpt"},
    ),
    Row(
        route="GET /studio/year.csv",
        action="the same as a table",
        who=EDITORS,
        condition="editors that of their structures, administrators all",
        query={"structure": "mpt"},
    ),
)

_COUNCIL = {"name": "Quartier", "quorum": "1", "emails": "host@example.org"}
_COMMITTEES = (
    Row(route="GET /studio/committees", action="the committees", who=ADMINISTRATORS),
    Row(route="POST /studio/committees", action="make a committee", who=ADMINISTRATORS, form=_COUNCIL),
    Row(
        route="POST /studio/committees/{committee_id}",
        action="change a committee",
        who=ADMINISTRATORS,
        form=_COUNCIL,
    ),
)

_LETTER = (
    *(
        Row(route=f"GET /studio/newsletter{form}", action=f"the week's letter {words}", who=SIGNED_IN)
        for form, words in (("", "as a draft"), (".txt", "as plain text"), (".html", "as a page"))
    ),
    Row(
        route="POST /studio/newsletter/send",
        action="send the week's letter",
        who=ADMINISTRATORS,
        condition="where the station has a mail server",
        form={"to": "liste@example.org", "week": "2026-11-30"},
        answer=503,
    ),
)

PEOPLE = (
    *_STUDIO,
    *_LETTER,
    *_COMMITTEES,
    Row(route="GET /login", action="the page to sign in", who=ANYBODY),
    Row(
        route="POST /login",
        action="sign in",
        who=ANYBODY,
        form={"email": "host@example.org", "password": "assez long, oui"},
    ),
    Row(route="GET /account", action="one's own account", who=SIGNED_IN),
    Row(
        route="POST /account/password",
        action="change one's password",
        who=SIGNED_IN,
        condition="with the present one",
        form={"old": "assez long, oui", "new": "assez long, encore"},
    ),
    Row(route="POST /account/elsewhere", action="sign out everywhere else", who=SIGNED_IN),
    Row(
        route="POST /account/keys/{key_id}/end",
        action="end a key of one's own",
        who=SIGNED_IN,
        at={"key_id": "0"},
    ),
    Row(route="GET /account/data.json", action="all that is kept of oneself", who=SIGNED_IN),
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
        condition="editors once their structure signed the charter",
        json={"slug": "neuve", "name": "Neuve", "kind": "radio", "structure": "mpt"},
    ),
    Row(
        route="POST /api/v1/shows",
        action="open a show",
        who=EDITORS,
        json={"slug": "neuve", "title": "Neuve", "structure": "mpt"},
    ),
)
