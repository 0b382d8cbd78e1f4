"""What a story hands over: which files it wrote, what is in them, and why people did what they did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desirepath.stories.kinds import EMPTY_WORLD

Progress = Callable[[int, int], None]
"""Told (subjects done, subjects in all) now and then while a world is written."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason why people in a world behave as they do.

    ``cause`` says it in a sentence, ``mechanism`` how the generator does it, ``effect`` how large it is where
    it is put in, and ``shows`` where in the log somebody who looks would see it.
    """

    id: str
    cause: str
    mechanism: str
    effect: str
    shows: str


@dataclass(frozen=True, slots=True)
class World:
    """A world that has been written.

    ``files`` are native JSONL, one per source. ``activities`` counts interactions by activity and ``facts``
    the lines of each type (``interaction``, ``traits``, ``identity``, ``context``). ``today`` is when the
    story ends: nothing is known of what comes later, so journeys under way then are not over.
    """

    name: str
    story: str
    subjects: int
    today: datetime
    files: tuple[Path, ...]
    activities: Mapping[str, int]
    facts: Mapping[str, int]

    @property
    def interactions(self) -> int:
        """How many interactions were written."""
        return self.facts.get("interaction", 0)


def check_size(size: int) -> None:
    """Refuses a world with nobody in it. Raises DP-STO-001."""
    if size < 1:
        raise EMPTY_WORLD.error("size", says=f"a world of {size} has nobody in it")
