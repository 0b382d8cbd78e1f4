"""The one loader of heavy libraries: they are imported when first used, so that ``--help`` stays quick."""

from __future__ import annotations

import importlib
from types import ModuleType

from desirepath.base.cycles import no_search_for_cycles
from desirepath.base.kinds import LIBRARY_MISSING


def load(name: str, *, extra: str | None = None) -> ModuleType:
    """Import ``name`` now. ``extra`` is the install extra that brings it.

    Raises DP-BASE-001 where it is not installed, saying what to install.
    """
    try:
        with no_search_for_cycles():
            return importlib.import_module(name)
    except ImportError as error:
        wanted = f"desirepath[{extra}]" if extra else name
        raise LIBRARY_MISSING.error(says=f"{name} is not installed", fix=f'pip install "{wanted}"') from error
