"""Every page's router."""

from broadcast.web.routes import (
    pages_account,
    pages_covers,
    pages_deposit,
    pages_edit,
    pages_grid,
    pages_items,
    pages_journal,
    pages_listening,
    pages_pictures,
    pages_programme,
    pages_replay,
    pages_review,
    pages_rotation,
    pages_running_order,
    pages_words,
    pages_works,
)

ROUTERS = (
    pages_listening.router,
    pages_programme.router,
    pages_grid.router,
    pages_rotation.router,
    pages_pictures.router,
    pages_running_order.router,
    pages_deposit.router,
    pages_items.router,
    pages_journal.router,
    pages_replay.router,
    pages_works.router,
    pages_review.router,
    pages_words.router,
    pages_edit.router,
    pages_covers.router,
    pages_account.router,
)
