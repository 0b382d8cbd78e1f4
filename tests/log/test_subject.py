"""Erasing leaves no trace and touches nobody else; what is exported is everything; who is suppressed stays
out."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.log.facts import facts_of, row_of
from desirepath.log.interaction import Context, Fact, Identity, Interaction, Traits
from desirepath.log.rows import read_rows
from desirepath.log.schema import SCHEMAS, FactKind
from desirepath.log.store import Log, create_log, open_log
from desirepath.log.subject import erase_subject, export_subject, suppress_subject, unsuppress_subject
from desirepath.log.suppression import Suppression
from desirepath.log.writer import AppendResult
from desirepath.replay.index import open_index
from tests.log.test_store import tables
from tests.log.traces import traces

ADA = ("ada@example.test", "visitor-7f3a", "Адá-名前", 'a"d\\a 4711')
OTHERS = ("ben@example.test", "visitor-0b01", "cleo")
SECRETS = ("my invoice is wrong", "Ada’s diary")


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


ada_ids = st.sampled_from(ADA)
other_ids = st.sampled_from(OTHERS)
days = st.integers(1, 9).map(day)
keys = st.integers(0, 10**6).map(lambda n: f"k{n}")
sources = st.sampled_from(["app", "desk"])
said = st.sampled_from(["hello", "a refund please", None])


def interaction(who: st.SearchStrategy[str], texts: st.SearchStrategy[str | None]) -> st.SearchStrategy[Fact]:
    return st.builds(
        lambda customer, at, key, source, text, account: Interaction(
            {"customer": customer, **({"account": account} if account else {})},
            at,
            "message.sent",
            source,
            key,
            at,
            text=text,
            properties={"said": text} if text else {},
        ),
        who,
        days,
        keys,
        sources,
        texts,
        st.sampled_from([None, "acme"]),
    )


def about(who: st.SearchStrategy[str], texts: st.SearchStrategy[str | None]) -> st.SearchStrategy[Fact]:
    traits = st.builds(
        lambda name, at, key, text: Traits("customer", name, at, {"note": text}, "crm", key),
        who,
        days,
        keys,
        texts,
    )
    return interaction(who, texts) | traits


identities_of_ada = [
    Identity("customer", alias, ADA[0], day(2), "app", f"alias-{place}")
    for place, alias in enumerate(ADA[1:])
]
identity_of_ben = Identity("customer", OTHERS[1], OTHERS[0], day(2), "app", "ben")
release = Context("release", "Version 2", day(3), "notes", "release")
ada_facts = st.lists(about(ada_ids, st.sampled_from(SECRETS)), max_size=8)
other_facts = st.lists(about(other_ids, said), max_size=8)


def all_facts(log: Log) -> dict[FactKind, list[Fact]]:
    return {kind: list(facts_of(kind, table)) for kind, table in tables(log).items()}


def without_arrival(log: Log) -> dict[FactKind, pa.Table]:
    return {kind: table.drop_columns(["arrival"]) for kind, table in tables(log).items()}


@settings(max_examples=25, deadline=None)
@given(ada_facts, other_facts, st.integers(1, 5), st.sampled_from(ADA), st.booleans(), st.randoms())
def test_erasing_leaves_no_trace_and_nobody_else_changes(
    adas: Sequence[Fact], others: Sequence[Fact], chunk: int, erased_as: str, compacted: bool, random: Any
) -> None:
    adas = [replace(fact, key=f"ada@example.test/{n}") for n, fact in enumerate(adas)]
    others = [replace(fact, key=f"other-{n}") for n, fact in enumerate(others)]
    everything: list[Fact] = [*adas, *others, *identities_of_ada, identity_of_ben, release]
    random.shuffle(everything)
    of_others = [fact for fact in everything if fact in others or fact in (identity_of_ben, release)]
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as other_name:
        folder = Path(name)
        with create_log(folder) as log:
            for begin in range(0, len(everything), chunk):
                log.append(everything[begin : begin + chunk])
            if compacted:
                log.compact()
            open_index(log, "customer")
            erased = erase_subject(log, "customer", erased_as)
            assert not traces(folder, [*ADA, *SECRETS])
            assert sum(erased.facts.values()) == len(everything) - len(of_others)
            assert erased.subject.ids >= set(ADA)
            again = erase_subject(log, "customer", erased_as)
            assert not sum(again.facts.values())
            # Importing the old exports again brings nothing back.
            assert log.append(everything) == AppendResult(0, len(everything))
        with create_log(other_name) as never_there:
            never_there.append(of_others)
            for kind, table in without_arrival(open_log(folder)).items():
                assert table.equals(without_arrival(never_there)[kind])


def small_log(log: Log) -> None:
    log.append(
        [
            Interaction(
                {"customer": "ada", "account": "acme"}, day(1), "visit", "app", "1", day(1), text="hi"
            ),
            Interaction({"customer": "ben"}, day(2), "visit", "app", "2", day(2), actor="ada"),
            Interaction({"customer": "ben"}, day(4), "visit", "app", "3", day(4), text="adage, not her"),
            Interaction({"customer": "cleo", "order": "ada"}, day(5), "order.placed", "shop", "4", day(5)),
            Traits("customer", "ada", day(1), {"plan": "pro"}, "crm", "5"),
            Traits("account", "acme", day(1), {"size": 5}, "crm", "6"),
            Identity("customer", "anon-1", "ben", day(3), "app", "7", belongs_to=("account", "acme")),
            Identity("customer", "cleo", "cleo", day(3), "app", "8", belongs_to=("account", "acme")),
        ]
    )


def keys_left(log: Log) -> str:
    return "".join(sorted(fact.key for facts in all_facts(log).values() for fact in facts))


def test_erasing_a_customer_by_hand(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        small_log(log)
        erased = erase_subject(log, "customer", "ada")
        assert erased.facts == {"interactions": 1, "traits": 1, "identities": 0, "contexts": 0}
        assert (erased.actors, erased.rejects, erased.suppressed) == (1, 0, False)
        # Another object of another type may have the same id.
        assert keys_left(log) == "234678"
        assert log.interactions(["actor"]).column("actor").null_count == 3


def test_erasing_an_account_takes_what_counts_as_its_own(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        small_log(log)
        erased = erase_subject(log, "account", "acme")
        # 1 names it; 2, 3 and 4 are of customers who belong to it.
        assert erased.facts == {"interactions": 4, "traits": 1, "identities": 1, "contexts": 0}
        assert keys_left(log) == "57"
        assert not traces(tmp_path, ["acme"])
        # That ben was also anon-1 is ben's, and stays.
        assert log.identities_resolved().resolve("customer") == {"anon-1": "ben"}


def test_the_other_ids_are_known_until_the_last_byte_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever fails half-way, erasing under one id again finds what lies under the others."""
    rejects = tmp_path / "rejects" / "app.rejects.jsonl"
    with create_log(tmp_path) as log:
        log.append([Identity("customer", "visitor-7f3a", "ada@example.test", day(2), "app", "1")])
        rejects.parent.mkdir()
        lines = [
            {"line": 1, "code": "DP-LOG-014", "message": "no time", "row": {"who": "visitor-7f3a"}},
            {"line": 2, "code": "DP-LOG-014", "message": "no time", "row": {"who": "ben@example.test"}},
            {"line": 3, "code": "DP-SRC-001", "message": "not JSON", "row": '{"who": "visitor-7f3a'},
            {"line": 4, "code": "DP-LOG-013", "message": 'wrong: "ada@example.test"', "row": {}},
        ]
        rejects.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines) + b"visitor-7f3a cut off")
        (rejects.parent / "killed.rejects.jsonl.tmp").write_text("visitor-7f3a")
        kept = orjson.dumps(lines[1]) + b"\n"

        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        for step in ("os.fsync", "pathlib.Path.replace", "pathlib.Path.unlink"):
            with monkeypatch.context() as failing:
                failing.setattr(step, full)
                with pytest.raises((DesirepathError, OSError)):
                    erase_subject(log, "customer", "ada@example.test")
        assert erase_subject(log, "customer", "ada@example.test").rejects == 4
        assert rejects.read_bytes() == kept
        assert not traces(tmp_path, ["visitor-7f3a", "ada@example.test"])


