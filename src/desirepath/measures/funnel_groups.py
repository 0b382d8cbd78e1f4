"""A funnel broken down by a property, a trait or a field: one group per value, and what stands out.

Each value is held against everybody else together: the difference of two shares with Newcombe's hybrid
interval (:mod:`~desirepath.measures.differences`), p-values corrected after Holm over all values and steps.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from desirepath.base.estimate import Estimate
from desirepath.measures.differences import compare
from desirepath.measures.funnel_steps import measure_steps, rate_of
from desirepath.measures.measured_funnel import Breakdown, FunnelDifference, FunnelGroup
from desirepath.model.expression import Name
from desirepath.replay.columns import Array
from desirepath.replay.funnel import Funnel
from desirepath.replay.funnel_question import Attribution
from desirepath.replay.funnel_touches import MISSING, attribute

MOST_GROUPS: Final = 20


def break_down(funnel: Funnel, name: Name, attribution: Attribution) -> Breakdown:
    """The funnel by the values of ``name``: the largest groups, the rest together, those without a value.

    Raises DP-RPL-021 and 023, as :func:`~desirepath.replay.funnel_touches.attribute` does.
    """
    found = attribute(funnel, name, attribution)
    whole = found.funnel
    # Who is not counted at all, by an exclusion, is in no group.
    counted = whole.counted
    sizes = np.bincount(found.code[counted & (found.code != MISSING)], minlength=len(found.values))
    # Largest first; of equally large ones by how they are written, so that the list is always the same.
    order = sorted(range(len(sizes)), key=lambda code: (-sizes[code], str(found.values[code])))
    named = [code for code in order if sizes[code]][:MOST_GROUPS]
    masks = [counted & (found.code == code) for code in named]
    groups = [
        FunnelGroup(found.values[code], is_rest=False, steps=measure_steps(whole.part(mask)))
        for code, mask in zip(named, masks, strict=True)
    ]
    rest = counted & (found.code != MISSING) & ~np.isin(found.code, named)
    missing = counted & (found.code == MISSING)
    if rest.any():
        groups.append(FunnelGroup(None, is_rest=True, steps=measure_steps(whole.part(rest))))
    if missing.any():
        groups.append(FunnelGroup(None, is_rest=False, steps=measure_steps(whole.part(missing))))
    return Breakdown(str(name), attribution, tuple(groups), _differences(whole, masks, counted, attribution))


def _differences(
    whole: Funnel, masks: list[Array], counted: Array, attribution: Attribution
) -> tuple[FunnelDifference, ...]:
    """Each value less everybody else; of two that are everybody the second would say the same again."""
    are_two = len(masks) == 2 and not (counted & ~masks[0] & ~masks[1]).any()
    asked: list[tuple[int, int]] = []
    pairs: list[tuple[str | None, str, Estimate, Estimate]] = []
    # Up to the step at which the value was read all have come: that says nothing.
    first = attribution if isinstance(attribution, int) else 1
    for group, mask in enumerate(masks[:1] if are_two else masks):
        here, there = whole.part(mask), whole.part(counted & ~mask)
        for step in range(first, len(whole.question.steps)):
            ours, theirs = rate_of(here, step, 0), rate_of(there, step, 0)
            pairs.append((str(len(asked)), ours.measure, ours, theirs))
            asked.append((group, step + 1))
    found = []
    for one in compare(pairs):
        group, step = asked[int(one.step or 0)]
        found.append(FunnelDifference(step, group, one.here, one.there, one.difference, one.adjusted_p))
    return tuple(found)
