"""The published schema judges every map as the loader does."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from desirepath.model import kinds
from desirepath.model.beyond_schema import LAWS
from desirepath.model.document import Document
from desirepath.model.journey_map import JourneyMap
from desirepath.model.lint import kinds as lint_kinds
from desirepath.model.node import Node
from desirepath.model.persona import Persona
from desirepath.model.schema import SCHEMAS, make_schema, published_schema, schema_text
from desirepath.model.structure import judge
from tests.model.plain_data import AWKWARD, HERE, RICH, SHARED, get, places

ROOT = HERE.parents[1]
VALIDATORS = {
    root: Draft202012Validator(make_schema(name), format_checker=FormatChecker())
    for name, (root, _) in SCHEMAS.items()
}
FILES: list[tuple[type[Node], Path]] = [(JourneyMap, RICH), (Persona, HERE / "regular.persona.yaml")]
if SHARED.exists():
    FILES.append((JourneyMap, SHARED))
VALID: list[tuple[type[Node], dict[str, Any]]] = [
    (root, Document.read(path.read_bytes()).data) for root, path in FILES
]

VALUES: list[Any] = [
    *AWKWARD, None, True, False, 0, 1, 1.0, 2.0, 0.5, -1, -2, 2.5, 3, 5, 6, 1e9, 1e300, -1e300,
    2**53 - 1, 2**53, -(2**53), 10**30,
    "a\n", "a\nb", "A", "-a", "a.b", "a b", "é", "a" * 100, "a" * 101, "x" * 10_000,
    "x" * 10_001, "7d", "7d\n", "7 dyas", " 7d",
    "7  d", "-7d", "٣d", "1.5 months", "0d", "9999999d", "d", "en", "en_US", "en-", "de-1996",
    "2026-02-28", "2026-02-30", "2026-02-28\n", "0000-01-01",
    "٢٠٢٦-01-01", "2026-2-3", "20260203", "2026-W01-1", "desirepath/1", "desirepath/1\n",
    "desirepath/2", "assumption", "Evidence", "touch",
    "\u200b", "\u00a0", "\u1680", "\u2003x", "\x1c", "\x7f", [], {}, [None], [[]], [{}], [1],
    ["a"], ["a", "a"], {"text": "t"}, {"text": None}, {"id": "i"},
    {"value": 2}, {"value": True}, {"x-": None}, {"x-a": {"b": [None]}}, {"at_least": 1},
    {"at_least": True}, {"one_of": [1, "a", False]}, {"": 1},
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> tuple[type[Node], dict[str, Any]]:
    root, valid = draw(st.sampled_from(VALID))
    new = copy.deepcopy(valid)
    for _ in range(draw(st.integers(1, 3))):
        paths = places(new)
        if not paths:
            break
        path = draw(st.sampled_from(paths))
        parent, last = get(new, path[:-1]), path[-1]
        value = parent[last]
        match draw(st.sampled_from(["set", "delete", "rename", "wrap", "bend", "add", "copy", "unwrap"])):
            case "set":
                parent[last] = copy.deepcopy(draw(st.sampled_from(VALUES)))
            case "delete":
                del parent[last]
            case "rename" if isinstance(parent, dict):
                names = [
                    f"x-{last}",
                    f"{last}s",
                    str(last)[:-1],
                    f"{last}\n",
                    "text",
                    "id",
                    "from_",
                    "value",
                    "where",
                ]
                parent[draw(st.sampled_from(names) | st.sampled_from(AWKWARD))] = parent.pop(last)
            case "wrap":
                parent[last] = draw(
                    st.sampled_from([[value], {"text": value}, {"value": value}, {str(last): value}])
                )
            case "unwrap" if isinstance(value, dict | list) and value:
                parent[last] = next(iter(value.values())) if isinstance(value, dict) else value[0]
            case "bend":
                parent[last] = bent(draw, value)
            case "add" if isinstance(parent, dict):
                name = draw(
                    st.sampled_from(["text", "id", "x-y", "basis", "n", "on", "from", "cells", "where", ""])
                )
                parent[name] = copy.deepcopy(draw(st.sampled_from(VALUES)))
            case "add":
                parent.append(copy.deepcopy(draw(st.sampled_from(VALUES))))
            case _:
                parent[last] = copy.deepcopy(get(new, draw(st.sampled_from(paths))))
    return root, new


def bent(draw: st.DrawFn, value: Any) -> Any:
    if isinstance(value, bool):
        return draw(st.sampled_from([int(value), str(value).lower(), float(value)]))
    if isinstance(value, int | float):
        return draw(st.sampled_from([float(value), str(value), value + 0.5, value * 10, -value, bool(value)]))
    if isinstance(value, str):
        return draw(
            st.sampled_from(
                [f"{value}\n", f" {value}", value.upper(), f"{value}\u2028", value[:1], f"{value}é"]
            )
        )
    return value


def loader_accepts(root: type[Node], data: dict[str, Any]) -> bool:
    """On structure: what only the laws beyond the schema complain of is accepted."""
    _, problems = judge(root, data)
    return all(p.kind is kinds.DUPLICATE_ID or p.code.startswith("DP-EXPR") for p in problems)


@given(mutated())
@settings(deadline=None, max_examples=max(300, settings.default.max_examples))  # type: ignore[union-attr]  # is set
def test_schema_and_loader_give_one_verdict(case: tuple[type[Node], dict[str, Any]]) -> None:
    root, data = case
    assert VALIDATORS[root].is_valid(data) == loader_accepts(root, data)


@pytest.mark.parametrize(("root", "data"), VALID)
def test_the_examples_are_valid(root: type[Node], data: dict[str, Any]) -> None:
    assert judge(root, data)[1] == ()
    VALIDATORS[root].validate(data)


def test_the_rich_example_says_everything_a_map_can_say() -> None:
    said = json.dumps([data for _, data in VALID[:2]])
    for name, (root, _) in SCHEMAS.items():
        schema = make_schema(name)
        for part in [schema, *schema["$defs"].values()]:
            for field in part.get("properties", {}):
                assert f'"{field}"' in said, (root, field)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_files_are_fresh(name: str) -> None:
    assert published_schema(name) == schema_text(name), "run: python -m desirepath.model.schema"
    Draft202012Validator.check_schema(json.loads(published_schema(name)))


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_explains_itself(name: str) -> None:
    schema = make_schema(name)
    assert "null" not in json.dumps(schema)
    for title, part in [("root", schema), *schema["$defs"].items()]:
        assert part["description"], title
        for field, described in part["properties"].items():
            assert described.get("description") or "$ref" in described, (title, field)


def test_each_law_beyond_the_schema_has_its_problem_and_is_in_the_docs() -> None:
    page = (ROOT / "docs/reference/journey-map-schema.md").read_text(encoding="utf-8")
    codes = {kind.code for kind in (*kinds.KINDS, *lint_kinds.KINDS)}
    for law in LAWS:
        assert law.code in codes
        assert f"| {law.file} | {law.says} | {law.judge} | {law.code} |" in page


def test_the_guide_explains_every_field() -> None:
    guide = (ROOT / "docs/guide/map-file.md").read_text(encoding="utf-8")
    for name in SCHEMAS:
        schema = make_schema(name)
        for part in [schema, *schema["$defs"].values()]:
            for field in part["properties"]:
                assert f"`{field}`" in guide, field


def test_the_examples_of_the_guide_can_be_read() -> None:
    guide = (ROOT / "docs/guide/map-file.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    assert len(blocks) > 10
    for block in blocks:
        data = Document.read(block).data
        root: type[Node] = Persona if "needs" in data else JourneyMap
        if "format" not in data:
            step = {"id": "a", "name": "A"}
            stages = [{"id": "s", "name": "S", "steps": [step]}]
            whole = {"format": "desirepath/1", "id": "m", "title": "M", "stages": stages, **data}
            if not set(data) <= set(JourneyMap.field_names()) | {"x-notes"}:
                whole = {"format": "desirepath/1", "id": "m", "title": "M", "stages": stages}
                step.update(data)  # type: ignore[arg-type]  # any plain data
            data = whole  # type: ignore[assignment]
        assert judge(root, data)[1] == (), block
