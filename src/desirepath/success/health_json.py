"""The published JSON shapes of health (desirepath-health/1), of its back-test (desirepath-back-test/1) and
of its dry run (desirepath-dry-run/1)."""

from __future__ import annotations

import math
from statistics import median

from desirepath.measures.statistics.clustered_auc import Area
from desirepath.success.back_test import BackTest, LevelTold
from desirepath.success.dry_run import DryRun
from desirepath.success.explaining import Change, Explained
from desirepath.success.health import Health
from desirepath.success.measure_health import MeasuredHealth

Json = dict[str, object]


def health_json(found: MeasuredHealth, of: str | None = None) -> Json:
    """Everybody's score, or one subject's with all its lines. Raises KeyError for somebody not known."""
    head: Json = {
        "format": "desirepath-health/1",
        "scorecard": found.now.card.id,
        "of": found.now.card.of,
        "as_of": found.now.as_of.isoformat(),
        "since": found.before.as_of.isoformat(),
    }
    if of is not None:
        return {**head, **explained_json(found.explained(of)), "changed": change_json(found.changed(of))}
    scores = zip(
        found.now.subjects,
        found.now.scores.tolist(),
        found.now.levels,
        found.now.coverage.tolist(),
        found.now.is_meant.tolist(),
        strict=True,
    )
    return {
        **head,
        "levels": found.count_by_level,
        "without_score": found.not_scored,
        "scores": [
            {
                "subject": subject,
                "score": None if math.isnan(score) else score,
                "level": level,
                "coverage": coverage,
            }
            for subject, score, level, coverage, is_meant in scores
            if is_meant
        ],
    }


def explained_json(told: Explained) -> Json:
    """One score, line by line."""
    by_hand = told.override
    return {
        "subject": told.subject,
        "score": told.score,
        "level": told.level,
        "worked_out": told.worked_out,
        "coverage": told.coverage,
        "starts_at": told.starts_at,
        "is_meant": told.is_meant,
        "segment": told.segment,
        "override": None
        if by_hand is None
        else {
            "score": by_hand.score,
            "by": by_hand.by,
            "reason": by_hand.reason,
            "since": by_hand.since.isoformat(),
            "until": by_hand.until.isoformat(),
            "key": by_hand.key,
        },
        "signals": [
            {
                "id": line.signal,
                "name": line.name,
                "value": line.value,
                "shown": line.shown,
                "rule": line.rule or None,
                "says": line.says,
                "points": line.points,
                "weight": line.weight,
                "adds": line.adds,
                "n": line.n,
                "latest": None if line.latest is None else line.latest.isoformat(),
                "missing": line.missing,
            }
            for line in told.lines
        ],
    }


def change_json(change: Change) -> Json:
    """What moved a score, and by how much each signal did."""
    return {
        "before": change.before,
        "after": change.after,
        "moved": change.moved,
        "parts": [
            {
                "signal": part.signal or None,
                "name": part.name,
                "before": part.before,
                "after": part.after,
                "moved": part.moved,
            }
            for part in change.parts
        ],
    }


def back_test_json(found: BackTest) -> Json:
    """What a back-test found."""
    return {
        "format": "desirepath-back-test/1",
        "days": [day.isoformat() for day in found.days],
        "horizon_days": found.horizon_days,
        "judgements": found.judgements,
        "customers": found.customers,
        "left": found.left,
        "not_scored": found.not_scored,
        "auc": _area(found.area),
        "baseline": _area(found.baseline),
        "gain": None if found.gain is None else dict(zip(("by", "low", "high"), found.gain, strict=True)),
        "levels": [_level(one) for one in found.levels],
        "bands": [_level(one) for one in found.bands],
        "held": [
            {
                "name": one.name,
                "promised": one.promised,
                "came": one.came,
                "low": one.low,
                "high": one.high,
                "customers": one.customers,
            }
            for one in found.held
        ],
        "signals": [
            {
                "id": one.signal,
                "name": one.name,
                "judgements": one.judgements,
                "auc": _area(one.area),
                "flagged": one.flagged,
                "precision": one.precision,
                "lift": one.lift,
            }
            for one in found.signals
        ],
        "lead_days": {
            "n": len(found.lead_days),
            "median": median(found.lead_days) if found.lead_days else None,
            "missed": found.missed,
        },
    }


def dry_run_json(found: DryRun, after: Health) -> Json:
    """What another scorecard would change (desirepath-dry-run/1)."""
    return {
        "format": "desirepath-dry-run/1",
        "of": after.card.of,
        "as_of": after.as_of.isoformat(),
        "subjects": found.subjects,
        "moved": found.moved,
        "before": [{"level": level, "subjects": count} for level, count in found.before.items()],
        "after": [{"level": level, "subjects": count} for level, count in found.after.items()],
        "movers": [
            {
                "subject": one.subject,
                "level_before": one.level_before,
                "level_after": one.level_after,
                "before": one.before,
                "after": one.after,
            }
            for one in found.movers
        ],
    }


def _level(level: LevelTold) -> Json:
    return {
        "name": level.name,
        "judgements": level.judgements,
        "customers": level.customers,
        "left": level.left,
        "share": level.share,
        "low": level.low,
        "high": level.high,
    }


def _area(area: Area | None) -> Json | None:
    if area is None:
        return None
    return {"value": area.value, "low": area.low, "high": area.high, "n": area.events + area.others}
