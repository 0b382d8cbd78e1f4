from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import desirepath as dp
from desirepath.measures.success_catalogue import SUCCESS_MEASURES
from tests.cli.conftest import Run

ESTIMATE = {"measure", "value", "low", "high", "n", "censored", "unit", "method", "reason"}
MAP = """\
format: desirepath/1
id: start
title: Getting started
travels: account
stages:
  - id: one
    name: One
    steps:
      - {id: first-project, name: First project, when: [{activity: project.completed}]}
      - {id: habit, name: A habit}
"""


def subscription(account: str, day: str, what: str, amount: str | None = None, currency: str = "EUR") -> str:
    money = {"amount": amount, "currency": currency} if amount else {}
    return json.dumps(
        {
            "account": account,
            "occurred_at": f"{day}T00:00:00Z",
            "activity": f"subscription.{what}",
            "properties": {"plan": "team", "interval": "month"},
            "source": "billing",
            **money,
        }
    )


def events(currency: str = "EUR") -> str:
    """The worked example: 10.0 at the start, + 1.8 - 0.6 - 0.9."""
    lines = [
        subscription("acme", "2026-01-01", "started", "4000", currency),
        subscription("birch", "2026-01-01", "started", "3000"),
        subscription("cobalt", "2026-01-01", "started", "900"),
        subscription("delta", "2026-01-01", "started", "2100"),
        subscription("acme", "2026-04-10", "changed", "5800", currency),
        subscription("birch", "2026-05-10", "changed", "2400"),
        subscription("cobalt", "2026-05-12", "cancelled"),
        json.dumps(
            {"account": "acme", "occurred_at": "2026-01-11T00:00:00Z", "activity": "project.completed"}
        ),
        json.dumps({"account": "delta", "occurred_at": "2026-06-30T12:00:00Z", "activity": "email.opened"}),
        json.dumps(
            {
                "type": "traits",
                "object_type": "account",
                "object_id": "acme",
                "occurred_at": "2026-01-01T00:00:00Z",
                "traits": {"plan": "pro"},
            }
        ),
    ]
    return "\n".join(lines) + "\n"


@pytest.fixture
def log(tmp_path: Path, run: Run) -> Path:
    (tmp_path / "events.jsonl").write_text(events(), "utf-8")
    (tmp_path / "start.journey.yaml").write_text(MAP, "utf-8")
    done = run("import", tmp_path / "events.jsonl", "--log", tmp_path / "workspace")
    assert done.code == 0, done.err
    return tmp_path / "workspace"


QUARTER = ("--since", "2026-04-01", "--until", "2026-07-01")


def test_the_table_says_value_and_interval_and_what_is_not_known(log: Path, run: Run) -> None:
    done = run("success", "--log", log, *QUARTER)
    assert done.code == 0, done.err
    out = " ".join(done.out.replace("\u00a0", " ").split())
    assert "3 accounts at the end, 4 when the period began" in out
    assert "1 April 2026 to 30 June 2026" in out
    assert "Net revenue retention (NRR) 103 % *" in out
    assert "Gross revenue retention (GRR) 85 % *" in out
    assert "MRR: contraction 600.00 EUR" in out
    assert "NPS, CSAT" not in out
    assert "NPS: not known, nobody answered on a 0..10 scale" in out
    assert "Trend: whole months from 2026-04 to 2026-06" in out


