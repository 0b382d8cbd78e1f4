"""What a workspace does not want to keep is not stored, and goes when it is tidied: the same either way."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.log.facts import facts_of
from desirepath.log.interaction import Context, Fact, Identity, Interaction, Traits
from desirepath.log.schema import SCHEMAS, FactKind
from desirepath.log.store import Log, create_log, open_log
from desirepath.log.subject import erase_subject, suppress_subject
from desirepath.log.tidy import preview_tidy, tidy
from desirepath.log.workspace import Settings, read_settings
from desirepath.log.writer import AppendResult
from tests.log.strategies import facts
from tests.log.test_store import tables
from tests.log.traces import traces

NOW = datetime.now(UTC)
RULES = """
[retention]
support = "24 months"
"*" = "3000 months"

[fields]
drop = ["text", "properties.ip", "traits.age"]
hash = ["customer", "actor", "objects.ticket", "properties.email"]
"""


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def with_rules(folder: Path, rules: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "desirepath.toml").write_text(f"format = 1\n{rules}", encoding="utf-8")


def content(log: Log) -> dict[FactKind, pa.Table]:
    return {kind: table.drop_columns(["arrival"]) for kind, table in tables(log).items()}


@settings(max_examples=20, deadline=None)
@given(st.lists(facts, max_size=10))
def test_tidying_what_is_stored_is_storing_it_tidily(given_facts: Sequence[Fact]) -> None:
    rules = """
    [retention]
    app = "20000 days"
    [fields]
    drop = ["score", "properties.a", "traits.b"]
    hash = ["customer", "account", "objects.ticket", "actor", "properties.b", "traits.a"]
    """
    with (
        tempfile.TemporaryDirectory() as one,
        tempfile.TemporaryDirectory() as two,
        create_log(one) as later,
        create_log(two) as at_once,
    ):
        (Path(one) / "log" / "secret").write_bytes(b"the same key for both")
        (Path(two) / "log" / "secret").write_bytes(b"the same key for both")
        later.append(given_facts)
        with_rules(Path(one), rules)
        with_rules(Path(two), rules)
        result = at_once.append(given_facts)
        would = preview_tidy(later)
        done = tidy(later)
        assert (done.expired, done.changed) == (would.expired, would.changed)
        # Two facts of one key: where the first is too old to be stored, the second one is, at once.
        if result.expired == sum(done.expired.values()):
            assert all(table.equals(content(at_once)[kind]) for kind, table in content(later).items())
        generation = later.generation
        assert not any(tidy(later).changed.values())
        assert later.generation == generation


def test_rules_by_hand(tmp_path: Path) -> None:
    with_rules(tmp_path, RULES)
    old = Interaction({"customer": "ada"}, ago(800), "ticket.opened", "support", "1", text="old")
    young = Interaction(
        {"customer": "ada", "account": "acme", "ticket": "T-1"},
        ago(700),
        "ticket.opened",
        "support",
        "2",
        text="I am ada",
        actor="agent ann",
        properties={"ip": "10.0.0.1", "email": "ada@example.test", "plan": "pro"},
    )
    others: list[Fact] = [
        Interaction({"customer": "ben"}, ago(900), "visit", "web", "3", properties={"ip": "10.0.0.2"}),
        Traits("customer", "ada", ago(10), {"age": 36, "plan": "pro"}, "crm", "4"),
        Traits("customer", "ada", ago(800), {"plan": "team"}, "support", "5"),
        Identity("customer", "visitor-7f3a", "ada", ago(900), "support", "6", belongs_to=("account", "acme")),
        Context("release", "Version 2", ago(900), "support", "7"),
    ]
    with create_log(tmp_path) as log:
        assert log.append([old, young, *others]) == AppendResult(5, 0, expired=2)
        first, second = log.interactions(resolved=False).to_pylist()
        assert second["text"] is None
        assert second["account"] == "acme"
        assert all(row["customer"].startswith("hashed:") for row in (first, second))
        assert dict(second["objects"])["ticket"].startswith("hashed:")
        assert first["properties"] is None
        assert '"plan":"pro"' in second["properties"]
        (traits,) = facts_of("traits", log.traits(resolved=False))
        assert isinstance(traits, Traits)
        assert traits.traits == {"plan": "pro"}
        words = ["I am ada", "agent ann", "10.0.0.", "ada@example.test", "visitor-7f3a", "T-1"]
        assert not traces(tmp_path / "log", words)
        # Hashed ids are still one person's: by the id that was given, one is shown, kept out and erased.
        profile = log.profile("customer", "ada")
        assert profile is not None
        assert (profile.interactions, profile.account, profile.traits["plan"].value) == (1, "acme", "pro")
        assert suppress_subject(log, "customer", "ada") == 2
        again = Interaction({"customer": "visitor-7f3a"}, ago(1), "visit", "web", "8")
        assert log.append([again]) == AppendResult(0, 0, suppressed=1)
        erased = erase_subject(log, "customer", "ada").facts
        assert erased == {"interactions": 1, "traits": 1, "identities": 1, "contexts": 0}


def test_a_time_of_its_own_beats_that_of_every_source(tmp_path: Path) -> None:
    with_rules(tmp_path, '[retention]\n"*" = "1 day"\ncrm = "10 days"\n')
    some = [Traits("account", "a", ago(5), {}, source, source) for source in ("crm", "web")]
    with create_log(tmp_path) as log:
        assert log.append(some) == AppendResult(1, 0, expired=1)
        assert log.traits().column("source").to_pylist() == ["crm"]


def test_what_was_too_old_is_no_duplicate_once_it_may_be_kept(tmp_path: Path) -> None:
    old = Traits("account", "a", ago(5), {}, "crm", "1")
    with_rules(tmp_path, '[retention]\ncrm = "1 day"\n')
    with create_log(tmp_path) as log:
        assert log.append([old]) == AppendResult(0, 0, expired=1)
        with_rules(tmp_path, "")
        assert log.append([old]) == AppendResult(1, 0)
        with_rules(tmp_path, '[retention]\ncrm = "1 day"\n')
        assert tidy(log).expired["traits"] == 1
        assert log.append([old]) == AppendResult(0, 0, expired=1)


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ("retention = 3", r"\[retention\]"),
        ('[retention]\nsupport = "soon"', 'such as "24 months" @ retention.support'),
        ("[retention]\nsupport = 24", "such as"),
        ('[retention]\nsupport = "-1 month"', "longer than nothing"),
        ('[retention]\nsupport = "0 d"', "longer than nothing"),
        ("[fields]\nkeep = []", '"keep" is not a setting'),
        ('[fields]\ndrop = "text"', "it should be a list"),
        ("[fields]\ndrop = [3]", "it should be a list"),
        ('[fields]\ndrop = ["txt"]', 'did you mean "text"'),
        ('[fields]\ndrop = ["customer"]', '"customer" cannot be dropped'),
        ('[fields]\ndrop = ["properties."]', "cannot be dropped"),
        ('[fields]\ndrop = ["occurred_at"]', "cannot be dropped"),
        ('[fields]\nhash = ["text"]', '"text" cannot be hashed'),
        ('[fields]\nhash = ["amount"]', "cannot be hashed"),
        ('[feilds]\nhash = ["actor"]', 'did you mean "fields"'),
    ],
)
def test_a_rule_that_cannot_be_used_is_an_error_in_words(tmp_path: Path, rules: str, message: str) -> None:
    with_rules(tmp_path, rules)
    with pytest.raises(DesirepathError, match=f"DP-LOG-008: .*{message}"):
        read_settings(tmp_path)
    with pytest.raises(DesirepathError, match="DP-LOG-008"):
        create_log(tmp_path)


def test_settings_that_are_none_are_an_error_in_words(tmp_path: Path) -> None:
    path = tmp_path / "desirepath.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(DesirepathError, match="DP-LOG-008"):
        read_settings(tmp_path)
    path.unlink()
    assert read_settings(tmp_path) == Settings()
    path.mkdir()
    with pytest.raises(DesirepathError, match="DP-LOG-009"):
        open_log_settings(tmp_path)


def open_log_settings(folder: Path) -> Settings:
    create_log(folder).close()
    return open_log(folder).settings


def test_every_kind_of_fact_has_its_rule() -> None:
    assert set(SCHEMAS) == {"interactions", "traits", "identities", "contexts"}
