"""Every edge that docs/guide/replay.md decides, one test each, counted by hand.

A story is told as ``who: what on which day``: ``ann: s0 c1`` is ann, who did s on day 0 and c on day 1.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desirepath.base.spans import to_microseconds
from desirepath.log.interaction import Interaction
from desirepath.log.store import create_log
from desirepath.model.journey_map import JourneyMap
from desirepath.model.rule import Rule
from desirepath.replay.index import build_index, open_index
from desirepath.replay.replay import Replay, replay
from desirepath.replay.tally import OUTCOMES
from tests.replay.reference import Event
from tests.replay.worlds import DAY, MemoryLog, map_of, step


def matches(*names: str) -> tuple[Rule, ...]:
    return tuple(Rule(activity=name) for name in names)


def a_map(**rules: Any) -> JourneyMap:
    """Steps c(all), i(nvite, optional), u(se), h(abit); b is both c and u; s starts, w and l end it."""
    asked: dict[str, Any] = {"starts": matches("s"), "succeeds": matches("w"), "fails": matches("l"), **rules}
    return map_of(
        step("call", when=matches("c", "b"), within="7d"),
        step("invite", when=matches("i"), optional=True),
        step("use", when=matches("u", "b")),
        step("habit", when=matches("h")),
        **asked,
    )


def tell(story: str, journey: JourneyMap | None = None, *, as_of: float | None = None) -> Replay:
    events = [
        Event(int(float(word[1:]) * DAY), word[0], who)
        for who, _, words in (line.strip().partition(": ") for line in story.split("; "))
        for word in words.split()
    ]
    log = MemoryLog(sorted(events, key=lambda event: event.at))
    until = None if as_of is None else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=as_of)
    return replay(journey or a_map(), build_index(log, "customer"), as_of=until)


def ways(told: Replay) -> list[str]:
    """Each passage as ``who step step outcome``."""
    found = []
    for number, subject in enumerate(told.passages.subject):
        steps = [told.tally.steps[k][0] for k in told.visits.step[told.visits.passage == number]]
        found.append(" ".join([told.subject_ids[subject], *steps, OUTCOMES[told.passages.outcome[number]]]))
    return found


def test_equal_timestamps_keep_the_logs_order() -> None:
    assert ways(tell("ann: s0 u1 c1; bo: s0 c1 u1")) == ["ann u c open", "bo c u open"]


def test_one_interaction_that_matches_several_steps_stays_else_goes_on_else_goes_back() -> None:
    assert ways(tell("ann: s0 b1 b2; bo: s0 i1 b2; cy: s0 h1 b2")) == [
        "ann c open",
        "bo i u open",
        "cy h u open",
    ]


def test_one_activity_in_two_steps_is_the_earliest_at_first() -> None:
    assert ways(tell("ann: s0 b1 h2 b3")) == ["ann c h u open"]


def test_a_repeat_is_neither_a_visit_nor_a_move() -> None:
    tally = tell("ann: s0 c1 c2 c3 u4").tally
    assert (tally.visits.tolist(), tally.repeats.tolist()) == ([1, 0, 1, 0], [2, 0, 0, 0])
    assert tally.transitions[0, 2] == 1


def test_going_back_is_a_return_and_another_visit() -> None:
    tally = tell("ann: s0 c1 u2 c3 u4 c5").tally
    assert (tally.visits.tolist(), tally.returned.tolist()) == ([3, 0, 2, 0], [1, 0, 0, 0])


def test_a_skip_is_what_was_not_visited_before_one_first_went_beyond_it() -> None:
    tally = tell("ann: s0 h1 c2 u3; bo: s0 c1 u2 h3").tally
    assert tally.passed.tolist() == [2, 2, 2, 0]
    assert tally.skipped.tolist() == [1, 0, 1, 0]


def test_what_comes_before_the_start_and_after_the_end_is_in_no_passage() -> None:
    told = tell("ann: c0 s1 u2 w3 u4 c5")
    assert (ways(told), told.passages.interactions.tolist()) == (["ann u succeeded"], [3])
    assert told.labels().tolist() == [-1, 4, 2, 2, -1, -1]


def test_the_step_comes_before_success_and_success_before_failure() -> None:
    ends = a_map(succeeds=matches("h"), fails=matches("h"))
    assert ways(tell("ann: s0 h1 u2", ends)) == ["ann h succeeded"]


@pytest.mark.parametrize(("day", "wanted"), [(29.9, "succeeded"), (30, "expired"), (31, "expired")])
def test_at_the_horizon_a_passage_has_expired(day: float, wanted: str) -> None:
    assert ways(tell(f"ann: s0 w{day}", a_map(horizon="30d"))) == [f"ann {wanted}"]


def test_what_expired_ended_at_its_horizon_not_when_it_was_found() -> None:
    told = tell("ann: s0 u40", a_map(horizon="30d"))
    assert told.passages.ended_us.tolist() == [30 * DAY]
    assert ways(tell("ann: s0; bo: s1", a_map(horizon="30d"), as_of=29)) == ["ann open", "bo open"]


def test_re_entry_needs_leave_and_what_ended_one_passage_does_not_start_the_next() -> None:
    story = "ann: s0 w1 u2 s3 u4"
    assert ways(tell(story)) == ["ann succeeded"]
    assert ways(tell(story, a_map(again=True))) == ["ann succeeded", "ann u open"]
    both = a_map(again=True, starts=matches("s", "w"))
    assert ways(tell("ann: s0 w1 u2", both)) == ["ann succeeded"]
    assert ways(tell("ann: s0 w1 u2 w3", both)) == ["ann succeeded", "ann succeeded"]  # it starts, and ends


def test_what_finds_a_passage_expired_may_start_the_next() -> None:
    assert ways(tell("ann: s0 s40 u41", a_map(again=True, horizon="30d"))) == ["ann expired", "ann u open"]


def test_a_start_inside_a_passage_is_only_an_interaction() -> None:
    told = tell("ann: s0 c1 s2 u3")
    assert (ways(told), told.passages.interactions.tolist()) == (["ann c u open"], [4])


def test_a_subject_seen_once_has_a_passage_of_one_interaction() -> None:
    told = tell("ann: s0; bo: c0; cy: x0", a_map(starts=None))
    assert (ways(told), told.passages.interactions.tolist()) == (["bo c open"], [1])
    assert ways(tell("ann: w0", a_map(starts=matches("w")))) == ["ann succeeded"]


def test_who_has_no_id_is_in_no_passage() -> None:
    log = MemoryLog([Event(0, "s", None), Event(1, "s", "ann")])
    assert ways(replay(a_map(), build_index(log, "customer"))) == ["ann open"]


def test_late_arrivals_take_their_place_by_when_they_occurred(tmp_path: Path) -> None:
    def on(day: int, what: str) -> Interaction:
        at = datetime(2026, 1, day, tzinfo=UTC)
        return Interaction({"customer": "ann"}, at, what, source="app", key=f"{day}")

    with create_log(tmp_path / "log") as log:
        log.append([on(1, "s"), on(9, "u")])
        log.append([on(5, "c")])
        assert ways(replay(a_map(), open_index(log, "customer"))) == ["ann c u open"]


def test_a_day_is_24_hours_also_where_the_clocks_change() -> None:
    paris = ZoneInfo("Europe/Paris")
    call, use, end = (to_microseconds(datetime(2026, 3, day, 12, tzinfo=paris)) for day in (22, 29, 30))
    log = MemoryLog([Event(call, "s"), Event(call, "c"), Event(use, "u"), Event(end, "h")])
    told = replay(a_map(), build_index(log, "customer"))
    # On the clock it is seven days; the night of the 29th took an hour out of them: in time, not late.
    assert (use - call, told.tally.late[0].tolist()) == (7 * DAY - DAY // 24, [1, 0])


def test_more_than_64_steps_are_steps_like_others() -> None:
    steps = [step(f"s{number}", when=matches(chr(0x100 + number))) for number in range(150)]
    journey = map_of(*steps, starts=None)
    log = MemoryLog([Event(number * DAY, chr(0x100 + number), "ann") for number in range(0, 150, 2)])
    tally = replay(journey, build_index(log, "customer")).tally
    assert tally.reach.tolist() == [1, 0] * 75
    assert tally.skipped.tolist() == [0, 1] * 74 + [0, 0]
    assert tally.in_order.tolist() == [1] + [0] * 149


def test_an_optional_step_is_passed_and_not_skipped_and_a_step_without_a_rule_is_in_nobodys_way() -> None:
    journey = map_of(
        step("call", when=matches("c")),
        step("wait", when=None),
        step("invite", when=matches("i"), optional=True),
        step("use", when=matches("u")),
        starts=matches("s"),
    )
    tally = tell("ann: s0 c1 u2", journey).tally
    assert tally.skipped.tolist() == [0, 0, 0, 0]
    assert tally.in_order.tolist() == [1, 0, 0, 1]
