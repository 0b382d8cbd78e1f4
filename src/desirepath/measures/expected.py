"""The share that comes within the journey's horizon, when some have not been followed so long yet."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.base.spans import parse_span, say_span
from desirepath.measures.measure import Place
from desirepath.measures.observed import Observed
from desirepath.measures.statistics.aalen_johansen import IncidenceCurve
from desirepath.measures.statistics.kaplan_meier import ROUNDING

NO_HORIZON = "the map gives no horizon (passage.horizon) by which a passage is over"


def within_horizon(measure: str, observed: Observed, place: Place) -> Estimate:
    """The share of passages that come to a step (None: that succeed) by the horizon, or why there is none.

    n counts the passages, censored those under way that may still come.
    """
    horizon = observed.journey.passage.horizon
    n, under_way = observed.started, observed.may_still_come_to(place)
    if horizon is None:
        return unknown(measure, NO_HORIZON, unit="share", n=n, censored=under_way)
    if n == 0:
        return unknown(measure, "no passage has started", unit="share")
    horizon_us = round(parse_span(horizon).total_seconds() * 1e6)
    waited_us = observed.under_way_without_us(place)
    return share_within(
        measure,
        observed.incidence_of(place),
        horizon_us,
        followed=observed.followed_to(place, horizon_us),
        oldest_us=int(waited_us[-1]) if len(waited_us) else 0,
        n=n,
        censored=under_way,
    )


def share_within(
    measure: str,
    curve: IncidenceCurve,
    span_us: int,
    *,
    followed: int,
    oldest_us: int,
    n: int,
    censored: int,
) -> Estimate:
    """The share that has come by ``span_us``; why it cannot be said where nobody has been ``followed`` so
    long. ``oldest_us`` is how long who has been under way longest has been."""
    if not followed and censored and curve.untouched_before(span_us) > ROUNDING:
        reason = (
            f"nobody has been followed for the whole {say_span(span_us / 1e6)} yet; "
            f"who has been under way longest has been for {say_span(oldest_us / 1e6)}"
        )
        return unknown(measure, reason, unit="share", n=n, censored=censored)
    value, low, high = curve.share_by(span_us, followed=followed)
    return Estimate(measure, value, low, high, n=n, censored=censored, unit="share", method="aalen-johansen")
