"""What is asked of a scorecard that need not be in force: how everybody would be now, what would be
different, and whether it would have told.

The question holds the scorecard without the words that change no number, so that writing them asks nothing
anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Final

import numpy as np
from pydantic import Field

from desirepath.log.store import Log
from desirepath.model.journey_map import JourneyMap
from desirepath.server.jobs.kind import Work
from desirepath.server.lived.measured_part import measured_part
from desirepath.server.lived.question import Json, Kind, Question
from desirepath.success.back_test import back_test
from desirepath.success.dry_run import dry_run
from desirepath.success.health import IN_NO_SEGMENT, Health, ranges_of
from desirepath.success.health_json import back_test_json, dry_run_json
from desirepath.success.measure_health import MeasuredHealth, measure_health
from desirepath.success.ranges import is_in
from desirepath.success.scorecard import Scorecard

BINS: Final = 20


class CardQuestion(Question):
    """How everybody is by a scorecard, now and a week ago."""

    card: dict[str, Any]

    def scorecard(self) -> Scorecard:
        """The scorecard asked about."""
        return Scorecard.model_validate(self.card)


class DryRunQuestion(CardQuestion):
    """What is different by a scorecard, held against another."""

    against: dict[str, Any]


class BackTestQuestion(CardQuestion):
    """Whether low scores came before customers left, within so many days of a score."""

    horizon_days: Annotated[int, Field(ge=7, le=730)] = 90


def card_part(card: Scorecard) -> dict[str, Any]:
    """All of a scorecard that a number depends on, as plain data."""
    data = card.model_dump(mode="json", exclude_none=True)
    data.pop("description", None)
    for signal in [*data["signals"], *(data.get("segments") or ())]:
        signal.pop("why", None)
    adjusted = [one for segment in data.get("segments") or () for one in segment["signals"]]
    for signal in [*data["signals"], *adjusted]:
        for one in signal.get("scores") or ():
            one.pop("says", None)
    return data


def asks_for_places(card: Scorecard) -> bool:
    """Whether a signal asks where accounts stand on the scorecard's map."""
    return any(signal.takes in ("position", "pace") for signal in card.signals)


def _now(log: Log, journey: JourneyMap | None, asked: CardQuestion, work: Work) -> Json:
    work.tell(0.1, "reading the signals")
    found = _measure(log, journey, asked.scorecard(), timedelta(days=7))
    work.stop_if_asked()
    return _now_json(found)


def _measure(
    log: Log, journey: JourneyMap | None, card: Scorecard, since: timedelta = timedelta(days=7)
) -> MeasuredHealth:
    part = None if journey is None else measured_part(journey)
    return measure_health(log, card, journey=part, since=since)


def _now_json(found: MeasuredHealth) -> Json:
    """How many are in each level now and were a week ago, how scores lie on the scale, and of each signal how
    many have a value and how many lie in each of its ranges."""
    now, before, card = found.now, found.before, found.now.card
    return {
        "format": "desirepath-scorecard-now/1",
        "of": card.of,
        "as_of": now.as_of.isoformat(),
        "since": before.as_of.isoformat(),
        "meant": int(now.is_meant.sum()),
        "without_score": found.not_scored,
        "levels": [
            {"name": level.name, "now": _in_level(now, level.name), "before": _in_level(before, level.name)}
            for level in card.levels
        ],
        "bins": _bins(now),
        "signals": [_signal_json(now, number) for number in range(len(card.signals))],
        "segments": [
            {"id": one.id, "subjects": int((now.is_meant & (now.segment == place)).sum())}
            for place, one in enumerate(card.segments or ())
        ],
    }


def _in_level(health: Health, name: str) -> int:
    return sum(health.level_of(score) == name for score in health.worked_out.tolist())


def _bins(health: Health) -> list[int]:
    scores = health.worked_out[~np.isnan(health.worked_out)]
    edges = np.linspace(health.card.lowest, health.card.highest, BINS + 1)
    counts: list[int] = np.histogram(scores, edges)[0].tolist()
    return counts


def _signal_json(health: Health, number: int) -> Json:
    signal, value = health.card.signals[number], health.inputs[number].value
    known = health.is_meant & ~np.isnan(value)
    quantiles = np.quantile(value[known], [0, 0.1, 0.5, 0.9, 1]).tolist() if known.any() else None
    ranges = {
        place: [int((is_in(one, value) & known & (health.segment == place)).sum()) for one in scores]
        for place, scores in (
            (place, ranges_of(health.card, place, signal))
            for place in range(IN_NO_SEGMENT, len(health.card.segments or ()))
        )
    }
    return {
        "id": signal.id,
        "known": int(known.sum()),
        "missing": int((health.is_meant & np.isnan(value)).sum()),
        "quantiles": quantiles,
        "ranges": ranges[IN_NO_SEGMENT],
        "in_segments": [ranges[place] for place in range(len(health.card.segments or ()))],
    }


def _dry_run(log: Log, journey: JourneyMap | None, asked: DryRunQuestion, work: Work) -> Json:
    work.tell(0.1, "working out the scores that are in force")
    before = _measure(log, journey, Scorecard.model_validate(asked.against))
    work.stop_if_asked()
    work.tell(0.5, "working out the scores of the draft")
    after = _measure(log, journey, asked.scorecard())
    work.stop_if_asked()
    return dry_run_json(dry_run(before.now, after.now), after.now)


def _back_test(log: Log, journey: JourneyMap | None, asked: BackTestQuestion, work: Work) -> Json:
    work.tell(0.0, "reading the signals")
    found = _measure(log, journey, asked.scorecard())

    def tell(done: int, of: int) -> None:
        work.stop_if_asked()
        work.tell(0.1 + 0.9 * done / of, f"day {done} of {of}")

    told = back_test(found.reader, found.records, horizon_days=asked.horizon_days, tell=tell)
    return back_test_json(told)


CARD_QUESTIONS: Final[Mapping[str, Kind]] = {
    "card": Kind(CardQuestion, _now),
    "dry-run": Kind(DryRunQuestion, _dry_run),
    "back-test": Kind(BackTestQuestion, _back_test),
}
