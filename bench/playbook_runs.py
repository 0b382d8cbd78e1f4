"""A workspace's database with many runs of one playbook, asked as its page asks. Django is set up before."""

from __future__ import annotations

import time

from django.core.management import call_command
from django.test import Client

from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from desirepath.server.playbooks.models import PlaybookRun, Switch


def seconds_of_a_page(runs: int, accounts: int, word: str) -> float:
    """How long a page of the runs of accounts takes whose names have these letters, the second time."""
    call_command("migrate", verbosity=0)
    Switch.objects.create(playbook="p")
    PlaybookRun.objects.bulk_create(
        [
            PlaybookRun(
                playbook="p", version=1, of="account", subject=f"A{n % accounts}", key=str(n), says="",
                since_us=n, status="done",
            )
            for n in range(runs)
        ],
        batch_size=5000,
    )  # fmt: skip
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Person.objects.create_user("olga@example.com", role=Role.OWNER))
    took = 0.0
    for _ in range(2):
        began = time.perf_counter()
        answer = client.get("/api/v1/playbooks/p/runs", {"subject": word})
        took = time.perf_counter() - began
        assert answer.json()["items"], answer.content
    return took
