"""Who said it: the counts of a step as sums over subjects, so that an interval knows whose they are.

Ten answers of one customer are alike, and say less than one answer of ten. Where it is not known whose they
are, each counts as somebody else's.
"""

from __future__ import annotations

from desirepath.measures.measure import Place
from desirepath.measures.observed import Observed
from desirepath.measures.scores import scores_on
from desirepath.measures.statistics.ratio_of_means import Moments
from desirepath.replay.answers import ASKED, Asked


def votes_at(observed: Observed, asked: Asked, place: Place) -> Moments:
    """The answers to a question at a step, or in the whole journey: n counts them, s adds up their votes."""
    if observed.spread is None:
        levels = scores_on(observed, asked.scales, place)
        n, good = int(levels.sum()), int(levels[asked.good_from :].sum())
        bad = int(levels[: asked.bad_below].sum())
        return Moments(n, n, good - bad, n, good - bad, good + bad)
    at = len(observed.steps) + 1 if place is None else place
    sums = observed.spread.answers[ASKED.index(asked), at]
    return Moments(*(int(each) for each in sums))


def tickets_at(observed: Observed, step: int) -> Moments | None:
    """The visits to a step and the tickets there: n counts visits, s tickets. None: it is not known whose."""
    if observed.spread is None:
        return None
    subjects, visits, squares = (int(each) for each in observed.spread.visits[step])
    tickets, products, of_tickets = (int(each) for each in observed.spread.tickets[step])
    return Moments(subjects, visits, tickets, squares, products, of_tickets)


def visits_by_channel(observed: Observed, step: int) -> list[Moments]:
    """For each channel, and last for those not known: n counts the visits to the step, s those of them that
    began in it."""
    counts = observed.tally.channel_visits[step]
    if observed.spread is None:
        total = int(counts.sum())
        return [Moments(total, total, int(k), total, int(k), int(k)) for k in counts]
    subjects, visits, squares = (int(each) for each in observed.spread.visits[step])
    return [
        Moments(subjects, visits, int(c), squares, int(vc), int(cc))
        for c, vc, cc in observed.spread.channels[step]
    ]
