"""How allauth behaves here: accounts are made by invitation only."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up unasked."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an invitation makes the account itself."""
        return False
