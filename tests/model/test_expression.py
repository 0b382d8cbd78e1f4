"""Expressions: read, written, asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.model.expression import (
    ALWAYS,
    FIELDS,
    NEVER,
    And,
    Compare,
    Contains,
    Expression,
    Name,
    Not,
    OneOf,
    Or,
    Value,
    evaluate,
)
from desirepath.model.expression_parser import format_expression, parse_expression
from desirepath.model.rule import Comparison, Rule, any_rule, rule_expression

keys = st.sampled_from(
    ["plan", "first name", "a.b", "utm-source", "é", "2nd", "and", 'a"b', "a`b", "\n", "a."]
) | st.text(min_size=1, max_size=6)
names = st.builds(Name, st.just("field"), st.sampled_from(FIELDS)) | st.builds(
    Name, st.sampled_from(["properties", "traits"]), keys
)
numbers = st.integers(-(10**14), 10**14) | st.floats(allow_nan=False, allow_infinity=False)
values: st.SearchStrategy[Value] = st.text(max_size=8) | numbers | st.booleans() | st.none()
comparisons: st.SearchStrategy[Expression] = (
    st.builds(Compare, names, st.sampled_from(["==", "!="]), values)
    | st.builds(Compare, names, st.sampled_from(["<", "<=", ">", ">="]), st.text(max_size=5) | numbers)
    | st.builds(OneOf, names, st.lists(values, max_size=3).map(tuple))
    | st.builds(Contains, names, st.text(max_size=5))
    | st.sampled_from([ALWAYS, NEVER])
)
expressions: st.SearchStrategy[Expression] = st.recursive(
    comparisons,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=8,
)
WORLD: dict[str, Value] = {"plan": "pro", "seats": 12, "vip": True, "note": "Needs a Call"}


def lookup(name: Name) -> Value:
    return WORLD.get(name.key)


@given(expressions)
def test_what_is_written_is_read_back(expression: Expression) -> None:
    assert parse_expression(format_expression(expression)) == expression


@given(expressions)
def test_logic_is_two_valued(expression: Expression) -> None:
    held = evaluate(expression, lookup)
    assert evaluate(Not(expression), lookup) is not held
    assert evaluate(And((expression, ALWAYS)), lookup) is held
    assert evaluate(Or((expression, NEVER)), lookup) is held
    assert evaluate(parse_expression(format_expression(expression)), lookup) is held


@given(names, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), st.text(max_size=3) | numbers)
def test_a_missing_value_satisfies_no_comparison(name: Name, operator: str, value: Value) -> None:
    assert not evaluate(Compare(name, operator, value), lambda _: None)  # type: ignore[arg-type]  # one of the six
    assert not evaluate(OneOf(name, (value,)), lambda _: None)
    assert not evaluate(Contains(name, "a"), lambda _: None)


PIECES = [
    "traits.plan",
    "score",
    "==",
    "<",
    "=",
    "in",
    "not",
    "(",
    ")",
    "[",
    "]",
    ",",
    "and",
    "or",
    '"x"',
    "'",
    '"',
    "3",
    ".",
]
garbage = st.text(max_size=30) | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)


@given(garbage)
@settings(max_examples=300)
def test_garbage_gives_an_error_with_a_column(text: str) -> None:
    try:
        expression = parse_expression(text)
    except DesirepathError as error:
        problem = error.problems[0]
        assert problem.code.startswith("DP-EXPR-")
        assert problem.fix
        assert problem.line is not None
        assert problem.column is not None
        assert 1 <= problem.column <= len(text.split("\n")[problem.line - 1]) + 1
    else:
        assert parse_expression(format_expression(expression)) == expression


@pytest.mark.parametrize(
    "text", ["(" * 10**4, "not " * 2000, "((" * 40 + "score == 1", "x" * 10**6, "[" * 9000, "'" * 9999]
)
def test_endless_nesting_ends(text: str) -> None:
    with pytest.raises(DesirepathError, match="DP-EXPR"):
        parse_expression(text)


ERRORS = [
    ("", 1, 'write a comparison like traits.plan == "pro"'),
    ("score = 3", 7, "write == to compare"),
    ("score == 3 && amount > 1", 12, "write and"),
    ("score == 3 AND amount > 1", 12, "write and"),
    ('traits.plan == "pro', 16, 'close it with another "'),
    ("traits.plan == pro", 16, 'write it in quotes: "pro"'),
    ("traits.plan == “pro”", 16, 'write straight quotes: "text"'),
    ("traits.plan == True", 16, "write true"),
    ("traits.plan == None", 16, "write null"),
    ('"pro" == traits.plan', 1, 'write traits.plan == "pro"'),
    ("chanel == 'a'", 1, "did you mean channel?"),
    ("trait.plan == 'a'", 1, "did you mean traits.plan?"),
    ("plan == 'a'", 1, "write traits.plan or properties.plan, whichever it is"),
    ("traits == 'a'", 1, 'write traits.plan, or traits["first name"] for a name with spaces'),
    ("score", 6, 'write what it must be, like score == "text", score in ["a", "b"] or score != null'),
    ("(score == 3", 1, "add a )"),
    ("score == 3)", 11, "take it out"),
    ("score in 3", 10, 'write in ["a", "b"]'),
    ("score in [3", 10, "add a ]"),
    ("score in [3 4]", 13, "write a comma here"),
    ("score < null", 9, "compare it with == or !="),
    ("score contains 3", 16, 'write it in quotes: "text"'),
    ("1 < score", 1, 'write traits.plan == "pro"'),
    ("score > 1 < 5", 11, 'join two with "and": score > 1 and score < 5'),
    ("score == 3d", 10, "write a number like 3 or 0.5, or a text in quotes"),
    ("score == 1e999", 10, "write a smaller one"),
    ("score == ", 10, 'write "text", a number, true, false or null'),
    ("score == 3 or", 14, 'write one, like traits.plan == "pro"'),
    ("score ==\n  pro", 3, 'write it in quotes: "pro"'),
]


@pytest.mark.parametrize(("text", "column", "fix"), ERRORS)
def test_an_error_points_and_helps(text: str, column: int, fix: str) -> None:
    with pytest.raises(DesirepathError) as caught:
        parse_expression(text)
    problem = caught.value.problems[0]
    assert (problem.column, problem.fix) == (column, fix)


ASKED = [
    ('traits.plan == "pro"', True),
    ('traits.plan == "Pro"', False),
    ("traits.seats >= 12 and traits.seats < 12.5", True),
    ('traits.seats > "1"', False),
    ('traits.seats != "12"', True),
    ("traits.vip == true", True),
    ("traits.vip == 1", False),
    ("traits.vip != 1", True),
    ("traits.gone != 1", False),
    ("not traits.gone == 1", True),
    ("traits.gone == null and traits.vip != null", True),
    ("traits.gone in [null]", True),
    ('traits.note contains "call"', True),
    ('traits.plan not in ["trial", "free"]', True),
    ("traits.`plan` == 'pro' and traits[\"plan\"] == 'pro'", True),
    ("always and not never", True),
]


@pytest.mark.parametrize(("text", "held"), ASKED)
def test_asked_of_a_small_world(text: str, held: bool) -> None:
    assert evaluate(parse_expression(text), lookup) is held


RULES = [
    (Rule(), "always"),
    (Rule(channel="phone"), 'channel == "phone"'),
    (Rule(where={"score": 3, "x y": True}), 'score == 3 and properties["x y"] == true'),
    (Rule(where={"traits.plan": ("a", "b"), "properties.score": 1}),
     'traits.plan in ["a", "b"] and properties.score == 1'),
    (Rule(where={"n": Comparison(at_least=1, less_than=5, is_not=3)}),
     "properties.n >= 1 and properties.n < 5 and properties.n != 3"),
    (Rule(where={"n": Comparison(exists=False)}), "properties.n == null"),
    (Rule(where={"n": Comparison(exists=True, contains="x")}),
     'properties.n contains "x" and properties.n != null'),
    (Rule(where={"solicited": False, "direction": "by_us"}), 'solicited == false and direction == "by_us"'),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text"), RULES)
def test_a_rule_says_an_expression(rule: Rule, text: str) -> None:
    assert format_expression(rule_expression(rule)) == text


def test_any_of_several_rules() -> None:
    assert any_rule([]) == NEVER
    assert (
        format_expression(any_rule([Rule(channel="a"), Rule(channel="b")]))
        == 'channel == "a" or channel == "b"'
    )
