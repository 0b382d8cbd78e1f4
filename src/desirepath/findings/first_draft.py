"""A first draft of a map from the log: what most of those who travel do, in the order in which they do it.

An activity becomes a step where enough subjects do it and we do not do it ourselves. Messages, questions,
money and support go along with a journey and are left out, and said to be. The order is that in which
subjects come to it first: an activity comes before another if, of those who do both, most do it first.
Stages are cut where the time between one step and the next is longest. It is a place to begin: it says what
happens, and nothing of what it means to the customer.

A log may hold what several companies' customers do, or what several tools tell of the same ones. A draft is
of some sources: those that speak of the same subjects go together, and without a choice the largest company
is taken.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import asdict, dataclass
from itertools import count, pairwise
from typing import Any, Final

import numpy as np

from desirepath.base.ids import slug
from desirepath.base.words import say_activity
from desirepath.findings.suggestions import ALONG_WITH, activities_by_us
from desirepath.log.activities import RESERVED
from desirepath.log.store import Log
from desirepath.measures.observed import Observed
from desirepath.model.journey_map import JourneyMap
from desirepath.model.map_file import map_from_plain, write_map_text
from desirepath.replay.columns import Array, positions_of
from desirepath.replay.index import Index, open_index
from desirepath.replay.recall import recall
from desirepath.replay.trails import Trails, trails_of_log

LEAST_SHARE: Final = 0.1
MOST_STEPS: Final = 12
STEPS_A_STAGE: Final = 3
USUAL_SHARE: Final = 0.5
"""A step that fewer do than this is optional: to leave it out is no detour."""
NOT_STEPS: Final = (*ALONG_WITH, "ticket.", "chat.", "call.missed")
OWN: Final = {"invoice": "payment."}
"""What else than its own name the activities of a type begin with: these are no company to it."""
SUCCESSES: Final = ("subscription.renewed",)
FAILURES: Final = ("subscription.cancelled",)


MOST_OF: Final = 0.5
"""Two sources speak of the same subjects where more than this share of the smaller one's is in the other."""

HOUR_SECONDS: Final = 3600
DAY_SECONDS: Final = 86400
WEEKS_FROM_DAYS: Final = 14
MONTHS_FROM_DAYS: Final = 75


