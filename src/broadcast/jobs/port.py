"""The port through which work is handed over. `workers` fills it; nothing here knows how."""

from typing import Protocol


class Dispatcher(Protocol):
    """Tells some worker that a job is waiting."""

    def send(self, job_id: str) -> None:
        """Announce the job. Never raises: what is not announced is found by the sweep."""
        ...
