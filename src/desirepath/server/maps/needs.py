"""What the endpoints of maps need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desirepath.server.people.access import EDIT, OWN, SIGNED_IN, VIEW, Needs
from desirepath.server.people.roles import Scope

_VIEW_ANYWHERE: Final = replace(VIEW, anywhere=True)

MAPS: Final[Mapping[str, Needs]] = {
    "GET api/v1/maps": _VIEW_ANYWHERE,
    "POST api/v1/maps": EDIT,
    "GET api/v1/maps/<map_id>": VIEW,
    "DELETE api/v1/maps/<map_id>": OWN,
    "GET api/v1/maps/<map_id>/thumbnail.svg": VIEW,
    "GET api/v1/maps/<map_id>/unmaking": EDIT,
    "GET api/v1/templates": SIGNED_IN,
    "GET api/v1/templates/<name>/thumbnail.svg": SIGNED_IN,
    "POST api/v1/maps/<map_id>/copy": replace(VIEW, scope=Scope.WRITE),
    "POST api/v1/maps/<map_id>/archive": EDIT,
    "POST api/v1/maps/<map_id>/unarchive": EDIT,
    "POST api/v1/maps/<map_id>/edits": EDIT,
    "POST api/v1/maps/<map_id>/edits/<revision>/take-back": EDIT,
    "POST api/v1/maps/<map_id>/undo": EDIT,
    "POST api/v1/maps/<map_id>/redo": EDIT,
    "POST api/v1/maps/<map_id>/restore": EDIT,
    "GET api/v1/maps/<map_id>/events": VIEW,
    "POST api/v1/maps/<map_id>/presence": VIEW,
    "GET api/v1/maps/<map_id>/drawing": VIEW,
    "GET api/v1/maps/<map_id>/nodes": VIEW,
    "GET api/v1/maps/<map_id>/text": VIEW,
    "PUT api/v1/maps/<map_id>/text": EDIT,
    "GET api/v1/maps/<map_id>/history": VIEW,
    "GET api/v1/maps/<map_id>/diff": VIEW,
    "GET api/v1/maps/<map_id>/checks": VIEW,
    "GET api/v1/maps/<map_id>/versions": VIEW,
    "POST api/v1/maps/<map_id>/versions": EDIT,
    "DELETE api/v1/maps/<map_id>/versions/<version_id>": EDIT,
    "GET api/v1/maps/<map_id>/people": OWN,
    "PUT api/v1/maps/<map_id>/people/<person_id>": OWN,
    "DELETE api/v1/maps/<map_id>/people/<person_id>": OWN,
    "GET api/v1/maps/<map_id>/invitations": OWN,
    "POST api/v1/maps/<map_id>/invitations": OWN,
    "DELETE api/v1/maps/<map_id>/invitations/<invitation_id>": OWN,
    "POST api/v1/maps/<map_id>/invitations/<invitation_id>/links": OWN,
    "GET api/v1/personas": _VIEW_ANYWHERE,
    "POST api/v1/personas": EDIT,
    "GET api/v1/personas/<persona_id>": _VIEW_ANYWHERE,
    "PATCH api/v1/personas/<persona_id>": EDIT,
    "DELETE api/v1/personas/<persona_id>": EDIT,
    "GET api/v1/personas/<persona_id>/text": _VIEW_ANYWHERE,
    "PUT api/v1/personas/<persona_id>/text": EDIT,
}
