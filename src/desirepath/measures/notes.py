"""What a reader must know before believing the numbers: words that match nothing in this log, with the
nearest that do, and why nobody set out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.base.nearest import nearest
from desirepath.base.spans import Period, from_microseconds
from desirepath.base.words import count_of, plural, say_count, say_date
from desirepath.log.info import COLUMNS, LogInfo, count_log
from desirepath.model.expression import And, Compare, Contains, Expression, Name, Not, OneOf, Or
from desirepath.model.journey_map import JourneyMap
from desirepath.model.rule import Rule, where_name
from desirepath.replay.index import Index
from desirepath.replay.replay import Replay, replay
from desirepath.replay.tally import FAILED, SUCCEEDED

MOST_NAMED = 8
_EVER = Period()


def notes_on(seen: Replay) -> tuple[str, ...]:
    """The notes on one side of a measured map, the most important first; of a sound question: none.

    A look costs next to nothing; only what matches nothing is looked into.
    """
    index, journey = seen.index, seen.journey
    if not index.interactions:
        return (_nobody_travels(index),)
    notes = [*_on_rules(journey, seen), *_on_segment(seen)]
    if not _set_out(seen):
        notes += _nobody_set_out(seen)
    return tuple(dict.fromkeys(notes))


def _set_out(seen: Replay) -> int:
    """How many passages there are; counted already, so that no table of them is made."""
    return int(seen.tally.outcomes.sum())


def _nobody_travels(index: Index) -> str:
    if not index.log_rows:
        return "This log holds no interaction yet: import some first."
    known = _info(index).objects
    said = nearest(index.travels, known)
    hint = f' Did you mean "{said}"?' if said else ""
    return (
        f'Nobody in this log is a "{index.travels}", of whom the map says that they travel.{hint} '
        f"Its interactions name: {_listed(f'{kind} ({say_count(n)})' for kind, n in known.items())}."
    )


def _on_rules(journey: JourneyMap, seen: Replay) -> Iterator[str]:
    """What the map's rules ask for that this log does not have."""
    passage, tally = journey.passage, seen.tally
    never = {step: not count for step, count in zip(tally.steps, tally.visits.tolist(), strict=True)}
    asked: list[tuple[str, tuple[Rule, ...], bool]] = [
        ("the start of a passage", passage.starts or (), not _set_out(seen)),
        ("the goal", passage.succeeds or (), not tally.outcomes[SUCCEEDED]),
        ("a failure", passage.fails or (), not tally.outcomes[FAILED]),
    ]
    asked += [
        (f"being at “{step.name}”", step.when, never.get(step.id, False))
        for step in journey.steps()
        if step.when
    ]
    missing: dict[str, dict[str, list[str]]] = {field: {} for field in _SAYS}
    for what, rules, is_never in asked:
        is_sound = [not any(_missing(rule, seen.index)) for rule in rules]
        for rule, sound in zip(rules, is_sound, strict=True):
            for field, word in _missing(rule, seen.index):
                # One of several ways to be there may well be missing, unless it looks misspelt.
                if not any(is_sound) or nearest(word, _known(seen.index, field)):
                    missing[field].setdefault(word, []).append(what)
            if sound and is_never and rule.where:
                yield from _on_where(what, rule, seen.index)
    for field, words in missing.items():
        yield from _on_missing(field, words, seen.index)


_SAYS = {
    "activity": "No interaction in this log is {}",
    "channel": "No interaction in this log came by the channel {}",
    "source": "No interaction in this log came from the source {}",
}


def _known(index: Index, field: str) -> tuple[str, ...]:
    names = index.names
    return {"activity": names.activities, "channel": names.channels, "source": names.sources}[field]


def _missing(rule: Rule, index: Index) -> Iterator[tuple[str, str]]:
    """The fields of a rule whose word this log does not have."""
    for field in _SAYS:
        word = getattr(rule, field)
        if word is not None and word not in _known(index, field):
            yield field, word


def _on_missing(field: str, words: dict[str, list[str]], index: Index) -> Iterator[str]:
    """What looks misspelt with what was meant, each by itself; all others in one sentence."""
    if not words:
        return
    there = _by_frequency(index, field, _known(index, field))
    misspelt = [word for word in words if nearest(word, there)]
    others = [word for word in words if word not in misspelt]
    for group in [*([word] for word in misspelt), *([others] if others else [])]:
        said = _listed(f'"{word}" ({"; ".join(words[word])})' for word in group)
        yield f"{_SAYS[field].format(said)}. {_hint(group[0], there)}"


