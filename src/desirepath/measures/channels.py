"""The channel mix of a step: in which channels its visits began."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.estimates import share
from desirepath.measures.observed import Observed

NOT_KNOWN = "not known"
"""Stands for visits that began with an interaction whose channel the log does not say."""


def channel_shares(observed: Observed, step: int) -> dict[str, Estimate]:
    """The shares of the step's visits by the channel they began in, most used first."""
    counts = observed.tally.channel_visits[step]
    names = (*observed.tally.channels, NOT_KNOWN)
    total = int(counts.sum())
    used = sorted((-int(count), name) for count, name in zip(counts, names, strict=True) if count)
    return {
        name: share("channel_share", -minus, total, of_none="nobody has been at this step")
        for minus, name in used
    }
