"""What was simulated, and one subject's story with the playbooks, as the published JSON."""

from __future__ import annotations

from collections.abc import Sequence

from desirepath.base.estimate import Estimate
from desirepath.base.spans import from_microseconds
from desirepath.success.playbooks.runs import Run
from desirepath.success.playbooks.simulate import Proof, Simulated, Simulation

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
        "days": [
            {"on": day.on.isoformat(), "began": day.began, "messages": day.messages} for day in one.days
        ],
        "asks": one.asks,
        "proof": None if one.proof is None else _proof(one.proof, one.playbook.goal_within),
    }


def _proof(proof: Proof, within: str) -> Json:
    return {
        "within": within,
        "meant": _estimate(proof.meant),
        "held_out": _estimate(proof.held_out),
        "smallest": proof.smallest,
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
        "moves": [
            {
                "playbook": one.playbook,
                "move": one.move,
                "kind": one.kind,
                "person": one.person,
                "at": from_microseconds(one.at_us).isoformat(),
            }
            for one in found.decided.effects
            if one.subject == subject
        ],
        "left_out": [
            {
                "playbook": left.playbook,
                "move": left.move,
                "person": left.person,
                "at": from_microseconds(left.at_us).isoformat(),
                "why": left.why,
            }
            for left in found.decided.left_out
            if left.subject == subject
        ],
    }
