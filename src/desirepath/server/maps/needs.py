"""What the endpoints of maps need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desirepath.server.people.access import EDIT, OWN, VIEW, Needs

MAPS: Final[Mapping[str, Needs]] = {
    "GET api/v1/maps": replace(VIEW, anywhere=True),
    "POST api/v1/maps": EDIT,
    "GET api/v1/maps/<map_id>": VIEW,
    "GET api/v1/maps/<map_id>/text": VIEW,
    "GET api/v1/maps/<map_id>/people": OWN,
    "PUT api/v1/maps/<map_id>/people/<person_id>": OWN,
    "DELETE api/v1/maps/<map_id>/people/<person_id>": OWN,
    "POST api/v1/maps/<map_id>/invitations": OWN,
}
