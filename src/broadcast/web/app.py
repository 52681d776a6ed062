"""The web application, assembled."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial

from fastapi import Depends, FastAPI, Request
from starlette.concurrency import run_in_threadpool

from broadcast.parts import Parts
from broadcast.playout.air import Air
from broadcast.web.api_description import describe
from broadcast.web.compressed import Compressed
from broadcast.web.counting import Counting
from broadcast.web.faults import add_fault_handlers
from broadcast.web.forwarded import Forwarded
from broadcast.web.guard import Guard, refuse_foreign
from broadcast.web.heads import Heads
from broadcast.web.house import House
from broadcast.web.keeper import Keeper
from broadcast.web.measures import Measured
from broadcast.web.routes import (
    api_items,
    api_places,
    api_programme,
    api_running_orders,
    api_series,
    api_uploads,
    embedding,
    enclosures,
    endless,
    feeds,
    health,
    install,
    live,
    metrics,
    now,
    pages,
    programme_feeds,
    search,
    searched,
    words,
)
from broadcast.web.static_files import mount_static

_ROUTERS = (
    live.router,
    endless.router,
    health.router,
    install.router,
    searched.router,
    embedding.router,
    metrics.router,
    now.router,
    feeds.router,
    programme_feeds.router,
    search.router,
    words.router,  # before the renditions, whose addresses look alike
    enclosures.router,
    api_items.router,
    api_places.router,
    api_programme.router,
    api_running_orders.router,
    api_series.router,
    api_uploads.router,
    *pages.ROUTERS,
)


def create_app(parts: Parts) -> FastAPI:
    """The station's web door. Its keeper runs while the application does."""
    air = Air(parts)
    house = House(air.parts, air)
    app = FastAPI(
        title="Antenne",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        dependencies=[Depends(_same_site)],
    )
    app.state.house = house
    add_fault_handlers(app)
    app.add_middleware(Heads)
    app.add_middleware(Compressed, minimum_size=500)
    app.add_middleware(Guard, public_url=parts.settings.public_url)
    app.add_middleware(Measured, measures=house.measures)
    app.add_middleware(Forwarded, trusted=parts.settings.trusted_networks)
    for router in _ROUTERS:
        app.include_router(router)
    mount_static(app)
    app.openapi = cache(partial(describe, app))  # type: ignore[method-assign]  # as the framework's manual does
    return app


def _same_site(request: Request) -> None:
    refuse_foreign(request.scope)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    house: House = app.state.house
    keeper = Keeper(house.air)
    counting = Counting(house.audience, house.parts)
    keeper.start()
    counting.start()
    await run_in_threadpool(keeper.await_first)
    yield
    counting.stop()
    keeper.stop()
    house.parts.database.close()
