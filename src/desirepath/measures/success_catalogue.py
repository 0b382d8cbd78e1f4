"""The visible list of the success measures, as they are shown. A new one is its file and a line here.

Other packages add theirs under the entry point group ``desirepath.success_measures``.
"""

from __future__ import annotations

from functools import cache

from desirepath.measures.gathered import gather
from desirepath.measures.kinds import NOT_A_SUCCESS_MEASURE, SUCCESS_MEASURE_TWICE
from desirepath.measures.success_definitions import (
    acquisition,
    active_share,
    ces,
    cross_sell_rate,
    csat,
    downgrade_rate,
    grr,
    kept_a_year,
    late_renewals,
    lifetime,
    lifetime_value,
    logo_churn,
    mrr_churn,
    mrr_contraction,
    mrr_end,
    mrr_expansion,
    mrr_new,
    mrr_reactivation,
    mrr_start,
    new_customer_churn,
    nps,
    nrr,
    onboarding_completion,
    online_rating,
    payment_failures,
    payments_per_customer,
    rating_trend,
    renewal_rate,
    renewal_rate_value,
    response_rate,
    retention,
    ticket_volume,
    time_to_value,
    upgrade_rate,
    usage_frequency,
)
from desirepath.measures.success_measure import SuccessMeasure

SUCCESS_MEASURES = (
    acquisition.MEASURE,
    onboarding_completion.MEASURE,
    time_to_value.MEASURE,
    active_share.MEASURE,
    usage_frequency.MEASURE,
    retention.MEASURE,
    ticket_volume.MEASURE,
    response_rate.MEASURE,
    nps.MEASURE,
    csat.MEASURE,
    ces.MEASURE,
    online_rating.MEASURE,
    rating_trend.MEASURE,
    logo_churn.MEASURE,
    new_customer_churn.MEASURE,
    kept_a_year.MEASURE,
    lifetime.MEASURE,
    renewal_rate.MEASURE,
    renewal_rate_value.MEASURE,
    late_renewals.MEASURE,
    upgrade_rate.MEASURE,
    downgrade_rate.MEASURE,
    cross_sell_rate.MEASURE,
    mrr_start.MEASURE,
    mrr_new.MEASURE,
    mrr_expansion.MEASURE,
    mrr_contraction.MEASURE,
    mrr_churn.MEASURE,
    mrr_reactivation.MEASURE,
    mrr_end.MEASURE,
    nrr.MEASURE,
    grr.MEASURE,
    lifetime_value.MEASURE,
    payments_per_customer.MEASURE,
    payment_failures.MEASURE,
)


@cache
def all_success_measures() -> tuple[SuccessMeasure, ...]:
    """The house's success measures, then those that installed packages add.

    Raises DP-MSR-006 where two have one id, DP-MSR-007 where a package announces something else.

    >>> [measure.id for measure in all_success_measures()][:3]
    ['acquisition', 'onboarding_completion', 'time_to_value']
    """
    return gather(
        "desirepath.success_measures",
        SUCCESS_MEASURES,
        SuccessMeasure,
        none_of_it=NOT_A_SUCCESS_MEASURE,
        twice=SUCCESS_MEASURE_TWICE,
        called="success measures",
    )
