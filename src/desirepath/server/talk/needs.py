"""What the endpoints of talk need. Whose words and whose notifications they are they look at themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.server.people.access import COMMENT_MAP, EDIT_MAP, MY_OWN, OWN, SIGNED_IN, VIEW_MAP, Needs

_MAP: Final = "api/v1/maps/<map_id>"
_COMMENT: Final = f"{_MAP}/comments/<int:comment_id>"

TALK: Final[Mapping[str, Needs]] = {
    f"GET {_MAP}/comments": VIEW_MAP,
    f"POST {_MAP}/comments": COMMENT_MAP,
    f"GET {_MAP}/comments/open": VIEW_MAP,
    f"GET {_COMMENT}": VIEW_MAP,
    f"PATCH {_COMMENT}": COMMENT_MAP,
    f"DELETE {_COMMENT}": COMMENT_MAP,
    f"GET {_COMMENT}/replies": VIEW_MAP,
    f"POST {_COMMENT}/replies": COMMENT_MAP,
    f"POST {_COMMENT}/resolve": COMMENT_MAP,
    f"POST {_COMMENT}/reopen": COMMENT_MAP,
    f"GET {_MAP}/readers": VIEW_MAP,
    f"GET {_MAP}/attachments": VIEW_MAP,
    f"POST {_MAP}/attachments": COMMENT_MAP,
    f"GET {_MAP}/attachments/<file>": VIEW_MAP,
    f"GET {_MAP}/attachments/<file>/thumbnail": VIEW_MAP,
    f"GET {_MAP}/evidence": VIEW_MAP,
    f"POST {_MAP}/evidence": EDIT_MAP,
    f"GET {_MAP}/evidence/<int:evidence_id>": VIEW_MAP,
    f"DELETE {_MAP}/evidence/<int:evidence_id>": EDIT_MAP,
    "GET api/v1/notifications": SIGNED_IN,
    "POST api/v1/notifications/read": MY_OWN,
    "POST api/v1/notifications/unread": MY_OWN,
    "POST api/v1/notifications/read-all": MY_OWN,
    "GET api/v1/notifications/mails": SIGNED_IN,
    "PUT api/v1/notifications/mails": MY_OWN,
    "GET api/v1/events": SIGNED_IN,
    "DELETE api/v1/people/<int:person_id>/words": OWN,
}
