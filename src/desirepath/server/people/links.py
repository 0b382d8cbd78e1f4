"""Links that sign one person in, once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from desirepath.server.people.models import Person, SignInLink
from desirepath.server.people.secrets import hash_secret, new_secret

VALID_FOR = timedelta(days=1)


def make_sign_in_link(
    person: Person, *, valid_for: timedelta = VALID_FOR, made_by: Person | None = None
) -> str:
    """The path of a link that signs ``person`` in, once."""
    secret = new_secret()
    SignInLink.objects.create(
        hash=hash_secret(secret), person=person, expires_at=timezone.now() + valid_for, made_by=made_by
    )
    return f"/welcome/{secret}"


def find_link(secret: str) -> SignInLink | None:
    """The link, if it still works."""
    return (
        SignInLink.objects.select_related("person", "made_by")
        .filter(hash=hash_secret(secret), used_at=None, expires_at__gt=timezone.now(), person__is_active=True)
        .first()
    )


def use_link(link: SignInLink) -> bool:
    """Use it up; False where somebody else just did."""
    with transaction.atomic():
        return bool(SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()))
