"""What a careful reader would say about a map that can be read: one file per rule, listed in ``rules.py``.

A rule looks at the map (:mod:`desirepath.model.lint.look`) and yields problems with addresses. To add one: a
file with a ``RULE``, its kind in ``kinds.py``, and a line in the list.
"""

from __future__ import annotations

from desirepath.model.lint.lint import lint

__all__ = ["lint"]
