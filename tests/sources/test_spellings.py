"""One word in two spellings, kept as one where the mapping says so."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from desirepath.sources.looking import look_into
from tests.sources.files import bring, stored, write

SPELLED = [("Trial started", "Basis"), ("trial started ", "basis"), ("won", "Profi")]
ROWS = "at,account,event,Tarif\n" + "".join(
    f"2026-03-{day:02}T00:00:00Z,a{day},{event},{plan}\n" for day, (event, plan) in enumerate(SPELLED, 1)
)
SAID = {"event": {"trial started": "Trial started"}, "Tarif": {"basis": "Basis"}, "gone": {"x": "y"}}


@pytest.mark.parametrize("copies", [1, 4000], ids=["short", "in columns"])
def test_they_are_one_word_in_the_log_whatever_the_column_is(tmp_path: Path, copies: int) -> None:
    header, *lines = ROWS.splitlines(keepends=True)
    path = write(tmp_path, "t.csv", header + "".join(lines * copies))
    look = look_into(path)
    assert look.planned is not None
    plan = replace(look.planned.plan, spellings=SAID, roles={**look.planned.plan.roles, "Tarif": "property"})
    assert bring(tmp_path, path, mapping=plan.to_mapping()).rejected == 0
    rows = stored(tmp_path, "activity", "properties")
    assert Counter(row["activity"] for row in rows) == {"Trial started": 2 * copies, "won": copies}
    assert Counter(row["properties"] for row in rows)['{"Tarif":"Basis"}'] == 2 * copies


def test_a_meaning_is_that_of_the_word_kept(tmp_path: Path) -> None:
    look = look_into(write(tmp_path, "t.csv", ROWS))
    assert look.planned is not None
    plan = replace(look.planned.plan, spellings=SAID, means={"Trial started": "trial.began"})
    bring(tmp_path, tmp_path / "t.csv", mapping=plan.to_mapping())
    assert [row["activity"] for row in stored(tmp_path, "activity")] == ["trial.began", "trial.began", "won"]


@pytest.mark.parametrize("said", ["5", '["a"]', '{plan = "x"}', "{plan = {a = 1}}"])
def test_what_is_no_spelling_is_refused(tmp_path: Path, said: str) -> None:
    path = write(tmp_path, "t.csv", ROWS)
    mapping = f'spellings = {said}\n[[fact]]\naccount = "account"\noccurred_at = "at"\nactivity = "event"\n'
    with pytest.raises(Exception, match="DP-SRC-006"):
        bring(tmp_path, path, mapping=mapping)
