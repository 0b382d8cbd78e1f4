"""The two worlds that the demo and many tests live in: TechCorp (software) and Style Icon (retail).

A story has a journey map, as its team believes it, and a generator of the log that goes with it. The people
in the log behave as they do for reasons, and the reasons are written down (``CAUSES``) so that anybody can
check whether the measures find them. No hidden reason is ever written into the log, and no measure knows of
this room.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, ModuleType

from desirepath.stories import style_icon, techcorp

WORLDS: Mapping[str, ModuleType] = MappingProxyType({"techcorp": techcorp, "style-icon": style_icon})
"""Every story by the name the command line knows it by."""