def _on_where(what: str, rule: Rule, index: Index) -> Iterator[str]:
    """A rule whose properties no interaction has: those that there are."""
    rows = index.log.interactions(["activity", "properties"])
    if rule.activity is not None:
        rows = rows.filter(pc.equal(rows.column("activity"), rule.activity))
    known: dict[str, None] = {}
    for text in pc.unique(rows.column("properties").drop_null()).to_pylist():
        known.update(dict.fromkeys(orjson.loads(text)))
    for key in rule.where or {}:
        name = where_name(key)
        if name.scope == "properties" and name.key not in known:
            of = f'"{rule.activity}"' if rule.activity else "interaction"
            yield f'No {of} in this log has the property "{name.key}" ({what}). {_hint(name.key, known)}'


def _on_segment(seen: Replay) -> Iterator[str]:
    """Traits of the segment that nobody has; and where it holds nobody, the values that there are."""
    segment = seen.question.segment
    if segment is None:
        return
    table = seen.index.log.traits()
    table = table.filter(pc.equal(table.column("object_type"), seen.index.travels))
    texts = table.column("traits")
    for name, values in _compared(segment):
        if name.scope != "traits":
            continue
        one = seen.index.travels
        if not pc.any(pc.match_substring(texts, orjson.dumps(name.key).decode())).as_py():
            yield f'No {one} in this log has the trait "{name.key}". {_hint(name.key, _traits(texts))}'
        elif values and not _set_out(seen):
            there = _values(texts, name.key)
            for value in values:
                if value not in there and isinstance(value, str):
                    known = {str(known): None for known in there}
                    yield f'No {one} in this log has traits.{name.key} "{value}". {_hint(value, known)}'


def _traits(texts: pa.ChunkedArray) -> dict[str, None]:
    return dict.fromkeys(key for text in pc.unique(texts).to_pylist() for key in orjson.loads(text))


def _values(texts: pa.ChunkedArray, key: str) -> list[object]:
    found = (orjson.loads(text).get(key) for text in pc.unique(texts).to_pylist())
    return list(dict.fromkeys(value for value in found if isinstance(value, str | int | float | bool)))


def _compared(expression: Expression) -> Iterator[tuple[Name, tuple[object, ...]]]:
    """The names an expression compares, each with the values it must be one of."""
    match expression:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _compared(part)
        case Not(inner):
            yield from ((name, ()) for name, _ in _compared(inner))
        case Compare(name, operator, value):
            yield name, (value,) if operator == "==" else ()
        case OneOf(name, values):
            yield name, values
        case Contains(name):
            yield name, ()


def _nobody_set_out(seen: Replay) -> Iterator[str]:
    """Whether the segment or the period leaves nobody, and whom there would be."""
    asked, travels = seen.question, plural(seen.index.travels, 2)
    if asked.segment is None and asked.period == _EVER:
        return
    everybody = replay(seen.journey, seen.index, segment=asked.segment, as_of=asked.as_of)
    in_segment = f" of {travels} in the segment" if asked.segment is not None else ""
    if len(everybody.passages):
        first, last = (
            say_date(from_microseconds(int(edge(everybody.passages.started_us))).date())
            for edge in (min, max)
        )
        yield f"Nobody set out in this period. The passages{in_segment} start from {first} to {last}."
        return
    of_all = replay(seen.journey, seen.index, as_of=asked.as_of)
    if asked.segment is not None and len(of_all.passages):
        there = count_of(len(of_all.passages), "passage", "passages")
        yield f"Nobody in the segment set out; without it there are {there}."


def _info(index: Index) -> LogInfo:
    return count_log({}, index.log.interactions(COLUMNS), index.generation)


def _by_frequency(index: Index, field: str, known: Iterable[str]) -> list[str]:
    """The names there are, most frequent first."""
    counted = pc.value_counts(index.log.interactions([field]).column(field).drop_null()).to_pylist()
    counts = {str(entry["values"]): -int(entry["counts"]) for entry in counted}
    return sorted(known, key=lambda name: (counts.get(name, 0), name))


def _hint(word: str, known: Iterable[str]) -> str:
    known = list(known)
    if not known:
        return "There is none at all."
    said = nearest(word, known)
    hint = f'Did you mean "{said}"? ' if said else ""
    return f"{hint}There are: {_listed(known)}."


def _listed(words: Iterable[str]) -> str:
    words = list(words)
    rest = len(words) - MOST_NAMED
    return ", ".join([*words[:MOST_NAMED], *([f"and {rest} more"] if rest > 0 else [])])