@pytest.mark.parametrize("columns", ["80", "100", "160"])
def test_it_fits(log: Path, run: Run, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    for more in ((), ("--against", 'traits.plan == "pro"')):
        monkeypatch.setenv("COLUMNS", columns)
        done = run("success", "--log", log, *QUARTER, *more)
        assert done.code == 0, done.err
        assert all(len(line) <= int(columns) for line in done.out.splitlines())
        assert "…" not in done.out


def test_cohorts_month_by_month(log: Path, run: Run) -> None:
    words = ("success", "--log", log, "--since", "2026-01-01", "--until", "2026-07-01", "--cohorts")
    done = run(*words, "--use", 'activity == "project.completed"')
    assert done.code == 0, done.err
    assert re.search(r"2026-01 +4 +25 +0 +0 +0 +0", done.out)
    assert "No cohorts" in run(*words, "--use", 'activity == "never"').out


def test_the_json_is_the_contract(log: Path, run: Run) -> None:
    done = run(
        "success", "--log", log, *QUARTER, "--by", "quarter", "--against-until", "2026-04-01", "--json"
    )
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert found["format"] == "desirepath-success/1"
    assert set(found["measures"]) == {measure.id for measure in SUCCESS_MEASURES}
    assert all(set(estimate) == ESTIMATE for estimate in found["measures"].values())
    assert found["measures"]["nrr"]["value"] == pytest.approx(1.03)
    assert [point["label"] for point in found["trend"]] == ["2026 Q2"]
    assert found["against"]["period"]["until"] == "2026-04-01T00:00:00Z"


def test_a_step_of_a_map_is_the_first_value(log: Path, run: Run) -> None:
    journey = log.parent / "start.journey.yaml"
    words = ("success", "--log", log, "--since", "2026-01-01", "--until", "2026-07-01")
    done = run(*words, "--map", journey, "--step", "first-project", "--json")
    found = json.loads(done.out)["measures"]
    assert found["onboarding_completion"]["value"] == 1 / 4
    assert found["time_to_value"]["value"] == 10 * 86_400
    said = run(*words, "--value", 'activity == "project.completed"', "--json")
    assert json.loads(said.out) == json.loads(done.out)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--step", "first-project"), "DP-CLI-008"),
        (("--map", "start.journey.yaml"), "DP-CLI-008"),
        (("--map", "start.journey.yaml", "--step", "first-projct"), 'did you mean "first-project"?'),
        (("--map", "start.journey.yaml", "--step", "habit"), "has no rule"),
        (("--segment", "activity == 'x'"), "DP-MSR-004"),
        (("--segment", "traits.plan =="), "DP-EXPR"),
        (("--use", "feature ="), "DP-EXPR"),
        (("--subject", "ship"), "DP-MSR-005"),
        (("--margin", "0"), "DP-MSR-008"),
        (("--since", "yesterday"), "DP-CLI-004"),
    ],
)
def test_what_cannot_be_asked(
    log: Path, run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: str
) -> None:
    monkeypatch.chdir(log.parent)
    done = run("success", "--log", log, *words)
    assert done.code == 1
    assert code in done.err
    assert "Traceback" not in done.err


def test_money_without_a_rate_is_not_added_up(tmp_path: Path, run: Run) -> None:
    (tmp_path / "events.jsonl").write_text(events("USD"), "utf-8")
    run("import", tmp_path / "events.jsonl", "--log", tmp_path / "workspace")
    done = run("success", "--log", tmp_path / "workspace", *QUARTER)
    assert "1 paying account in a currency without a rate in desirepath.toml: USD" in " ".join(
        done.out.split()
    )
    settings = tmp_path / "workspace" / "desirepath.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[rates]\nUSD = 1\n", "utf-8")
    done = run("success", "--log", tmp_path / "workspace", *QUARTER, "--json")
    assert json.loads(done.out)["measures"]["grr"]["value"] == pytest.approx(0.85)


def test_the_face_says_the_same(log: Path) -> None:
    found = dp.success_measures(dp.open_log(log), since="2026-04-01", until="2026-07-01")
    assert found["nrr"].value == pytest.approx(1.03)
    assert "Net revenue retention" in found._repr_html_()
    with_step = dp.success_measures(
        dp.open_log(log), journey=dp.read_map(log.parent / "start.journey.yaml"), step="first-project"
    )
    assert with_step["time_to_value"].value == 10 * 86_400
