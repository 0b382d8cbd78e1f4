"""What the endpoints of scorecards need: they are for those who work with customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.server.people.access import EDIT, Needs
from desirepath.server.people.roles import Role

_WORKS_ON_IT: Final = Needs(Role.EDITOR)
_CARD: Final = "api/v1/scorecards/<card_id>"

SCORECARDS: Final[Mapping[str, Needs]] = {
    "GET api/v1/scorecards": _WORKS_ON_IT,
    "POST api/v1/scorecards": EDIT,
    "POST api/v1/health/now": _WORKS_ON_IT,
    "POST api/v1/health/dry-run": _WORKS_ON_IT,
    "POST api/v1/health/back-test": _WORKS_ON_IT,
    "GET api/v1/health": _WORKS_ON_IT,
    "POST api/v1/health/by-hand": EDIT,
    f"GET {_CARD}": _WORKS_ON_IT,
    f"DELETE {_CARD}": EDIT,
    f"PUT {_CARD}/draft": EDIT,
    f"DELETE {_CARD}/draft": EDIT,
    f"POST {_CARD}/publish": EDIT,
    f"GET {_CARD}/versions/<int:number>": _WORKS_ON_IT,
    f"POST {_CARD}/versions/<int:number>/publish": EDIT,
}
