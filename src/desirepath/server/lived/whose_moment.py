"""Whose moments and whose accounts: by name, as the maps say it."""

from __future__ import annotations

from desirepath.model.journey_map import JourneyMap
from desirepath.server.books.owning import owners_of
from desirepath.server.books.roster import roster
from desirepath.server.clock import workspace_time
from desirepath.server.lived.reading import read_journey
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import Person


class WhoseMoment:
    """Whose everybody's moments on one map are now; looked up once, asked for each."""

    def __init__(self, journey: JourneyMap) -> None:
        self._roles = {step.id: step.owner for step in journey.steps()}
        self._names = _Names(journey.travels)

    def of(self, subject: str, step: str | None) -> str | None:
        """Who owns the moment of somebody at a step; None: nobody."""
        return self._names.of(subject, self._roles.get(step or ""))


class WhoseAccount:
    """Whose everybody of a type is as a whole: whoever plays the role that owns the first map on which such
    travel, else the one role that somebody plays."""

    def __init__(self, of: str) -> None:
        self._names = _Names(of)
        self._role = _owning_role(of)

    def of(self, subject: str) -> str | None:
        """Who looks after somebody; None: nobody."""
        return self._names.of(subject, self._role)


class _Names:
    def __init__(self, of: str) -> None:
        self._owners = owners_of(of, workspace_time().now)
        self._people = {str(one.pk): str(one) for one in Person.objects.filter(is_active=True)}

    def of(self, subject: str, role: str | None) -> str | None:
        owned = self._owners.get(subject, {}).get(role or "")
        return None if owned is None else self._people.get(owned.person or "")


def _owning_role(of: str) -> str | None:
    records = MapRecord.objects.filter(archived_at=None).order_by("created_at", "id")
    owners = (journey.owner for one in records if (journey := read_journey(one)).travels == of)
    roles = sorted(roster(workspace_time().now, of).roles)
    return next((one for one in owners if one), roles[0] if len(roles) == 1 else None)
