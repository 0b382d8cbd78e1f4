"""Reads and saves playbooks, and says what is wrong with them, each problem with file, line and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from desirepath.base.problem import DesirepathError, Problem
from desirepath.model.document import Document
from desirepath.model.journey_map import JourneyMap
from desirepath.model.map_file import read_document
from desirepath.model.schema import schema_of
from desirepath.model.structure import judge_document
from desirepath.success.playbooks.checks import check_against, check_playbook
from desirepath.success.playbooks.playbook import Playbook
from desirepath.success.scorecard import Scorecard


def read_playbook(path: str | Path) -> Playbook:
    """Read a playbook. Raises DesirepathError with everything that is wrong, in the order of the file."""
    return _judged(read_document(path))


def read_playbook_text(text: str | bytes, file: str | None = None) -> Playbook:
    """Read a playbook from YAML text; ``file`` is what problems call it."""
    return _judged(Document.read(text, file))


def save_playbook(before: str, data: Mapping[str, Any]) -> str:
    """The text that says ``data``, with all that did not change, and its comments, as it stood ``before``."""
    return Document.read(before).save(data)


def playbook_schema() -> dict[str, Any]:
    """The published JSON Schema of playbook files."""
    return schema_of(Playbook, "urn:desirepath:playbook:1")


def _judged(document: Document) -> Playbook:
    playbook = judge_document(Playbook, document)
    _raise(check_playbook(playbook), document)
    return playbook


def _raise(found: Iterable[Problem], document: Document) -> None:
    problems = [_placed(problem, document) for problem in found]
    if problems:
        raise DesirepathError(
            sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0, problem.code))
        )


def _placed(problem: Problem, document: Document) -> Problem:
    line, column = document.locate(problem.address) or (1, 1)
    return replace(problem, file=document.file, line=line, column=column)


def must_fit(
    playbook: Playbook,
    document: Document,
    *,
    maps: Mapping[str, JourneyMap],
    cards: Mapping[str, Scorecard],
    others: Iterable[str] | None = None,
) -> None:
    """Raises DesirepathError with everything that does not fit, with the lines of the playbook's file."""
    _raise(check_against(playbook, maps=maps, cards=cards, others=others), document)
