"""Reads and writes journey map files (``*.journey.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from desirepath.base.problem import DesirepathError
from desirepath.model import kinds
from desirepath.model.document import Document
from desirepath.model.journey_map import JourneyMap
from desirepath.model.plain import to_plain
from desirepath.model.structure import judge, judge_document
from desirepath.model.yaml_text import block_text
from desirepath.model.yaml_tree import Plain


def read_map(path: str | Path) -> JourneyMap:
    """Read a map file. Raises DesirepathError with everything that is wrong, each with file, line and
    column."""
    return judge_document(JourneyMap, read_document(path))


def read_map_text(text: str | bytes, file: str | None = None) -> JourneyMap:
    """Read a map from YAML text; ``file`` is what problems call it.

    >>> journey = read_map_text("format: desirepath/1\\nid: m\\ntitle: Morning coffee\\nstages: []\\n")
    >>> journey.title
    'Morning coffee'
    """
    return judge_document(JourneyMap, Document.read(text, file))


def read_document(path: str | Path) -> Document:
    """Read a file's YAML, whatever it says. Raises DP-MAP-001 to -013."""
    try:
        source = Path(path).read_bytes()
    except FileNotFoundError:
        raise kinds.FILE_UNREADABLE.error(says="there is no such file", file=str(path)) from None
    except IsADirectoryError:
        raise kinds.FILE_UNREADABLE.error(
            says="this is a folder, not a file", fix="name a file in it", file=str(path)
        ) from None
    except (OSError, ValueError) as error:
        says = f"the file cannot be opened: {getattr(error, 'strerror', None) or error}"
        raise kinds.FILE_UNREADABLE.error(says=says, file=str(path)) from None
    return Document.read(source, str(path))


def write_map_text(journey: JourneyMap) -> str:
    """The map as YAML: fields in their stable order, what is not said left out, shorthand where it says all.

    >>> journey = read_map_text("{format: desirepath/1, title: M, id: m, stages: [], x-ours: 1}")
    >>> print(write_map_text(journey), end="")
    format: desirepath/1
    id: m
    version: 1
    language: en
    title: M
    travels: customer
    stages: []
    x-ours: 1
    """
    return block_text(map_to_plain(journey))


def map_to_plain(journey: JourneyMap) -> dict[str, Plain]:
    """The map as plain data, as its file would say it."""
    return to_plain(journey)


def map_from_plain(data: Mapping[str, Plain], file: str | None = None) -> JourneyMap:
    """The map that plain data say. Raises DesirepathError with everything that is wrong, without lines.

    >>> map_from_plain({"format": "desirepath/1", "id": "m", "title": "M", "stages": []}).id
    'm'
    """
    value, problems = judge(JourneyMap, data)
    if value is None:
        raise DesirepathError(problem.in_file(file) if file else problem for problem in problems)
    return value
