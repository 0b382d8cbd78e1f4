"""The law of all exports of facts: out and in again, they are the same facts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desirepath.exports.ocel_files import ocel_json, ocel_sqlite, ocel_xml
from desirepath.exports.xes import write_xes
from desirepath.log.all_facts import StoredFacts, Traces
from desirepath.log.interaction import Context, Fact, Identity, Interaction, Traits
from desirepath.log.row_checks import ODD, Row
from desirepath.log.store import Log, create_log, open_log
from desirepath.sources import import_files
from desirepath.stories import techcorp

DOORS: dict[str, Callable[[Iterable[Row]], Iterator[bytes]]] = {
    "json": ocel_json,
    "xml": ocel_xml,
    "sqlite": ocel_sqlite,
}
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6) | st.sampled_from(
    [
        "customer",
        "account",
        "channel",
        "Channel",
        "ocel_id",
        "desirepath",
        "a",
        "A",
        "more_a",
        "\0",
        "\r\n",
        '"',
    ]
)
IDS = TEXTS.filter(lambda name: name.strip() and not ODD.search(name))
TIMES = st.integers(0, 10**13).map(lambda n: NEW_YEAR + timedelta(microseconds=n)) | st.just(NEW_YEAR)
SCALARS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.none(),
)
VALUES = st.dictionaries(TEXTS, SCALARS | st.lists(SCALARS, max_size=2), max_size=4)
TYPES = st.sampled_from(["customer", "account", "ticket"])
KEYS = st.uuids().map(str)
SOURCES = st.sampled_from(["app", "desk"])
INTERACTIONS = st.builds(
    Interaction,
    objects=st.dictionaries(TYPES | TEXTS, IDS, max_size=3),
    occurred_at=TIMES,
    activity=TEXTS,
    source=SOURCES,
    key=KEYS,
    received_at=TIMES,
    sequence=st.none() | st.integers(0, 9),
    channel=st.none() | TEXTS,
    direction=st.sampled_from([None, "by_customer", "by_us"]),
    actor=st.none() | TEXTS,
    solicited=st.none() | st.booleans(),
    score=st.none() | st.integers(0, 10).map(float),
    scale=st.sampled_from([None, "0..10"]),
    text=st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    amount=st.none() | st.decimals(-(10**12), 10**12, places=9),
    currency=st.sampled_from([None, "EUR"]),
    properties=VALUES,
)
TRAITS = st.builds(Traits, TYPES, IDS, TIMES, VALUES, SOURCES, KEYS)
IDENTITIES = st.builds(Identity, TYPES, IDS, IDS, TIMES, SOURCES, KEYS, st.none() | st.tuples(TYPES, IDS))
CONTEXTS = st.builds(Context, TEXTS, TEXTS, TIMES, SOURCES, KEYS, st.none() | TIMES, VALUES)


def everything(log: Log) -> list[bytes]:
    """All facts as they are stored, in an order of their own."""
    pack = partial(orjson.dumps, default=_exact, option=orjson.OPT_SORT_KEYS)
    return sorted(map(pack, StoredFacts(log)))


def as_xes(log: Log, subject: str) -> bytes:
    traces = Traces(log, subject)
    assert traces.first
    rows = ((one.subject, one.interactions, one.traits) for one in traces)
    return b"".join(write_xes(rows, subject=subject, first=traces.first))


def _exact(value: Any) -> str:
    return f"{value:.9f}" if isinstance(value, Decimal) else str(value)


@pytest.mark.parametrize("door", DOORS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(INTERACTIONS | TRAITS | IDENTITIES | CONTEXTS, min_size=1, max_size=8))
def test_ocel_out_and_in_again_is_the_same_facts(door: str, facts: list[Fact]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder) / "before", Path(folder) / "after"
        with create_log(before) as log:
            log.append(facts)
            truth = everything(log)
            path = Path(folder) / f"out.{door}"
            path.write_bytes(b"".join(DOORS[door](StoredFacts(log))))
        report = import_files([path], after)
        assert (report.files[0].shape, report.rejected) == (f"ocel-{door}", 0)
        assert everything(open_log(after)) == truth


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(INTERACTIONS, min_size=1, max_size=8), TRAITS)
def test_xes_out_and_in_again_is_the_same_interactions_of_its_subjects(
    facts: list[Interaction], traits: Traits
) -> None:
    mine = [fact for fact in facts if "ticket" in fact.objects]
    if not mine:
        return
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder) / "before", Path(folder) / "after"
        with create_log(before) as log:
            log.append([*facts, traits])
            truth = [row for row in everything(log) if b'"ticket":' in row and b'"activity":' in row]
            path = Path(folder) / "out.xes"
            path.write_bytes(as_xes(log, "ticket"))
        report = import_files([path], after)
        assert report.rejected == 0
        assert [row for row in everything(open_log(after)) if b'"type":"traits"' not in row] == truth


def test_techcorp_comes_back_as_it_was(tmp_path: Path) -> None:
    world = techcorp.write_world(tmp_path / "world", size=20, seed=3)
    import_files(world.files, tmp_path / "before")
    before = open_log(tmp_path / "before")
    for door, write in DOORS.items():
        path = tmp_path / f"techcorp.{door}"
        path.write_bytes(b"".join(write(StoredFacts(before))))
        assert import_files([path], tmp_path / door).rejected == 0
        assert everything(open_log(tmp_path / door)) == everything(before)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(INTERACTIONS | TRAITS, min_size=1, max_size=12), st.integers(1, 5))
def test_traces_are_the_same_however_many_are_in_memory(facts: list[Fact], rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder, create_log(Path(folder)) as log:
        for fact in facts:
            log.append([fact])
        for kind in ("customer", "ticket"):
            whole = {one.subject: one for one in Traces(log, kind)}
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("desirepath.log.all_facts._ROWS_OF_A_PART", rows)
                parts = list(Traces(log, kind))
            assert len(parts) == len(whole)
            assert {one.subject: one for one in parts} == whole
