"""What changed about one property of a map, a stage or a step, in a sentence."""

from __future__ import annotations

from typing import Any, Final

from desirepath.model.diff_words import say_list, say_time, say_value

_YES_OR_NO: Final = {
    "optional": ("may be skipped", "may not be skipped any more"),
    "repeatable": ("may be repeated", "may not be repeated any more"),
    "passage.again": ("may be travelled more than once", "may be travelled once only"),
}
"""What it says of its subject when it holds, and when it no longer does."""
_TOLD: Final = {
    "within": ("{0} should take {1}", "{0} has no expected time any more"),
    "channels": ("{0} now goes through {1}", "{0} goes through no channel any more"),
    "measures": ("{0} is now watched by {1}", "{0} is watched by no measure any more"),
    "detail": ('{0} is now broken down in the map "{1}"', "{0} is not broken down any more"),
    "handoff.from": ("The handoff at {0} is now from {1}", "The handoff at {0} is from nobody any more"),
    "handoff.to": ("The handoff at {0} is now to {1}", "The handoff at {0} is to nobody any more"),
    "handoff.within": ("The handoff at {0} should take {1}", "The handoff at {0} has no time limit any more"),
    "handoff.carries": ("The handoff at {0} now carries {1}", "The handoff at {0} carries nothing any more"),
    "passage.horizon": ("A journey may now take {1}", "A journey may now take as long as it takes"),
    "review.every": ("{0} is now reviewed every {1}", "{0} is not reviewed by the calendar any more"),
    "review.on": ("{0} is now reviewed after {1}", "{0} is not reviewed after events any more"),
    "review.owner": ("{0} is now reviewed by {1}", "{0} is reviewed by nobody any more"),
    "title": ('{0} is now called "{1}"', "{0} has no title any more"),
}
"""What it says of its subject (0) where it has a value (1), and where it has none any more."""
_TIMES: Final = frozenset({"within", "handoff.within", "passage.horizon", "review.every"})


def say_property(subject: str, name: str, was: Any, now: Any) -> str:
    """One property that became another; None: it is not said.

    >>> say_property('Step "Plan"', "within", "7d", "10 days")
    'Step "Plan" should take 10 days (was 7 days)'
    >>> say_property('Step "Plan"', "optional", None, True), say_property("The map", "x-ours", None, 1)
    ('Step "Plan" may be skipped', 'The map now has x-ours: 1')
    >>> say_property('Step "Plan"', "handoff.to", None, "sales")
    'The handoff at step "Plan" is now to sales'
    """
    if name in _YES_OR_NO:
        return f"{subject} {_YES_OR_NO[name][0 if now else 1]}"
    before = "" if was is None else f" (was {_say(name, was)})"
    if name in _TOLD:
        has, lacks = _TOLD[name]
        place = subject if has.startswith("{0}") else subject[0].lower() + subject[1:]
        return (has if now is not None else lacks).format(place, _say(name, now)) + before
    what = name.replace("_", " ").replace(".", " ")
    if now is None:
        return f"{subject} has no {what} any more{before}"
    if was is None:
        return f"{subject} now has {what}: {_say(name, now)}"
    return f"{subject}: {what} is now {_say(name, now)}{before}"


def _say(name: str, value: Any) -> str:
    if name in _TIMES:
        return say_time(value)
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return say_list([one.replace("_", " ") if name == "measures" else one for one in value])
    return say_value(value)
