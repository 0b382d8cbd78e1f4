"""Measured revenue: how it moved month by month, in which segments and cohorts, and whose every number is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from desirepath.base.estimate import Estimate
from desirepath.base.spans import Period
from desirepath.measures.book.months import By
from desirepath.measures.measured_map import Json, say_instant

FORMAT: Final = "desirepath-revenue/1"
"""The published JSON shape; what it holds is only ever added to."""

NUMBERS: Final = (
    "mrr_start",
    "mrr_new",
    "mrr_expansion",
    "mrr_contraction",
    "mrr_churn",
    "mrr_reactivation",
    "mrr_end",
    "grr",
    "nrr",
    "logo_churn",
)
"""The success measures that every row of revenue has, in the order of the sum they make."""

RowKind = Literal["all", "stretch", "segment", "cohort"]


@dataclass(frozen=True, slots=True)
class RevenueRow:
    """What some accounts paid and how that changed from ``since`` to before ``until``.

    ``label`` is a month or quarter (of a stretch: the time itself; of a cohort: when they came), or the value
    of the trait that makes a segment (None: nothing was known). ``accounts`` is whose row it is: how many
    were customers at some time in it. ``estimates`` are by measure id, as in :data:`NUMBERS`. ``excluded``
    says of how many the amount cannot be said, by why: they are in no sum of money, and in the churn of
    logos.
    """

    kind: RowKind
    label: str | None
    period: Period
    accounts: int
    estimates: Mapping[str, Estimate]
    excluded: Mapping[str, int]

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "kind": self.kind,
            "label": self.label,
            "since": say_instant(self.period.since),
            "until": say_instant(self.period.until),
            "accounts": self.accounts,
            "measures": {name: one.to_json() for name, one in self.estimates.items()},
            "excluded": dict(self.excluded),
        }


@dataclass(frozen=True, slots=True)
class AccountMoney:
    """One account in the whole period: whole cents a month at its ``start`` and its ``end``, whether it
    ``was`` and ``is`` a customer then, its segment and its cohort. ``gap`` is why its amounts cannot be said
    (None: they can)."""

    subject: str
    segment: str | None
    cohort: str
    start: int
    end: int
    was: bool
    is_now: bool
    gap: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """One movement: of the account at this place in the list, when, of what kind (a place in
    :data:`~desirepath.measures.book.movements.KINDS`), by how many cents a month."""

    account: int
    at_us: int
    kind: int
    cents: int


@dataclass(frozen=True, slots=True)
class CohortAges:
    """Of what a cohort paid when it came: what it pays so many months later, with additions (``net``),
    without (``gross``), and the share still there (``logos``); of those who have been seen so long."""

    label: str
    size: int
    ages: tuple[tuple[int, Estimate, Estimate, Estimate], ...]

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "label": self.label,
            "size": self.size,
            "ages": [
                {"months": months, "net": net.to_json(), "gross": gross.to_json(), "logos": logos.to_json()}
                for months, net, gross, logos in self.ages
            ],
        }


@dataclass(frozen=True)
class MeasuredRevenue:
    """The answer. ``split`` is the trait that makes the segments (None: there are none); ``traits`` are those
    that could. ``accounts`` and ``moves`` are what all rows are added up from."""

    of: str
    as_of: datetime
    period: Period
    currency: str
    by: By
    split: str | None
    traits: tuple[str, ...]
    total: RevenueRow
    stretches: tuple[RevenueRow, ...]
    segments: tuple[RevenueRow, ...]
    cohorts: tuple[RevenueRow, ...]
    ages: tuple[CohortAges, ...]
    accounts: tuple[AccountMoney, ...]
    moves: tuple[Move, ...]

    def to_json(self) -> Json:
        """The published JSON shape (desirepath-revenue/1); money of accounts and moves in whole cents a
        month."""
        return {
            "format": FORMAT,
            "of": self.of,
            "as_of": say_instant(self.as_of),
            "since": say_instant(self.period.since),
            "until": say_instant(self.period.until),
            "currency": self.currency,
            "by": self.by,
            "split": self.split,
            "traits": list(self.traits),
            "total": self.total.to_json(),
            "stretches": [row.to_json() for row in self.stretches],
            "segments": [row.to_json() for row in self.segments],
            "cohorts": [row.to_json() for row in self.cohorts],
            "ages": [one.to_json() for one in self.ages],
            "accounts": [
                [a.subject, a.segment, a.cohort, a.start, a.end, a.was, a.is_now, a.gap]
                for a in self.accounts
            ],
            "moves": [[move.account, move.at_us, move.kind, move.cents] for move in self.moves],
        }
