"""How long what is kept. Pure.

Identity and connection: decree 2021-1362 (France), articles 2 to 6, on what whoever publishes other people's
contributions keeps to identify them. Statistics: CNIL, guidelines on audience measurement, 25 months.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta


@dataclass(frozen=True, slots=True)
class Period:
    """A time by the calendar: so many months, and days."""

    months: int = 0
    days: int = 0

    def before(self, now: datetime) -> datetime:
        """What is older than this moment is over its time."""
        return now - relativedelta(months=self.months) - timedelta(days=self.days)

    @property
    def years(self) -> int:
        """Whole years."""
        return self.months // 12


IDENTITY = Period(months=60)
"""Who deposited, who had an account: after the end of the contribution, or the closing of the account."""
CONNECTION = Period(months=12)
"""From which address a piece was deposited or an account made."""
STATISTICS = Period(months=25)
"""How many listened."""
REPORTER = Period(months=12)
"""Who reported something: after the decision. The report itself stays as long as an identity."""
LETTERS = Period(days=30)
"""E-mails that were sent, and what hosts were told."""
SESSION = Period(days=14)
"""A signed-in browser."""
