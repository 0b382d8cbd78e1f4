"""A scorecard to begin with, made of what a log tells: every signal in it can be read at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.model.yaml_text import block_text
from desirepath.model.yaml_tree import Plain

MOST_SIGNALS: Final = 6


def _ranges(edges: tuple[float, float], points: tuple[int, int, int], says: tuple[str, str, str]) -> Plain:
    low, high = edges
    return [
        {"less_than": low, "points": points[0], "says": says[0]},
        {"at_least": low, "less_than": high, "points": points[1], "says": says[1]},
        {"at_least": high, "points": points[2], "says": says[2]},
    ]


_KNOWN: Final[tuple[tuple[str, dict[str, Plain]], ...]] = (
    (
        "feature.used",
        {
            "id": "growth",
            "name": "Use against the month before",
            "takes": "growth",
            "within": "30d",
            "weight": 2,
            "scores": _ranges(
                (-0.4, -0.1),
                (0, 50, 100),
                ("use is falling fast", "use is falling", "use is holding or growing"),
            ),
        },
    ),
    (
        "user.signed_in",
        {
            "id": "silence",
            "name": "Days since anybody signed in",
            "takes": "days_since",
            "weight": 2,
            "scores": _ranges(
                (8, 22),
                (100, 50, 0),
                (
                    "somebody was there this week",
                    "nobody was there this week",
                    "nobody was there for three weeks",
                ),
            ),
        },
    ),
    (
        "ticket.opened",
        {
            "id": "tickets",
            "name": "Tickets in the last 30 days",
            "takes": "count",
            "within": "30d",
            "scores": _ranges((2, 5), (100, 50, 0), ("few questions", "some questions", "many questions")),
        },
    ),
    (
        "payment.failed",
        {
            "id": "payments",
            "name": "Failed payments in the last 60 days",
            "takes": "count",
            "within": "60d",
            "scores": _ranges(
                (1, 2), (100, 50, 0), ("every payment came", "one payment failed", "several payments failed")
            ),
        },
    ),
    (
        "meeting.held",
        {
            "id": "meetings",
            "name": "Days since we last met",
            "takes": "days_since",
            "scores": _ranges(
                (45, 90), (100, 50, 0), ("we met lately", "not for six weeks", "not for three months")
            ),
        },
    ),
    (
        "call.held",
        {
            "id": "calls",
            "name": "Days since our last call",
            "takes": "days_since",
            "scores": _ranges(
                (45, 90), (100, 50, 0), ("we spoke lately", "not for six weeks", "not for three months")
            ),
        },
    ),
    (
        "pulse.given",
        {
            "id": "pulse",
            "name": "The pulse that we gave, 1 to 6",
            "takes": "latest",
            "value": "properties.pulse",
            "within": "90d",
            "weight": 2,
            "scores": _ranges((3, 5), (0, 50, 100), ("at risk", "neither here nor there", "well")),
        },
    ),
)
"""By activity; the pulse runs from 1 (severe risk) to 6 (extremely satisfied)."""


def start_scorecard(card_id: str, name: str, of: str, activities: Mapping[str, int]) -> str:
    """The text of a scorecard of signals whose activities the log holds (``activities``: how many of each).

    Where it holds none that we know it looks at how long ago the most frequent activity was.

    >>> text = start_scorecard("mine", "Mine", "account", {"payment.failed": 3, "looked": 9})
    >>> "Failed payments" in text, "looked" in text
    (True, False)
    """
    signals: list[dict[str, Plain]] = [
        dict[str, Plain]({**said, "of": [{"activity": activity}]})
        for activity, said in _KNOWN
        if activities.get(activity)
    ][:MOST_SIGNALS]
    if not signals:
        activity = max(activities, key=lambda one: activities[one], default="user.signed_in")
        signals = [_days_since(activity)]
    card: dict[str, Plain] = {
        "format": "desirepath/1",
        "id": card_id,
        "name": name,
        "of": of,
        "levels": [{"name": "poor"}, {"name": "average", "at_least": 45}, {"name": "good", "at_least": 70}],
        "signals": [_in_order(one) for one in signals],
    }
    return block_text(card)


_ORDER: Final = ("id", "name", "takes", "of", "value", "within", "weight", "scores")


def _in_order(signal: Mapping[str, Plain]) -> Plain:
    return {field: signal[field] for field in _ORDER if field in signal}


def _days_since(activity: str) -> dict[str, Plain]:
    return {
        "id": "silence",
        "name": f"Days since {activity}",
        "takes": "days_since",
        "of": [{"activity": activity}],
        "scores": _ranges((14, 45), (100, 50, 0), ("lately", "not for two weeks", "not for six weeks")),
    }
