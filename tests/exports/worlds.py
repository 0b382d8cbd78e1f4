"""Maps and measured maps written by hand, for pictures one can check by eye."""

from __future__ import annotations

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
HOUR, DAY = 3600.0, 86400.0


def read_plain(path: Path) -> JourneyMap:
    """A map without its line numbers: the drawing needs none."""
    return JourneyMap.model_validate(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))


def bank() -> JourneyMap:
    return read_plain(HERE / "bank.journey.yaml")


def share(measure: str, value: float, low: float, high: float, n: int, censored: int = 0) -> Estimate:
    return Estimate(
        measure=measure,
        value=value,
        low=low,
        high=high,
        n=n,
        censored=censored,
        unit="share",
        method="wilson",
    )


def seconds(measure: str, value: float, low: float, high: float, n: int, censored: int = 0) -> Estimate:
    return Estimate(
        measure=measure,
        value=value,
        low=low,
        high=high,
        n=n,
        censored=censored,
        unit="seconds",
        method="order",
    )


def felt(value: float, low: float, high: float, n: int) -> Estimate:
    return Estimate(measure="feeling", value=value, low=low, high=high, n=n, unit="feeling", method="cluster")


NOBODY = unknown("feeling", "nobody answered", unit="feeling")
NO_RULE = "the step has no rule"

BANK_ROWS: dict[str, tuple[Estimate, Estimate | None, Estimate | None, Estimate | None, Estimate, dict[str, float]]] = {
    "compare": (
        share("reach", 1.0, 0.999, 1.0, 3120), share("drop_off", 0.27, 0.255, 0.286, 3120, 14),
        seconds("dwell", 3.2 * DAY, 2.9 * DAY, 3.4 * DAY, 3120, 14), None, felt(-0.1, -0.3, 0.1, 96),
        {"web": 0.93, "branch": 0.05},
    ),
    "ask": (
        share("reach", 0.31, 0.294, 0.326, 3120), share("drop_off", 0.41, 0.379, 0.441, 967, 5),
        seconds("dwell", 6.5 * HOUR, 5.1 * HOUR, 8.2 * HOUR, 967, 5), share("late_rate", 0.66, 0.63, 0.69, 967),
        felt(-1.2, -1.4, -1.0, 141), {"chat": 0.71, "phone": 0.2, "branch": 0.09},
    ),
    "form": (
        share("reach", 0.68, 0.663, 0.696, 3120), share("drop_off", 0.28, 0.261, 0.299, 2121, 22),
        seconds("dwell", 1.1 * HOUR, 0.9 * HOUR, 1.3 * HOUR, 2121, 22), share("late_rate", 0.52, 0.499, 0.541, 2121),
        felt(0.2, 0.0, 0.4, 148), {"app": 0.64, "web": 0.36},
    ),
    "identify": (
        share("reach", 0.49, 0.473, 0.508, 3120), share("drop_off", 0.12, 0.105, 0.137, 1529, 31),
        seconds("dwell", 2.9 * DAY, 2.6 * DAY, 3.3 * DAY, 1529, 31), share("late_rate", 0.61, 0.585, 0.634, 1529),
        felt(-1.5, -1.7, -1.3, 203), {"video": 0.78, "branch": 0.22},
    ),
    "sign": (
        share("reach", 0.42, 0.403, 0.437, 3120), share("drop_off", 0.04, 0.031, 0.052, 1310, 8),
        seconds("dwell", 4 * HOUR, 3.6 * HOUR, 4.4 * HOUR, 1310, 8), share("late_rate", 0.09, 0.076, 0.107, 1310),
        NOBODY, {"app": 1.0},
    ),
    "card": (
        share("reach", 0.4, 0.383, 0.417, 3120), share("drop_off", 0.09, 0.075, 0.107, 1248, 40),
        seconds("dwell", 8.4 * DAY, 8.1 * DAY, 8.8 * DAY, 1248, 40), share("late_rate", 0.57, 0.542, 0.597, 1248),
        felt(0.4, -0.3, 1.1, 22), {"post": 0.7, "app": 0.24, "branch": 0.06},
    ),
    "salary": (
        share("reach", 0.35, 0.334, 0.367, 3120), share("drop_off", 0.0, 0.0, 0.004, 1092, 12),
        seconds("dwell", 19 * DAY, 17.8 * DAY, 20.4 * DAY, 1092, 12), share("late_rate", 0.12, 0.102, 0.141, 1092),
        felt(1.4, 1.2, 1.6, 88), {"app": 1.0},
    ),
}  # fmt: skip


def measured_bank() -> MeasuredMap:
    journey = bank()
    steps = []
    for step in journey.steps():
        row = BANK_ROWS.get(step.id)
        if row is None:
            steps.append(
                StepMeasures(
                    step.id,
                    {
                        "reach": unknown("reach", NO_RULE, unit="share"),
                        "dwell": unknown("dwell", NO_RULE, unit="seconds"),
                        "feeling": unknown("feeling", NO_RULE, unit="feeling"),
                    },
                )
            )
            continue
        reach, conversion, dwell, late, feeling, channels = row
        named = {
            "reach": reach,
            "drop_off": conversion,
            "dwell": dwell,
            "late_rate": late,
            "feeling": feeling,
        }
        steps.append(
            StepMeasures(
                step.id,
                {name: estimate for name, estimate in named.items() if estimate},
                {name: share("channel", part, part, part, reach.n) for name, part in channels.items()},
            )
        )
    return MeasuredMap(
        map=journey,
        as_of=datetime(2026, 11, 23, 18, 30, tzinfo=UTC),
        period=Period(since=datetime(2026, 3, 1, tzinfo=UTC)),
        segment='traits.country != "GB"',
        interactions=48_211,
        passages=PassageCounts(subjects=3120, started=3120, succeeded=1092, failed=0, expired=1890, open=138),
        overall={
            "success_rate": share("success_rate", 0.35, 0.334, 0.367, 3120, 138),
            "time_to_success": seconds("time_to_success", 31 * DAY, 29.5 * DAY, 32.1 * DAY, 1092, 138),
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
    gap = Estimate(
        measure="reach", value=-0.12, low=-0.146, high=-0.094, n=5520, unit="share", method="newcombe"
    )
    return MeasuredMap(
        map=here.map, as_of=here.as_of, period=here.period, segment=here.segment, interactions=here.interactions,
        passages=here.passages, overall=here.overall, steps=here.steps, detours=here.detours,
        against='traits.country == "GB"', there=here,
        differences=(Difference("identify", "reach", reach, there, gap, 0.0003),),
    )  # fmt: skip
