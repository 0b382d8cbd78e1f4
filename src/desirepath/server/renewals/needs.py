"""What the endpoints of renewals need: single accounts and their money are for those who work on maps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.server.people.access import Needs
from desirepath.server.people.roles import Role, Scope

_LOOK: Final = Needs(Role.EDITOR)
_WRITE: Final = Needs(Role.EDITOR, Scope.WRITE)

RENEWALS: Final[Mapping[str, Needs]] = {
    "GET api/v1/renewals": _LOOK,
    "GET api/v1/renewals/terms.<form>": _LOOK,
    "POST api/v1/renewals/<of>/<path:account>": _WRITE,
    "GET api/v1/revenue": _LOOK,
    "GET api/v1/revenue/accounts": _LOOK,
    "GET api/v1/revenue/accounts.<form>": _LOOK,
    "GET api/v1/maps/<map_id>/first-days": _LOOK,
    "GET api/v1/maps/<map_id>/support": _LOOK,
}
