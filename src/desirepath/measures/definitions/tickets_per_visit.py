"""Tickets per visit: how often a stay at the step makes somebody ask for help."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.activities import count_of
from desirepath.measures.clusters import tickets_at
from desirepath.measures.estimates import per_visit
from desirepath.measures.measure import Measure, Place
from desirepath.measures.observed import Observed


def _compute(observed: Observed, place: Place) -> Estimate:
    assert place is not None
    tickets = count_of(observed, "ticket.opened", place)
    if not tickets and not count_of(observed, "ticket.opened", None):
        says = "none of those who travel here ever opened a ticket: the log may call tickets otherwise"
        return unknown(MEASURE.id, says, unit="per visit")
    return per_visit(
        MEASURE.id,
        tickets,
        int(observed.tally.visits[place]),
        tickets_at(observed, place),
    )


MEASURE = Measure(
    id="tickets_per_visit",
    name="Tickets per visit",
    question="How many tickets does one stay at this step bring?",
    formula="`ticket.opened` while standing at the step / stays",
    unit="per visit",
    source="contact rate of the support field; mean of ratios over subjects with linearised "
    "variance, Cochran (1977) 6.3: a few customers open most tickets, and the interval knows it; with "
    "none at all Poisson score (Barker 2002)",
    missing="nobody has been at this step, or it has no rule, or nobody opened a ticket anywhere on the "
    "journey; no tickets during known stays is 0",
    at=("step",),
    compute=_compute,
)
