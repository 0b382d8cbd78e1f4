"""What everybody's numbers say of one: since when the log tells of what a signal counts, how long stays
at a step last, and which levels of health renew less often. Kept beside the index whenever everybody is
looked at, so that one account is worked out from its own rows alone.

The files lie in the folder of the index's columns, under ``usual/``, and go with it. Caches, and small; they
hold numbers and no ids.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from desirepath.model.journey_map import JourneyMap
from desirepath.replay.binding import ask
from desirepath.replay.index import Index
from desirepath.replay.recall import recall
from desirepath.replay.replay import Replay
from desirepath.success.pace import Expected, expected_stays
from desirepath.success.scorecard import Scorecard

VERSION: Final = 1


def keep_first_told(card: Scorecard, index: Index, first_us: Mapping[str, int | None]) -> None:
    """Keep since when the log tells of what each signal counts (None: it does not)."""
    _write(_first_path(card, index), dict(first_us))


def read_first_told(card: Scorecard, index: Index) -> Mapping[str, int | None] | None:
    """What is kept of it; None: nothing is."""
    found = _read(_first_path(card, index))
    return found if isinstance(found, dict) else None


def keep_stays(told: Replay, expected: Mapping[str, Expected]) -> None:
    """Keep how long stays at the steps of a map last, as a replay of everybody tells."""
    _write(
        _stays_path(told.journey, told.index),
        [[one.step, one.behind_us, one.stuck_us, one.basis, one.stays] for one in expected.values()],
    )


def keep_risk(card: Scorecard, index: Index, risk: frozenset[str] | None) -> None:
    """Keep which levels of health history has as at risk (None: health tells nothing of who renews)."""
    _write(_risk_path(card, index), {"risk": None if risk is None else sorted(risk)})


def kept_risk(card: Scorecard, index: Index) -> Mapping[str, Any] | None:
    """What is kept of it, under ``risk``; None: nothing is."""
    found = _read(_risk_path(card, index))
    return found if isinstance(found, dict) and "risk" in found else None


def usual_stays(journey: JourneyMap, index: Index) -> Mapping[str, Expected]:
    """How long stays at the steps of a map last, as they were when everybody was last looked at; where nobody
    ever was, they are now."""
    path = _stays_path(journey, index)
    found = _read(path)
    if isinstance(found, list):
        with suppress(TypeError):
            return {one[0]: Expected(*one) for one in found}
    told = recall(journey, index)
    expected = expected_stays(told)
    keep_stays(told, expected)
    return expected


def _first_path(card: Scorecard, index: Index) -> Path | None:
    return _path(index, "first", [(one.id, str(one.of), one.value, one.takes) for one in card.signals])


def _risk_path(card: Scorecard, index: Index) -> Path | None:
    return _path(index, "risk", card.model_dump_json())


def _stays_path(journey: JourneyMap, index: Index) -> Path | None:
    passage = journey.passage
    steps = [(step.id, step.optional, step.repeatable, step.within) for step in journey.steps()]
    return _path(index, "stays", (steps, passage.horizon, passage.again, ask(journey)))


def _path(index: Index, what: str, asked: object) -> Path | None:
    if index.folder is None:
        return None
    word = blake2b(repr((VERSION, what, asked)).encode(), digest_size=16)
    return index.folder / "usual" / f"{word.hexdigest()}.json"


def _read(path: Path | None) -> Any:
    if path is None:
        return None
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _write(path: Path | None, said: object) -> None:
    """Where nothing can be written, nobody is the worse for it."""
    if path is None or _read(path) == said:
        return
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        draft = path.with_suffix(f".{token_hex(4)}.draft")
        draft.write_text(json.dumps(said), "utf-8")
        os.replace(draft, path)
