"""The channels whose programme one makes: the way to their grids."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from broadcast.schedule.repository import channels_hosted_by
from broadcast.web.house import Known, TheHouse
from broadcast.web.routes.pages_listening import channel_now
from broadcast.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/studio/channels")
def channels(request: Request, house: TheHouse, actor: Known) -> Response:
    """What is on air on each of them, and their grids; the grid itself where there is one only."""
    with house.parts.database.reading() as session:
        own = [channel_now(session, house, one) for one in channels_hosted_by(session, actor)]
    if len(own) == 1:
        return RedirectResponse(f"/studio/channels/{own[0].channel.slug}/grid", status_code=303)
    return render(request, "grids.html", channels=own)
