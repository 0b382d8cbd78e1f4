"""What other tools export, in; facts of the log, out. One file per shape, in the list of ``shapes.py``.

A file is opened and looked at (``opening.py``), its shape reads it into rows with the facts' own field
names (through a mapping where the columns have other names, ``mapping.py``), and ``importing.py`` stores
what is a fact and writes the rest to a file of rejects with the reason. A file is in the log wholly or not
at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desirepath.base.slow import load

if TYPE_CHECKING:
    from desirepath.sources.importing import FileReport, ImportReport, Progress, import_files

__all__ = ["FileReport", "ImportReport", "Progress", "import_files"]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(load("desirepath.sources.importing"), name)
    raise AttributeError(name)
