"""A playbook that cannot be decided by is refused, with the line, the column and what would work."""

from __future__ import annotations

import json

import jsonschema
import pytest

from desirepath.base.problem import DesirepathError
from desirepath.model.document import Document
from desirepath.success.playbooks.playbook_file import (
    must_fit,
    playbook_schema,
    read_playbook_text,
    save_playbook,
)
from desirepath.success.scorecard_file import read_scorecard_text
from desirepath.templates.playbooks import playbook_template_names, read_playbook_template
from tests.success.playbooks.world import small_map

GOOD = """\
format: desirepath-playbook/1
id: small
name: Small
of: account
map: small
when:
  - {stalls_at: call}  # too long
variables: {plan: {of: traits.plan, otherwise: current}}
quiet: {from: "19:00", until: "08:00", zone: Europe/Berlin}
moves:
  - id: mail
    email: {to: traits.role == "lead", subject: Hello, text: "On {{plan}}, {{account}}"}
  - wait: 2d
  - branch:
      did: [{activity: used}]
      then: [{id: call, task: {title: Call}}]
"""


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "says"),
    [
        ("{stalls_at: call}", "{}", "DP-PBK-001", 7, "names nothing"),
        ("{stalls_at: call}", "{stalls_at: call, enters: use}", "DP-PBK-001", 7, "enters and stalls_at"),
        ("map: small\n", "", "DP-PBK-005", 6, ""),
        ("{stalls_at: call}", "{stals_at: call}", "DP-MAP-015", 7, 'did you mean "stalls_at"?'),
        ("{stalls_at: call}", "{misses: call}", "DP-PBK-010", 7, "within what time"),
        ("{stalls_at: call}", "{enters: call, longer_than: 3d}", "DP-PBK-010", 7, "stalls_at only"),
        ("{stalls_at: call}", "{health_falls_to: poor}", "DP-PBK-007", 7, "no scorecard"),
        ("name: Small", "name: Small\nholds_for: 2d", "DP-PBK-010", 4, "nothing for stalls_at"),
        ("name: Small", "name: Small\nif: score > 3", "DP-PBK-010", 4, "asked of an interaction"),
        ("name: Small", "name: Small\nif: traits.plan = 3", "DP-EXPR-", 4, "write =="),
        ("19:00", "7 pm", "DP-PBK-009", 9, "no time of the day"),
        ("Europe/Berlin", "Europe/Berln", "DP-PBK-009", 9, "no time zone"),
        ("{{plan}}", "{{plam}}", "DP-PBK-008", 12, 'did you mean "plan"?'),
        ("traits.plan,", "plan,", "DP-PBK-008", 8, "no trait"),
        ('to: traits.role == "lead", ', "", "DP-PBK-010", 12, "to whom of its people"),
        ("- id: mail\n    email", "- email", "DP-PBK-004", 11, "no id"),
        ("{id: call, task", "{id: mail, task", "DP-PBK-003", 16, 'called "mail" too'),
        ("- wait: 2d", "- {wait: 2d, start: other}", "DP-PBK-002", 13, "start and wait"),
        ("- wait: 2d", "- wait_until: {does: [{activity: x}]}", "DP-PBK-010", 13, "for how long at most"),
        ("- wait: 2d", "- wait_until: {before_renewal: 9d}", "DP-PBK-010", 13, "needs a renewal"),
        ("- wait: 2d", "- {id: again, start: small}", "DP-PBK-010", 13, "cannot start itself"),
        ("- wait: 2d", "- wait: 2", "DP-MAP-", 13, "no unit of time"),
        ("      did: [{activity: used}]\n", "", "DP-PBK-010", 14, "which way to go"),
        ("desirepath-playbook/1", "desirepath-playbook/2", "DP-MAP-", 1, "reads up to desirepath-playbook/1"),
        ("desirepath-playbook/1", "desirepath/1", "DP-MAP-", 1, "not known"),
    ],
)
def test_it_is_refused_with_its_place(old: str, new: str, code: str, line: int, says: str) -> None:
    assert old in GOOD
    with pytest.raises(DesirepathError) as caught:
        read_playbook_text(GOOD.replace(old, new), "small.playbook.yaml")
    first = caught.value.problems[0]
    assert first.code.startswith(code)
    assert first.line == line
    assert says in str(caught.value)


def test_what_does_not_fit_the_map_and_the_others_is_said_with_the_nearest_word() -> None:
    text = GOOD.replace("stalls_at: call", "stalls_at: cal").replace("- wait: 2d", "- {id: go, start: othr}")
    with pytest.raises(DesirepathError) as caught:
        must_fit(
            read_playbook_text(text),
            Document.read(text),
            maps={"small": small_map()},
            cards={},
            others=["other"],
        )
    assert [(one.code, one.line) for one in caught.value.problems] == [("DP-PBK-006", 7), ("DP-PBK-011", 13)]
    assert 'did you mean "call"?' in str(caught.value)
    assert 'did you mean "other"?' in str(caught.value)


def test_of_a_map_that_is_not_there_those_that_are_can_be_chosen() -> None:
    text = GOOD.replace("map: small", "map: onboarding")
    for maps, fix in (
        ({"small": small_map(), "its number": small_map()}, 'choose a map that is here: "small"'),
        ({}, "bring it in first"),
    ):
        with pytest.raises(DesirepathError, match="DP-PBK-014") as caught:
            must_fit(read_playbook_text(text), Document.read(text), maps=maps, cards={}, others=[])
        assert caught.value.problems[0].fix.startswith(fix)


def test_nobody_can_fall_to_the_best_level() -> None:
    card = read_scorecard_text(
        "format: desirepath/1\nid: card\nname: C\nlevels: [{name: poor}, {name: good, at_least: 50}]\n"
        "signals: [{id: s, name: S, takes: count, of: [{activity: x}], scores: [{points: 1}]}]\n"
    )
    for level, says in (("goood", 'did you mean "good"?'), ("good", "the best level")):
        text = GOOD.replace("{stalls_at: call}", "{health_falls_to: %s}" % level).replace(  # noqa: UP031  # braces
            "map: small", "map: small\nscorecard: card"
        )
        with pytest.raises(DesirepathError, match="DP-PBK-007") as caught:
            must_fit(
                read_playbook_text(text),
                Document.read(text),
                maps={"small": small_map()},
                cards={"card": card},
            )
        assert says in str(caught.value)


def test_saving_keeps_comments_and_all_that_did_not_change() -> None:
    data = Document.read(GOOD).data
    data["name"] = "Another"
    assert save_playbook(GOOD, data) == GOOD.replace("name: Small", "name: Another")


def test_the_schema_and_the_reader_agree_on_what_is_shipped() -> None:
    schema = json.loads(json.dumps(playbook_schema()))
    for name in playbook_template_names():
        text = read_playbook_template(name)
        assert read_playbook_text(text).id == name
        jsonschema.validate(Document.read(text).data, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(Document.read(GOOD.replace("wait: 2d", "wait: 2")).data, schema)
