"""What each operation of the API needs, put together from the rooms' own tables (their ``needs.py``).

Keys are ``METHOD route``, the route as Django writes it. A house test proves the table complete and exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.server.maps.needs import MAPS
from desirepath.server.people.access import Needs
from desirepath.server.people.needs import PEOPLE

ACCESS: Final[Mapping[str, Needs]] = {**PEOPLE, **MAPS}
"""A new room is a new name here."""
