"""How many real subjects a segment rule matches now: who is this persona in the data?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desirepath.log.store import Log
from desirepath.measures.book.traits import KnownTraits, check_segment
from desirepath.model.expression_parser import parse_expression
from desirepath.replay.index import open_index

_NOW_US = 1 << 62
"""Later than anything that is known."""


@dataclass(frozen=True, slots=True)
class SegmentSize:
    """``matching`` of ``subjects`` are in the segment, by what is known of them now.

    Of ``without_traits`` nothing at all is known: a rule that asks for something does not match them, which
    does not say that they are not meant.
    """

    matching: int
    subjects: int
    without_traits: int


def segment_size(log: Log, segment: str, of: str, *, only: frozenset[str] | None = None) -> SegmentSize:
    """Count who of the type ``of`` is in the segment, by the latest value of each trait; ``only`` of these
    subjects (None: of all).

    Subjects are those with an interaction. Raises DP-EXPR- where the rule cannot be read, DP-MSR-004 where
    it asks for more than traits.

    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> from desirepath.log.interaction import Interaction, Traits
    >>> from desirepath.log.store import create_log
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> calls = [Interaction({"customer": who}, noon, "call", source="crm", key=who) for who in ("a", "b")]
    >>> pro = Traits("customer", "a", noon, {"plan": "pro"}, source="crm", key="t")
    >>> with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
    ...     _ = log.append([*calls, pro])
    ...     segment_size(log, 'traits.plan == "pro"', "customer")
    SegmentSize(matching=1, subjects=2, without_traits=1)
    """
    rule = check_segment(parse_expression(segment), segment)
    index, known = open_index(log, of), KnownTraits(log, of)
    subjects = [one for one in index.subject_ids if only is None or one in only]
    return SegmentSize(
        matching=sum(known.is_in(rule, subject, _NOW_US) for subject in subjects),
        subjects=len(subjects),
        without_traits=sum(not known.all_at(subject, _NOW_US) for subject in subjects),
    )


def who_matches_now(log: Log, segment: str, of: str) -> frozenset[str]:
    """Whom :func:`segment_size` counts as matching, of all. Raises as it does."""
    rule = check_segment(parse_expression(segment), segment)
    index, known = open_index(log, of), KnownTraits(log, of)
    return frozenset(one for one in index.subject_ids if known.is_in(rule, one, _NOW_US))


def some_in_segment(
    log: Log, segment: str, of: str, most: int, *, only: frozenset[str] | None = None
) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Some of those that :func:`segment_size` counts, the ones seen last first, with what is known of each.

    Raises as it does.
    """
    rule = check_segment(parse_expression(segment), segment)
    index, known = open_index(log, of), KnownTraits(log, of)
    last_us = {
        subject: int(last)
        for bucket in index.buckets
        for subject, last in zip(bucket.subjects.to_pylist(), bucket.time_us[bucket.ends - 1], strict=True)
    }
    found: list[tuple[str, Mapping[str, Any]]] = []
    for subject in sorted(last_us, key=lambda one: (-last_us[one], one)):
        if len(found) == most:
            break
        if (only is None or subject in only) and known.is_in(rule, subject, _NOW_US):
            found.append((subject, known.all_at(subject, _NOW_US)))
    return tuple(found)
