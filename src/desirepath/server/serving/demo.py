"""The demo's workspace: an owner who is signed in by looking, on this machine only, and the stories' maps."""

from __future__ import annotations

from collections.abc import Iterable

from desirepath.server.maps.making import make_map
from desirepath.server.maps.models import MapRecord
from desirepath.server.maps.personas import keep_persona
from desirepath.server.pages import DEMO_OWNER
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Function, Role


def fill(maps: Iterable[str], personas: Iterable[str]) -> None:
    """Make the demo's owner, maps and personas (texts of their files); what is there already stays."""
    owner = Person.objects.filter(email=DEMO_OWNER).first()
    if owner is None:
        owner = Person.objects.create_user(
            DEMO_OWNER, name="Demo owner", role=Role.OWNER, function=Function.CUSTOMER_SUCCESS
        )
    if MapRecord.objects.exists():
        return
    for text in personas:
        keep_persona(text, owner)
    for text in maps:
        make_map(text, owner)
