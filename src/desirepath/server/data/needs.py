"""What the endpoints of data need. Rows of files are people's: who cannot edit does not see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.server.people.access import EDIT, OWN, VIEW, Needs
from desirepath.server.people.roles import Role

LOOK: Final = Needs(Role.EDITOR)
"""Reading what only those may read who may import it."""

_UPLOAD: Final = "api/v1/data/uploads/<upload_id>"
_IMPORT: Final = "api/v1/data/imports/<int:import_id>"

DATA: Final[Mapping[str, Needs]] = {
    "GET api/v1/data/uploads": LOOK,
    "POST api/v1/data/uploads": EDIT,
    f"GET {_UPLOAD}": LOOK,
    f"PUT {_UPLOAD}/content": EDIT,
    f"DELETE {_UPLOAD}": EDIT,
    f"GET {_UPLOAD}/look": LOOK,
    f"POST {_UPLOAD}/try": EDIT,
    f"POST {_UPLOAD}/import": EDIT,
    "GET api/v1/data/imports": LOOK,
    f"GET {_IMPORT}": LOOK,
    f"POST {_IMPORT}/again": EDIT,
    f"POST {_IMPORT}/take-back": EDIT,
    f"GET {_IMPORT}/rejects": LOOK,
    f"GET {_IMPORT}/rejects.csv": LOOK,
    f"GET {_IMPORT}/rejects.jsonl": LOOK,
    f"POST {_IMPORT}/rejects": EDIT,
    "GET api/v1/data/health": VIEW,
    "GET api/v1/data/unmentioned": VIEW,
    **dict.fromkeys(
        (
            "POST api/v1/data/subjects/look",
            "POST api/v1/data/subjects/export",
            "POST api/v1/data/subjects/erase",
            "POST api/v1/data/subjects/suppress",
            "POST api/v1/data/subjects/unsuppress",
            "GET api/v1/data/erasures",
            "GET api/v1/data/erasures/<int:erasure_id>",
            "GET api/v1/data/erasures/<int:erasure_id>/certificate.json",
            "GET api/v1/data/rules",
            "PUT api/v1/data/rules",
            "GET api/v1/data/rules/preview",
            "POST api/v1/data/rules/apply",
        ),
        OWN,
    ),
    "GET api/v1/data/mappings": LOOK,
    "DELETE api/v1/data/mappings/<int:mapping_id>": EDIT,
}
