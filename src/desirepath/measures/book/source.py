"""What several books of business share: the records of all subjects as columns, worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desirepath.measures.book.movements import Movements, read_movements
from desirepath.measures.book.records import NEVER, Records, Row
from desirepath.measures.book.subscriptions import ACTIVITIES, Change, Due

Array = NDArray[Any]


class Source:
    """The records, and what several books of them share: worked out once."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self._rows: dict[tuple[str, ...], tuple[list[Row], Array, Array]] = {}

    @cached_property
    def movements(self) -> Movements:
        """All movements of MRR."""
        return read_movements(self.records.histories.items(), first_us=self.records.first_us)

    @cached_property
    def changes(self) -> tuple[list[Change], Array, Array]:
        """All changes of subscriptions; whose each is, and when."""
        found = [(subject, one) for subject, told in self.records.histories.items() for one in told.changes]
        changes = [change for _, change in found]
        return changes, _whole(subject for subject, _ in found), _whole(one.at_us for one in changes)

    @cached_property
    def dues(self) -> tuple[list[Due], Array, Array]:
        """All terms that come up for renewal; whose each is, and when it is due."""
        found = [(subject, one) for subject, told in self.records.histories.items() for one in told.dues]
        dues = [due for _, due in found]
        return dues, _whole(subject for subject, _ in found), _whole(one.due_us for one in dues)

    @cached_property
    def gaps(self) -> tuple[list[str], Array, Array, Array]:
        """All times at which it cannot be said what a subject pays: why, whose, from when, until when."""
        found = [
            (gap, subject, moment.at_us, NEVER if after is None else after.at_us)
            for subject, told in self.records.histories.items()
            for moment, after in zip(told.moments, (*told.moments[1:], None), strict=True)
            for gap in moment.gaps
        ]
        subject, from_us, until_us = (_whole(row[place] for row in found) for place in (1, 2, 3))
        return [str(row[0]) for row in found], subject, from_us, until_us

    @cached_property
    def without_term(self) -> Array:
        """(S,) how many subscriptions of each subject do not say when their term ends."""
        found = np.zeros(len(self.records.subjects), np.int64)
        for subject, told in self.records.histories.items():
            found[subject] = told.without_term
        return found

    @cached_property
    def is_answered(self) -> Array:
        """For every ``survey.sent``, in order: whether it was answered.

        An answer belongs to the latest survey of its name sent to the same customer before it.
        """
        sent, _, _ = self.rows("survey.sent")
        answers = [row for row in self.rows("survey.answered")[0] if row["score"] is not None or row["text"]]
        waiting: dict[tuple[str | None, object], list[int]] = {}
        found = np.zeros(len(sent), bool)
        both = [(row["at_us"], 0, place, row) for place, row in enumerate(sent)]
        both += [(row["at_us"], 1, place, row) for place, row in enumerate(answers)]
        for _, is_answer, place, row in sorted(both, key=lambda entry: entry[:3]):
            name = row["properties"].get("survey")
            asked = (row["customer"] or row["account"], name if isinstance(name, str) else None)
            if not is_answer:
                waiting.setdefault(asked, []).append(place)
            elif waiting.get(asked):
                found[waiting[asked].pop()] = True
        return found

    @cached_property
    def tells_products_apart(self) -> bool:
        """Whether any subscription says which it is, or of what product."""
        return any(
            row["objects"].get("subscription") or row["properties"].get("product")
            for row in self.rows(*ACTIVITIES)[0]
        )

    def rows(self, *activities: str) -> tuple[list[Row], Array, Array]:
        """All interactions with these activities; their subjects (-1: none), and their instants."""
        if activities not in self._rows:
            rows = self.records.events(*activities)
            subject, at_us = (np.array([row[key] for row in rows], np.int64) for key in ("subject", "at_us"))
            self._rows[activities] = rows, subject, at_us
        return self._rows[activities]


def _whole(numbers: Iterable[object]) -> Array:
    """Whole numbers as a column, empty ones too."""
    return np.array(list(numbers), np.int64)
