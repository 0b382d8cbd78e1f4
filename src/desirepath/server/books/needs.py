"""What the endpoints of books need: owners say what people play, who works with accounts whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.server.people.access import EDIT, OWN, VIEW, Needs
from desirepath.server.people.roles import Role, Scope

_MY_ABSENCE: Final = Needs(Role.NONE, Scope.WRITE)
_NAMED: Final = "api/v1/books/<of>/<path:account>/<role>"

BOOKS: Final[Mapping[str, Needs]] = {
    "GET api/v1/books/seats": VIEW,
    "PUT api/v1/books/seats/<int:person_id>": OWN,
    "GET api/v1/books/roles": VIEW,
    "GET api/v1/books/naming": OWN,
    "PUT api/v1/books/naming": OWN,
    "POST api/v1/books/absences": _MY_ABSENCE,
    "DELETE api/v1/books/absences/<int:absence_id>": _MY_ABSENCE,
    "GET api/v1/books/owners": Needs(Role.EDITOR),
    f"PUT {_NAMED}": EDIT,
    f"DELETE {_NAMED}": EDIT,
}
