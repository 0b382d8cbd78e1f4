"""What somebody may do, from nothing to everything; and what one does in the team."""

from __future__ import annotations

from typing import Literal, cast

from django.db import models

RoleName = Literal["none", "viewer", "commenter", "editor", "owner"]
"""A role as the API says it."""
GivenRole = Literal["viewer", "commenter", "editor", "owner"]
"""A role that an invitation can give."""


class Role(models.IntegerChoices):
    """Each role may do all that the one before it may. NONE sees nothing but what a map's own role gives."""

    NONE = 0, "none"
    VIEWER = 10, "viewer"
    COMMENTER = 20, "commenter"
    EDITOR = 30, "editor"
    OWNER = 40, "owner"

    @property
    def word(self) -> RoleName:
        """Its name, as the API says it."""
        return cast(RoleName, str(self.label))

    @staticmethod
    def named(name: RoleName) -> Role:
        """The role of this name.

        >>> Role.named("editor") > Role.named("viewer")
        True
        """
        return Role[name.upper()]


class Function(models.TextChoices):
    """What somebody does in the team; owners of steps and handoffs are named by it."""

    MARKETING = "marketing", "Marketing"
    SALES = "sales", "Sales"
    PRODUCT = "product", "Product"
    SUPPORT = "support", "Support"
    CUSTOMER_SUCCESS = "customer_success", "Customer success"
    IT_DESK = "it_desk", "IT desk"
    CUSTOMER = "customer", "Customer"
    OTHER = "other", "Other"


class Beginning(models.TextChoices):
    """On which page somebody begins."""

    TODAY = "today", "what is to be done today"
    MAPS = "maps", "the maps"


class Scope(models.TextChoices):
    """What a personal token may be used for, at most; never more than its person may do."""

    READ = "read", "read"
    WRITE = "write", "read and write"
    ADMIN = "admin", "read, write, and look after people and the workspace"
