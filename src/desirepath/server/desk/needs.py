"""What the endpoints of the desk need: it is for those who work with customers. Whose rows, they look at
themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.server.people.access import EDIT, Needs
from desirepath.server.people.roles import Role

_LOOK: Final = Needs(Role.EDITOR)
DESK: Final[Mapping[str, Needs]] = {
    "GET api/v1/today": _LOOK,
    "GET api/v1/today/story": _LOOK,
    "GET api/v1/today/team": _LOOK,
    "GET api/v1/today/maps": _LOOK,
    "PUT api/v1/today/maps/<map_id>": EDIT,
    "GET api/v1/tasks": _LOOK,
    "POST api/v1/tasks": EDIT,
    "GET api/v1/tasks/<int:task_id>": _LOOK,
    "PATCH api/v1/tasks/<int:task_id>": EDIT,
    "POST api/v1/tasks/<int:task_id>/done": EDIT,
    "POST api/v1/tasks/<int:task_id>/undone": EDIT,
    "POST api/v1/tasks/<int:task_id>/snooze": EDIT,
    "POST api/v1/tasks/<int:task_id>/wake": EDIT,
    "GET api/v1/alerts": _LOOK,
    "GET api/v1/alerts/<int:alert_id>": _LOOK,
    "POST api/v1/alerts/together/close": EDIT,
    "POST api/v1/alerts/together/reopen": EDIT,
    "POST api/v1/alerts/together/snooze": EDIT,
    "POST api/v1/alerts/together/wake": EDIT,
    "POST api/v1/alerts/<int:alert_id>/close": EDIT,
    "POST api/v1/alerts/<int:alert_id>/reopen": EDIT,
    "POST api/v1/alerts/<int:alert_id>/snooze": EDIT,
    "POST api/v1/alerts/<int:alert_id>/wake": EDIT,
    "PUT api/v1/alerts/<int:alert_id>/owner": EDIT,
    "GET api/v1/handoffs": _LOOK,
    "GET api/v1/handoffs/<int:handoff_id>": _LOOK,
    "POST api/v1/handoffs/<int:handoff_id>/told": EDIT,
    "POST api/v1/handoffs/<int:handoff_id>/accept": EDIT,
    "POST api/v1/handoffs/<int:handoff_id>/send-back": EDIT,
    "POST api/v1/handoffs/<int:handoff_id>/snooze": EDIT,
    "POST api/v1/handoffs/<int:handoff_id>/wake": EDIT,
    "POST api/v1/handoffs/<int:handoff_id>/take": EDIT,
    "POST api/v1/handoffs/<int:handoff_id>/leave": EDIT,
}
