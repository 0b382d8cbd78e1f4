"""What a log says of its customers, read once: as columns by subject, whatever the period asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from desirepath.log.picking import pick_columns
from desirepath.log.store import Log
from desirepath.log.workspace import Settings
from desirepath.measures.book.money import Rates
from desirepath.measures.book.months import days_of
from desirepath.measures.book.subscriptions import ACTIVITIES, Event, History, read_history
from desirepath.measures.book.traits import KnownTraits
from desirepath.measures.kinds import NO_SUBJECTS
from desirepath.model.expression import Compare, Expression, Name
from desirepath.replay.binding import matching
from desirepath.replay.columns import rows_and_owners
from desirepath.replay.entries import withdrawn_arrivals
from desirepath.replay.index import Index, open_index
from desirepath.replay.lookup import Lookup

Array = NDArray[Any]
Row = dict[str, Any]

NEVER: Final = np.iinfo(np.int64).max
"""The instant of what has not happened."""

LONG_AGO: Final = -(2**62)
"""The instant of what had happened before the log began: before any period that can be asked for."""

BEGINNINGS: Final = ("contract.signed", "order.placed")
"""What makes somebody a customer in a log without subscriptions: the first of these that the log holds."""

_READ: Final = ("survey.sent", "survey.answered", "review.posted", "ticket.opened")
_PAID: Final = ("payment.succeeded", "payment.failed")
_COLUMNS: Final = ("occurred_at", "activity", "score", "scale", "text", "amount", "currency", "properties")
_ROW: Final = (*_COLUMNS, "customer", "account", "objects")


@dataclass(frozen=True)
class Records:
    """A log as the success measures read it. ``of`` is the type of the subjects: account, customer, ...

    Subjects are numbers: places in ``subjects``. Instants are microseconds since 1970 (UTC). ``use`` says
    which interactions count as using the product, ``value`` which one is the first value; None: not told.
    """

    log: Log
    settings: Settings
    of: str
    subjects: tuple[str, ...]
    index: Index
    first_us: int
    last_us: int
    use: Expression | None
    value: Expression | None

    @classmethod
    def of_one(cls, log: Log, whole: Index, alone: Index) -> Records:
        """The records of one subject, at the price of its own rows: ``alone`` is its index, cut out of
        ``whole``. Events that name nobody are not among them."""
        first_us = min(int(bucket.time_us[bucket.starts[:-1]].min()) for bucket in whole.buckets)
        last_us = whole.last_us or first_us
        use = _usual_use(alone)
        return cls(log, log.settings, whole.travels, alone.subject_ids, alone, first_us, last_us, use, None)

    @classmethod
    def read(
        cls,
        log: Log,
        *,
        of: str | None = None,
        use: Expression | None = None,
        value: Expression | None = None,
    ) -> Records:
        """The records of ``log``.

        ``of`` is ``account`` unless said or unless the log names no account; then ``customer``. ``use`` is
        ``feature.used`` unless said, in a log without it whatever customers do (direction by_customer).
        Raises DP-MSR-005 where nothing in the log has such a subject.
        """
        if of is None:
            accounts = log.interactions(["account"]).column("account")
            of = "account" if accounts.null_count < len(accounts) else "customer"
        index = open_index(log, of)
        subjects = index.subject_ids
        if not subjects or index.last_us is None:
            raise NO_SUBJECTS.error(of, says=f"no interaction of the log has an object of the type {of}")
        first_us = min(int(bucket.time_us[bucket.starts[:-1]].min()) for bucket in index.buckets)
        if use is None:
            use = _usual_use(index)
        return cls(log, log.settings, of, subjects, index, first_us, index.last_us, use, value)

    @property
    def zone(self) -> ZoneInfo:
        """Where the days of the workspace begin."""
        return ZoneInfo(self.settings.time_zone)

    @cached_property
    def rates(self) -> Rates:
        """What other currencies are worth in the one that reports are in."""
        return Rates.of(self.settings)

    @cached_property
    def traits(self) -> KnownTraits:
        """What was known of the subjects when."""
        return KnownTraits(self.log, self.of, self.subjects[0] if self.index.is_of_one else None)

    @cached_property
    def place(self) -> dict[str, int]:
        """The number of a subject by its id."""
        return {subject: number for number, subject in enumerate(self.subjects)}

    def holds(self, *activities: str) -> bool:
        """Whether the log holds any of these activities."""
        return any(name in self.index.names.activities for name in activities)

    @cached_property
    def has_subscriptions(self) -> bool:
        """Whether the log says who has a subscription: else whoever has come stays a customer for ever."""
        return self.holds(*ACTIVITIES)

    def when(self, expression: Expression) -> tuple[Array, Array]:
        """The interactions for which an expression holds: their subjects, and their instants."""
        lookup = Lookup(self.index)
        subjects, instants, before = [], [], 0
        for bucket in self.index.buckets:
            rows, owners = rows_and_owners(bucket)
            holds = matching(expression, bucket, rows, lookup)
            subjects.append(owners[holds] + before)
            instants.append(bucket.time_us[rows[holds]])
            before += len(bucket.subjects)
        return np.concatenate(subjects), np.concatenate(instants)

    @cached_property
    def first_seen_us(self) -> Array:
        """(S,) the first interaction of each subject."""
        return np.concatenate([bucket.time_us[bucket.starts[:-1]] for bucket in self.index.buckets])

    @cached_property
    def uses(self) -> tuple[Array, Array]:
        """Each use of the product: its subject, and its instant."""
        if self.use is None:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        return self.when(self.use)

    def day_of(self, at_us: Array) -> Array:
        """The day of the workspace on which each instant lies, as days since 1970."""
        return days_of(at_us, self.settings.time_zone)

    @cached_property
    def days_of_use(self) -> tuple[Array, Array]:
        """Each day (of the workspace) on which a subject used the product, once: subject, day since 1970."""
        subject, at_us = self.uses
        day = self.day_of(at_us)
        if not len(day):
            return subject, day
        both = np.unique(subject.astype(np.int64) * (1 << 24) + (day + (1 << 23)))
        return both >> 24, (both & ((1 << 24) - 1)) - (1 << 23)

    @cached_property
    def first_value_us(self) -> Array:
        """(S,) the first value at or after each subject joined; NEVER where there was none."""
        found = np.full(len(self.subjects), NEVER)
        if self.value is not None:
            subject, at_us = self.when(self.value)
            counts = at_us >= self.joined_us[subject]
            np.minimum.at(found, subject[counts], at_us[counts])
        return found

    def events(self, *activities: str) -> list[Row]:
        """The interactions with these activities, in total order, as plain rows.

        ``subject`` is the number of the subject, -1 where the interaction names none; ``at_us`` the instant;
        ``properties`` is parsed; ``customer`` and ``objects`` as in the log.
        """
        if self.index.is_of_one:
            table = self._picked(activities)
        else:
            is_asked = pc.is_in(self._told.column("activity"), pa.array(activities, pa.string()))
            table = self._told.filter(is_asked)
        rows: list[Row] = table.select(_ROW).to_pylist()
        for row, at_us in zip(rows, table.column("occurred_at").cast(pa.int64()).to_pylist(), strict=True):
            objects = dict(row["objects"] or ())
            row["objects"] = objects
            mine = row[self.of] if self.of in ("customer", "account") else objects.get(self.of)
            row["subject"] = -1 if mine is None else self.place.get(mine, -1)
            row["at_us"] = at_us
            row["properties"] = orjson.loads(row["properties"]) if row["properties"] else {}
        return rows

    @cached_property
    def _told(self) -> pa.Table:
        table = self._not_taken_back(self.log.interactions([*_ROW, "arrival"]))
        wanted = pa.array([*ACTIVITIES, *_READ, *_PAID], pa.string())
        return table.filter(pc.is_in(table.column("activity"), wanted))

    def _picked(self, activities: tuple[str, ...]) -> pa.Table:
        """One subject's interactions with these activities, in the order of its index, which is the log's."""
        (mine,) = self.index.buckets
        codes = [code for code, name in enumerate(self.index.names.activities) if name in activities]
        arrival = mine.arrival[np.isin(mine.activity, codes)]
        table = pick_columns(self.log, arrival.tolist(), _ROW)
        place = pc.index_in(pa.array(arrival), value_set=table.column("arrival"))
        return self._not_taken_back(table.take(place.drop_null()))

    def _not_taken_back(self, table: pa.Table) -> pa.Table:
        taken_back = list(withdrawn_arrivals(self.index, ACTIVITIES))
        if not taken_back:
            return table
        gone = pc.is_in(table.column("arrival"), value_set=pa.array(taken_back, pa.int64()))
        return table.filter(pc.invert(gone))

    @cached_property
    def histories(self) -> dict[int, History]:
        """What the subscriptions of each subject that has any went through."""
        events: dict[int, list[Event]] = {}
        for row in self.events(*ACTIVITIES):
            subject = row["subject"]
            if subject >= 0:
                events.setdefault(subject, []).append(self._event(row, self.subjects[subject]))
        return {
            subject: read_history(of_one, self.rates, before_log_us=LONG_AGO)
            for subject, of_one in sorted(events.items())
        }

    def _event(self, row: Row, subject: str) -> Event:
        known = self.traits
        terms = ("term_days", "term_months", "interval", "interval_count")
        return Event(
            zone=self.zone,
            at_us=row["at_us"],
            activity=row["activity"],
            amount=row["amount"],
            currency=row["currency"],
            subscription=row["objects"].get("subscription"),
            properties=row["properties"],
            traits={key: known.at(subject, key, row["at_us"]) for key in terms},
        )

    @cached_property
    def spells(self) -> tuple[Array, Array, Array]:
        """Each time somebody was a customer without a break: subject, from when, until when (NEVER: still).

        Sorted by subject and time. Who was one before the log began is one from before its first instant.
        """
        if not self.has_subscriptions:
            joined = np.flatnonzero(self._began_us < NEVER)
            return joined, self._began_us[joined], np.full(len(joined), NEVER)
        found: list[tuple[int, int, int]] = []
        for subject, history in self.histories.items():
            began_us: int | None = None
            for moment in history.moments:
                if moment.running and began_us is None:
                    began_us = moment.at_us
                elif not moment.running and began_us is not None:
                    found.append((subject, began_us, moment.at_us))
                    began_us = None
            if began_us is not None:
                found.append((subject, began_us, NEVER))
        columns = np.array(found, np.int64).reshape(-1, 3)
        return columns[:, 0], columns[:, 1], columns[:, 2]

    @cached_property
    def _began_us(self) -> Array:
        """(S,) when each became a customer, in a log without subscriptions."""
        for activity in BEGINNINGS:
            if self.holds(activity):
                found = np.full(len(self.subjects), NEVER)
                subject, at_us = self.when(Compare(Name("field", "activity"), "==", activity))
                np.minimum.at(found, subject, at_us)
                return found
        return self.first_seen_us

    @cached_property
    def joined_us(self) -> Array:
        """(S,) when each subject became a customer; NEVER where it has not."""
        found = np.full(len(self.subjects), NEVER)
        subject, began_us, _ = self.spells
        np.minimum.at(found, subject, began_us)
        return found

    @cached_property
    def left_us(self) -> Array:
        """(S,) the first time each subject stopped being a customer; NEVER where it has not."""
        found = np.full(len(self.subjects), NEVER)
        subject, _, ended_us = self.spells
        # Of several spells the first: rows are in order, the one assigned last stays.
        found[subject[::-1]] = ended_us[::-1]
        return found

    @cached_property
    def is_older_than_log(self) -> Array:
        """(S,) was a customer before the log began: when it became one is not known."""
        return np.asarray(self.joined_us < self.first_us)


def _usual_use(index: Index) -> Expression | None:
    if "feature.used" in index.names.activities:
        return Compare(Name("field", "activity"), "==", "feature.used")
    return Compare(Name("field", "direction"), "==", "by_customer")
