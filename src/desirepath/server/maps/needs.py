"""What the endpoints of maps need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desirepath.server.people.access import (
    ANY_MAP,
    EDIT,
    EDIT_MAP,
    OWN,
    OWN_MAP,
    SIGNED_IN,
    VIEW,
    VIEW_MAP,
    Needs,
)
from desirepath.server.people.roles import Scope

MAPS: Final[Mapping[str, Needs]] = {
    "GET api/v1/maps": ANY_MAP,
    "POST api/v1/maps": EDIT,
    "GET api/v1/maps/<map_id>": VIEW_MAP,
    "DELETE api/v1/maps/<map_id>": OWN_MAP,
    "GET api/v1/maps/<map_id>/thumbnail.svg": VIEW_MAP,
    "GET api/v1/maps/<map_id>/unmaking": EDIT_MAP,
    "GET api/v1/templates": SIGNED_IN,
    "GET api/v1/templates/<name>/thumbnail.svg": SIGNED_IN,
    "POST api/v1/maps/<map_id>/copy": replace(VIEW, scope=Scope.WRITE),
    "POST api/v1/maps/<map_id>/archive": EDIT_MAP,
    "POST api/v1/maps/<map_id>/unarchive": EDIT_MAP,
    "POST api/v1/maps/<map_id>/edits": EDIT_MAP,
    "POST api/v1/maps/<map_id>/edits/<revision>/take-back": EDIT_MAP,
    "POST api/v1/maps/<map_id>/undo": EDIT_MAP,
    "POST api/v1/maps/<map_id>/redo": EDIT_MAP,
    "POST api/v1/maps/<map_id>/restore": EDIT_MAP,
    "GET api/v1/maps/<map_id>/events": VIEW_MAP,
    "POST api/v1/maps/<map_id>/presence": VIEW_MAP,
    "GET api/v1/maps/<map_id>/drawing": VIEW_MAP,
    "GET api/v1/maps/<map_id>/nodes": VIEW_MAP,
    "GET api/v1/maps/<map_id>/text": VIEW_MAP,
    "PUT api/v1/maps/<map_id>/text": EDIT_MAP,
    "GET api/v1/maps/<map_id>/history": VIEW_MAP,
    "GET api/v1/maps/<map_id>/diff": VIEW_MAP,
    "GET api/v1/maps/<map_id>/checks": VIEW_MAP,
    "GET api/v1/maps/<map_id>/versions": VIEW_MAP,
    "POST api/v1/maps/<map_id>/versions": EDIT_MAP,
    "DELETE api/v1/maps/<map_id>/versions/<version_id>": EDIT_MAP,
    "GET api/v1/maps/<map_id>/people": OWN,
    "PUT api/v1/maps/<map_id>/people/<person_id>": OWN,
    "DELETE api/v1/maps/<map_id>/people/<person_id>": OWN,
    "GET api/v1/maps/<map_id>/invitations": OWN,
    "POST api/v1/maps/<map_id>/invitations": OWN,
    "DELETE api/v1/maps/<map_id>/invitations/<invitation_id>": OWN,
    "POST api/v1/maps/<map_id>/invitations/<invitation_id>/links": OWN,
    "GET api/v1/personas": ANY_MAP,
    "POST api/v1/personas": EDIT,
    "GET api/v1/personas/<persona_id>": ANY_MAP,
    "PATCH api/v1/personas/<persona_id>": EDIT,
    "DELETE api/v1/personas/<persona_id>": EDIT,
    "GET api/v1/personas/<persona_id>/text": VIEW,
    "PUT api/v1/personas/<persona_id>/text": EDIT,
}
