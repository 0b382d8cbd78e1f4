"""What the endpoints of accounts need: single customers are for those who work on maps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.server.people.access import Needs
from desirepath.server.people.roles import Role, Scope

_LOOK: Final = Needs(Role.EDITOR)
_WRITE: Final = Needs(Role.EDITOR, Scope.WRITE)
_ONE: Final = "api/v1/accounts/<of>/<path:account>"

ACCOUNTS: Final[Mapping[str, Needs]] = {
    f"POST {_ONE}/notes": _WRITE,
    f"POST {_ONE}/pulse": _WRITE,
    f"DELETE {_ONE}/entries/<entry_id>": _WRITE,
    "POST api/v1/maps/<map_id>/milestones": _WRITE,
}