def test_what_waits_in_the_inbox_is_erased_too(tmp_path: Path) -> None:
    with create_log(tmp_path) as log, log.inbox as inbox:
        inbox.accept([Interaction({"customer": "ada@example.test"}, day(1), "visit", "app", "1")])
        assert traces(tmp_path, ["ada@example.test"])
        assert erase_subject(log, "customer", "ada@example.test").facts["interactions"] == 1
        assert not traces(tmp_path, ["ada@example.test"])


def test_export_is_everything_and_can_be_imported(tmp_path: Path) -> None:
    with create_log(tmp_path / "one") as log:
        small_log(log)
        log.append([Identity("customer", "visitor", "ada", day(6), "app", "9")])
        (tmp_path / "one" / "rejects").mkdir()
        line = {"line": 7, "message": "bad", "row": {"customer": "visitor", "score": "x"}}
        (tmp_path / "one" / "rejects" / "a.rejects.jsonl").write_bytes(orjson.dumps(line) + b"\n")
        with log.inbox as inbox:
            inbox.accept([Interaction({"customer": "visitor"}, day(1), "visit", "app", "w")])
        exported = export_subject(log, "customer", "visitor")
    assert exported["object_id"] == "ada"
    assert exported["ids"] == ("ada", "visitor")
    assert [row["key"] for row in exported["interactions"]] == ["1", "2"]
    assert [row["key"] for row in exported["traits"] + exported["identities"]] == ["5", "9"]
    assert exported["rejects"] == [line]
    assert [row["key"] for row in exported["inbox"]] == ["w"]
    assert exported["suppressed"] is False
    read = read_rows(exported["interactions"] + exported["traits"] + exported["identities"], source="")
    assert not read.refused
    assert sum(table.table.num_rows for table in read.tables) == 4
    orjson.dumps(exported)


