"""Every template is whole: it loads, every lane speaks on every step, and it says how little it knows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import desirepath.templates as room
from desirepath.base.problem import DesirepathError
from desirepath.log.activities import RESERVED
from desirepath.model.claim import Known
from desirepath.model.journey_map import JourneyMap, Step
from desirepath.model.node import Node
from desirepath.model.persona import Persona
from desirepath.model.rule import Rule
from desirepath.templates import (
    TEMPLATES,
    find_template,
    read_persona_template,
    read_template,
    template_names,
)

MAPS = Path(room.__file__).parent / "maps"
WHOLE = [name for name in template_names() if name != "blank"]
LANES = [
    *(
        "when",
        "within",
        "success",
        "owner",
        "goal",
        "doing",
        "thinking",
        "feeling",
        "touchpoints",
        "channels",
    ),
    *("on_stage", "off_stage", "pain_points", "opportunities", "quotes", "tasks", "measures"),
]
# Things a company's own product would have to say: there is no reserved word for them.
OWN_ACTIVITIES = {
    "workspace.sign_on_connected",
    "import.completed",
    "user.signed_in",
    "project.completed",
    "referral.made",
    "product.searched",
    "product.viewed",
    "cart.updated",
    "chat.held",
    "parcel.tracked",
}


def load(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def read(name: str) -> JourneyMap:
    return JourneyMap.model_validate(load(read_template(name)))


def persona(name: str) -> Persona:
    (text,) = read_persona_template(name).values()
    return Persona.model_validate(load(text))


def nodes(node: Node) -> list[Node]:
    found = [node]
    for value in dict(node).values():
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Node):
                found += nodes(item)
    return found


def rules(journey: JourneyMap) -> list[Rule]:
    return [node for node in nodes(journey) if isinstance(node, Rule)]


@pytest.mark.parametrize("name", template_names())
def test_it_loads_with_the_persona_it_names(name: str) -> None:
    journey = read(name)
    assert journey.persona == persona(name).id == find_template(name).persona
    assert journey.title == find_template(name).title
    assert len({step.id for step in journey.steps()}) == len(list(journey.steps()))


@pytest.mark.parametrize("name", template_names())
def test_every_lane_speaks_on_every_step(name: str) -> None:
    for step in read(name).steps():
        silent = [lane for lane in LANES if getattr(step, lane) in (None, ())]
        assert not silent, (step.id, silent)
        for pain in step.pain_points or ():
            assert pain.severity, (step.id, pain.text)
            assert pain.importance, (step.id, pain.text)
        for opportunity in step.opportunities or ():
            assert opportunity.impact, (step.id, opportunity.text)
            assert opportunity.effort, (step.id, opportunity.text)
        for touchpoint in step.touchpoints or ():
            assert touchpoint.channel in (step.channels or ()), (step.id, touchpoint.text)


@pytest.mark.parametrize("name", template_names())
def test_whoever_receives_a_handoff_owns_the_step(name: str) -> None:
    for step in read(name).steps():
        if step.handoff:
            assert step.handoff.to == step.owner, step.id
            assert step.handoff.from_ != step.handoff.to, step.id
            assert step.handoff.carries, step.id
            assert step.handoff.within, step.id


@pytest.mark.parametrize("name", WHOLE)
def test_work_changes_hands_and_not_everything_is_a_moment_of_truth(name: str) -> None:
    steps = list(read(name).steps())
    assert sum(step.handoff is not None for step in steps) >= 4
    assert sum(step.moment_of_truth for step in steps) * 2 <= len(steps), (
        "where all is a moment of truth, nothing is"
    )
    assert any(step.moment_of_truth for step in steps)


@pytest.mark.parametrize("name", template_names())
def test_it_claims_no_evidence_and_its_quotes_are_examples(name: str) -> None:
    for known in [*nodes(read(name)), *nodes(persona(name))]:
        if isinstance(known, Known):
            assert not known.is_evidence
    for quote in [q for step in read(name).steps() for q in step.quotes or ()] + list(
        persona(name).quotes or ()
    ):
        assert quote.source == "example", quote.text


@pytest.mark.parametrize("name", template_names())
def test_its_rules_use_the_reserved_words_and_what_they_need(name: str) -> None:
    for rule in rules(read(name)):
        assert rule.activity in RESERVED or rule.activity in OWN_ACTIVITIES, rule.activity


@pytest.mark.parametrize("name", WHOLE)
def test_it_has_the_size_of_a_map_people_can_read(name: str) -> None:
    journey = read(name)
    assert 4 <= len(journey.stages) <= 8
    assert 8 <= len(list(journey.steps())) <= 18
    assert journey.review
    assert journey.review.every
    assert journey.passage.starts
    assert journey.passage.succeeds
    assert journey.passage.fails
    assert len({step.feeling.value for step in journey.steps() if step.feeling}) > 4, (
        "a flat curve tells nothing"
    )


def test_the_lifecycle_has_the_eight_stages_of_the_field() -> None:
    assert [stage.id for stage in read("customer-success-lifecycle").stages] == [
        *("awareness", "consideration", "purchase", "onboarding"),
        *("adoption", "expansion", "renewal", "advocacy"),
    ]


def test_the_blank_one_asks_five_questions() -> None:
    assert re.findall(r"# Question (\d)\.", read_template("blank")) == list("12345")


@pytest.mark.parametrize("path", sorted(MAPS.rglob("*.yaml")), ids=lambda path: path.name)
def test_it_reads_well_in_git(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n")
    for number, line in enumerate(text.splitlines(), 1):
        assert len(line) <= 110, number
        assert line == line.rstrip(), number
        assert "\t" not in line, number


def test_every_file_is_in_the_list() -> None:
    assert {path.name for path in MAPS.glob("*.yaml")} == {
        f"{name}.journey.yaml" for name in template_names()
    }
    assert {path.name for path in (MAPS / "personas").glob("*")} == {
        f"{t.persona}.persona.yaml" for t in TEMPLATES
    }


def test_an_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(DesirepathError, match=r'DP-TPL-001.*did you mean "saas-onboarding"'):
        read_template("sass-onboarding")
    with pytest.raises(DesirepathError, match=r"there are customer-success-lifecycle"):
        read_persona_template("../secret")


def test_steps_say_who_does_what_by_when() -> None:
    def tasks(step: Step) -> list[tuple[str | None, str | None]]:
        return [(task.owner, task.due) for task in step.tasks or ()]

    for name in template_names():
        for step in read(name).steps():
            assert all(owner and due for owner, due in tasks(step)), (name, step.id)
