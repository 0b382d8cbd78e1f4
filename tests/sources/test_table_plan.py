"""A plan written as a mapping: whose the traits of a row are."""

from __future__ import annotations

import tomllib

import pytest

from desirepath.sources.mapping import read_mapping_text
from desirepath.sources.table_plan import TablePlan

AT = {"at": "occurred_at", "plan": "property"}


@pytest.mark.parametrize(
    ("roles", "of", "facts", "traits"),
    [
        ({"u": "customer", "a": "account"}, {"customer": "u"}, 2, ["plan"]),
        ({"a": "account", "s": "object:subscription"}, {"account": "a"}, 1, ["plan", "s"]),
        ({"u": "customer", "s": "object:subscription"}, {"customer": "u"}, 1, ["plan", "s"]),
        ({"s": "object:subscription"}, {"objects": {"subscription": "s"}}, 1, ["plan"]),
    ],
)
def test_traits_are_of_one_and_the_other_is_a_belonging_or_a_detail(
    roles: dict[str, str], of: dict[str, object], facts: int, traits: list[str]
) -> None:
    text = TablePlan("crm", {**AT, **roles}, is_traits=True).to_mapping()
    said = tomllib.loads(text)["fact"]
    assert len(read_mapping_text(text).facts) == len(said) == facts
    assert {name: said[0][name] for name in ("customer", "account", "objects") if name in said[0]} == of
    assert said[0]["traits"] == traits
    if facts == 2:
        assert said[1] == {"kind": "identity", "only_if": "a", "customer": "u", "belongs_to": "a"}


def test_what_happened_names_both() -> None:
    plan = TablePlan("app", {**AT, "u": "customer", "a": "account", "e": "activity"})
    (fact,) = tomllib.loads(plan.to_mapping())["fact"]
    assert (fact["customer"], fact["account"]) == ("u", "a")
