"""Scorecards: how the health of an account is worked out, as a file that everybody can read
(``ID.scorecard.yaml``)."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from desirepath.model.node import Node
from desirepath.model.rule import Rule
from desirepath.model.words import Id, Many, Span, Text

Combine = Literal["weighted mean", "points", "worst"]
Missing = Literal["ignore", "poor", "neutral", "block"]
Takes = Literal[
    "count",
    "people",
    "days",
    "days_since",
    "growth",
    "mean",
    "latest",
    "sum",
    "trait",
    "position",
    "pace",
]
Number = Annotated[float, Field(strict=False)]
Weight = Annotated[float, Field(strict=False, ge=0)]


class Range(Node):
    """Some values of a signal, and what they are worth. An edge that is not said is open."""

    at_least: Number | None = None
    """The range begins here, and this value is in it."""
    more_than: Number | None = None
    """The range begins just above this value."""
    at_most: Number | None = None
    """The range ends here, and this value is in it."""
    less_than: Number | None = None
    """The range ends just below this value."""
    points: Number
    """What a value in it is worth."""
    says: Text | None = None
    """What it means, in a few words: nobody works with it."""


class Level(Node):
    """A part of the scale with a name, such as poor, average or good."""

    name: Text
    """What people call it."""
    at_least: Number | None = None
    """The lowest score in it; not said of the lowest level."""


class Signal(Node):
    """One thing that health is read from."""

    id: Id
    """A stable name: the history of scores is kept by it."""
    name: Text
    """What people call it, such as "People at work in the last 30 days"."""
    takes: Takes
    """How a number is taken from the log: how many interactions (count), of how many people, on how many
    days; days_since the last one; growth against the time before; the mean, the latest or the sum of a value;
    a trait; the position on the map, or the pace there (days at the step for each day that was expected)."""
    of: Many[Rule] | None = None
    """Which interactions: any of these rules, as a step of a map has them."""
    value: Text | None = None
    """Which value of them: score, amount, properties.x; or, of a trait, traits.x."""
    per: Text | None = None
    """A trait to divide by, such as traits.seats."""
    within: Span | None = None
    """How far back it looks; without it: ever."""
    weight: Weight = 1.0
    """How much it counts in a weighted mean; 0: it is shown, and counts for nothing, however signals are put
    together."""
    scores: Many[Range]
    """What each value is worth. The ranges follow one another without a gap."""
    when_missing: Missing | None = None
    """What happens where there is no value, if not what the scorecard says."""
    why: Text | None = None
    """Why it is in the score."""


class Adjusted(Node):
    """What is different about one signal in a segment; what is not said is as everywhere."""

    id: Id
    """Which signal."""
    weight: Weight | None = None
    """How much it counts there; 0: not at all."""
    scores: Many[Range] | None = None
    """What each value is worth there."""
    when_missing: Missing | None = None
    """What happens there where it has no value."""


class CardSegment(Node):
    """Some of those the scorecard is for, of whom other weights, ranges or gaps in the data hold."""

    id: Id
    """A stable name."""
    name: Text
    """What people call it, such as "Small accounts"."""
    when: Text
    """Who is in it, as an expression over traits. Who is in several is in the first of them."""
    signals: Many[Adjusted]
    """What is different there."""
    why: Text | None = None
    """Why they are judged otherwise."""


class Scorecard(Node):
    """How health is worked out, for whom, on which scale."""

    CALLED: ClassVar[str] = "scorecard"

    format: Literal["desirepath/1"]
    """The version of this format."""
    id: Id
    """A stable name, the same as in the file's name."""
    name: Text
    """What people call it."""
    description: Text | None = None
    """What it is for."""
    of: Text = "account"
    """Whose health: account, customer, or any type of the log."""
    segment: Text | None = None
    """For whom it is, as an expression over traits; without it: everybody."""
    map: Id | None = None
    """The map on which position and pace are, where signals ask for them."""
    combine: Combine = "weighted mean"
    """How the signals become one score: their weighted mean; points added up and kept on the scale; or the
    worst of them."""
    lowest: Number = 0.0
    """The worst score there is."""
    highest: Number = 100.0
    """The best score there is."""
    starts_at: Number | None = None
    """Where adding up points begins; without it: in the middle."""
    when_missing: Missing = "ignore"
    """What happens where a signal has no value: it is left out and the others count for more (ignore), it
    counts as the worst (poor), as the middle (neutral), or there is no score (block)."""
    levels: Many[Level]
    """The scale's parts, from the worst to the best."""
    signals: Many[Signal]
    """What health is read from: five well chosen ones say more than fifty."""
    segments: Many[CardSegment] | None = None
    """Of whom other weights or ranges are true. The scale and its levels are everybody's, so that scores of
    different segments can be compared."""
