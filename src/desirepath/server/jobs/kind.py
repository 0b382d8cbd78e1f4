"""What a kind of job is, and what it is given to work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

WEEK: Final = timedelta(days=7)


class CancelledError(Exception):
    """Raised inside a job that notices that it should stop."""


class Work(Protocol):
    """What a running job sees of the house."""

    @property
    def job_id(self) -> int:
        """The job's id."""

    @property
    def args(self) -> Mapping[str, Any]:
        """What was asked for."""

    def tell(self, share: float, words: str = "") -> None:
        """Say how far it is (0..1) and what it does; cheap, and to be called from any thread."""

    def should_stop(self) -> bool:
        """Whether somebody cancelled it, or the server stops; cheap, and to be called from any thread."""

    def stop_if_asked(self) -> None:
        """Raise CancelledError where it should stop."""


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day, from this hour of the workspace's day on; a day on which nobody served is left out."""

    hour: int

    def period(self, now: datetime) -> str | None:
        """The name of the period whose turn it is, None before its hour. ``now`` is in the workspace's zone.

        >>> from datetime import UTC
        >>> Daily(3).period(datetime(2026, 1, 31, 2, tzinfo=UTC)), Daily(3).period(datetime(2026, 1, 31, 4))
        (None, '2026-01-31')
        """
        return f"{now:%Y-%m-%d}" if now.hour >= self.hour else None


@dataclass(frozen=True, slots=True)
class Hourly:
    """Once an hour."""

    def period(self, now: datetime) -> str | None:
        """The name of the hour.

        >>> Hourly().period(datetime(2026, 1, 31, 2))
        '2026-01-31T02'
        """
        return f"{now:%Y-%m-%dT%H}"


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job: its ``name`` (room.what), what people call it, and what it does.

    ``run`` returns the result (JSON, or None). ``tries`` is how often it is begun at most when it fails in a
    way that may pass: breaks, or raises a DesirepathError with one of the codes in ``may_pass``; it is begun
    again after ``wait``, doubled each time. A job whose worker died is begun again whatever its kind, so that
    ``run`` must bear to be begun twice. ``keep_for`` is how long the result is kept.
    """

    name: str
    title: str
    run: Callable[[Work], Any]
    tries: int = 1
    may_pass: frozenset[str] = frozenset()
    wait: timedelta = timedelta(seconds=30)
    every: Daily | Hourly | None = None
    keep_for: timedelta = WEEK
