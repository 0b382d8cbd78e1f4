"""Everything that can be said about a map file: whether it can be read, and what a careful reader would
say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from desirepath.base.problem import DesirepathError, Problem
from desirepath.model.document import Document
from desirepath.model.journey_map import JourneyMap
from desirepath.model.lint.kinds import DETAIL_MISSING, PERSONA_FILE_MISSING
from desirepath.model.lint.lint import lint
from desirepath.model.map_file import read_document
from desirepath.model.persona import Persona
from desirepath.model.persona_file import find_persona, read_persona
from desirepath.model.structure import judge_document


def check_map(
    path: str | Path, today: date, *, activities: Iterable[str] = (), measures: Iterable[str] = ()
) -> tuple[Problem, ...]:
    """What is wrong with a map file, and what should be looked at, as of a day; sorted by line.

    A file that cannot be read as a map gives the reader's errors only. Else lint has its say, and the files
    that the map names are looked for: its persona's (whose own errors are told too) and the maps that break
    steps down. ``activities`` and ``measures`` are the reserved names, as for
    :func:`~desirepath.model.lint.lint.lint`.

    >>> [str(problem) for problem in check_map("nowhere.journey.yaml", date(2026, 1, 1))]
    ['DP-MAP-001: there is no such file; check the path']
    """
    try:
        document = read_document(path)
    except DesirepathError as error:
        return _sorted(error.problems, str(path))

    def persona_of(persona_id: str) -> Persona | None:
        found = find_persona(path, persona_id)
        return read_persona(found) if found else None

    return check_document(
        document,
        today,
        persona_of=persona_of,
        is_map=lambda map_id: (Path(path).parent / f"{map_id}.journey.yaml").is_file(),
        activities=activities,
        measures=measures,
    )


def check_document(
    document: Document,
    today: date,
    *,
    persona_of: Callable[[str], Persona | None],
    is_map: Callable[[str], bool],
    activities: Iterable[str] = (),
    measures: Iterable[str] = (),
) -> tuple[Problem, ...]:
    """The same of a map that is read already. ``persona_of`` finds the persona of an id (None: there is none;
    it may raise what is wrong with it), ``is_map`` says whether there is a map of an id.

    >>> document = Document.read("{format: desirepath/1, id: m, title: M, persona: olga, stages: []}")
    >>> found = check_document(document, date(2026, 1, 1), persona_of=lambda _: None, is_map=lambda _: False)
    >>> "DP-MAP-101" in {problem.code for problem in found}
    True
    """
    file = document.file or ""
    try:
        journey = judge_document(JourneyMap, document)
    except DesirepathError as error:
        return _sorted(error.problems, file)
    problems: list[Problem] = []
    persona: Persona | None = None
    if journey.persona:
        try:
            persona = persona_of(journey.persona)
        except DesirepathError as error:
            problems += error.problems
        else:
            if persona is None:
                says = f'the persona "{journey.persona}" has no file'
                fix = f"write personas/{journey.persona}.persona.yaml beside the map"
                problems.append(PERSONA_FILE_MISSING.at("persona", says=says, fix=fix))
    problems += _missing_details(journey, is_map)
    problems += lint(journey, today=today, persona=persona, activities=activities, measures=measures)
    return _sorted((_place(problem, document, file) for problem in problems), file)


def _place(problem: Problem, document: Document, file: str) -> Problem:
    """The same problem with its line and column, unless it was found in another file."""
    if problem.file:
        return problem
    line, column = document.locate(problem.address) or (1, 1)
    return replace(problem, file=file, line=line, column=column)


def _missing_details(journey: JourneyMap, is_map: Callable[[str], bool]) -> Iterator[Problem]:
    for i, stage in enumerate(journey.stages):
        for j, step in enumerate(stage.steps):
            if step.detail and not is_map(step.detail):
                says = f'the map "{step.detail}" that breaks "{step.name}" down is not beside this one'
                fix = f"write {step.detail}.journey.yaml, or take detail out"
                yield DETAIL_MISSING.at(f"stages[{i}].steps[{j}].detail", says=says, fix=fix)


def _sorted(problems: Iterable[Problem], file: str) -> tuple[Problem, ...]:
    """By file (the map's own first), line, column and code."""

    def order(problem: Problem) -> tuple[bool, str, int, int, str]:
        other = problem.file not in (None, file)
        return other, problem.file or "", problem.line or 0, problem.column or 0, problem.code

    return tuple(sorted(problems, key=order))
