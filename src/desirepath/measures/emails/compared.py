"""Two letters side by side: what differs, by how much, and how sure that is.

Only mails of the days on which both went out are compared: else the difference could be the season's. Where
there are no such days nothing is said to be better. Who looks at several measures finds one that differs by
chance alone; Holm's correction counts the looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Final, Literal

from desirepath.base.estimate import Estimate
from desirepath.base.words import count_of, say_count, say_date, say_difference
from desirepath.measures.differences import compare as compare_pairs
from desirepath.measures.emails.definitions import MEASURES_OF, EmailMeasure
from desirepath.measures.emails.fate import Fate
from desirepath.measures.emails.rows import Json, Row, Tellers, estimate
from desirepath.measures.statistics.needed import needed_each

Verdict = Literal["differs", "perhaps", "not sure", "not known"]
SURE: Final = 0.05
_MOST_NEEDED: Final = 100_000
"""Who needs more mails than this will never know."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its ``key``, how many of its mails are compared, and how many are too young."""

    key: str
    sent: int
    young: int

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {"key": self.key, "sent": self.sent, "young": self.young}


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of both, here less there. ``adjusted_p`` is how often chance alone makes such a difference
    in one of all that are looked at; ``more_each`` how many more mails of each would show one as large, four
    times of five (None: it shows already, or never would)."""

    measure: str
    name: str
    here: Estimate
    there: Estimate
    difference: Estimate | None
    adjusted_p: float | None
    verdict: Verdict
    more_each: int | None
    says: str

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "measure": self.measure,
            "name": self.name,
            "here": self.here.to_json(),
            "there": self.there.to_json(),
            "difference": None if self.difference is None else self.difference.to_json(),
            "adjusted_p": self.adjusted_p,
            "verdict": self.verdict,
            "more_each": self.more_each,
            "says": self.says,
        }


@dataclass(frozen=True, slots=True)
class Compared:
    """Two letters side by side. ``since`` and ``until`` are the first and the last day on which both went
    out, both counted; None where they never did: then ``differences`` is of all their mails, and says of
    none that it differs. ``cautions`` are what else could explain a difference."""

    here: Side
    there: Side
    since: date | None
    until: date | None
    cautions: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def says(self) -> str:
        """What to take home, in one sentence."""
        if self.since is None:
            return "They never went out on the same days: what differs may be the time, and not the letter."
        sure = [one for one in self.differences if one.verdict == "differs"]
        if sure:
            return " ".join(one.says for one in sure)
        return "So far no difference is larger than chance alone makes."

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "here": self.here.to_json(),
            "there": self.there.to_json(),
            "since": None if self.since is None else self.since.isoformat(),
            "until": None if self.until is None else self.until.isoformat(),
            "cautions": list(self.cautions),
            "differences": [one.to_json() for one in self.differences],
            "says": self.says,
        }


def compare(
    here: tuple[Row, Sequence[Fate]], there: tuple[Row, Sequence[Fate]], tellers: Tellers
) -> Compared:
    """Hold two letters, each with its mails, side by side."""
    (ours, mine), (other, theirs) = here, there
    since, until = max(ours.since, other.since), min(ours.until, other.until)
    is_together = since <= until
    if is_together:
        mine, theirs = ([one for one in side if since <= one.on <= until] for side in (mine, theirs))
    measures = [one for one in MEASURES_OF[ours.letter.channel] if one.is_compared]
    pairs = [(None, one.id, estimate(one, mine, tellers), estimate(one, theirs, tellers)) for one in measures]
    by_measure = {one.measure: one for one in compare_pairs(pairs)}
    differences = []
    for measure, (_, _, our_share, their_share) in zip(measures, pairs, strict=True):
        told = by_measure.get(measure.id)
        difference = None if told is None else told.difference
        adjusted_p = None if told is None else told.adjusted_p
        verdict = _verdict(difference, adjusted_p, is_together=is_together)
        more = _more_each(our_share, their_share) if verdict in ("not sure", "perhaps") else None
        says = _say(measure, difference, adjusted_p, verdict, more, len(by_measure), is_together=is_together)
        differences.append(
            Difference(
                measure.id, measure.name, our_share, their_share, difference, adjusted_p, verdict, more, says
            )
        )
    return Compared(
        here=_side(ours, mine),
        there=_side(other, theirs),
        since=since if is_together else None,
        until=until if is_together else None,
        cautions=tuple(_cautions(here, there, since if is_together else None, until)),
        differences=tuple(differences),
    )


def _side(row: Row, fates: Sequence[Fate]) -> Side:
    return Side(row.key, len(fates), sum(one.is_young for one in fates))


def _verdict(difference: Estimate | None, adjusted_p: float | None, *, is_together: bool) -> Verdict:
    if difference is None:
        return "not known"
    low, high = difference.low, difference.high
    holds_none = low is None or high is None or low <= 0 <= high
    if holds_none or not is_together:
        return "not sure"
    return "differs" if adjusted_p is not None and adjusted_p < SURE else "perhaps"


def _more_each(here: Estimate, there: Estimate) -> int | None:
    assert here.value is not None
    assert there.value is not None
    needed = needed_each(here.value, there.value)
    if needed is None or needed > _MOST_NEEDED:
        return None
    more = ceil(needed) - min(here.n, there.n)
    return more if more > 0 else None


def _say(
    measure: EmailMeasure,
    difference: Estimate | None,
    adjusted_p: float | None,
    verdict: Verdict,
    more: int | None,
    looks: int,
    *,
    is_together: bool,
) -> str:
    name = measure.name.lower()
    if difference is None:
        return f"{measure.name}: not known of both."
    if difference.value == 0:
        return f"{measure.name}: no difference."
    by = say_difference(difference)
    if not is_together:
        return f"{measure.name}: {by}, at different times."
    assert difference.value is not None
    chance = "" if adjusted_p is None else f" {say_chance(adjusted_p)}"
    if verdict == "differs":
        way = "more" if difference.value > 0 else "less"
        good = ""
        if measure.better is not None:
            good = ", which is better" if measure.better == way else ", which is worse"
        return f"The first is {name} {way} often: {by}{good}.{chance}"
    if verdict == "perhaps":
        return (
            f"{measure.name}: {by}; perhaps, but of {looks} looks one can show that by chance alone.{chance}"
        )
    then = "" if more is None else f" About {say_count(more)} more of each would show a difference as large."
    return f"{measure.name}: {by}; that can be chance alone.{chance}{then}"


def say_chance(p: float) -> str:
    """How often chance alone makes such a difference.

    >>> say_chance(0.0004), say_chance(0.031), say_chance(0.4)
    ('Chance alone: less than once in 1,000.', 'Chance alone: once in 32.', 'Chance alone: 40 times in 100.')
    >>> say_chance(1.0)
    'Chance alone makes one as large nearly every time.'
    """
    if p < 0.001:
        return "Chance alone: less than once in 1,000."
    if p < 0.1:
        return f"Chance alone: once in {round(1 / p)}."
    if p > 0.9:
        return "Chance alone makes one as large nearly every time."
    return f"Chance alone: {round(p * 100)} times in 100."


def _cautions(
    here: tuple[Row, Sequence[Fate]],
    there: tuple[Row, Sequence[Fate]],
    since: date | None,
    until: date,
) -> Iterator[str]:
    (ours, mine), (other, theirs) = here, there
    if since is None:
        first, last = sorted((ours, other), key=lambda row: row.since)
        yield (
            f"One went out until {say_date(first.until)}, the other from {say_date(last.since)} on: they "
            "cannot be compared. Let both go out at the same time."
        )
        return
    left_out = len(mine) + len(theirs)
    left_out -= sum(since <= one.on <= until for one in (*mine, *theirs))
    if left_out:
        days = say_date(since) if since == until else f"{say_date(since)} to {say_date(until)}"
        yield (
            f"Only what was sent from {days}, when both went out, is compared; "
            f"{count_of(left_out, 'other is', 'others are')} left out."
        )
    if ours.letter.playbook != other.letter.playbook:
        yield "They go to different people: what differs may be the people, and not the letter."
    both = {one.person for one in mine if one.person} & {one.person for one in theirs}
    if both:
        yield f"{count_of(len(both), 'person', 'people')} got both, and count as if they were different ones."
