"""The job's process is killed twenty times (kill -9), at any moment: nothing is doubled or told twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desirepath.log.store import create_log
from desirepath.server.configuration import DATABASE_VARIABLE, WORKSPACE_VARIABLE

DRIVER = """
import json, os, random, signal, sys, time
import django
django.setup()
from datetime import UTC, datetime, timedelta
from django.core.management import call_command
from django.db import connection, connections
call_command("migrate", verbosity=0)
from desirepath.log.interaction import Interaction
from desirepath.log.store import create_log
from desirepath.server.desk.deciding import decide_now
from desirepath.server.desk.models import Alert, Handoff
from desirepath.server.talk.models import Notification
from tests.server.desk.world import make_team

class Work:
    job_id, args = 1, {}
    def tell(self, share, words=""): pass
    def should_stop(self): return False
    def stop_if_asked(self): pass

random.seed(7)
folder = os.environ["DESIREPATH_WORKSPACE"]
make_team()
begin = datetime.now(UTC) - timedelta(days=3)

def happen(number):
    at = begin + timedelta(hours=number)
    name = f"A{number}"
    rows = [("signed", None), ("met", None), ("survey.answered", 1)]
    with create_log(folder) as log:
        log.append([Interaction({"account": name}, at + timedelta(minutes=n), what, score=score,
            scale=None if score is None else "1..5", source="t", key=f"{name} {what}")
            for n, (what, score) in enumerate(rows)])

def state():
    keys = [list(one) for one in Alert.objects.filter(ended_at=None).values_list("account", "rule", "reason")]
    passages = [list(one) for one in Handoff.objects.values_list("account", "step", "passage")]
    told = [one.details["says"] for one in Notification.objects.all()]
    return {"alerts": sorted(keys), "handoffs": sorted(passages), "told": told}

for number in range(3):
    happen(number)
    took = time.monotonic(); decide_now(Work()); took = time.monotonic() - took
killed = 0
while killed < 20:
    number += 1
    happen(number)
    connections.close_all()
    child = os.fork()
    if child == 0:
        decide_now(Work())
        os._exit(0)
    time.sleep(random.uniform(0, took))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        killed += 1
    else:
        took *= 0.8  # it was quicker than that
decide_now(Work())
before = state()
decide_now(Work())
assert state() == before
print(json.dumps({**before, "accounts": number + 1}))
"""


@pytest.mark.skipif(bool(os.environ.get(DATABASE_VARIABLE)), reason="a process of its own: tried on SQLite")
def test_killed_twenty_times_nothing_is_doubled(tmp_path: Path) -> None:
    create_log(tmp_path).close()
    own = {WORKSPACE_VARIABLE: str(tmp_path), "DJANGO_SETTINGS_MODULE": "desirepath.server.settings"}
    ran = subprocess.run(
        [sys.executable, "-c", DRIVER],
        cwd=Path(__file__).parents[3],
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    everybody = sorted(f"A{number}" for number in range(found["accounts"]))
    assert sorted(one[0] for one in found["alerts"] if one[1] == "poor-answer") == everybody
    assert sorted(one[0] for one in found["handoffs"]) == everybody
    # Nobody was told of one thing twice.
    singly = [says for says in found["told"] if says.startswith("Urgent:")]
    assert len(singly) == len(set(singly)) <= found["accounts"]
