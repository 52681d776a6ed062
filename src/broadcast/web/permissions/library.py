"""Deposits: made, looked at, put in words, reviewed, withdrawn."""

from broadcast.web.permissions.row import (
    ANYBODY,
    DEPOSITOR_AND_HOSTS,
    HOSTS,
    MEMBERS,
    SIGNED_IN,
    Row,
    Who,
)

_TUS = {"Tus-Resumable": "1.0.0"}
_SOUND = b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00"
_OWN_SHOW = "in a show of a structure one works in; without a show, whoever works in one"
_OWN = frozenset({Who.DEPOSITOR})
_SEEN = "those of its structure, and whoever deposited it"
_WORDS = "once it is approved, what is changed waits for approval"
_OWNERS = "whoever deposited it, and hosts; once approved, what is changed waits for approval"

LIBRARY = (
    Row(route="GET /deposit", action="the deposit page", who=SIGNED_IN),
    Row(
        route="POST /deposit",
        action="deposit a file",
        who=MEMBERS,
        condition=_OWN_SHOW,
        form={"show": "essais"},
        file=_SOUND,
    ),
    Row(
        route="POST /api/v1/items",
        action="deposit a file",
        who=MEMBERS,
        condition=_OWN_SHOW,
        form={"show": "essais"},
        file=_SOUND,
    ),
    Row(route="OPTIONS /api/v1/uploads/", action="what uploads can do", who=ANYBODY),
    Row(route="OPTIONS /api/v1/uploads/{upload_id}", action="what uploads can do", who=ANYBODY),
    *(
        Row(
            route=f"POST {address}",
            action="announce an upload",
            who=MEMBERS,
            condition=_OWN_SHOW,
            headers=_TUS | {"Upload-Length": "9", "Upload-Metadata": "show ZXNzYWlz"},
        )
        for address in ("/api/v1/uploads", "/api/v1/uploads/")
    ),
    Row(
        route="HEAD /api/v1/uploads/{upload_id}",
        action="how far one's upload is",
        who=_OWN,
        headers=_TUS,
    ),
    Row(
        route="PATCH /api/v1/uploads/{upload_id}",
        action="go on with one's upload",
        who=_OWN,
        headers=_TUS | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"},
        content=b"1",
    ),
    Row(
        route="POST /api/v1/uploads/{upload_id}",
        action="the same under another name",
        who=_OWN,
        headers=_TUS | {"X-HTTP-Method-Override": "DELETE"},
    ),
    Row(
        route="DELETE /api/v1/uploads/{upload_id}",
        action="give one's upload up",
        who=_OWN,
        headers=_TUS,
    ),
    Row(
        route="GET /api/v1/items",
        action="the list of items",
        who=ANYBODY,
        condition="published ones, one's own, and those of one's structures",
    ),
    Row(
        route="GET /api/v1/items/{item_id}",
        action="look at an item",
        who=MEMBERS,
        condition=f"{_SEEN}; a published one: everybody",
    ),
    Row(
        route="GET /api/v1/items/{item_id}/original",
        action="fetch the file as deposited",
        who=DEPOSITOR_AND_HOSTS,
    ),
    Row(route="GET /items/{item_id}", action="an item's page", who=MEMBERS, condition=_SEEN),
    Row(route="GET /items/{item_id}/state", action="its moving part", who=MEMBERS, condition=_SEEN),
    Row(route="GET /items/{item_id}/early", action="its sound while in work", who=MEMBERS, condition=_SEEN),
    Row(route="GET /items/{item_id}/listen.mp3", action="hear it before", who=MEMBERS, condition=_SEEN),
    Row(
        route="GET /items/{item_id}/captions.vtt",
        action="its captions before",
        who=MEMBERS,
        condition=_SEEN,
    ),
    Row(
        route="GET /items/{item_id}/still-{number}.jpg",
        action="stills of a film to choose from",
        who=MEMBERS,
        condition=_SEEN,
    ),
    Row(
        route="GET /items/{item_id}/edit",
        action="the page of its title, chapters and cover",
        who=DEPOSITOR_AND_HOSTS,
        condition=_OWNERS,
    ),
    Row(
        route="POST /items/{item_id}/edit",
        action="change title, description, chapters",
        who=DEPOSITOR_AND_HOSTS,
        condition=_OWNERS,
        form={"title": "Le phare"},
    ),
    Row(
        route="POST /items/{item_id}/cover",
        action="give it a cover",
        who=DEPOSITOR_AND_HOSTS,
        condition=_OWNERS,
        file=b"no picture",
        answer=422,
    ),
    Row(
        route="POST /items/{item_id}/cover/remove",
        action="go back to the show's cover",
        who=DEPOSITOR_AND_HOSTS,
        condition=_OWNERS,
    ),
    Row(
        route="POST /items/{item_id}/still",
        action="choose a film's picture",
        who=DEPOSITOR_AND_HOSTS,
        condition=_OWNERS,
        form={"number": "0"},
    ),
    Row(
        route="GET /items/{item_id}/transcript",
        action="the page of its transcript",
        who=DEPOSITOR_AND_HOSTS,
        condition=_OWNERS,
    ),
    Row(
        route="POST /items/{item_id}/transcript",
        action="write or send a transcript",
        who=DEPOSITOR_AND_HOSTS,
        condition=_OWNERS,
        form={"words": "Bonjour"},
    ),
    Row(
        route="POST /items/{item_id}/transcript/cues",
        action="mend captions",
        who=DEPOSITOR_AND_HOSTS,
        condition=_OWNERS,
        form={"start": "0:00", "end": "0:01", "speaker": "", "text": "Bonsoir"},
    ),
    Row(
        route="POST /items/{item_id}/transcript/remove",
        action="remove a transcript",
        who=DEPOSITOR_AND_HOSTS,
        condition=_OWNERS,
    ),
    Row(
        route="GET /items/{item_id}/music",
        action="the page of a piece of music",
        who=DEPOSITOR_AND_HOSTS,
        condition=_OWNERS,
    ),
    Row(
        route="POST /items/{item_id}/music",
        action="say whose music it is",
        who=DEPOSITOR_AND_HOSTS,
        condition=_OWNERS,
        form={"title": "Le phare"},
    ),
    Row(
        route="GET /review",
        action="the review queue",
        who=SIGNED_IN,
        condition="lists what one may approve, nothing else",
    ),
    Row(
        route="POST /review/batch",
        action="decide on many at once",
        who=SIGNED_IN,
        condition="each piece stands for itself: what one may not is told and left as it was",
        form={"decision": "approve", "items": "nothing"},
    ),
    *(
        row
        for root in ("", "/api/v1")
        for row in (
            Row(
                route=f"POST {root}/items/{{item_id}}/approve",
                action="approve",
                who=HOSTS,
                condition="where show or structure is trusted, also whoever deposited it",
            ),
            Row(
                route=f"POST {root}/items/{{item_id}}/ask",
                action="ask for a change",
                who=HOSTS,
                form=None if root else {"reason": "Trop long."},
                json={"reason": "Trop long."} if root else None,
            ),
            Row(
                route=f"POST {root}/items/{{item_id}}/submit",
                action="send to review again",
                who=DEPOSITOR_AND_HOSTS,
                condition="once turned down: hosts only",
                at={"item_id": "sent back"},
            ),
            Row(
                route=f"POST {root}/items/{{item_id}}/reject",
                action="turn down",
                who=HOSTS,
                form=None if root else {"reason": "Trop long."},
                json={"reason": "Trop long."} if root else None,
            ),
            Row(
                route=f"POST {root}/items/{{item_id}}/withdraw",
                action="withdraw",
                who=DEPOSITOR_AND_HOSTS,
                form=None if root else {"reason": "Demande."},
                json={"reason": "Demande."} if root else None,
            ),
            Row(
                route=f"POST {root}/items/{{item_id}}/retry",
                action="try a refused deposit again",
                who=DEPOSITOR_AND_HOSTS,
                at={"item_id": "failed"},
            ),
        )
    ),
)
