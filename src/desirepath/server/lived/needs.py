"""What the endpoints of the lived journey need. Numbers are for whoever sees the map; what single customers
did and said is for those who work on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.server.people.access import ANY_MAP, OWN, VIEW, VIEW_MAP, Needs
from desirepath.server.people.roles import Role

_WORKS_ON_IT: Final = Needs(Role.EDITOR)
LIVED: Final[Mapping[str, Needs]] = {
    "GET api/v1/maps/<map_id>/lived": VIEW_MAP,
    "GET api/v1/maps/<map_id>/lived/drawing": VIEW_MAP,
    "GET api/v1/maps/<map_id>/paths": VIEW_MAP,
    "GET api/v1/maps/<map_id>/difference": VIEW_MAP,
    "GET api/v1/maps/<map_id>/steps/<step_id>/shape": VIEW_MAP,
    "GET api/v1/maps/<map_id>/board": _WORKS_ON_IT,
    "GET api/v1/maps/<map_id>/standing": _WORKS_ON_IT,
    "GET api/v1/maps/<map_id>/way": _WORKS_ON_IT,
    "GET api/v1/maps/<map_id>/steps/<step_id>/interactions": _WORKS_ON_IT,
    "GET api/v1/maps/<map_id>/customers": _WORKS_ON_IT,
    "GET api/v1/maps/<map_id>/visits": _WORKS_ON_IT,
    "GET api/v1/map-cards": ANY_MAP,
    "GET api/v1/log/customers": _WORKS_ON_IT,
    "POST api/v1/log/draft": _WORKS_ON_IT,
    "GET api/v1/workspace": ANY_MAP,
    "PUT api/v1/workspace/time-zone": OWN,
    "GET api/v1/log": VIEW,
    "GET api/v1/log/volumes": VIEW,
    "GET api/v1/log/matching": VIEW,
    "POST api/v1/log/rules": VIEW,
    "GET api/v1/log/words": _WORKS_ON_IT,
    "GET api/v1/log/segment/examples": _WORKS_ON_IT,
    "POST api/v1/log/rules/examples": _WORKS_ON_IT,
    "GET api/v1/log/segment": VIEW,
    "POST api/v1/log/funnel": VIEW,
    "GET api/v1/log/success": VIEW,
}
