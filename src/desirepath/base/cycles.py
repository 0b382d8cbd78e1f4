"""The search for cycles of objects that nobody needs, and when to do without."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """For what makes many objects that stay, or that have no cycles: to look through them again and again
    takes a seventh of the time of loading a server's modules, a quarter of that of reading rows.

    >>> with no_search_for_cycles():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
