"""Random maps and measured maps: any text a file can hold, any shape a map can have."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from desirepath.base.estimate import Estimate, unknown
from desirepath.base.spans import Period
from desirepath.exports.text import clean
from desirepath.measures.measured_map import Detour, MeasuredMap, PassageCounts, StepMeasures
from desirepath.model.journey_map import JourneyMap
from desirepath.model.words import TEXT_PATTERN

WORDS = (
    "call", "Kundenzufriedenheitsbefragungsergebnis", "お客様は契約書に署名します。", "مرحبا بالعميل الجديد",
    "שלום", "👩‍🔬🇩🇪", "<script>alert(1)</script>", "a&b", '"quoted"', "x" * 300, "co\u00adoperate",
    "\u202eevil",     "Łódź", "Щука", "ไทยไม่มีช่องว่าง", "e\u0301", "line\nbreak", "control\x00\x1f", "]]>",
    "tab\there", "1,204 %", "-", "·",
)  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join),
    st.text(min_size=1, max_size=60),
).filter(
    lambda text: (
        re.search(TEXT_PATTERN, text)
        and bool(clean(text))
        and not any(0xD800 <= ord(char) <= 0xDFFF for char in text)
    )
)
claims = st.one_of(
    texts,
    st.fixed_dictionaries(
        {"text": texts}, optional={"basis": st.sampled_from(["evidence", "assumption"]), "by": texts}
    ),
)
many = st.lists(claims, max_size=3)
levels = st.integers(1, 5)
spans = st.sampled_from(["2h", "7d", "30d"])
feelings = st.floats(-2, 2).map(lambda value: round(value, 2))


def _bodies() -> st.SearchStrategy[dict[str, Any]]:
    pains = st.lists(
        st.fixed_dictionaries({"text": texts}, optional={"severity": levels, "importance": levels}),
        max_size=2,
    )
    return st.fixed_dictionaries(
        {"name": texts},
        optional={
            "goal": claims,
            "doing": many,
            "thinking": many,
            "feeling": feelings,
            "touchpoints": many,
            "channels": st.lists(texts, max_size=4),
            "on_stage": many,
            "off_stage": many,
            "pain_points": pains,
            "quotes": many,
            "tasks": st.lists(
                st.fixed_dictionaries({"text": texts}, optional={"owner": texts, "due": spans}), max_size=2
            ),
            "owner": texts,
            "handoff": st.fixed_dictionaries(
                {},
                optional={
                    "from": texts,
                    "to": texts,
                    "carries": st.lists(texts, max_size=3),
                    "within": spans,
                },
            ),
            "within": spans,
            "moment_of_truth": st.booleans(),
            "optional": st.booleans(),
            "images": st.lists(st.fixed_dictionaries({"text": texts, "src": st.just("a.png")}), max_size=1),
            "cells": st.fixed_dictionaries({"own": many}),
        },
    )


@st.composite
def maps(draw: st.DrawFn) -> JourneyMap:
    stages = []
    for stage in range(draw(st.integers(0, 3))):
        steps = [{"id": f"step-{stage}-{step}", **draw(_bodies())} for step in range(draw(st.integers(0, 3)))]
        stages.append({"id": f"stage-{stage}", "name": draw(texts), "steps": steps})
    data: dict[str, Any] = {
        "format": "desirepath/1",
        "id": "random",
        "title": draw(texts),
        "scenario": draw(texts),
        "language": draw(st.sampled_from(["en", "ar", "ja", "de"])),
        "stages": stages,
    }
    if draw(st.booleans()):
        data["lanes"] = ["doing", "feeling", {"id": "own", "name": draw(texts), "side": "off_stage"}, "owner"]
    return JourneyMap.model_validate(data)


@st.composite
def estimates(draw: st.DrawFn, measure: str, unit: str, top: float, bottom: float = 0.0) -> Estimate:
    if draw(st.integers(0, 4)) == 0:
        return unknown(measure, draw(st.sampled_from(["nobody answered", "too early to say"])), unit=unit)
    low, value, high = sorted(draw(st.lists(st.floats(bottom, top), min_size=3, max_size=3)))
    return Estimate(measure=measure, value=value, low=low, high=high, n=draw(st.integers(1, 5000)), unit=unit)


@st.composite
def measured_maps(draw: st.DrawFn) -> MeasuredMap:
    journey = draw(maps())
    ids = [step.id for step in journey.steps()]
    steps = tuple(
        StepMeasures(
            step,
            {
                "reach": draw(estimates("reach", "share", 1.0)),
                "dwell": draw(estimates("dwell", "seconds", 1e7)),
                "feeling": draw(estimates("feeling", "feeling", 2.0, -2.0)),
            },
            {"phone": draw(estimates("channel", "share", 1.0))},
        )
        for step in ids
    )
    detours = []
    if len(ids) > 1:
        for _ in range(draw(st.integers(0, 5))):
            start, end = sorted(
                draw(st.lists(st.integers(0, len(ids) - 1), min_size=2, max_size=2, unique=True))
            )
            share = draw(estimates("share", "share", 1.0))
            if draw(st.booleans()):
                detours.append(Detour("skip", draw(st.sampled_from([ids[start], None])), ids[end], 3, share))
            else:
                detours.append(Detour("return", ids[end], ids[start], 3, share))
    return MeasuredMap(
        map=journey,
        as_of=datetime(2026, 11, 1, tzinfo=UTC),
        period=Period(),
        segment=None,
        interactions=10,
        passages=PassageCounts(subjects=9, started=10, succeeded=4, failed=1, expired=2, open=3),
        overall={"success_rate": draw(estimates("success_rate", "share", 1.0))},
        steps=steps,
        detours=tuple(detours),
    )
