"""Who plays which role, when they are away, and whom accounts are named to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from desirepath.server.people.models import Person

USUAL_CAPACITY = 50
"""How many accounts somebody looks after, where nobody has said it."""


class Seat(models.Model):
    """What somebody plays in the journeys. ``roles`` are those that the owners of maps' steps name.

    ``territory`` is an expression over an account's traits (empty: any account), ``capacity`` how many
    accounts they can look after: who shares a territory shares it in this proportion. With
    ``own_book_only`` they see the accounts of their own book, and no others.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    roles = models.JSONField(default=list)
    territory = models.TextField(blank=True)
    capacity = models.PositiveIntegerField(default=USUAL_CAPACITY)
    own_book_only = models.BooleanField(default=False)


class Absence(models.Model):
    """Somebody is away from ``since`` up to before ``until``, and ``substitute`` (null: nobody in
    particular) stands in for them."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    substitute = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["until", "since"], name="books_away_when")
        ]


class Named(models.Model):
    """Whom somebody has named for an account, in a role. ``of`` is the type of the account's id.

    A row is never changed: who is named anew gets a new one, so that the newest row and their number say
    whether anything has changed.
    """

    of = models.CharField(max_length=100)
    account = models.CharField(max_length=500)
    role = models.CharField(max_length=200)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["of", "account", "role"], name="one_named_for_a_role")
        ]


class NamingTrait(models.Model):
    """A trait of accounts that names, by their e-mail address, who plays a role for them."""

    role = models.CharField(max_length=200, unique=True)
    trait = models.CharField(max_length=200)
