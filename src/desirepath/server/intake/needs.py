"""What the endpoints of connections need: who looks after the workspace makes keys; who works on maps looks
at what comes in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.server.people.access import OWN, Needs
from desirepath.server.people.roles import Role

_LOOK: Final = Needs(Role.EDITOR)
_ONE: Final = "api/v1/connections/<int:connection_id>"
INTAKE: Final[Mapping[str, Needs]] = {
    "GET api/v1/connections": _LOOK,
    "POST api/v1/connections": OWN,
    "GET api/v1/connections/tools": _LOOK,
    "GET api/v1/connections/tail": _LOOK,
    "GET api/v1/connections/tail/events": _LOOK,
    f"GET {_ONE}": _LOOK,
    f"PATCH {_ONE}": OWN,
    f"DELETE {_ONE}": OWN,
    f"POST {_ONE}/keys": OWN,
    f"POST {_ONE}/keys/<int:key_id>/rotate": OWN,
    f"DELETE {_ONE}/keys/<int:key_id>": OWN,
    f"POST {_ONE}/secrets": OWN,
    f"POST {_ONE}/secrets/<int:secret_id>/rotate": OWN,
    f"DELETE {_ONE}/secrets/<int:secret_id>": OWN,
}
