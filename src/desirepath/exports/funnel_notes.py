"""What was asked for by a name that the log does not have, in words."""

from __future__ import annotations

from collections.abc import Iterable

from desirepath.exports.text import clean
from desirepath.replay.funnel_words import UnknownName


def unknown_name_notes(names: Iterable[UnknownName]) -> list[str]:
    """A sentence for each name, with the nearest that the log has.

    >>> unknown_name_notes([UnknownName("bui", "buy")])
    ['No interaction of this log is called "bui"; did you mean buy?']
    """
    return [
        f'No interaction of this log is called "{clean(found.name)}"'
        + (f"; did you mean {clean(found.near)}?" if found.near else "")
        for found in names
    ]
