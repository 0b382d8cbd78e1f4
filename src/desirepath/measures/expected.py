"""The share that comes within the journey's horizon, when some have not been followed so long yet."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.base.spans import parse_span, say_span
from desirepath.measures.measure import Place
from desirepath.measures.observed import Observed
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
    curve, followed = observed.incidence_of(place), observed.followed_to(place, horizon_us)
    if not followed and under_way and curve.untouched_before(horizon_us) > ROUNDING:
        oldest_us = int(observed.under_way_without_us(place)[-1])
        reason = (
            f"nobody has been followed for the whole {say_span(horizon_us / 1e6)} yet; "
            f"who has been under way longest has been for {say_span(oldest_us / 1e6)}"
        )
        return unknown(measure, reason, unit="share", n=n, censored=under_way)
    value, low, high = curve.share_by(horizon_us, followed=followed)
    return Estimate(measure, value, low, high, n=n, censored=under_way, unit="share", method="aalen-johansen")
