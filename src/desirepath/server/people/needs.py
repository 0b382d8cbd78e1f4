"""What the endpoints of people need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.server.people.access import SIGNED_IN, Needs

PEOPLE: Final[Mapping[str, Needs]] = {"GET api/v1/me": SIGNED_IN}