def test_who_is_suppressed_stays_out_until_let_in_again(tmp_path: Path) -> None:
    alias = Identity("customer", "visitor-7f3a", "ada@example.test", day(1), "app", "alias")
    theirs: list[Fact] = [
        Interaction({"customer": "ada@example.test"}, day(1), "visit", "app", "1"),
        Interaction({"customer": "visitor-7f3a"}, day(1), "visit", "app", "2"),
        Traits("customer", "ada@example.test", day(1), {"plan": "pro"}, "crm", "3"),
        Identity("customer", "new", "ada@example.test", day(1), "app", "4"),
    ]
    other = Interaction({"customer": "ben", "order": "ada@example.test"}, day(1), "visit", "app", "5")
    with create_log(tmp_path) as log:
        log.append([alias])
        erased = erase_subject(log, "customer", "ada@example.test", suppress=True)
        assert erased.suppressed
        assert log.append([*theirs, other]) == AppendResult(1, 0, suppressed=4)
        assert not traces(tmp_path, ["visitor-7f3a", "new"])
        # What was never stored is no duplicate later.
        assert unsuppress_subject(log, "customer", "visitor-7f3a") == 1
        assert unsuppress_subject(log, "customer", "ada@example.test") == 1
        assert unsuppress_subject(log, "customer", "ada@example.test") == 0
        assert log.append([*theirs, other]) == AppendResult(4, 1)
        assert suppress_subject(log, "customer", "new") == 2
    with create_log(tmp_path) as log:
        assert log.append([replace(theirs[0], key="6")]) == AppendResult(0, 0, suppressed=1)


def test_what_is_remembered_is_a_keyed_hash_under_a_private_key(tmp_path: Path) -> None:
    with create_log(tmp_path / "one") as one, create_log(tmp_path / "two") as two:
        for log in (one, two):
            suppress_subject(log, "customer", "ada@example.test")
        lists = [(log.path / "log" / "suppressed.json").read_bytes() for log in (one, two)]
        assert lists[0] != lists[1]  # without the key of a log nobody can compute its hashes
        assert len(orjson.loads(lists[0])["customer"][0]) == 32
        for name in ("secret", "suppressed.json"):
            assert (one.path / "log" / name).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"customer": 3}', b"\xff"])
def test_a_damaged_list_lets_nobody_in(tmp_path: Path, content: bytes) -> None:
    with create_log(tmp_path) as log:
        (tmp_path / "log" / "suppressed.json").write_bytes(content)
        with pytest.raises(DesirepathError, match="DP-LOG-005"):
            log.append([release])


def test_nobody_is_erased_by_a_reader(tmp_path: Path) -> None:
    create_log(tmp_path).close()
    for act in (erase_subject, suppress_subject, unsuppress_subject):
        with pytest.raises(DesirepathError, match="DP-LOG-003"):
            act(open_log(tmp_path), "customer", "ada")


def test_every_kind_of_fact_is_looked_at() -> None:
    """A new kind of fact needs its place in ``ids.py`` before it may be stored."""
    assert set(SCHEMAS) == {"interactions", "traits", "identities", "contexts"}
    assert all(row_of(fact) for fact in (release, identity_of_ben))
    assert Suppression(Path("nowhere"), b"").has("customer", "ada") is False
