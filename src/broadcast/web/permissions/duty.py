"""What the law asks for: agreements, who publishes, what is kept, reports and decisions."""

from broadcast.web.permissions.row import ADMINISTRATORS, ANYBODY, EDITORS, HOSTS, SIGNED_IN, Row

_REPORT = {"place": "http://testserver/shows/essais/le-phare", "ground": "law", "words": "Non.",
           "good_faith": "yes"}  # fmt: skip

_CONSENTS, _PAPERS = "/items/{item_id}/consents", "/items/{item_id}/papers"

_SIGNED, _MPT = "/studio/structures/{slug}/charter", {"slug": "mpt"}

DUTY = (
    Row(route="GET /legal", action="who publishes the station", who=ANYBODY),
    Row(route="GET /privacy", action="what is kept of people, and how long", who=ANYBODY),
    Row(route="GET /help", action="the guide for hosts", who=ANYBODY),
    Row(route="GET /help/{task}", action="how one thing is done", who=ANYBODY, at={"task": "comite"}),
    Row(route="GET /studio/legal", action="the form of the legal notice", who=ADMINISTRATORS),
    Row(
        route="POST /studio/legal",
        action="change the legal notice",
        who=ADMINISTRATORS,
        form={"publisher": "Ville de Brest", "director": "Anne Le Goff"},
    ),
    Row(route="GET /charter", action="the station's charter, and earlier versions of it", who=ANYBODY),
    Row(route="GET /studio/charter", action="the charter's form, and who signed", who=ADMINISTRATORS),
    Row(
        route="POST /studio/charter",
        action="put another text of the charter in force",
        who=ADMINISTRATORS,
        form={"words": "Ensemble\nNous faisons la radio."},
    ),
    Row(route=f"GET {_SIGNED}", action="read the charter to sign it", who=EDITORS, at=_MPT),
    Row(
        route=f"POST {_SIGNED}",
        action="sign the charter for a structure",
        who=EDITORS,
        condition="the version that was read, as long as it is in force",
        at=_MPT,
        form={"version": "1", "name": "Yann Le Gall", "quality": "président", "agreed": "yes"},
    ),
    Row(route=f"GET {_CONSENTS}", action="who agreed to a piece", who=HOSTS),
    Row(
        route=f"POST {_CONSENTS}",
        action="note somebody's agreement",
        who=HOSTS,
        form={"name": "Malo", "kinds": "recording"},
    ),
    Row(
        route=f"POST {_CONSENTS}/{{consent_id}}",
        action="change somebody's agreement",
        who=HOSTS,
        form={"kinds": "recording"},
    ),
    Row(route=f"POST {_PAPERS}", action="keep a signed paper", who=HOSTS, file=b"%PDF-1.7"),
    Row(route=f"GET {_PAPERS}/{{paper_id}}", action="take out a signed paper", who=HOSTS),
    Row(route=f"POST {_PAPERS}/{{paper_id}}/delete", action="delete a signed paper", who=HOSTS),
    Row(route="GET /studio/data", action="where somebody's data is asked for", who=ADMINISTRATORS),
    Row(
        route="POST /studio/data",
        action="look at somebody's data, export it, erase it",
        who=ADMINISTRATORS,
        form={"who": "contributor@example.org", "act": "export"},
    ),
    Row(route="GET /report", action="the form to report something", who=ANYBODY),
    Row(
        route="POST /report",
        action="report something",
        who=ANYBODY,
        condition="five times within ten minutes from one address",
        form=_REPORT,
    ),
    Row(
        route="GET /report/{code}",
        action="a report's receipt, with the decision",
        who=ANYBODY,
        condition="with its private address",
    ),
    Row(
        route="GET /studio/reports",
        action="the list of reports",
        who=SIGNED_IN,
        condition="lists those about structures where one is a host",
    ),
    Row(
        route="GET /studio/reports/{report_id}",
        action="read a report",
        who=HOSTS,
        condition="who sent it is shown to administrators",
    ),
    Row(
        route="POST /studio/reports/{report_id}",
        action="decide on a report",
        who=HOSTS,
        form={"decision": "withdrawn", "reasons": "Sans accord."},
    ),
)
