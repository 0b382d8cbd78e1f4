"""What the endpoints of accounts need: single customers are for those who work on maps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.server.people.access import EDIT, Needs
from desirepath.server.people.roles import Role

_LOOK: Final = Needs(Role.EDITOR)
_ONE: Final = "api/v1/accounts/<of>/<path:account>"

ACCOUNTS: Final[Mapping[str, Needs]] = {
    f"GET {_ONE}": _LOOK,
    f"GET {_ONE}/timeline": _LOOK,
    f"GET {_ONE}/people": _LOOK,
    f"GET {_ONE}/worth": _LOOK,
    f"GET {_ONE}/promises": _LOOK,
    f"GET {_ONE}/health": _LOOK,
    f"GET {_ONE}/next": _LOOK,
    f"GET {_ONE}/health-story": _LOOK,
    f"POST {_ONE}/notes": EDIT,
    f"POST {_ONE}/pulse": EDIT,
    f"DELETE {_ONE}/entries/<entry_id>": EDIT,
    "POST api/v1/maps/<map_id>/milestones": EDIT,
}
