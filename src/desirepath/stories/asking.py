"""Asking people how it was: who answers, with what score, in which words.

Whether somebody answers depends on their mood, so an average over the answers is not the average mood. That
is planted, because it is so everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desirepath.stories.chance import Chance, clamp
from desirepath.stories.clock import HOUR
from desirepath.stories.feeds import Feeds


@dataclass(frozen=True, slots=True)
class Survey:
    """A question: its name, its scale (``1..5``), and who answers it.

    ``answers`` is the probability to answer in a neutral mood, ``leans`` what one point of mood (-2 to +2)
    adds to it, and ``extremes`` what a strong mood of either kind adds.
    """

    name: str
    scale: str
    answers: float
    leans: float = 0.0
    extremes: float = 0.0
    channel: str = "email"


def score_of(mood: float, scale: str) -> int:
    """The score that a mood (-2 to +2) gives on a scale such as ``1..5``.

    >>> score_of(2, "1..5"), score_of(-2, "0..10"), score_of(0, "1..7"), score_of(1, "thumbs")
    (5, 0, 4, 1)
    """
    if scale == "thumbs":
        return int(mood > 0)
    low, high = map(int, scale.split(".."))
    return int(clamp((mood + 2) / 4 * (high - low) + low + 0.5, low, high))


def ask(
    feeds: Feeds,
    chance: Chance,
    at: int,
    survey: Survey,
    customer: str,
    account: str | None,
    *,
    mood: float,
    words: Sequence[Sequence[str]],
    about: str | None = None,
) -> None:
    """Asks somebody in this mood; ``words`` are sentences for a bad, a middling and a good mood."""
    properties: dict[str, Any] = {"survey": survey.name} | ({"about": about} if about else {})
    common: dict[str, Any] = {"channel": survey.channel, "solicited": True, "properties": properties}
    feeds.interaction("surveys", at, "survey.sent", customer, account, direction="by_us", **common)
    willing = survey.answers + survey.leans * mood + survey.extremes * abs(mood)
    if not chance.yes(clamp(willing, 0.03, 0.9)):
        return
    felt = clamp(chance.normal(mood, 0.55), -2, 2)
    said = None
    if chance.yes(0.3 + 0.1 * abs(felt)):
        said = chance.pick(words[0 if felt < -0.4 else 1 if felt < 0.6 else 2])
    answered = at + 40 + int(chance.wait(10 * HOUR if survey.channel == "email" else 120))
    feeds.interaction(
        "surveys",
        answered,
        "survey.answered",
        customer,
        account,
        direction="by_customer",
        score=score_of(felt, survey.scale),
        scale=survey.scale,
        text=said,
        **common,
    )
