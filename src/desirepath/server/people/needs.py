"""What the endpoints of people need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.server.people.access import MY_OWN, OWN, SIGNED_IN, VIEW, Needs
from desirepath.server.people.roles import Role, Scope

MY_KEYS: Final = Needs(Role.NONE, Scope.ADMIN, guests=True)
"""One's own ways in: a token that can only read or write cannot make another."""

PEOPLE: Final[Mapping[str, Needs]] = {
    "GET api/v1/me": SIGNED_IN,
    "PATCH api/v1/me": MY_OWN,
    "GET api/v1/me/sessions": MY_KEYS,
    "DELETE api/v1/me/sessions": MY_KEYS,
    "DELETE api/v1/me/sessions/<session_id>": MY_KEYS,
    "GET api/v1/me/tokens": MY_KEYS,
    "POST api/v1/me/tokens": MY_KEYS,
    "DELETE api/v1/me/tokens/<token_id>": MY_KEYS,
    "GET api/v1/people": VIEW,
    "GET api/v1/people/<person_id>": VIEW,
    "PATCH api/v1/people/<person_id>": OWN,
    "POST api/v1/people/<person_id>/sign-in-links": OWN,
    "DELETE api/v1/people/<person_id>/second-factors": OWN,
    "GET api/v1/invitations": OWN,
    "POST api/v1/invitations": OWN,
    "DELETE api/v1/invitations/<invitation_id>": OWN,
    "POST api/v1/invitations/<invitation_id>/links": OWN,
    "GET api/v1/security-log": OWN,
    "GET api/v1/security-log.csv": OWN,
}
