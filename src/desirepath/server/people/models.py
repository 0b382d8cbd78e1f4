"""People and what lets them in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from desirepath.server.people.roles import Beginning, Function, Role, Scope


class People(BaseUserManager["Person"]):
    """Makes people."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> Person:
        """A new person; without a password one who signs in by link, passkey or provider."""
        person = self.model(email=self.normalize_email(email).lower(), **extra)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody with an account. ``role`` is the one in the workspace; a map can give another (MapRole).

    ``begins_at`` is the page on which they chose to begin (empty: as their team usually does).

    ``email_is_vouched``: an owner named the address, or a provider vouched for it. One that somebody typed
    for themselves says nothing about who they are, so no provider's word about it opens this account.
    """

    email = models.EmailField(unique=True)
    email_is_vouched = models.BooleanField(default=True)
    name = models.CharField(max_length=120, blank=True)
    function = models.CharField(max_length=20, choices=Function.choices, default=Function.OTHER)
    begins_at = models.CharField(max_length=10, choices=Beginning.choices, blank=True)
    role = models.PositiveSmallIntegerField(choices=Role.choices, default=Role.VIEWER)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[People] = People()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def public_name(self) -> str:
        """What guests of one map, who see no e-mail addresses, may know somebody by.

        >>> Person(email="ana@example.com").public_name, Person(email="a@x.org", name="Ana Lima").public_name
        ('ana', 'Ana Lima')
        """
        return self.name or self.email.partition("@")[0]


class MapRole(models.Model):
    """The role of one person on one map, more or less than in the workspace. ``map`` is the map's id."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="map_roles")
    map = models.CharField(max_length=100)
    role = models.PositiveSmallIntegerField(choices=Role.choices)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "map"], name="one_role_on_a_map")
        ]


class Invitation(models.Model):
    """A link that makes an account. Of the link only its hash is kept.

    With ``email`` it is for this address only, and who signs in by a provider with it needs no link. ``map``
    (the id of a map) says that ``role`` is one on this map, and that there is none in the workspace.
    """

    hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    role = models.PositiveSmallIntegerField(choices=Role.choices)
    function = models.CharField(max_length=20, choices=Function.choices, default=Function.OTHER)
    map = models.CharField(max_length=100, blank=True)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")


class SignInLink(models.Model):
    """A link that signs one person in, once. Of the link only its hash is kept."""

    hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Token(models.Model):
    """What a program shows instead of a password: acts as its person, within its scope."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=120)
    hash = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)


class AuditEntry(models.Model):
    """One thing that matters for security: who did what to whom, from where. Never changed, never deleted."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=60)
    target = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=60, blank=True)
    details = models.JSONField(default=dict)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it, once."""
        if not self._state.adding:
            raise TypeError("the security log is written once and never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError("the security log is never deleted")
