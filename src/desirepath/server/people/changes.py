"""What may be done to people, and by whom. Each change checks, does and writes down: the API and the pages
both come here.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from desirepath.server.kinds import CONFLICT, NOT_ALLOWED, NOT_FOUND
from desirepath.server.people.access import role_on
from desirepath.server.people.audit import write_down
from desirepath.server.people.closing import shut_out, tell_access_changed
from desirepath.server.people.models import MapRole, Person
from desirepath.server.people.roles import Role


def find_person(person_id: int) -> Person:
    """The person, or DP-SRV-003."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NOT_FOUND.error(str(person_id), says="there is no such person")
    return person


def may_give(giver: Person, role: Role, map_id: str | None = None) -> None:
    """Raise DP-SRV-002 where ``role`` is more than the giver's own: nobody gives what they do not have."""
    own = role_on(giver, map_id)
    if role > own:
        raise NOT_ALLOWED.error("role", says=f"you cannot give the role {role.label}; yours is {own.label}")


@transaction.atomic
def change_person(request: HttpRequest, giver: Person, person_id: int, changes: dict[str, Any]) -> Person:
    """Change role, function, name, e-mail, or whether the person is active. All of it, or nothing.

    Raises DP-SRV-002 for a role above the giver's, DP-SRV-006 where no owner would be left, or where
    somebody else has the e-mail.
    """
    owners = list(Person.objects.select_for_update().filter(role=Role.OWNER, is_active=True).order_by("pk"))
    person = find_person(person_id)
    before = {name: getattr(person, name) for name in changes}
    changed = {name: value for name, value in changes.items() if value != before[name]}
    if "role" in changed:
        may_give(giver, Role(changed["role"]))
        may_give(giver, Role(person.role))
    loses = changed.get("role", Role.OWNER) < Role.OWNER or changed.get("is_active") is False
    if loses and owners == [person]:
        raise CONFLICT.error(
            "role" if "role" in changed else "is_active",
            says="this is the last owner",
            fix="make somebody else an owner first",
        )
    if "email" in changed:
        changed["email_is_vouched"] = True
    for name, value in changed.items():
        setattr(person, name, value)
    try:
        with transaction.atomic():
            person.save(update_fields=list(changed) or ["name"])
    except IntegrityError:
        raise CONFLICT.error("email", says="somebody else has this e-mail address") from None
    if changed.get("is_active") is False:
        shut_out(person)
    elif {"role", "is_active"} & set(changed):
        tell_access_changed(person.pk)
    for name in changed.keys() & before.keys():
        write_down(
            f"changed {name} of a person",
            request=request,
            target=person.email,
            was=before[name],
            now=changed[name],
        )
    return person


@transaction.atomic
def change_map_role(
    request: HttpRequest, giver: Person, *, map_id: str, person_id: int, role: Role | None
) -> None:
    """Give a person a role on one map; None takes it away, so that the one in the workspace counts again.

    Raises DP-SRV-002 where it is, or was, more than the giver's own on this map.
    """
    person = find_person(person_id)
    was = MapRole.objects.filter(person=person, map=map_id).first()
    for one in (role, Role(was.role) if was else None):
        if one is not None:
            may_give(giver, one, map_id)
    if role is None:
        MapRole.objects.filter(person=person, map=map_id).delete()
    else:
        MapRole.objects.update_or_create(person=person, map=map_id, defaults={"role": role})
    tell_access_changed(person.pk)
    write_down(
        "changed a role on a map",
        request=request,
        target=person.email,
        map=map_id,
        was=Role(was.role).label if was else None,
        now=role.label if role is not None else None,
    )


@transaction.atomic
def forget_second_factors(request: HttpRequest, person: Person) -> int:
    """Take away the passkeys, app codes and recovery codes of somebody who lost them; how many there were."""
    gone: int = Authenticator.objects.filter(user=person).delete()[0]
    if gone:
        write_down("took away second factors", request=request, target=person.email, how_many=gone)
    return gone
