"""A letter to Ada of Acme, and the links that stand in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from desirepath.server.log_state import current_log
from desirepath.server.people.models import Person
from desirepath.server.playbooks.models import OutboxRow, Outcome, PlaybookVersion, Switch
from tests.server.playbooks.conftest import ana, folder, owner, worker

__all__ = ["ana", "folder", "owner", "worker"]

BOOK = """\
format: desirepath-playbook/1
id: quiet
name: It has become quiet
map: small
when: [{stalls_at: signed, longer_than: 6d}]
variables: {first_name: {of: person.first_name, otherwise: there}}
moves:
  - id: mail
    email: {to: traits.role == "lead", subject: "A word, {{first_name}}?", text: "Hello {{first_name}}."}
  - id: how
    ask:
      measure: NPS
      survey: relation
      to: traits.role == "lead"
      subject: A question, {{first_name}}
      text: "Hello {{first_name}}, a minute?"
      question: Would you recommend us to others?
"""


@pytest.fixture
def company(owner: Person, settings: Settings) -> None:
    """What the playbook says, and who sends; nobody has guessed at anything yet."""
    cache.clear()
    settings.CONFIGURATION = replace(
        settings.CONFIGURATION, email="smtp://post.example", url="https://journeys.tech.example"
    )
    settings.DEFAULT_FROM_EMAIL = "Tech Corp <olga@tech.example>"
    PlaybookVersion.objects.create(playbook="quiet", number=1, text=BOOK)
    Switch.objects.create(playbook="quiet", how="on", version=1)


def put(key: str, kind: str = "email", *, person: str = "acme@example.com", **more: Any) -> OutboxRow:
    """A row of the outbox."""
    words = {
        "playbook": "quiet",
        "version": 1,
        "of": "account",
        "subject": person.partition("@")[0],
        "occurrence": f"stalls:signed:{key}.1",
        "move": {"email": "mail", "ask": "how"}[kind],
        "at_us": int(timezone.now().timestamp() * 1e6),
        "values": {"first_name": "Ada"},
        "outcome": Outcome.WAITING,
    }
    return OutboxRow.objects.create(key=key * 40, kind=kind, person=person, **{**words, **more})


def told(*activities: str) -> list[dict[str, Any]]:
    """What the log says of these."""
    rows: list[dict[str, Any]] = current_log().interactions().to_pylist()
    return [row for row in rows if row["activity"] in activities]


def stranger() -> Client:
    """Somebody without an account, whose browser proves nothing."""
    return Client(enforce_csrf_checks=True)
