"""A job: written down, begun, ended; once, whatever dies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from desirepath.server.jobs import queue
from desirepath.server.jobs.chores import forget_old_jobs
from desirepath.server.jobs.models import Job, State, Turn
from desirepath.server.jobs.schedule import queue_what_is_due
from desirepath.server.jobs.worker import Running, Worker
from tests.server.jobs.conftest import SEEN

pytestmark = pytest.mark.django_db


def now_is(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_a_job_is_done_and_its_result_kept() -> None:
    job = queue.enqueue("test.add", {"a": 2, "b": 3})
    worker = Worker()
    assert worker.run_one()
    done = now_is(job)
    assert (done.state, done.result, done.share, done.tries) == (State.DONE, 5, 1.0, 1)
    assert done.ended_at is not None
    assert not worker.run_one()


def test_jobs_are_begun_in_the_order_they_were_asked_for() -> None:
    for number in range(7):
        queue.enqueue("test.add", {"a": number, "b": 0})
    worker = Worker()
    while worker.run_one():
        pass
    assert [args["a"] for args in SEEN] == list(range(7))  # type: ignore[index]


def test_of_one_key_one_waits_or_runs() -> None:
    first = queue.enqueue("test.add", {"a": 1, "b": 1}, key="k")
    assert queue.enqueue("test.add", {"a": 9, "b": 9}, key="k").pk == first.pk
    assert queue.enqueue("test.break", key="k").pk != first.pk
    assert queue.enqueue("test.add", {"a": 1, "b": 1}, key="other").pk != first.pk
    assert queue.enqueue("test.add", {"a": 1, "b": 1}).pk != queue.enqueue("test.add", {"a": 1, "b": 1}).pk
    claimed = queue.claim("me")
    assert claimed is not None
    assert queue.enqueue("test.add", key="k").pk == first.pk, "it runs"
    queue.finish(claimed, None)
    assert queue.enqueue("test.add", key="k").pk != first.pk, "it is over"


def test_a_job_that_breaks_says_so_and_the_worker_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    broken, after = queue.enqueue("test.break"), queue.enqueue("test.add", {"a": 1, "b": 1})
    worker = Worker()
    assert worker.run_one()
    assert worker.run_one()
    assert now_is(broken).state == State.FAILED
    assert now_is(broken).problems[0]["code"] == "DP-JOB-002"
    assert "on purpose" not in str(now_is(broken).problems), "what broke is for the log, not for everybody"
    assert "on purpose" in caplog.text
    assert now_is(after).state == State.DONE


def test_what_may_pass_is_tried_again_later_and_later(caplog: pytest.LogCaptureFixture) -> None:
    job = queue.enqueue("test.break-twice")
    waits = []
    for _ in range(3):
        Job.objects.update(not_before=timezone.now())
        assert Worker().run_one()
        left = now_is(job)
        if left.state == State.WAITING:
            waits.append(round((left.not_before - timezone.now()).total_seconds()))
            assert not Worker().run_one(), "not before its time"
    assert waits == [10, 20]
    assert now_is(job).state == State.FAILED
    assert SEEN == ["broke"] * 3


def test_a_refusal_is_not_tried_again_unless_it_may_pass() -> None:
    never, again = queue.enqueue("test.refuse"), queue.enqueue("test.busy")
    worker = Worker()
    while worker.run_one():
        pass
    assert now_is(never).state == State.FAILED
    assert now_is(never).problems[0]["message"] == "not today"
    assert now_is(again).state == State.WAITING


def test_a_kind_nobody_knows_any_more_fails() -> None:
    job = Job.objects.create(kind="of.yesterday")
    assert Worker().run_one()
    assert now_is(job).state == State.FAILED


def test_cancelled_while_it_waits_it_never_begins() -> None:
    job = queue.enqueue("test.add", {"a": 1, "b": 1})
    assert queue.ask_to_cancel(job)
    assert now_is(job).state == State.CANCELLED
    assert not Worker().run_one()
    assert not queue.ask_to_cancel(job), "it is over"


def test_a_running_job_hears_that_it_is_cancelled() -> None:
    worker, job = Worker(), queue.enqueue("test.until-stopped")
    claimed = queue.claim(worker.name)
    assert claimed is not None
    running = Running(claimed)
    worker._running[job.pk] = running
    worker.beat()
    assert not running.should_stop()
    assert queue.ask_to_cancel(job)
    assert now_is(job).state == State.RUNNING, "it is asked, not torn out"
    running.tell(0.25, "a quarter")
    worker.beat()
    assert running.should_stop()
    assert (now_is(job).share, now_is(job).words) == (0.25, "a quarter")
    worker._stopped(running)
    assert now_is(job).state == State.CANCELLED


def test_a_worker_that_stops_gives_its_jobs_back_whole() -> None:
    worker, job = Worker(), queue.enqueue("test.until-stopped")
    worker.stop(0)
    assert worker.run_one()
    back = now_is(job)
    assert (back.state, back.tries, back.worker, back.share) == (State.WAITING, 0, "", 0.0)


def test_the_jobs_of_a_silent_worker_are_begun_again_by_another() -> None:
    job = queue.enqueue("test.add", {"a": 1, "b": 1})
    dead = queue.claim("dead")
    assert dead is not None
    assert queue.release_lost() == 0, "it was just heard of"
    Job.objects.update(alive_at=timezone.now() - queue.LEASE)
    assert queue.release_lost() == 1
    assert Worker().run_one()
    assert now_is(job).result == 2
    assert not queue.finish(dead, 99), "whoever was believed dead and lives has no say any more"
    assert now_is(job).result == 2


def test_a_worker_that_was_given_its_own_job_again_ends_only_the_second_try() -> None:
    queue.enqueue("test.add", {"a": 1, "b": 1})
    first = queue.claim("me")
    assert first is not None
    queue.release_lost(silent_for=timedelta(0))
    second = queue.claim("me")
    assert second is not None
    assert not queue.finish(first, "first")
    assert queue.finish(second, "second")


def test_what_was_queued_or_begun_before_the_clock_was_set_back_does_not_wait_for_it() -> None:
    ahead = timezone.now() + timedelta(days=30)
    waiting, dead = queue.enqueue("test.add", {"a": 1, "b": 1}), queue.enqueue("test.add", {"a": 2, "b": 2})
    Job.objects.filter(pk=waiting.pk).update(not_before=ahead)
    assert queue.claim("dead") == dead
    Job.objects.filter(pk=dead.pk).update(alive_at=ahead)
    assert queue.release_lost() == 1
    while Worker().run_one():
        pass
    assert [now_is(job).result for job in (waiting, dead)] == [2, 4]


def test_one_that_is_put_off_waits_all_the_same() -> None:
    queue.enqueue("test.add", {"a": 1, "b": 1})
    first = queue.claim("me")
    assert first is not None
    assert queue.put_back(first, after=timedelta(days=2))
    assert queue.claim("me") is None
    Job.objects.update(not_before=timezone.now() + queue.LONGEST_WAIT - timedelta(minutes=1))
    assert queue.claim("me") is None


def test_a_worker_that_speaks_keeps_its_jobs() -> None:
    queue.enqueue("test.add", {"a": 1, "b": 1})
    queue.claim("me")
    Job.objects.update(alive_at=timezone.now() - 2 * queue.LEASE)
    queue.keep_alive("me")
    assert queue.release_lost() == 0


def test_a_job_that_ends_every_worker_is_given_up() -> None:
    job = queue.enqueue("test.add", {"a": 1, "b": 1})
    for _ in range(queue.MOST_LOST):
        assert queue.claim("dead") is not None
        assert queue.release_lost(silent_for=timedelta(0)) == 1
    assert now_is(job).state == State.FAILED
    assert now_is(job).problems[0]["code"] == "DP-JOB-001"


def test_a_job_cancelled_under_a_dead_worker_is_cancelled() -> None:
    job = queue.enqueue("test.add")
    queue.claim("dead")
    assert queue.ask_to_cancel(job)
    queue.release_lost(silent_for=timedelta(0))
    assert now_is(job).state == State.CANCELLED


def test_every_day_has_its_turn_once_and_a_missed_hour_is_made_up() -> None:
    early, late = datetime(2026, 1, 31, 2, tzinfo=UTC), datetime(2026, 1, 31, 17, tzinfo=UTC)
    assert queue_what_is_due(early) == []
    assert set(queue_what_is_due(late)) == {"jobs.forget", "test.daily"}
    assert queue_what_is_due(late) == []
    assert Job.objects.filter(kind="test.daily").count() == 1
    Job.objects.update(state=State.DONE)
    assert "test.daily" in queue_what_is_due(late + timedelta(days=1))


def test_old_jobs_and_turns_are_forgotten_running_ones_never() -> None:
    long_ago = timezone.now() - timedelta(days=3)
    short_kept = Job.objects.create(kind="test.daily", state=State.DONE, ended_at=long_ago)
    kept = Job.objects.create(kind="test.add", state=State.DONE, ended_at=long_ago)
    running = Job.objects.create(kind="test.daily", state=State.RUNNING, queued_at=long_ago)
    Turn.objects.create(kind="test.daily", period="2026-01-01", at=timezone.now() - timedelta(days=8))
    forget_old_jobs(Running(Job(kind="jobs.forget")))
    assert set(Job.objects.all()) == {kept, running}
    assert not Job.objects.filter(pk=short_kept.pk).exists()
    assert not Turn.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_threads_of_a_worker_outlive_what_goes_wrong(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[bool] = []

    def due_or_not() -> list[str]:
        asked.append(True)
        if len(asked) < 3:
            raise OSError("the settings cannot be read")
        return []

    monkeypatch.setattr("desirepath.server.jobs.worker.queue_what_is_due", due_or_not)
    monkeypatch.setattr("desirepath.server.jobs.worker._CHORES_SECONDS", 0.0)
    worker = Worker(threads=2)
    worker.start()
    try:
        jobs = [queue.enqueue("test.add", {"a": number, "b": 1}) for number in range(6)]
        waiting = {job.pk for job in jobs}
        until = timezone.now() + timedelta(seconds=60)
        while (waiting or len(asked) < 3) and timezone.now() < until:
            waiting -= set(Job.objects.filter(state=State.DONE).values_list("pk", flat=True))
    finally:
        worker.stop(10)
    assert not waiting
    assert len(asked) >= 3
    assert {now_is(job).result for job in jobs} == {1, 2, 3, 4, 5, 6}
    assert all(now_is(job).tries == 1 for job in jobs), "each was begun by one of them"
    assert "the settings cannot be read" in caplog.text
