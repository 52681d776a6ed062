"""Help: the guide for hosts, a page for each task."""

from fastapi import APIRouter, Request, Response

from broadcast.errors import UnknownError, marked
from broadcast.web.guide import task_page, tasks
from broadcast.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/help")
def contents(request: Request) -> Response:
    """What the guide tells how to do."""
    return render(request, "help.html", tasks=tasks())


@router.get("/help/{task}")
def one_task(request: Request, task: str) -> Response:
    """How one thing is done. Raises UnknownError."""
    found = next((one for one in tasks() if one.name == task), None)
    if found is None:
        raise UnknownError("unknown_task", marked("There is nothing at this address."))
    return render(request, "help_task.html", task=found, body=task_page(found), tasks=tasks())
