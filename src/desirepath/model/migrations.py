"""The versions of the file format, and how an older file becomes one of today's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from desirepath.base.problem import Problem
from desirepath.model import kinds
from desirepath.model.words import shown
from desirepath.model.yaml_tree import Plain

FORMAT: Final = "desirepath/1"

Migration = Callable[[dict[str, Plain]], dict[str, Plain]]

MIGRATIONS: Final[tuple[Migration, ...]] = ()
"""The n-th makes version n + 1 of version n. There is only one version yet, so there is none."""


def migrate(data: dict[str, Plain], name: str = FORMAT) -> tuple[dict[str, Plain], Iterable[Problem]]:
    """The data in today's format, and what is wrong with the format they say they have.

    ``name`` is what today's format is called: most kinds of file share one, some have their own.

    >>> migrate({"format": "desirepath/2"})[1][0].says
    'this file has the format desirepath/2, this program reads up to desirepath/1'
    """
    written = data.get("format")
    if "format" not in data:
        problem = kinds.MISSING_FIELD.at(
            says='the first line, "format", is missing', fix=f"begin with format: {name}"
        )
        return {"format": name, **data}, [problem]
    family, _, current = name.rpartition("/")
    pattern = rf"{re.escape(family)}/([1-9][0-9]{{0,8}})"
    version = re.fullmatch(pattern, written) if isinstance(written, str) else None
    if version is None:
        problem = kinds.FORMAT_UNKNOWN.at("format", says=f"the format {shown(written)} is not known")
        return {**data, "format": name}, [problem]
    number = int(version.group(1))
    if number > int(current):
        says = f"this file has the format {written}, this program reads up to {name}"
        return {**data, "format": name}, [kinds.FORMAT_NEWER.at("format", says=says)]
    for migration in MIGRATIONS[number - 1 :] if name == FORMAT else ():
        data = migration(data)
    return data, []
