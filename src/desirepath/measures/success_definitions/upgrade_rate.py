"""Upgraded: which share of the customers changed to more."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import NO_SUBSCRIPTIONS, Book
from desirepath.measures.estimates import share
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    if not book.records.has_subscriptions:
        return unknown(MEASURE.id, NO_SUBSCRIPTIONS, unit="share")
    steps = [(subject, change.step) for subject, change in book.changes()]
    unclear = sum(step == "unknown" for _, step in steps)
    if unclear:
        reason = f"{unclear:,} changes do not say whether to more or to less (amount, or properties.change)"
        return unknown(MEASURE.id, reason, unit="share")
    changed = {subject for subject, step in steps if step == "up"}
    return share(
        MEASURE.id,
        len(changed),
        int(np.count_nonzero(book.at_start)),
        of_none="nobody was a customer when the period began",
    )


MEASURE = SuccessMeasure(
    id="upgrade_rate",
    name="Upgraded",
    group="staying",
    question="Of the customers at the start of the period, how many changed to more?",
    formula="customers at the start with a `subscription.changed` to more in the period / customers at the "
    "start. More is what properties.change says (upgrade), else a higher amount a month in the same "
    "currency. A customer that did both is in both rates; a new price at a renewal is neither",
    unit="share",
    source="upgrade and downgrade rate as the field counts them, by customers; interval: Wilson (1927)",
    missing="nobody was a customer when the period began, or a change does not say which way it went",
    compute=_compute,
    better="more",
)
