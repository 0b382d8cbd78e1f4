"""Lint: each rule by a map that triggers exactly it, beside a well-made one without findings."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from desirepath.model.journey_map import JourneyMap
from desirepath.model.lint.close_spelling import are_close
from desirepath.model.lint.kinds import DETAIL_MISSING, KINDS, PERSONA_FILE_MISSING
from desirepath.model.lint.lint import lint
from desirepath.model.lint.rules import RULES
from desirepath.model.persona import Persona
from tests.model_edits.strategies import map_data

TODAY = date(2026, 11, 1)
ACTIVITIES = ("ticket.opened", "email.sent", "call.held")
MEASURES = ("reach", "dwell")
File = dict[str, Any]

GOOD: File = {
    "format": "desirepath/1",
    "id": "m",
    "title": "Getting live",
    "persona": "ops-lead",
    "scenario": "The first 90 days",
    "passage": {
        "starts": [{"activity": "contract.signed"}],
        "succeeds": [{"activity": "feature.used", "where": {"users": {"at_least": 5, "less_than": 500}}}],
        "horizon": "30d",
    },
    "review": {"every": "12 months", "owner": "cs-ops"},
    "lanes": ["goal", "doing", {"id": "risk", "name": "Risk"}],
    "stages": [
        {
            "id": "early",
            "name": "Early",
            "owner": "sales",
            "steps": [
                {
                    "id": "sign",
                    "name": "Signing",
                    "when": [{"activity": "call.held", "where": {"kind": ["first", "second"]}}],
                    "within": "10d",
                    "success": "Signed",
                    "measures": ["reach"],
                    "cells": {"risk": ["Legal takes long"]},
                    "handoff": {"from": "sales", "to": "customer-success", "within": "2d"},
                }
            ],
        },
        {
            "id": "late",
            "name": "Late",
            "steps": [
                {
                    "id": "live",
                    "name": "Going live",
                    "when": [{"activity": "feature.used"}],
                    "within": "20d",
                    "success": "Five people use it",
                    "moment_of_truth": True,
                    "owner": "customer-success",
                    "doing": ["Signs in"],
                    "quotes": [{"text": "At last.", "source": "interview-3"}],
                    "x-anything": 1,
                }
            ],
        },
    ],
}
SIGN, LIVE = "stages[0].steps[0]", "stages[1].steps[0]"
OLD = {"text": "Signs in", "confirmed_on": "2025-01-01"}
SOURCED = {"basis": "evidence", "sources": [{"kind": "survey"}]}


def codes(file: File, persona: Persona | None = None) -> list[tuple[str, str]]:
    journey = JourneyMap.model_validate(file)
    found = lint(journey, today=TODAY, persona=persona, activities=ACTIVITIES, measures=MEASURES)
    return [(problem.code, problem.address) for problem in found]


def changed(change: Callable[[File, File, File], object]) -> File:
    """The good map after a change of it, its first step or its last step."""
    file = deepcopy(GOOD)
    change(file, file["stages"][0]["steps"][0], file["stages"][1]["steps"][0])
    return file


def rule(**where: Any) -> Callable[[File, File, File], object]:
    return lambda file, sign, live: live.update(when=[{"activity": "feature.used", "where": where}])


CASES: list[tuple[str, str, Callable[[File, File, File], object]]] = [
    ("DP-MAP-102", "", lambda file, sign, live: file.pop("persona")),
    ("DP-MAP-103", "", lambda file, sign, live: file.pop("scenario")),
    ("DP-MAP-105", LIVE, lambda file, sign, live: (live.pop("owner"), sign.update(handoff=None))),
    (
        "DP-MAP-106",
        LIVE,
        lambda file, sign, live: (
            live.pop("owner"),
            live.pop("moment_of_truth"),
            sign.update(handoff=None, moment_of_truth=True),
        ),
    ),
    ("DP-MAP-107", f"{SIGN}.handoff", lambda file, sign, live: sign["handoff"].pop("to")),
    ("DP-MAP-107", f"{SIGN}.handoff.to", lambda file, sign, live: sign["handoff"].update(to="finance")),
    ("DP-MAP-108", f"{SIGN}.handoff", lambda file, sign, live: sign["handoff"].update({"from": "finance"})),
    ("DP-MAP-109", LIVE, lambda file, sign, live: live.pop("success")),
    ("DP-MAP-110", f"{LIVE}.doing[0]", lambda file, sign, live: live.update(doing=[OLD])),
    ("DP-MAP-111", f"{LIVE}.doing[0]", lambda file, sign, live: live.update(doing=[OLD | SOURCED])),
    ("DP-MAP-112", f"{LIVE}.when[0].where.n", rule(n={"at_least": 5, "at_most": 3})),
    ("DP-MAP-112", f"{LIVE}.when[0].where.n", rule(n={"more_than": 3, "at_most": 3})),
    ("DP-MAP-112", f"{LIVE}.when[0].where.n", rule(n={"at_least": 3, "at_most": "z"})),
    ("DP-MAP-112", f"{LIVE}.when[0].where.n", rule(n={"one_of": []})),
    ("DP-MAP-112", f"{LIVE}.when[0].where.n", rule(n={"one_of": [1, 2], "at_least": 3})),
    ("DP-MAP-112", f"{LIVE}.when[0].where.n", rule(n={"one_of": ["a"], "contains": "b"})),
    ("DP-MAP-112", f"{LIVE}.when[0].where.n", rule(n={"exists": False, "at_least": 3})),
    ("DP-MAP-112", f"{LIVE}.when[0].where.n", rule(n={"at_least": 3, "at_most": 3, "is_not": 3})),
    ("DP-MAP-112", f"{LIVE}.when[0].where.n", rule(n=[])),
    ("DP-MAP-113", f"{LIVE}.when[0]", lambda file, sign, live: live.update(when=[{}])),
    (
        "DP-MAP-113",
        "passage.fails[0]",
        lambda file, sign, live: file["passage"].update(fails=[{"where": {}}]),
    ),
    (
        "DP-MAP-114",
        f"{LIVE}.when[0].activity",
        lambda file, sign, live: live.update(when=[{"activity": "ticket.open"}]),
    ),
    ("DP-MAP-115", LIVE, lambda file, sign, live: live.pop("when")),
    ("DP-MAP-115", "stages", lambda file, sign, live: (live.pop("when"), sign.pop("when"))),
    ("DP-MAP-116", f"{LIVE}.when", lambda file, sign, live: live.update(when=deepcopy(sign["when"]))),
    (
        "DP-MAP-117",
        f"{SIGN}.when",
        lambda file, sign, live: sign.update(when=deepcopy(file["passage"]["succeeds"])),
    ),
    ("DP-MAP-118", "passage", lambda file, sign, live: file["passage"].pop("starts")),
    ("DP-MAP-119", "passage", lambda file, sign, live: file["passage"].pop("succeeds")),
    ("DP-MAP-120", "passage.horizon", lambda file, sign, live: file["passage"].update(horizon="29d")),
    ("DP-MAP-121", "stages", lambda file, sign, live: live.update(moment_of_truth=False)),
    (
        "DP-MAP-122",
        "stages",
        lambda file, sign, live: file["stages"][0].update(
            steps=[
                sign,
                *(
                    {**sign, "id": f"s{n}", "when": [{"activity": f"a{n}"}], "within": None}
                    for n in range(25)
                ),
            ]
        ),
    ),
    ("DP-MAP-123", "stages[1]", lambda file, sign, live: file["stages"].insert(1, {"id": "x", "name": "X"})),
    ("DP-MAP-124", "lanes[1]", lambda file, sign, live: file["lanes"].__setitem__(1, "doin")),
    ("DP-MAP-124", f"{SIGN}.cells.risks", lambda file, sign, live: sign.update(cells={"risks": ["Legal"]})),
    ("DP-MAP-125", "lanes", lambda file, sign, live: (file.update(lanes=[]), sign.pop("cells"))),
    ("DP-MAP-127", "stages[0].owner", lambda file, sign, live: file["stages"].__setitem__(0, _respelt(file))),
    (
        "DP-MAP-128",
        f"{LIVE}.feeling",
        lambda file, sign, live: live.update(feeling={"value": 1, "basis": "evidence"}),
    ),
    (
        "DP-MAP-129",
        f"{LIVE}.goal",
        lambda file, sign, live: live.update(goal={"text": "x", "confidence": 0.7}),
    ),
    ("DP-MAP-130", f"{LIVE}.quotes[0]", lambda file, sign, live: live.update(quotes=["At last."])),
    ("DP-MAP-131", f"{SIGN}.measures[1]", lambda file, sign, live: sign["measures"].append("reech")),
]


def _respelt(file: File) -> File:
    """The first stage, owned by "CS Ops", who are "cs-ops" elsewhere."""
    stage = dict(file["stages"][0], owner="CS Ops")
    stage["steps"][0]["handoff"]["from"] = "CS Ops"
    return stage


def test_nothing_can_be_said_about_a_well_made_map() -> None:
    assert codes(GOOD, Persona(format="desirepath/1", id="ops-lead", name="Olga")) == []


@pytest.mark.parametrize(("code", "address", "change"), CASES)
def test_each_rule_finds_exactly_its_own(
    code: str, address: str, change: Callable[[File, File, File], object]
) -> None:
    assert codes(changed(change)) == [(code, address)]


def test_the_persona_file_must_be_about_the_maps_persona() -> None:
    other = Persona(format="desirepath/1", id="admin", name="Ada")
    assert codes(GOOD, other) == [("DP-MAP-104", "persona")]


@pytest.mark.parametrize(
    "change",
    [
        rule(n={"at_least": 3, "at_most": 3}),
        rule(n={"more_than": 3, "less_than": 3.5}),
        rule(n={"one_of": [1, 5], "at_least": 3}),
        rule(n={"exists": False}),
        rule(n={"exists": True, "is_not": 3}),
        lambda file, sign, live: live.update(when=[{"activity": "ticket.merged"}]),
        lambda file, sign, live: live.update(when=deepcopy(file["passage"]["succeeds"])),
        lambda file, sign, live: live.update(when=[*sign["when"], {"activity": "feature.used"}]),
        lambda file, sign, live: live.update(within="21d", optional=True),
        lambda file, sign, live: live.update(doing=[{**OLD, "confirmed_on": "2025-11-06"}]),
        lambda file, sign, live: sign.pop("measures"),
        lambda file, sign, live: file.pop("lanes") and sign.pop("cells"),
    ],
)
def test_what_only_looks_wrong_is_let_be(change: Callable[[File, File, File], object]) -> None:
    assert codes(changed(change)) == []


def test_a_fix_says_what_was_probably_meant() -> None:
    file = changed(lambda file, sign, live: sign["handoff"].update(to="customer-sucess"))
    (problem,) = lint(JourneyMap.model_validate(file), today=TODAY)
    assert problem.fix == "did you mean customer-success?"


@given(map_data())
def test_every_finding_has_an_address_a_sentence_and_a_fix(file: File) -> None:
    for problem in lint(JourneyMap.model_validate(file), today=TODAY, activities=ACTIVITIES):
        assert problem.says
        assert problem.fix
        assert problem.code == "DP-MAP-102" or problem.address or problem.code == "DP-MAP-103"


def test_every_kind_belongs_to_one_rule_and_has_its_own_code() -> None:
    by_rules = [kind for one in RULES for kind in one.kinds]
    assert sorted([*by_rules, PERSONA_FILE_MISSING, DETAIL_MISSING], key=lambda kind: kind.code) == list(
        KINDS
    )
    tried = {code for code, _, _ in CASES} | {"DP-MAP-104"}
    assert tried == {kind.code for kind in by_rules}


def test_close_spellings_are_the_same_both_ways() -> None:
    assert are_close("CS Ops", "cs-ops")
    assert are_close("cs-ops", "CS Ops")
