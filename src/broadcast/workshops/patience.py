"""How often codes may be tried. Pure.

A code of eight signs has 37 bits, one of twelve 55. With 300 wrong tries in five minutes in all, trying
for a whole day of twelve hours finds one of ten open workshops with a chance of 1 in 350,000, and in a whole
year one of a million private links with a chance of 1 in 1,800.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address


@dataclass(frozen=True, slots=True)
class Limit:
    """So many within a time."""

    most: int
    within: timedelta

    def wait(self, times: Sequence[datetime], *, now: datetime) -> int:
        """Seconds to wait after these times (in order); 0 where one more is allowed."""
        recent = [at for at in times if at > now - self.within]
        if len(recent) < self.most:
            return 0
        return max(1, math.ceil((recent[-self.most] + self.within - now).total_seconds()))


_FIVE_MINUTES = timedelta(minutes=5)
WRONG_FROM_ONE = Limit(30, _FIVE_MINUTES)
"""Wrong codes from one address: a whole class stands behind one, and mistypes."""
WRONG_IN_ALL = Limit(300, _FIVE_MINUTES)
BEGUN_FROM_ONE = Limit(60, timedelta(minutes=10))
"""Deposits begun from one address: a class of thirty, twice each."""
MOST_DEPOSITS = 300
"""In one workshop: what a code that got out can do at the most."""


def network_of(address: str) -> str:
    """What one household or school is seen as: an IPv4 address, the first 64 bits of an IPv6 one."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return f"{IPv6Address(int(found) >> 64 << 64)}/64"
