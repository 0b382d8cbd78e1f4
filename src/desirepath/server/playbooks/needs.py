"""What the endpoints of playbooks need: they are for those who work with customers; what is called, for
owners."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.server.people.access import EDIT, OWN, Needs
from desirepath.server.people.roles import Role

_WORKS_ON_IT: Final = Needs(Role.EDITOR)
_ONE: Final = "api/v1/playbooks/<playbook_id>"
_TARGET: Final = "api/v1/targets/<int:target_id>"

PLAYBOOKS: Final[Mapping[str, Needs]] = {
    "GET api/v1/playbooks": _WORKS_ON_IT,
    "POST api/v1/playbooks": EDIT,
    "GET api/v1/playbooks/templates": _WORKS_ON_IT,
    "GET api/v1/playbooks/templates/<name>": _WORKS_ON_IT,
    "POST api/v1/playbooks/check": _WORKS_ON_IT,
    "POST api/v1/playbooks/simulate": _WORKS_ON_IT,
    f"GET {_ONE}": _WORKS_ON_IT,
    f"PUT {_ONE}": EDIT,
    f"GET {_ONE}/versions/<int:number>": _WORKS_ON_IT,
    f"GET {_ONE}/runs": _WORKS_ON_IT,
    f"POST {_ONE}/on": EDIT,
    f"POST {_ONE}/pause": EDIT,
    f"POST {_ONE}/resume": EDIT,
    f"POST {_ONE}/drain": EDIT,
    f"POST {_ONE}/stop": EDIT,
    "GET api/v1/emails": _WORKS_ON_IT,
    f"GET {_ONE}/runs/<int:run_id>": _WORKS_ON_IT,
    f"GET {_ONE}/proof": _WORKS_ON_IT,
    "POST api/v1/playbooks/preview": _WORKS_ON_IT,
    "POST api/v1/playbooks/test-letter": EDIT,
    f"GET {_ONE}/reached": _WORKS_ON_IT,
    "GET api/v1/playbook-limits": _WORKS_ON_IT,
    "PUT api/v1/playbook-limits": OWN,
    "GET api/v1/playbook-words": _WORKS_ON_IT,
    "GET api/v1/maps/<map_id>/playbooks": _WORKS_ON_IT,
    "GET api/v1/demo-clock": _WORKS_ON_IT,
    "POST api/v1/demo-clock/days": EDIT,
    "POST api/v1/outbox/<int:row_id>/arrived": EDIT,
    "POST api/v1/outbox/<int:row_id>/again": EDIT,
    "GET api/v1/outbox": _WORKS_ON_IT,
    "POST api/v1/outbox/halt": EDIT,
    "DELETE api/v1/outbox/halt": EDIT,
    "GET api/v1/targets": OWN,
    "POST api/v1/targets": OWN,
    f"PATCH {_TARGET}": OWN,
    f"DELETE {_TARGET}": OWN,
    f"POST {_TARGET}/rotate": OWN,
    f"POST {_TARGET}/test": OWN,
    f"GET {_TARGET}/calls": OWN,
}
