"""Maps and measured maps written by hand, for pictures one can check by eye."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from ruamel.yaml import YAML

from desirepath.base.estimate import Estimate, unknown
from desirepath.base.spans import Period
from desirepath.measures.measured_map import (
    Detour,
    Difference,
    MeasuredMap,
    PassageCounts,
    StepMeasures,
)
from desirepath.model.journey_map import JourneyMap

HERE = Path(__file__).parent
TODAY = date(2026, 11, 25)
HOUR = 3600.0


def read_plain(path: Path) -> JourneyMap:
    """A map without its line numbers: the drawing needs none."""
    return JourneyMap.model_validate(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))


def bank() -> JourneyMap:
    return read_plain(HERE / "bank.journey.yaml")


Numbers = tuple[float, ...]


def estimate(measure: str, unit: str, numbers: Numbers, factor: float = 1.0) -> Estimate:
    """From (value, low, high, n) and, where some are under way, how many."""
    value, low, high, n, *censored = numbers
    return Estimate(
        measure=measure,
        value=value * factor,
        low=low * factor,
        high=high * factor,
        n=int(n),
        censored=int(censored[0]) if censored else 0,
        unit=unit,
        method="by hand",
    )


def share(measure: str, *numbers: float) -> Estimate:
    return estimate(measure, "share", numbers)


def within(value: float, low: float, high: float, n: float, under_way: float = 0) -> Numbers:
    """What to expect by the horizon: most of those under way still come."""
    more = 0.8 * under_way / n
    return value + more, low + more, high + more, n, under_way


@dataclass(frozen=True)
class Row:
    """One step of the bank: (value, low, high, n, under way), times in hours; None: nobody answered."""

    reach: Numbers
    conversion: Numbers
    drop_off: Numbers
    dwell: Numbers
    late: Numbers | None
    feeling: Numbers | None
    here: int
    channels: dict[str, float]

    def measures(self, step: str) -> StepMeasures:
        found = {
            "reach": share("reach", *self.reach),
            "reach_within": share("reach_within", *within(*self.reach)),
            "conversion": share("conversion", *self.conversion),
            "drop_off": share("drop_off", *self.drop_off),
            "dwell": estimate("dwell", "seconds", self.dwell, HOUR),
            "feeling": estimate("feeling", "feeling", self.feeling)
            if self.feeling
            else unknown("feeling", "nobody answered", unit="feeling"),
            "standing": Estimate("standing", self.here, n=138, censored=138, unit="count"),
        }
        if self.late:
            found["late_rate"] = share("late_rate", *self.late)
        n = int(self.reach[3])
        return StepMeasures(
            step, found, {name: share("channel", x, x, x, n) for name, x in self.channels.items()}
        )


BANK_ROWS = {
    "compare": Row(
        (1.0, 0.999, 1.0, 3120), (1.0, 0.999, 1.0, 3120), (0.27, 0.255, 0.286, 3120, 14),
        (77, 70, 82, 3120, 14), None, (-0.1, -0.3, 0.1, 96), 14, {"web": 0.93, "branch": 0.05},
    ),
    "ask": Row(
        (0.31, 0.294, 0.326, 3120), (0.31, 0.294, 0.326, 3120), (0.41, 0.379, 0.441, 967, 5),
        (6.5, 5.1, 8.2, 967, 5), (0.66, 0.63, 0.69, 967), (-1.2, -1.4, -1.0, 141), 5,
        {"chat": 0.71, "phone": 0.2, "branch": 0.09},
    ),
    "form": Row(
        (0.68, 0.663, 0.696, 3120), (0.68, 0.663, 0.696, 3120), (0.28, 0.261, 0.299, 2121, 22),
        (1.1, 0.9, 1.3, 2121, 22), (0.52, 0.499, 0.541, 2121), (0.2, 0.0, 0.4, 148), 28,
        {"app": 0.64, "web": 0.36},
    ),
    "identify": Row(
        (0.49, 0.473, 0.508, 3120, 50), (0.71, 0.69, 0.729, 2121), (0.12, 0.105, 0.137, 1529, 31),
        (70, 62, 79, 1529, 31), (0.61, 0.585, 0.634, 1529), (-1.5, -1.7, -1.3, 203), 31,
        {"video": 0.78, "branch": 0.22},
    ),
    "sign": Row(
        (0.42, 0.403, 0.437, 3120), (0.86, 0.842, 0.876, 1529), (0.04, 0.031, 0.052, 1310, 8),
        (4, 3.6, 4.4, 1310, 8), (0.09, 0.076, 0.107, 1310), None, 8, {"app": 1.0},
    ),
    "card": Row(
        (0.4, 0.383, 0.417, 3120), (0.95, 0.937, 0.96, 1310), (0.09, 0.075, 0.107, 1248, 40),
        (202, 194, 211, 1248, 40), (0.57, 0.542, 0.597, 1248), (0.4, -0.3, 1.1, 22), 40,
        {"post": 0.7, "app": 0.24, "branch": 0.06},
    ),
    "salary": Row(
        (0.35, 0.334, 0.367, 3120), (0.88, 0.86, 0.897, 1248), (0.0, 0.0, 0.004, 1092, 12),
        (456, 427, 490, 1092, 12), (0.12, 0.102, 0.141, 1092), (1.4, 1.2, 1.6, 88), 12, {"app": 1.0},
    ),
}  # fmt: skip


def unruled(step: str) -> StepMeasures:
    """A step that the map believes in and the log cannot see."""
    units = {
        "reach": "share",
        "conversion": "share",
        "dwell": "seconds",
        "feeling": "feeling",
        "standing": "count",
    }
    reason = "the step has no rule"
    return StepMeasures(step, {name: unknown(name, reason, unit=unit) for name, unit in units.items()})


def measured_bank() -> MeasuredMap:
    journey = bank()
    steps = [
        BANK_ROWS[step.id].measures(step.id) if step.id in BANK_ROWS else unruled(step.id)
        for step in journey.steps()
    ]
    return MeasuredMap(
        map=journey,
        as_of=datetime(2026, 11, 23, 18, 30, tzinfo=UTC),
        period=Period(since=datetime(2026, 3, 1, tzinfo=UTC)),
        segment='traits.country != "GB"',
        interactions=48_211,
        log_interactions=70_902,
        passages=PassageCounts(subjects=3120, started=3120, succeeded=1092, failed=0, expired=1890, open=138),
        overall={
            "success_rate": share("success_rate", 0.35, 0.334, 0.367, 3120, 138),
            "success_within": share("success_within", 0.37, 0.352, 0.389, 3120, 138),
            "time_to_success": estimate("time_to_success", "seconds", (31, 29.5, 32.1, 1092, 138), 24 * HOUR),
            "nps": unknown("nps", "nobody was asked", unit="points"),
        },
        steps=tuple(steps),
        detours=(
            Detour("skip", "compare", "form", 1310, share("skip", 0.42, 0.403, 0.437, 3120)),
            Detour("return", "identify", "form", 520, share("return", 0.14, 0.128, 0.153, 3120)),
            Detour("return", "identify", "ask", 371, share("return", 0.11, 0.1, 0.121, 3120)),
            Detour("skip", None, "ask", 160, share("skip", 0.05, 0.043, 0.058, 3120)),
            Detour("skip", "sign", "salary", 190, share("skip", 0.06, 0.052, 0.069, 3120)),
            Detour("return", "card", "sign", 30, share("return", 0.009, 0.006, 0.013, 3120)),
        ),
    )


def compared_bank() -> MeasuredMap:
    here = measured_bank()
    reach = here.step("identify").estimates["reach"]
    there = share("reach", 0.61, 0.59, 0.63, 2400)
    gap = share("reach", -0.12, -0.146, -0.094, 5520)
    success = here.overall["success_rate"]
    even = share("success_rate", 0.0, -0.02, 0.02, 6240)
    # The other side was looked at earlier, when it was as old.
    other = replace(here, segment='traits.country == "GB"', as_of=datetime(2026, 11, 1, tzinfo=UTC))
    return replace(
        here,
        against='traits.country == "GB"',
        there=other,
        differences=(
            Difference(None, "success_rate", success, success, even, 1.0),
            Difference("identify", "reach", reach, there, gap, 0.0003),
            Difference("identify", "in_order_reach", reach, there, gap, 0.0003),
            Difference(
                "sign",
                "dwell",
                here.step("sign").estimates["dwell"],
                here.step("sign").estimates["dwell"],
                even,
                0.9,
            ),
        ),
    )


def coffee(language: str = "en") -> JourneyMap:
    """A map of three steps with a little of everything."""
    return JourneyMap.model_validate(
        {
            "format": "desirepath/1",
            "id": "coffee",
            "version": 2,
            "language": language,
            "title": "A coffee on the way to work",
            "persona": "commuter",
            "scenario": "Monday, ten minutes before the train",
            "stages": [
                {
                    "id": "order",
                    "name": "Ordering",
                    "steps": [
                        {
                            "id": "queue",
                            "name": "Waits in the queue",
                            "within": "5m",
                            "owner": "floor",
                            "feeling": -1,
                            "doing": [{"text": "Looks at the clock", "basis": "evidence"}],
                            "pain_points": [{"text": "Cannot see how long it takes", "severity": 4}],
                            "channels": ["shop"],
                        },
                        {
                            "id": "pay",
                            "name": "Pays",
                            "moment_of_truth": True,
                            "feeling": {"value": 0.5, "basis": "evidence"},
                            "thinking": ["Will I make it?"],
                            "handoff": {"from": "till", "to": "bar", "carries": ["name", "order"]},
                            "on_stage": ["Till"],
                            "off_stage": ["Card terminal"],
                        },
                    ],
                },
                {
                    "id": "leave",
                    "name": "Leaving",
                    "steps": [{"id": "sip", "name": "Takes the first sip", "feeling": 1.5, "owner": "bar"}],
                },
            ],
        }
    )


def measured_coffee(language: str = "en") -> MeasuredMap:
    """Forty visits: nobody says what they felt at the till, half skip the queue."""
    journey = coffee(language)
    shares = {"queue": (0.5, 0.35, 0.65), "pay": (0.95, 0.83, 0.99), "sip": (0.9, 0.77, 0.96)}
    feelings = {"queue": (-0.4, -0.8, 0.0, 31), "pay": None, "sip": (1.2, 0.9, 1.5, 12)}
    steps = []
    for name, reach in shares.items():
        felt = feelings[name]
        found = {
            "reach": share("reach", *reach, 40),
            "dwell": estimate("dwell", "seconds", (0.12, 0.1, 0.15, 38), HOUR),
            "feeling": estimate("feeling", "feeling", felt)
            if felt
            else unknown("feeling", "nobody answered", unit="feeling"),
        }
        steps.append(StepMeasures(name, found))
    return MeasuredMap(
        map=journey,
        as_of=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        period=Period(),
        segment=None,
        interactions=104,
        passages=PassageCounts(subjects=40, started=40, succeeded=36, failed=4, expired=0, open=0),
        overall={"success_rate": share("success_rate", 0.9, 0.77, 0.96, 40)},
        steps=tuple(steps),
        detours=(
            Detour("skip", None, "pay", 20, share("skip", 0.5, 0.35, 0.65, 40)),
            Detour("return", "pay", "queue", 3, share("return", 0.07, 0.03, 0.2, 40)),
        ),
    )
