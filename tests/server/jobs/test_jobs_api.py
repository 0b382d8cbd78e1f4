"""Jobs over HTTP: one's own, and those about maps one may see."""

from __future__ import annotations

import pytest
from django.test import Client

from desirepath.server.jobs import queue
from desirepath.server.jobs.models import Job, State
from desirepath.server.jobs.watch import JobWatch
from desirepath.server.jobs.worker import Worker
from desirepath.server.live.broker import BROKER, Event
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import MapRole, Person
from desirepath.server.people.roles import Role

pytestmark = pytest.mark.django_db


def person(name: str, role: Role) -> Person:
    return Person.objects.create_user(f"{name}@example.com", role=role)


@pytest.fixture
def ana() -> Person:
    return person("ana", Role.VIEWER)


def test_my_jobs_page_by_page_the_newest_first(client: Client, ana: Person) -> None:
    client.force_login(ana)
    mine = [queue.enqueue("test.add", {"a": n, "b": 0}, person=ana).pk for n in range(3)]
    queue.enqueue("test.add", person=person("ben", Role.EDITOR))
    first = client.get("/api/v1/jobs", {"limit": "2"}).json()
    assert [job["id"] for job in first["items"]] == mine[:0:-1]
    rest = client.get("/api/v1/jobs", {"cursor": first["next"]}).json()
    assert [job["id"] for job in rest["items"]] == mine[:1]
    assert rest["next"] is None
    assert client.get("/api/v1/jobs", {"state": "done"}).json()["items"] == []
    assert client.get("/api/v1/jobs", {"state": "lost"}).status_code == 422


def test_the_result_comes_with_the_one_job(client: Client, ana: Person) -> None:
    client.force_login(ana)
    job = queue.enqueue("test.add", {"a": 1, "b": 2}, person=ana)
    Worker().run_one()
    assert client.get(f"/api/v1/jobs/{job.pk}").json()["result"] == 3
    assert client.get("/api/v1/jobs").json()["items"][0]["result"] is None


@pytest.mark.parametrize(
    ("role", "on_map", "sees", "cancels"),
    [
        (Role.OWNER, None, True, True),
        (Role.EDITOR, None, True, True),
        (Role.VIEWER, None, True, False),
        (Role.NONE, None, False, False),
        (Role.NONE, Role.VIEWER, True, False),
        (Role.NONE, Role.EDITOR, True, True),
        (Role.EDITOR, Role.NONE, False, False),
    ],
)
def test_a_job_about_a_map_is_for_those_who_see_the_map(
    client: Client, ana: Person, role: Role, on_map: Role | None, sees: bool, cancels: bool
) -> None:
    MapRecord.objects.create(id="shop", title="Shop", text="")
    job = queue.enqueue("test.add", person=ana, map_id="shop")
    other = person("ben", role)
    if on_map is not None:
        MapRole.objects.create(person=other, map="shop", role=on_map)
    client.force_login(other)
    assert (client.get(f"/api/v1/jobs/{job.pk}").status_code == 200) is sees
    assert bool(client.get("/api/v1/jobs").json()["items"]) is sees
    answer = client.post(f"/api/v1/jobs/{job.pk}/cancel")
    assert answer.status_code == (200 if cancels else 403 if sees else 404)
    assert (Job.objects.get(pk=job.pk).state == State.CANCELLED) is cancels


@pytest.mark.parametrize("job_id", ["0", "-1", "99", str(10**30), "abc"])
def test_a_job_that_is_none_is_not_found(client: Client, ana: Person, job_id: str) -> None:
    client.force_login(ana)
    assert client.get(f"/api/v1/jobs/{job_id}").status_code in (404, 422)


def test_what_is_over_cannot_be_cancelled(client: Client, ana: Person) -> None:
    client.force_login(ana)
    job = queue.enqueue("test.add", {"a": 1, "b": 1}, person=ana)
    Worker().run_one()
    answer = client.post(f"/api/v1/jobs/{job.pk}/cancel")
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["code"] == "DP-JOB-003"


def test_each_change_is_told_once_to_everybody_whom_it_concerns(
    ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, Event]] = []
    monkeypatch.setattr(BROKER, "tell", lambda topic, event: told.append((topic, event)))
    watch = JobWatch()
    queue.enqueue("test.add", {"a": 1, "b": 1}, person=ana, map_id="shop")
    watch.look()
    watch.look()
    topics = ["map:shop", f"person:{ana.pk}"]
    assert [topic for topic, _ in told] == topics
    told.clear()
    Worker().run_one()
    watch.look()
    assert [topic for topic, _ in told] == topics
    assert b'"state":"done"' in told[0][1].data
    assert b"result" not in told[0][1].data
