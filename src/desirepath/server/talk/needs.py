"""What the endpoints of talk need. Whose words and whose notifications they are they look at themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.server.people.access import COMMENT, EDIT, MY_OWN, OWN, SIGNED_IN, VIEW, Needs

_MAP: Final = "api/v1/maps/<map_id>"
_COMMENT: Final = f"{_MAP}/comments/<int:comment_id>"

TALK: Final[Mapping[str, Needs]] = {
    f"GET {_MAP}/comments": VIEW,
    f"POST {_MAP}/comments": COMMENT,
    f"GET {_MAP}/comments/open": VIEW,
    f"GET {_COMMENT}": VIEW,
    f"PATCH {_COMMENT}": COMMENT,
    f"DELETE {_COMMENT}": COMMENT,
    f"GET {_COMMENT}/replies": VIEW,
    f"POST {_COMMENT}/replies": COMMENT,
    f"POST {_COMMENT}/resolve": COMMENT,
    f"POST {_COMMENT}/reopen": COMMENT,
    f"GET {_MAP}/readers": VIEW,
    f"GET {_MAP}/attachments": VIEW,
    f"POST {_MAP}/attachments": COMMENT,
    f"GET {_MAP}/attachments/<file>": VIEW,
    f"GET {_MAP}/attachments/<file>/thumbnail": VIEW,
    f"GET {_MAP}/evidence": VIEW,
    f"POST {_MAP}/evidence": EDIT,
    f"GET {_MAP}/evidence/<int:evidence_id>": VIEW,
    f"DELETE {_MAP}/evidence/<int:evidence_id>": EDIT,
    "GET api/v1/notifications": SIGNED_IN,
    "POST api/v1/notifications/read": MY_OWN,
    "POST api/v1/notifications/unread": MY_OWN,
    "POST api/v1/notifications/read-all": MY_OWN,
    "GET api/v1/notifications/mails": SIGNED_IN,
    "PUT api/v1/notifications/mails": MY_OWN,
    "GET api/v1/events": SIGNED_IN,
    "DELETE api/v1/people/<int:person_id>/words": OWN,
}
