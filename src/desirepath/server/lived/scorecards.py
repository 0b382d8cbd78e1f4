"""The workspace's scorecards: readable files in its folder ``scorecards``."""

from __future__ import annotations

from pathlib import Path

from desirepath.success.scorecard import Scorecard
from desirepath.success.scorecard_file import read_scorecard

ENDING = ".scorecard.yaml"


def scorecard_for(folder: Path, travels: str) -> Scorecard | None:
    """The first scorecard, by name, that is about whoever travels on a map; None where there is none.

    ``folder`` is the workspace's. Raises DesirepathError for a file that cannot be read: a score that is
    silently not shown would look like one that does not exist.
    """
    for path in sorted((folder / "scorecards").glob(f"*{ENDING}")):
        card = read_scorecard(path)
        if card.of == travels:
            return card
    return None
