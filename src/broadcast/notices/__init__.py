"""What hosts and administrators must know without asking: told on their first page, by mail, by webhook.

Something is wrong from `raise_notice` until `end_notice`; it is told once, however often it is noticed.
"""

from broadcast.notices.kinds import About, NoticeKind, Severity
from broadcast.notices.raising import end_notice, raise_notice

__all__ = ["About", "NoticeKind", "Severity", "end_notice", "raise_notice"]
