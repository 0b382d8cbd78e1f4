"""What was simulated, and one subject's story with the playbooks, as the published JSON."""

from __future__ import annotations

from collections.abc import Sequence

from desirepath.base.estimate import Estimate
from desirepath.base.spans import from_microseconds
from desirepath.success.playbooks.proof import Proof
from desirepath.success.playbooks.runs import Effect, LeftOut, Run
from desirepath.success.playbooks.simulate import Simulated, Simulation

Json = dict[str, object]


def simulation_json(found: Simulation) -> Json:
    """The published JSON shape (desirepath-simulation/1)."""
    return {
        "format": "desirepath-simulation/1",
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "playbooks": [_simulated(one) for one in found.playbooks],
    }


def _simulated(one: Simulated) -> Json:
    return {
        "id": one.playbook.id,
        "name": one.playbook.name,
        "of": one.playbook.of,
        "occurred": one.occurred,
        "began": one.began,
        "subjects": one.subjects,
        "held_out": one.held_out,
        "refused": dict(one.refused),
        "ended": dict(one.ended),
        "done": dict(one.done),
        "people": one.people,
        "left_out": dict(one.left_out),
        "held_by_limit": one.held_by_limit,
        "missing": [
            {"move": each.move, "name": each.name, "missing": each.missing, "of": each.of}
            for each in one.missing
        ],
        "days": [
            {"on": day.on.isoformat(), "began": day.began, "messages": day.messages} for day in one.days
        ],
        "most_a_day": one.most_a_day,
        "asks": one.asks,
        "proof": None if one.proof is None else proof_json(one.proof, one.playbook.goal_within),
    }


def proof_json(proof: Proof, within: str) -> Json:
    """What a playbook changes, or in a simulation what it has to beat."""
    return {
        "within": within,
        "meant": _estimate(proof.meant),
        "held_out": _estimate(proof.held_out),
        "difference": _estimate(proof.difference),
        "smallest": proof.smallest,
        "waiting": proof.waiting,
        "verdict": proof.verdict,
    }


def _estimate(one: Estimate) -> Json:
    return {"value": one.value, "low": one.low, "high": one.high, "n": one.n, "reason": one.reason}


def runs_json(runs: Sequence[Run]) -> list[Json]:
    """Runs, refused ones too, each with what happened and how it stands with it."""
    return [
        {
            "playbook": run.playbook,
            "version": run.version,
            "subject": run.subject,
            "occurrence": run.key,
            "since": from_microseconds(run.since_us).isoformat(),
            "says": run.says,
            "status": run.status,
            "why": run.why,
            "next_at": None if run.due_us is None else from_microseconds(run.due_us).isoformat(),
            "ended_at": None if run.ended_us is None else from_microseconds(run.ended_us).isoformat(),
        }
        for run in runs
    ]


def story_json(found: Simulation, subject: str) -> Json:
    """One subject: every run, what was done in it and what was left out, in order of time."""
    return {
        "format": "desirepath-playbook-story/1",
        "subject": subject,
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "runs": runs_json(found.runs_of(subject)),
        "moves": [_move(one) for one in found.decided.effects if one.subject == subject],
        "left_out": [_left(one) for one in found.decided.left_out if one.subject == subject],
    }


def _move(one: Effect) -> Json:
    return {
        "playbook": one.playbook,
        "move": one.move,
        "kind": one.kind,
        "person": one.person,
        "at": from_microseconds(one.at_us).isoformat(),
    }


def _left(one: LeftOut) -> Json:
    return {
        "playbook": one.playbook,
        "move": one.move,
        "person": one.person,
        "at": from_microseconds(one.at_us).isoformat(),
        "why": one.why,
    }


def accounts_json(found: Simulation, playbook: str, *, most: int) -> tuple[Json, list[Json]]:
    """Whom one playbook would have been about, in order of time: how many there are of each sort, and up to
    so many of each, every run with its moves and what was left out, each with ``limit`` where a limit of
    messages was the reason.

    The sorts: ``acts`` (all that was due was done for them), ``held`` (something that was due was left out,
    whatever the reason), ``alone`` (left alone for comparison), ``not`` (no run began).
    """
    runs: dict[str, list[Run]] = {}
    for run in found.decided.changed:
        if run.playbook == playbook:
            runs.setdefault(run.subject, []).append(run)
    moves: dict[tuple[str, str], list[Json]] = {}
    for effect in found.decided.effects:
        if effect.playbook == playbook:
            moves.setdefault((effect.subject, effect.occurrence), []).append(_move(effect))
    left: dict[tuple[str, str], list[Json]] = {}
    for one in found.decided.left_out:
        if one.playbook == playbook:
            told = {**_left(one), "limit": one.limit}
            left.setdefault((one.subject, one.occurrence), []).append(told)
    sorts: dict[str, list[Json]] = {"acts": [], "held": [], "alone": [], "not": []}
    for subject in sorted(runs, key=lambda one: (min(run.since_us for run in runs[one]), one)):
        told_runs = _told_runs(runs[subject], moves, left)
        sort = _sort_of(runs[subject], told_runs)
        sorts[sort].append({"subject": subject, "is": sort, "runs": told_runs})
    counts: Json = {sort: len(accounts) for sort, accounts in sorts.items()}
    return counts, [account for accounts in sorts.values() for account in accounts[:most]]


def _sort_of(runs: Sequence[Run], told: Sequence[Json]) -> str:
    if any(run.is_started for run in runs):
        return "held" if any(run["left_out"] for run in told) else "acts"
    return "alone" if any(run.status == "held out" for run in runs) else "not"


def _told_runs(
    runs: list[Run], moves: dict[tuple[str, str], list[Json]], left: dict[tuple[str, str], list[Json]]
) -> list[Json]:
    runs.sort(key=lambda run: run.since_us)
    return [
        {
            **said,
            "moves": moves.get((run.subject, run.key), []),
            "left_out": left.get((run.subject, run.key), []),
        }
        for run, said in zip(runs, runs_json(runs), strict=True)
    ]
