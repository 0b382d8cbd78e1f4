"""Judges plain data against the map's classes: every problem at once, each at its address, in plain words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import ValidationError

from desirepath.base.nearest import nearest
from desirepath.base.problem import DesirepathError, Kind, Problem
from desirepath.model import kinds
from desirepath.model.beyond_schema import loader_problems
from desirepath.model.claim import Claim, Feeling, Image
from desirepath.model.document import Document
from desirepath.model.fields import Path, address, limits, node_class
from desirepath.model.migrations import migrate
from desirepath.model.node import Node
from desirepath.model.rule import Rule
from desirepath.model.words import shown
from desirepath.model.yaml_tree import MAX_DEPTH, Plain

N = TypeVar("N", bound=Node)
_BY_CODE = {kind.code: kind for kind in kinds.KINDS}


def judge(root: type[N], data: Mapping[str, Plain]) -> tuple[N | None, tuple[Problem, ...]]:
    """The value that the data say, or None and everything that is wrong with them.

    >>> from desirepath.model.journey_map import JourneyMap
    >>> data = {"format": "desirepath/1", "id": "m", "titel": "M", "stages": []}
    >>> journey, problems = judge(JourneyMap, data)
    >>> for problem in problems:
    ...     print(problem)
    DP-MAP-016: the map has no "title"; add title: ...
    DP-MAP-015: unknown field "titel" @ titel; did you mean "title"?
    """
    if unwritable := _unwritable(data):
        return None, (unwritable,)
    migrated, format_problems = migrate(dict(data), root.FORMAT)
    problems = list(format_problems)
    if any(problem.kind is kinds.FORMAT_NEWER for problem in problems):
        return None, tuple(problems)
    empty = {path: _empty(path) for path in _nulls(migrated, ())}
    problems += empty.values()
    value = None
    try:
        value = root.model_validate(migrated)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            path, problem = _problem(root, migrated, found)
            if not any(path[: len(null)] == null for null in empty):
                problems.append(problem)
    problems += loader_problems(root, migrated)
    return (None if problems else value), tuple(problems)


def _unwritable(data: Mapping[str, Plain]) -> Problem | None:
    """What no file could hold. Reading a file has found it already; other data may come from anywhere."""
    waiting: list[tuple[Path, Any]] = [((), data)]
    while waiting:
        path, value = waiting.pop()
        texts = [value] if isinstance(value, str) else list(value) if isinstance(value, dict) else []
        if len(path) > MAX_DEPTH - 2:
            return kinds.TOO_DEEP.at(address(path[:4]))
        if isinstance(value, float) and not math.isfinite(value):
            return kinds.NUMBER.at(address(path), says=f"{value} is not a number that can be kept")
        if any(re.search("[\ud800-\udfff]", text) for text in texts):
            return kinds.FORBIDDEN_CHARACTER.at(address(path), says="half of a surrogate pair stands here")
        if isinstance(value, dict):
            waiting += (((*path, key), inner) for key, inner in value.items())
        elif isinstance(value, list):
            waiting += (((*path, index), inner) for index, inner in enumerate(value))
    return None


def _nulls(data: Plain, path: Path) -> Iterator[Path]:
    if data is None:
        yield path
    elif isinstance(data, dict):
        for key, value in data.items():
            if not key.startswith("x-"):
                yield from _nulls(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _nulls(value, (*path, index))


def _empty(path: Path) -> Problem:
    last = path[-1]
    if isinstance(last, int):
        return kinds.EMPTY_VALUE.at(
            address(path), says="this item of the list is empty", fix="write it or delete it"
        )
    return kinds.EMPTY_VALUE.at(address(path), says=f'"{last}" has no value')


def _problem(root: type[Node], data: Plain, found: Any) -> tuple[Path, Problem]:
    path, value = _find(data, found["loc"])
    kind, says, fix = _say(root, path, value, found, data)
    place = path[:-1] if kind is kinds.MISSING_FIELD else path
    return path, kind.at(address(place), says=says, fix=fix)


def _find(data: Plain, loc: Sequence[str | int]) -> tuple[Path, Plain]:
    """The place in the data that Pydantic's location means, and what stands there.

    Pydantic also names which of several forms it tried (written ``<so>`` here), and goes on into a mapping
    where the file has a shorthand.
    """
    path: Path = ()
    for part in loc:
        if isinstance(part, str) and re.fullmatch(r"<\w+>|\[key\]", part) and not _has(data, part):
            continue
        if not isinstance(data, dict | list):
            break
        path = (*path, part)
        data = _get(data, part)
    return path, data


def _has(data: Plain, part: str) -> bool:
    return isinstance(data, dict) and part in data


def _get(data: Plain, part: str | int) -> Plain:
    if isinstance(data, dict) and isinstance(part, str):
        return data.get(part)
    if isinstance(data, list) and isinstance(part, int):
        return data[part]
    return None


def _say(root: type[Node], path: Path, value: Plain, found: Any, data: Plain) -> tuple[Kind, str, str]:
    field = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    is_item = bool(path) and isinstance(path[-1], int)
    named = f'an item of "{field}"' if is_item else f'"{field}"'
    context = found.get("ctx", {})
    match found["type"]:
        case "problem":
            kind = _BY_CODE[context["code"]]
            fix = context["fix"]
            if kind is kinds.UNKNOWN_FIELD:
                fix = _nearest_field(root, path) or fix
            return kind, context["says"], fix
        case "missing":
            says = f'{_describe(root, data, path[:-1])} has no "{field}"'
            return kinds.MISSING_FIELD, says, f"add {field}: {_example(root, path)}"
        case "literal_error":
            known = re.findall(r"'([^']*)'", context["expected"])
            guess = nearest(value, known) if isinstance(value, str) else None
            fix = f'did you mean "{guess}"?' if guess else f"write {_either(known)}"
            return kinds.UNKNOWN_WORD, f"{shown(value)} is not a word for {named}: {_either(known)}", fix
        case "tuple_type":
            return (
                kinds.WRONG_TYPE,
                f"{named} should be a list, but is {_type(value)}",
                _as_list(root, path, value),
            )
        case "model_type" | "model_attributes_type" if short := _shorthand(root, path):
            whole = f"{{{short[0]}: {short[2]}}}"
            fix = (
                f"write {short[2]}, or {whole}"
                if is_item
                else f"write {field}: {short[2]}, or {field}: {whole}"
            )
            return kinds.WRONG_TYPE, f"{named} should be {short[1]}, but is {_type(value)}", fix
        case "model_type" | "model_attributes_type" | "dict_type":
            return (
                kinds.WRONG_TYPE,
                f"{named} should be a mapping, but is {_type(value)}",
                _as_mapping(root, path),
            )
        case "string_type":
            if field == "persona" and isinstance(value, list):
                return (
                    kinds.TWO_PERSONAS,
                    "a map is about one persona, this is a list",
                    kinds.TWO_PERSONAS.fix,
                )
            fix = (
                "write one text" if isinstance(value, list | dict) else f'put it in quotes: "{shown(value)}"'
            )
            return kinds.WRONG_TYPE, f"{named} should be a text, but is {_type(value)}", fix
        case "bool_type":
            return (
                kinds.WRONG_TYPE,
                f"{named} should be true or false, but is {_type(value)}",
                "write true or false",
            )
        case "int_type" | "int_from_float" | "int_parsing":
            return (
                kinds.WRONG_TYPE,
                f"{named} should be a whole number, but is {_type(value)}",
                "write a whole number",
            )
        case "float_type":
            return kinds.WRONG_TYPE, f"{named} should be a number, but is {_type(value)}", "write a number"
        case _:
            return _say_range(root, path, value, named)


def _say_range(root: type[Node], path: Path, value: Plain, named: str) -> tuple[Kind, str, str]:
    inner = path
    if node_class(root, path) and not isinstance(value, dict):
        inner = (*path, "value")
    low, high = limits(root, inner)
    if low is not None and high is not None and high < 1000:
        span = f"from {low:g} to {high:g}"
    else:
        span = f"{low:g} or more" if low is not None else "not so large"
    return kinds.OUT_OF_RANGE, f"{named} should be {span}, but is {shown(value)}", f"write a number {span}"


def _type(value: Plain) -> str:
    match value:
        case list() | dict() | bool() | None:
            return shown(value)
        case str():
            return f"the text {shown(value)}"
        case _:
            return f"the number {shown(value)}"


def _either(words: Sequence[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _nearest_field(root: type[Node], path: Path) -> str | None:
    kind = node_class(root, path[:-1])
    guess = nearest(str(path[-1]), kind.field_names()) if kind else None
    return f'did you mean "{guess}"?' if guess else None


def _describe(root: type[Node], data: Plain, path: Path) -> str:
    if not path:
        return f"the {root.CALLED}"
    kind = node_class(root, path)
    noun = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).lower() if kind else "mapping"
    for part in path:
        data = _get(data, part)
    name = (data.get("id") or data.get("name")) if isinstance(data, dict) else None
    return f"the {noun} {shown(name)}" if isinstance(name, str) else f"this {noun}"


def _shorthand(root: type[Node], path: Path) -> tuple[str, str, str] | None:
    """Of what may be written bare: the field that it stands for, what it is, and an example."""
    kind = node_class(root, path)
    if kind is None or kind is Image:
        return None
    if issubclass(kind, Feeling):
        return "value", "a number from -2 to 2", "0.5"
    return ("text", "a text", "some words") if issubclass(kind, Claim) else None


_EXAMPLES = {"kind": "survey", "value": "0.5", "id": "some-id", "format": "desirepath/1", "stages": "[...]"}


def _example(root: type[Node], path: Path) -> str:
    return _EXAMPLES.get(str(path[-1]), "...")


def _as_list(root: type[Node], path: Path, value: Plain) -> str:
    if isinstance(value, dict):
        return 'begin each item with a dash and a blank: "- "'
    item = value if isinstance(value, str) and re.fullmatch(r"\w[\w ,;./-]{0,60}", value) else "..."
    if node_class(root, (*path, 0)) is Rule:
        item = f"{{activity: {item}}}"
    elif node_class(root, (*path, 0)) and not _shorthand(root, (*path, 0)):
        item = _mapping_example(root, (*path, 0))
    return f"write {path[-1]}: [{item}]"


def _as_mapping(root: type[Node], path: Path) -> str:
    example = _mapping_example(root, path)
    return (
        f"write - {example}" if isinstance(path[-1] if path else "", int) else f"write {path[-1]}: {example}"
    )


def _mapping_example(root: type[Node], path: Path) -> str:
    kind = node_class(root, path)
    required = [name for name, field in kind.model_fields.items() if field.is_required()] if kind else []
    names = required or (list(kind.field_names()[:1]) if kind else ["key"])
    return f"{{{', '.join(f'{name}: ...' for name in names)}}}"


def judge_document(root: type[N], document: Document) -> N:
    """The value that a file says. Raises DesirepathError with every problem, in the order of the file."""
    value, problems = judge(root, document.data)
    if value is not None:
        return value
    placed = [_placed(problem, document) for problem in problems]
    raise DesirepathError(sorted(placed, key=lambda problem: (problem.line or 0, problem.column or 0)))


def _placed(problem: Problem, document: Document) -> Problem:
    line, column = document.locate(problem.address) or (1, 1)
    return replace(problem, file=document.file, line=line, column=column)
