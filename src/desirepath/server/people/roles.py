"""What somebody may do, from nothing to everything; and what one does in the team."""

from __future__ import annotations

from django.db import models


class Role(models.IntegerChoices):
    """Each role may do all that the one before it may. NONE sees nothing but what a map's own role gives."""

    NONE = 0, "none"
    VIEWER = 10, "viewer"
    COMMENTER = 20, "commenter"
    EDITOR = 30, "editor"
    OWNER = 40, "owner"


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


class Scope(models.TextChoices):
    """What a personal token may be used for, at most; never more than its person may do."""

    READ = "read", "read"
    WRITE = "write", "read and write"
    ADMIN = "admin", "read, write, and look after people and the workspace"
