"""``desirepath playbook``: begin one, check it, simulate it, ask why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desirepath.base.problem import DesirepathError
from desirepath.cli.main import app
from tests.success.playbooks.world import MAP
from tests.success.world import did, log_of

RUN = CliRunner()
BOOK = """\
format: desirepath-playbook/1
id: quiet
name: It has become quiet
map: small
when: [{stalls_at: signed}]
goal: [{activity: feature.used}]
goal_within: 5d
moves:
  - {id: call, task: {title: "Call {{account}}"}}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A map, a playbook and a log."""
    (tmp_path / "small.journey.yaml").write_text(MAP, "utf-8")
    (tmp_path / "quiet.playbook.yaml").write_text(BOOK, "utf-8")
    facts = [
        did("Acme", 0, "signed"),
        did("Birch", 1, "signed"),
        did("Birch", 3, "call.held"),
        did("Acme", 30, "feature.used"),
    ]
    log_of(tmp_path / "log", facts).close()
    return tmp_path


def say(place: Path, *words: str) -> str:
    rest = ["--map", str(place / "small.journey.yaml")]
    if words[0] != "check":
        rest += ["--log", str(place / "log")]
    command = ["playbook", words[0], str(place / "quiet.playbook.yaml"), *words[1:], *rest]
    found = RUN.invoke(app, command, env={"COLUMNS": "120"})
    assert found.exit_code == 0, found.output
    return found.output


def test_check(place: Path) -> None:
    assert say(place, "check") == "quiet: fine\n"
    path = place / "quiet.playbook.yaml"
    path.write_text(BOOK.replace("stalls_at: signed", "stalls_at: sined"), "utf-8")
    with pytest.raises(
        DesirepathError, match=r'quiet.playbook.yaml:5:\d+: DP-PBK-006.*did you mean "signed"'
    ):
        RUN.invoke(
            app,
            ["playbook", "check", str(path), "--map", str(place / "small.journey.yaml")],
            catch_exceptions=False,
        )


def test_simulate(place: Path) -> None:
    said = say(place, "simulate")
    assert "Nothing was sent." in said
    assert "1 run for 1 account; 0 left alone; 0 not begun." in said
    told = json.loads(say(place, "simulate", "--json"))
    assert told["playbooks"][0]["done"] == {"call": 1}
    assert told["playbooks"][0]["proof"]["meant"]["n"] == 1


def test_explain_says_why_and_why_not(place: Path) -> None:
    said = say(place, "explain", "--of", "Acme")
    assert 'Acme has been at "We sign" for 6 days: done' in said
    assert "2026-01-07 00:00  call (task)" in said
    assert "what it waits for did not happen to Birch" in say(place, "explain", "--of", "Birch")
    told = json.loads(say(place, "explain", "--of", "Acme", "--json"))
    assert [one["move"] for one in told["moves"]] == ["call"]


def test_new_lists_them_and_writes_one(tmp_path: Path) -> None:
    listed = RUN.invoke(app, ["playbook", "new"]).output
    assert "cart-reminder" in listed
    RUN.invoke(app, ["playbook", "new", "cart-reminder", "--into", str(tmp_path)])
    assert (
        RUN.invoke(app, ["playbook", "check", str(tmp_path / "cart-reminder.playbook.yaml")]).exit_code != 0
    )
    with pytest.raises(DesirepathError, match='did you mean "cart-reminder"'):
        RUN.invoke(app, ["playbook", "new", "cart-remindr"], catch_exceptions=False)
