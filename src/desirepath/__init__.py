"""Desirepath: the journey you planned for your customers beside the one they take.

The face of the house for programs and notebooks::

    import desirepath as dp

    journey = dp.read_map("onboarding.journey.yaml")
    log = dp.open_log("workspace")
    dp.measure(journey, log)

Everything is loaded when first asked for, so that ``import desirepath`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desirepath.base.problem import DesirepathError, Problem
    from desirepath.base.spans import Period
    from desirepath.notebook import (
        conformance,
        draw,
        funnel,
        import_files,
        lifecycle,
        measure,
        open_log,
        paths,
        read_map,
        retention,
        success_measures,
    )

__version__ = "0.1.0"

_HOMES = {
    "DesirepathError": "desirepath.base.problem",
    "Period": "desirepath.base.spans",
    "Problem": "desirepath.base.problem",
    "conformance": "desirepath.notebook",
    "draw": "desirepath.notebook",
    "funnel": "desirepath.notebook",
    "import_files": "desirepath.notebook",
    "lifecycle": "desirepath.notebook",
    "measure": "desirepath.notebook",
    "open_log": "desirepath.notebook",
    "paths": "desirepath.notebook",
    "read_map": "desirepath.notebook",
    "retention": "desirepath.notebook",
    "success_measures": "desirepath.notebook",
}

__all__ = [
    "DesirepathError",
    "Period",
    "Problem",
    "conformance",
    "draw",
    "funnel",
    "import_files",
    "lifecycle",
    "measure",
    "open_log",
    "paths",
    "read_map",
    "retention",
    "success_measures",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'desirepath' has no attribute {name!r}")
    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
