"""The rules of a map that a JSON Schema cannot express, and who judges them: the one list that docs and tests
read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from desirepath.base.problem import DesirepathError, Problem
from desirepath.model import kinds
from desirepath.model.expression_parser import parse_expression
from desirepath.model.fields import Path, address
from desirepath.model.node import Node

Check = Callable[[Mapping[str, Any]], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Law:
    """One rule, and the code of the problem that breaks it. ``file`` says which file it is about.

    The loader refuses what breaks a law with a ``check``. A law without one is lint's: the file can be read,
    and a careful reader complains.
    """

    code: str
    says: str
    file: Literal["map", "persona"]
    check: Check | None = None

    @property
    def judge(self) -> str:
        """Who judges it: ``loader`` or ``lint``."""
        return "loader" if self.check else "lint"


def _repeated(items: Iterator[tuple[Path, str]], noun: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, name in items:
        if name in seen:
            fix = "list it once" if noun == "lane" else ""
            yield kinds.DUPLICATE_ID.at(address(path), says=f'{noun} "{name}" appears twice', fix=fix)
        else:
            seen.add(name)


def _items(value: object, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield (*path, index), item


def _id_of(item: object) -> str | None:
    name = item.get("id") if isinstance(item, dict) else None
    return name if isinstance(name, str) else None


def _stages(data: Mapping[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path, stage in _items(data.get("stages"), ("stages",)):
        if isinstance(stage, dict):
            yield path, stage


def _steps(data: Mapping[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path, stage in _stages(data):
        for step_path, step in _items(stage.get("steps"), (*path, "steps")):
            if isinstance(step, dict):
                yield step_path, step


def _unique_stages(data: Mapping[str, Any]) -> Iterator[Problem]:
    named = ((path, name) for path, stage in _stages(data) if (name := _id_of(stage)))
    return _repeated(named, "stage")


def _unique_steps(data: Mapping[str, Any]) -> Iterator[Problem]:
    named = ((path, name) for path, step in _steps(data) if (name := _id_of(step)))
    return _repeated(named, "step")


def _unique_lanes(data: Mapping[str, Any]) -> Iterator[Problem]:
    named = (
        (path, name)
        for path, lane in _items(data.get("lanes"), ("lanes",))
        if (name := lane if isinstance(lane, str) else _id_of(lane))
    )
    return _repeated(named, "lane")


def _claims(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """The ids of claims at or below ``value``: mappings with an id and a text."""
    if isinstance(value, dict):
        if (name := _id_of(value)) and "text" in value:
            yield path, name
        for key, inner in value.items():
            if not key.startswith("x-"):
                yield from _claims(inner, (*path, key))
    for inner_path, item in _items(value, path):
        yield from _claims(item, inner_path)


def claim_ids(data: Mapping[str, Any]) -> Iterator[str]:
    """The ids that claims of a file have.

    >>> list(claim_ids({"goal": {"id": "g1", "text": "Sells"}, "stages": []}))
    ['g1']
    """
    return (name for _, name in _claims(data, ()))


def _unique_claims(data: Mapping[str, Any]) -> Iterator[Problem]:
    return _repeated(_claims(data, ()), "claim")


def _readable_segment(data: Mapping[str, Any]) -> Iterator[Problem]:
    segment = data.get("segment")
    if isinstance(segment, str) and segment.strip():
        try:
            parse_expression(segment)
        except DesirepathError as error:
            for problem in error.problems:
                says = f"in column {problem.column} of the segment: {problem.says}"
                yield replace(problem, says=says, address="segment", line=None, column=None)


LAWS: Final = (
    Law("DP-MAP-014", "No two stages of a map have the same id.", "map", _unique_stages),
    Law("DP-MAP-014", "No two steps of a map have the same id, whatever their stages.", "map", _unique_steps),
    Law("DP-MAP-014", "No lane is listed twice in `lanes`.", "map", _unique_lanes),
    Law("DP-MAP-014", "No two claims of a file have the same id.", "map", _unique_claims),
    Law("DP-MAP-014", "No two claims of a file have the same id.", "persona", _unique_claims),
    Law("DP-EXPR-001", "The `segment` is an expression that can be read.", "persona", _readable_segment),
    Law("DP-MAP-101", "The persona that a map names has a file.", "map"),
    Law("DP-MAP-104", "That file's id is the one the map names.", "map"),
    Law("DP-MAP-107", "Who receives a handoff owns that step or a later one.", "map"),
    Law("DP-MAP-108", "A step's owner takes part in its handoff.", "map"),
    Law("DP-MAP-112", "A rule can match: its bounds leave something over.", "map"),
    Law("DP-MAP-113", "A rule names something.", "map"),
    Law("DP-MAP-116", "The log can tell a step from the steps before it.", "map"),
    Law("DP-MAP-124", "A lane that `lanes` or `cells` names is a built-in one or declared.", "map"),
    Law("DP-MAP-126", "The maps that `detail` names are there.", "map"),
    Law("DP-MAP-131", "The measures that a step names are known.", "map"),
)


def loader_problems(root: type[Node], data: Mapping[str, Any]) -> list[Problem]:
    """What breaks the loader's laws. The data may be wrong in other ways too.

    >>> from desirepath.model.journey_map import JourneyMap
    >>> twice = {"stages": [{"id": "a", "steps": [{"id": "call"}, {"id": "call"}]}]}
    >>> print(loader_problems(JourneyMap, twice)[0])
    DP-MAP-014: step "call" appears twice @ stages[0].steps[1]; give one another id
    """
    file = "persona" if root.__name__ == "Persona" else "map"
    return [problem for law in LAWS if law.check and law.file == file for problem in law.check(data)]
