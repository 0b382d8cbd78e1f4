"""The day in one column, and the time of day in another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has none
from hypothesis import given
from hypothesis import strategies as st

from desirepath.sources.looking import look_into
from desirepath.sources.written_times import with_clock, without_clock
from tests.sources.files import bring, rejected, stored, write

AMERICAN = "Date,Time,Account,Event\n11/03/2026,2:15 PM,a,opened\n11/25/2026,9:05 AM,b,opened\n"


def instants(tmp_path: Path) -> list[str]:
    return sorted(row["occurred_at"].isoformat()[:16] for row in stored(tmp_path, "occurred_at"))


@pytest.mark.parametrize("copies", [1, 1500], ids=["short", "in columns"])
def test_both_together_say_when(tmp_path: Path, copies: int) -> None:
    header, *rows = AMERICAN.splitlines(keepends=True)
    more = ["11/26/2026,,c,opened\n", "11/26/2026,25:00 PM,d,opened\n"]
    rows += [f"11/25/2026,9:{minute} AM,b,opened\n" for minute in range(10, 30)]
    path = write(tmp_path, "t.csv", header + "".join([*rows, *more] * copies))
    look = look_into(path)
    assert look.planned is not None
    plan = look.planned.plan
    assert (plan.roles["Date"], plan.roles["Time"]) == ("occurred_at", "clock")
    assert (plan.time_format, plan.clock_format) == ("%m/%d/%Y", "%I:%M %p")
    assert 'the time of day is in "Time"' in look.planned.reasons["Time"]
    report = bring(tmp_path, path, mapping=replace(plan, zone="America/New_York").to_mapping())
    assert (report.added, report.rejected) == (22 * copies, 2 * copies)
    assert {"2026-11-03T19:15", "2026-11-25T14:05"} < set(instants(tmp_path))
    assert [one["message"].split(":")[0] for one in rejected(report)[:2]] == [
        'the column "Time" is empty',
        '"11/26/2026 25',
    ]


def test_whether_the_day_comes_first_is_asked_of_the_day(tmp_path: Path) -> None:
    look = look_into(write(tmp_path, "t.csv", AMERICAN.replace("11/25", "11/04")))
    assert look.planned is not None
    asked = {one.about: one for one in look.planned.questions}
    assert [one.says for one in asked["occurred_at"].choices] == ["11 March 2026", "3 November 2026"]
    assert look.planned.plan.column("clock") == "Time"
    decided = replace(look.planned.plan, zone="UTC", time_format="%m/%d/%Y")
    assert bring(tmp_path, tmp_path / "t.csv", mapping=decided.to_mapping()).added == 2
    assert instants(tmp_path) == ["2026-11-03T14:15", "2026-11-04T09:05"]


def test_real_days_and_times_of_a_workbook(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "calls.xlsx") as book:
        sheet = book.add_worksheet()
        day, clock = book.add_format({"num_format": "m/d/yy"}), book.add_format({"num_format": "h:mm AM/PM"})
        sheet.write_row(0, 0, ["Account", "Call date", "Call time", "Event"])
        for row, hour in enumerate((8, 0, 14), 1):
            sheet.write_row(row, 0, [f"a{row}"])
            sheet.write_datetime(row, 1, date(2026, 11, 3), day)
            sheet.write_datetime(row, 2, time(hour, 15), clock)
            sheet.write_row(row, 3, ["call"])
    look = look_into(tmp_path / "calls.xlsx")
    assert look.planned is not None
    decided = replace(look.planned.plan, zone="UTC")
    expected = ["2026-11-03T00:15", "2026-11-03T08:15", "2026-11-03T14:15"]
    assert bring(tmp_path, tmp_path / "calls.xlsx", mapping=decided.to_mapping()).added == 3
    assert instants(tmp_path) == expected
    as_text = replace(decided, time_format="%m/%d/%Y", clock_format="%I:%M %p").to_mapping()
    assert bring(tmp_path, tmp_path / "calls.xlsx", mapping=as_text).added == 0, "the same facts"


def test_how_long_it_took_is_no_time_of_day(tmp_path: Path) -> None:
    text = "Date,First reply time,Account,Event\n2026-03-01,00:45,a,x\n2026-03-02,1:30,b,x\n"
    look = look_into(write(tmp_path, "t.csv", text))
    assert look.planned is not None
    assert look.planned.plan.column("clock") is None


@given(st.sampled_from([None, "%d.%m.%Y", "%m/%d/%y"]), st.sampled_from([None, "%H:%M", "%I:%M %p"]))
def test_two_formats_are_one_and_two_again(day: str | None, clock: str | None) -> None:
    both = with_clock(day, clock)
    assert both is None or without_clock(both) == (day, clock)
