"""The channel mix of a step: in which channels its visits began."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.clusters import visits_by_channel
from desirepath.measures.estimates import share_of_clusters
from desirepath.measures.observed import Observed

NOT_KNOWN = "not known"
"""Stands for visits that began with an interaction whose channel the log does not say."""


def channel_shares(observed: Observed, step: int) -> dict[str, Estimate]:
    """The shares of the step's visits by the channel they began in, most used first."""
    names = (*observed.tally.channels, NOT_KNOWN)
    told = zip(visits_by_channel(observed, step), names, strict=True)
    used = sorted((-moments.s, name, moments) for moments, name in told if moments.s)
    return {
        name: share_of_clusters("channel_share", moments, of_none="nobody has been at this step")
        for _, name, moments in used
    }
