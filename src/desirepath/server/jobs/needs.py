"""What the endpoints of jobs need. Whose job it is they look at themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desirepath.server.people.access import MY_OWN, SIGNED_IN, Needs

JOBS: Final[Mapping[str, Needs]] = {
    "GET api/v1/jobs": SIGNED_IN,
    "GET api/v1/jobs/<job_id>": SIGNED_IN,
    "POST api/v1/jobs/<job_id>/cancel": MY_OWN,
}
