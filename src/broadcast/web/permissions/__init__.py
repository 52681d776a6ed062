"""Who may do what, at every address: one table, which the tests try cell by cell and `docs/` prints.

A new route needs a row in the module of its subject beside this one; see `Row`.
"""

from broadcast.web.permissions.duty import DUTY
from broadcast.web.permissions.library import LIBRARY
from broadcast.web.permissions.listening import LISTENING
from broadcast.web.permissions.people import PEOPLE
from broadcast.web.permissions.programme import PROGRAMME
from broadcast.web.permissions.row import Row, Who
from broadcast.web.permissions.series import SERIES
from broadcast.web.permissions.workshops import WORKSHOPS

__all__ = ["PERMISSIONS", "Row", "Who"]

PERMISSIONS: tuple[Row, ...] = (*LISTENING, *LIBRARY, *PROGRAMME, *PEOPLE, *WORKSHOPS, *SERIES, *DUTY)