@dataclass(frozen=True, slots=True)
class DraftStep:
    """A step of the draft. ``subjects`` do its activity at all; ``reached`` of the ``passages`` that a replay
    of the draft follows come to it. ``usually_after_seconds`` is the median time since they began."""

    id: str
    name: str
    stage: str
    activity: str
    subjects: int
    reached: int
    passages: int
    usually_after_seconds: float
    is_optional: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An activity that is no step of the draft, and why: ``along`` (it goes along with a journey), ``ours``
    (we do it), ``rare`` (too few do it) or ``crowded`` (there are more common ones)."""

    activity: str
    subjects: int
    why: str


@dataclass(frozen=True, slots=True)
class DraftSource:
    """A source that speaks of those who travel: of how many, and whether the draft rests on it."""

    source: str
    subjects: int
    is_in: bool


@dataclass(frozen=True, slots=True)
class FirstDraft:
    """The draft: the text of its file, and what it rests on. ``subjects`` are those of the type of whom its
    ``sources`` that are in speak."""

    travels: str
    text: str
    subjects: int
    sources: tuple[DraftSource, ...]
    steps: tuple[DraftStep, ...]
    left_out: tuple[LeftOut, ...]

    def to_json(self) -> dict[str, Any]:
        """The published JSON shape."""
        return asdict(self)


def draft_map(
    log: Log,
    travels: str,
    *,
    id_: str,
    title: str,
    sources: Collection[str] | None = None,
    also: Collection[str] = (),
) -> FirstDraft:
    """Draft a map of what those of the type ``travels`` do. Without enough in the log it has no steps.

    ``sources`` are those it rests on; None: those that speak of the most subjects, all of the same ones.
    A source that says nothing of them changes nothing. ``also`` are activities that become steps whatever
    speaks against them. Activities that differ only in capitals, spaces and signs are one step: "Trial
    started", "trial started" and ``trial.started``.

    Two of two look, then buy; nobody has to have thought of it before.

    >>> import tempfile
    >>> from datetime import UTC, datetime, timedelta
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> def did(who, what, hour):
    ...     at = noon + timedelta(hours=hour)
    ...     return Interaction({"customer": who}, at, what, source="shop", key=f"{who}{what}")
    >>> facts = [did("a", "looked", 0), did("a", "bought", 5), did("b", "looked", 1), did("b", "bought", 2)]
    >>> with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
    ...     _ = log.append(facts)
    ...     draft = draft_map(log, "customer", id_="shop", title="The shop")
    >>> [(step.name, step.reached, step.passages) for step in draft.steps]
    [('Looked', 2, 2), ('Bought', 2, 2)]
    """
    index = open_index(log, travels)
    trails = trails_of_log(index)
    telling = _Telling.of(trails)
    wanted = _together(telling.speaks_of) if sources is None else frozenset(sources) & set(telling.speaks_of)
    spelled = _spellings(trails)
    firsts = _Firsts.of(trails, [index.names.sources.index(name) for name in sorted(wanted)], spelled)
    reasons = _reasons(log, trails, firsts, travels, also)
    chosen = _in_order(firsts, [code for code, why in reasons.items() if why is None])
    happened = np.flatnonzero(firsts.subjects).tolist()
    rules = {
        trails.names[code]: [
            rule
            for one in (code, *np.flatnonzero((spelled == code) & (np.arange(len(spelled)) != code)).tolist())
            for rule in telling.rules(one, trails.names[one], wanted)
        ]
        for code in happened
    }
    data = _plain(trails, firsts, chosen, rules, travels, id_, title)
    journey = map_from_plain(data)
    return FirstDraft(
        travels=travels,
        text=write_map_text(journey),
        subjects=firsts.everybody,
        sources=tuple(
            DraftSource(name, len(subjects), name in wanted)
            for name, subjects in sorted(telling.speaks_of.items(), key=lambda one: (-len(one[1]), one[0]))
        ),
        steps=_measured(journey, index, firsts),
        left_out=tuple(
            LeftOut(trails.names[code], int(firsts.subjects[code]), why)
            for code, why in sorted(reasons.items(), key=lambda one: -firsts.subjects[one[0]])
            if why is not None
        ),
    )


@dataclass(frozen=True, slots=True)
class _Telling:
    """Who tells of what: the subjects, by number, that each source ``speaks_of``, and which sources an
    activity, by its code, is ``told_by``."""

    speaks_of: dict[str, frozenset[int]]
    told_by: dict[int, frozenset[str]]

    @classmethod
    def of(cls, trails: Trails) -> _Telling:
        subjects: dict[int, list[Array]] = {}
        tellers: dict[int, set[int]] = {}
        for part, bucket in zip(trails.parts, trails.index.buckets, strict=True):
            rows = positions_of(part.starts, part.ends)
            source = bucket.source[rows].astype(np.int64)
            owner = np.repeat(part.owner.astype(np.int64), part.lengths)
            for code in np.unique(source).tolist():
                subjects.setdefault(code, []).append(np.unique(owner[source == code]))
            for pair in np.unique(bucket.activity[rows].astype(np.int64) << 16 | source).tolist():
                tellers.setdefault(pair >> 16, set()).add(pair & 0xFFFF)
        names = trails.index.names.sources
        return cls(
            {names[code]: frozenset(np.concatenate(mine).tolist()) for code, mine in subjects.items()},
            {code: frozenset(names[one] for one in mine) for code, mine in tellers.items()},
        )

    def rules(self, code: int, activity: str, wanted: frozenset[str]) -> list[dict[str, str]]:
        """What counts: the activity; of the wanted sources only, where others tell of it too."""
        tellers = self.told_by.get(code, frozenset())
        if tellers <= wanted:
            return [{"activity": activity}]
        return [{"activity": activity, "source": source} for source in sorted(tellers & wanted)]


def _together(speaks_of: dict[str, frozenset[int]]) -> frozenset[str]:
    """Of the companies of sources that speak of the same subjects the one that speaks of the most.

    >>> shop, mail, other = frozenset(range(9)), frozenset(range(5, 12)), frozenset(range(20, 25))
    >>> sorted(_together({"shop": shop, "mail": mail, "other": other}))
    ['mail', 'shop']
    """
    companies: list[tuple[frozenset[str], frozenset[int]]] = []
    for name, subjects in speaks_of.items():
        mine: tuple[frozenset[str], frozenset[int]] = (frozenset({name}), subjects)
        apart = []
        for company in companies:
            is_near = any(
                len(subjects & speaks_of[one]) > MOST_OF * min(len(subjects), len(speaks_of[one]))
                for one in company[0]
            )
            if is_near:
                mine = (mine[0] | company[0], mine[1] | company[1])
            else:
                apart.append(company)
        companies = [*apart, mine]
    nobody: tuple[frozenset[str], frozenset[int]] = (frozenset(), frozenset())
    sources, _ = max(companies, key=lambda one: (len(one[1]), sorted(one[0])), default=nobody)
    return sources


def _spellings(trails: Trails) -> Array:
    """For each activity, by its code, the code of its commonest spelling, or of the reserved name."""
    counts = np.zeros(len(trails.names), np.int64)
    for part, _ in zip(trails.parts, trails.index.buckets, strict=True):
        counts += np.bincount(part.code.astype(np.int64), minlength=len(trails.names))
    of: dict[str, int] = {}
    for code in sorted(range(len(counts)), key=lambda one: (trails.names[one] not in RESERVED, -counts[one])):
        of.setdefault(_letters(trails.names[code]), code)
    return np.array([of[_letters(name)] for name in trails.names], np.int64)


def _letters(activity: str) -> str:
    """What of an activity's name stays when capitals, spaces and signs do not count.

    >>> {_letters(name) for name in ("Trial started", "trial  started", "trial.started", "Trial-Started ")}
    {'trialstarted'}
    """
    plain = unicodedata.normalize("NFKC", activity).casefold()
    return "".join(char for char in plain if char.isalnum()) or activity


@dataclass(frozen=True, slots=True)
class _Firsts:
    """When each subject does each activity first: one row for each pair, ``rank`` counts the subject's own.

    ``subjects`` (A,) counts who does an activity, ``after`` (A,) is the median seconds since they began;
    ``everybody`` counts who does anything.
    """

    owner: Array
    code: Array
    rank: Array
    subjects: Array
    after: Array
    everybody: int

    @classmethod
    def of(cls, trails: Trails, sources: Collection[int], spelled: Array) -> _Firsts:
        """Of what these sources tell, by their codes, and of nothing else; each activity as ``spelled``."""
        width = max(len(trails.names), 1)
        owners, codes, afters = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.float64)]
        for part, bucket in zip(trails.parts, trails.index.buckets, strict=True):
            rows = positions_of(part.starts, part.ends)
            owner = np.repeat(part.owner.astype(np.int64), part.lengths)
            is_told = np.isin(bucket.source[rows], list(sources))
            rows, owner = rows[is_told], owner[is_told]
            _, start, lengths = np.unique(owner, return_index=True, return_counts=True)
            began = np.repeat(part.time_us[rows[start]], lengths)
            pair = owner * width + spelled[part.code[rows].astype(np.int64)]
            _, first = np.unique(pair, return_index=True)
            first = np.sort(first)
            owners.append(owner[first])
            codes.append(pair[first] % width)
            afters.append((part.time_us[rows[first]] - began[first]) / 1e6)
        owner, code, after = np.concatenate(owners), np.concatenate(codes), np.concatenate(afters)
        counts = np.bincount(code, minlength=width)
        by_code = np.split(after[np.argsort(code, kind="stable")], np.cumsum(counts)[:-1])
        medians = np.array([float(np.median(one)) if len(one) else 0.0 for one in by_code])
        return cls(owner, code, np.arange(len(owner)), counts, medians, len(np.unique(owner)))


def _reasons(
    log: Log, trails: Trails, firsts: _Firsts, travels: str, also: Collection[str]
) -> dict[int, str | None]:
    """Why each activity is no step of the draft; None: it is one."""
    ours = activities_by_us(log, trails.names)
    along = tuple(name for name in NOT_STEPS if not name.startswith(OWN.get(travels, f"{travels}.")))
    least = max(2, LEAST_SHARE * firsts.everybody)
    reasons: dict[int, str | None] = {}
    for code, name in enumerate(trails.names):
        if not firsts.subjects[code]:
            continue
        is_end = name in SUCCESSES or name in FAILURES
        if name in also:
            continue
        if name in FAILURES or (name.startswith(along) and not is_end and not name.endswith(".started")):
            reasons[code] = "along"
        elif ours[code]:
            reasons[code] = "ours"
        elif firsts.subjects[code] < least:
            reasons[code] = "rare"
        else:
            reasons[code] = None
    common = sorted((c for c, why in reasons.items() if why is None), key=lambda c: -firsts.subjects[c])
    for code in common[MOST_STEPS:]:
        reasons[code] = "crowded"
    asked = [code for code, name in enumerate(trails.names) if name in also and firsts.subjects[code]]
    return reasons | dict.fromkeys(asked)


def _in_order(firsts: _Firsts, codes: list[int]) -> list[int]:
    """By how many of the others each comes before, as most of those who do both have it."""
    ranks = np.full((int(firsts.owner.max(initial=-1)) + 1, len(codes)), -1, np.int64)
    for column, code in enumerate(codes):
        mine = firsts.code == code
        ranks[firsts.owner[mine], column] = firsts.rank[mine]
    does = ranks >= 0
    wins = dict.fromkeys(codes, 0.0)
    for column, code in enumerate(codes):
        for other in range(len(codes)):
            both = does[:, column] & does[:, other]
            if other != column and both.any():
                wins[code] += float((ranks[both, column] < ranks[both, other]).mean())
    return sorted(codes, key=lambda code: (-wins[code], firsts.after[code], code))


def _plain(
    trails: Trails,
    firsts: _Firsts,
    chosen: list[int],
    rules: dict[str, list[dict[str, str]]],
    travels: str,
    id_: str,
    title: str,
) -> dict[str, Any]:
    """The draft as its file says it."""
    names = trails.names
    stages: list[dict[str, Any]] = []
    cuts = _cuts(firsts, chosen)
    taken: set[str] = set()
    for place, code in enumerate(chosen):
        if place == 0 or place in cuts:
            name = _say_since(float(firsts.after[code]))
            stages.append({"id": f"stage-{len(stages) + 1}", "name": name, "steps": []})
        step: dict[str, Any] = {
            "id": _free(slug(names[code], "step"), taken),
            "name": say_activity(names[code]),
            "when": rules[names[code]],
        }
        if firsts.subjects[code] < USUAL_SHARE * firsts.everybody:
            step["optional"] = True
        stages[-1]["steps"].append(step)
    passage = {
        word: [rule for name in wanted for rule in rules.get(name, ())]
        for word, wanted in (("succeeds", SUCCESSES), ("fails", FAILURES))
        if any(name in rules for name in wanted)
    }
    return {
        "format": "desirepath/1",
        "id": id_,
        "title": title,
        "description": "A first draft from the data: what most do, in the order most do it. Make it theirs.",
        "travels": travels,
        **({"passage": passage} if passage else {}),
        "stages": stages,
    }


def _free(wanted: str, taken: set[str]) -> str:
    """This id, with a number behind it where it is taken; it is taken from now on.

    >>> taken: set[str] = set()
    >>> [_free("step", taken), _free("step", taken), _free("step", taken)]
    ['step', 'step-2', 'step-3']
    """
    id_ = next(one for n in count(1) if (one := wanted if n == 1 else f"{wanted}-{n}") not in taken)
    taken.add(id_)
    return id_


def _cuts(firsts: _Firsts, chosen: list[int]) -> set[int]:
    """Before which steps a new stage begins: after the longest waits."""
    waits = [
        (float(firsts.after[later] - firsts.after[earlier]), place + 1)
        for place, (earlier, later) in enumerate(pairwise(chosen))
    ]
    most = max(len(chosen) // STEPS_A_STAGE - 1, 0)
    return {place for wait, place in sorted(waits, reverse=True)[:most] if wait > 0}


def _say_since(seconds: float) -> str:
    """When a stage begins, told from where the journey began.

    >>> [_say_since(days * 86400.0) for days in (0, 0.5, 3, 20, 181)]
    ['The beginning', 'The first day', 'Around day 4', 'Around week 3', 'Around month 6']
    """
    days = seconds / DAY_SECONDS
    if days < 1:
        return "The beginning" if seconds < HOUR_SECONDS else "The first day"
    if days < WEEKS_FROM_DAYS:
        return f"Around day {int(days) + 1}"
    if days < MONTHS_FROM_DAYS:
        return f"Around week {int(days / 7) + 1}"
    return f"Around month {int(days / 30.44) + 1}"


def _measured(journey: JourneyMap, index: Index, firsts: _Firsts) -> tuple[DraftStep, ...]:
    if not any(journey.steps()):
        return ()
    observed = Observed.of_replay(recall(journey, index))
    made: list[DraftStep] = []
    for stage in journey.stages:
        for step in stage.steps:
            activity = str(step.when[0].activity) if step.when else ""
            code = index.names.activities.index(activity)
            made.append(
                DraftStep(
                    id=step.id,
                    name=step.name,
                    stage=stage.name,
                    activity=activity,
                    subjects=int(firsts.subjects[code]),
                    reached=int(observed.has_reached(len(made)).sum()),
                    passages=observed.started,
                    usually_after_seconds=float(firsts.after[code]),
                    is_optional=step.optional,
                )
            )
    return tuple(made)
