"""The difference of two maps: every one is told, none is invented, and in words people use."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.model.diff import diff_maps
from desirepath.model.diff_claims import claim_changes
from desirepath.model.edits import apply_edit
from desirepath.model.journey_map import JourneyMap
from desirepath.model.nodes import from_nodes, to_nodes
from tests.model_edits.strategies import map_data
from tests.model_edits.test_edits import accepted, edits

File = dict[str, Any]


def meaning(file: File) -> Any:
    """What a file says, however it spells it: shorthand written out, nothings left out."""

    def without_nothings(value: Any) -> Any:
        if isinstance(value, dict):
            kept = {key: without_nothings(inner) for key, inner in value.items()}
            return {key: inner for key, inner in kept.items() if inner not in (None, [], {})}
        return [without_nothings(one) for one in value] if isinstance(value, list) else value

    return without_nothings(JourneyMap.model_validate(file).model_dump(mode="json", by_alias=True))


def told(old: File, new: File) -> list[str]:
    changes = diff_maps(JourneyMap.model_validate(old), JourneyMap.model_validate(new))
    json.dumps([change.to_json() for change in changes])
    return [change.say() for change in changes]


@given(map_data(), map_data())
def test_every_difference_is_told_and_none_is_invented(old: File, new: File) -> None:
    assert bool(told(old, new)) == (meaning(old) != meaning(new))


@given(st.data())
def test_every_edit_is_told(data: st.DataObject) -> None:
    old = data.draw(map_data())
    nodes = to_nodes(old)
    for revision in (1, 2):
        nodes = accepted(apply_edit(nodes, data.draw(edits(nodes, edit_id=f"e{revision}-")), revision))
    new = from_nodes(nodes)[0]
    assert bool(told(old, new)) == (meaning(old) != meaning(new))


OLD: File = {
    "format": "desirepath/1",
    "id": "m",
    "title": "Getting live",
    "passage": {"horizon": "90d", "succeeds": [{"activity": "feature.used"}]},
    "lanes": ["goal", "doing"],
    "stages": [
        {
            "id": "handover",
            "name": "Handover",
            "steps": [
                {
                    "id": "kickoff",
                    "name": "Kick-off call",
                    "when": [{"activity": "call.held"}],
                    "owner": "sales",
                    "feeling": 0.5,
                    "goal": "Know who helps me",
                    "handoff": {"from": "sales", "to": "customer-success"},
                    "pain_points": ["Repeats to us what sales knew", "Waits"],
                },
                {"id": "plan", "name": "Plan", "moment_of_truth": True},
            ],
        },
        {"id": "live", "name": "Go live", "steps": [{"id": "login", "name": "First login"}]},
    ],
}


def say(change: Callable[[File, list[File], list[File]], object]) -> list[str]:
    new = deepcopy(OLD)
    change(new, new["stages"][0]["steps"], new["stages"][1]["steps"])
    return told(OLD, new)


CASES: list[tuple[Callable[[File, list[File], list[File]], object], list[str]]] = [
    (lambda m, a, b: b.insert(0, a.pop(0)), ['Step "Kick-off call" moved from "Handover" to "Go live"']),
    (lambda m, a, b: a.reverse(), ['Step "Kick-off call" now comes after "Plan"']),
    (lambda m, a, b: a.pop(1), ['Step "Plan" was removed']),
    (
        lambda m, a, b: b.append({"id": "habit", "name": "Habit", "doing": ["x"]}),
        ['Step "Habit" was added to "Go live"'],
    ),
    (lambda m, a, b: a[1].update(name="Success plan"), ['Step "Plan" is now called "Success plan"']),
    (lambda m, a, b: m["stages"].reverse(), ['Stage "Handover" now comes after "Go live"']),
    (lambda m, a, b: m["stages"].pop(1), ['Stage "Go live" was removed', 'Step "First login" was removed']),
    (lambda m, a, b: a[0].update(owner="cs"), ['Step "Kick-off call" is now owned by cs (was sales)']),
    (lambda m, a, b: a[0].pop("owner"), ['Step "Kick-off call" is owned by nobody any more (was sales)']),
    (lambda m, a, b: a[0].update(feeling=-1), ['Feeling of step "Kick-off call" fell from +0.5 to -1']),
    (lambda m, a, b: a[0].update(feeling={"value": 0.5}), []),
    (
        lambda m, a, b: a[0].update(goal={"text": "Know who helps me", "basis": "evidence"}),
        ['Goal of step "Kick-off call" now rests on evidence'],
    ),
    (lambda m, a, b: a[1].pop("moment_of_truth"), ['Step "Plan" is no moment of truth any more']),
    (
        lambda m, a, b: a[0]["handoff"].update(within="2d"),
        ['The handoff at step "Kick-off call" should take 2 days'],
    ),
    (
        lambda m, a, b: a[0]["when"].append({"channel": "video"}),
        [
            'What counts as being at step "Kick-off call" is now "call.held", or anything through video '
            '(before: "call.held")'
        ],
    ),
    (
        lambda m, a, b: m["passage"].update(horizon="60d"),
        ["A journey may now take 60 days (was 90 days)"],
    ),
    (lambda m, a, b: m["lanes"].append("thinking"), ['Lane "Thinking" was added']),
    (
        lambda m, a, b: m["lanes"].__setitem__(1, {"id": "doing", "hidden": True}),
        ['Lane "Doing" is now hidden'],
    ),
    (lambda m, a, b: m["lanes"].reverse(), ['Lane "Goal" now comes after "Doing"']),
    (
        lambda m, a, b: a[0]["pain_points"].__setitem__(
            1,
            {
                "text": "Waits",
                "basis": "evidence",
                "sources": [{"kind": "survey", "n": 64}],
                "confidence": 0.8,
            },
        ),
        ['"Waits" (Pain points, step "Kick-off call") now rests on evidence (survey, n = 64)'],
    ),
    (
        lambda m, a, b: a[0]["pain_points"].__setitem__(0, "Repeats to us what sales knew already"),
        [
            '"Repeats to us what sales knew already" (Pain points, step "Kick-off call") was reworded '
            '(was "Repeats to us what sales knew")'
        ],
    ),
    (
        lambda m, a, b: a[0]["pain_points"].__setitem__(1, "No agenda"),
        [
            '"No agenda" (Pain points, step "Kick-off call") was added',
            '"Waits" (Pain points, step "Kick-off call") was removed',
        ],
    ),
    (
        lambda m, a, b: b[0].update(doing=[a[0]["pain_points"].pop(1)]),
        ['"Waits" moved from Pain points, step "Kick-off call", to Doing, step "First login"'],
    ),
    (
        lambda m, a, b: a[0]["pain_points"].reverse(),
        ['"Repeats to us what sales knew" (Pain points, step "Kick-off call") now comes after "Waits"'],
    ),
    (
        lambda m, a, b: b.append(
            {"id": "habit", "name": "Habit", "doing": [a[0]["pain_points"].pop(1), "Uses it"]}
        ),
        [
            'Step "Habit" was added to "Go live"',
            '"Waits" moved from Pain points, step "Kick-off call", to Doing, step "Habit"',
        ],
    ),
    (lambda m, a, b: a[0].update(within="10 days"), ['Step "Kick-off call" should take 10 days']),
    (lambda m, a, b: a[0].update(optional=True), ['Step "Kick-off call" may be skipped']),
    (
        lambda m, a, b: m["lanes"].__setitem__(1, {"id": "doing", "name": "What they do"}),
        ['Lane "Doing" is now called "What they do"'],
    ),
    (lambda m, a, b: a[0].update({"x-ours": 1}), ['Step "Kick-off call" now has x-ours: 1']),
]


KNOWN: File = {
    "text": "Waits",
    "basis": "evidence",
    "sources": [{"kind": "ticket", "id": "evidence-1", "note": "Day 48"}],
    "confidence": 0.7,
    "confirmed_on": "2026-09-25",
    "by": "Ana",
}
MORE: File = {"kind": "page", "id": "evidence-2", "note": "A review", "url": "https://example.org"}


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        ({"sources": [*KNOWN["sources"], MORE]}, 'now also rests on page "A review"'),
        ({"sources": [MORE]}, 'now rests on page "A review"'),
        ({"confidence": 0.55}, ": 55 % sure (was 70 %)"),
        ({"confirmed_on": "2026-09-29"}, "was confirmed on 29 September 2026 (before: 25 September 2026)"),
        ({"by": "Ben"}, "was confirmed by Ben (before: Ana)"),
        ({"severity": 4}, "now has severity 4"),
    ],
)
def test_how_a_claim_is_known_is_told_without_the_files_own_words(known: File, sentence: str) -> None:
    (change,) = claim_changes("card:1", '"Waits"', KNOWN, {**KNOWN, **known})
    space = "" if sentence.startswith(":") else " "
    assert change.say() == f'"Waits"{space}{sentence}'


@pytest.mark.parametrize(("change", "sentences"), CASES)
def test_differences_are_told_as_people_would(
    change: Callable[[File, list[File], list[File]], object], sentences: list[str]
) -> None:
    assert say(change) == sentences
