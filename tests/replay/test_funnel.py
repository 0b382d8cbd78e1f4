"""Funnels: worlds small enough to count by hand, then the laws."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.base.spans import Period, from_microseconds
from desirepath.model.expression import Compare, Expression, Name, Not
from desirepath.replay.funnel import Funnel, follow_funnel
from desirepath.replay.funnel_question import Exclusion, FunnelQuestion, FunnelStep
from desirepath.replay.index import Index, build_index
from desirepath.replay.laying_out import lay_out
from tests.replay.funnel_reference import Asked, Did
from tests.replay.funnel_worlds import FunnelWorld, check_funnel, index_of, question_of, random_funnel_world
from tests.replay.reference import Event
from tests.replay.worlds import MemoryLog


def when(activity: str) -> Expression:
    return Compare(Name("field", "activity"), "==", activity)


def funnel(told: str, steps: str, *, as_of: int | None = None, **rules: Any) -> Funnel:
    """``told`` is ``a0 b3``: activity a at 0, b at 3; people are parted by a semicolon."""
    events = [
        Event(int(word[1:]), word[0], f"u{number}")
        for number, person in enumerate(told.split(";"), 1)
        for word in person.split()
    ]
    rules["exclusions"] = tuple(
        Exclusion(when(name), after, before) for name, after, before in rules.pop("without", ())
    )
    question = FunnelQuestion(tuple(FunnelStep(name, when(name)) for name in steps), **rules)
    index = build_index(MemoryLog(sorted(events, key=lambda event: event.at)), "customer")
    return follow_funnel(index, question, as_of=None if as_of is None else from_microseconds(as_of))


def reached(told: str, steps: str, **rules: Any) -> list[int]:
    return list(funnel(told, steps, **rules).reached)


def test_anything_may_lie_between_two_steps_of_an_ordered_funnel() -> None:
    assert reached("a0 x1 b2 c3; a0 c1 b2; b0 a1", "abc") == [3, 2, 1]


def test_nothing_may_lie_between_two_steps_of_a_strict_one() -> None:
    assert reached("a0 b1 c2; a0 x1 b2 c3; a0 a1 b2", "abc", mode="strict") == [3, 2, 1]
    assert reached("a0 x1 b2; a0 a1 b2; a0 c1 b2", "abc", mode="strict", between="steps") == [3, 2, 0]


def test_without_order_step_two_is_the_second_of_them() -> None:
    assert reached("c0 a1; b0 b1; x0", "abc", mode="unordered") == [2, 1, 0]


def test_the_window_runs_from_the_first_step_and_its_last_instant_counts() -> None:
    assert reached("a0 b5 c10; a0 b5 c11", "abc", window_us=10) == [2, 2, 1]


def test_a_repeated_step_needs_another_interaction() -> None:
    assert reached("a0; a0 a1; a0 a1 a2", "aaa") == [3, 2, 1]


@pytest.mark.parametrize(("ties", "wanted"), [("sequence", [2, 1]), ("any", [2, 2]), ("strict", [2, 0])])
def test_ties_are_read_as_asked(ties: Any, wanted: list[int]) -> None:
    assert reached("a5 b5; b5 a5", "ab", ties=ties) == wanted


def test_the_start_that_leads_furthest_and_the_very_first_are_both_told() -> None:
    found = funnel("a0 a8 b9", "ab", window_us=5)
    assert (list(found.reached_from_any), list(found.reached_from_first)) == ([1, 1], [1, 0])
    assert list(funnel("a0 a8 b9", "ab", window_us=5, start="first").reached) == [1, 0]


def test_totals_count_attempts_and_begin_again_after_the_end_of_one() -> None:
    assert reached("a0 b1 a2 a3 b4", "ab", count="totals") == [2, 2]
    assert reached("a0 a4 a6 b7", "ab", count="totals", window_us=5) == [2, 1]
    assert reached("a0 x1 a2 b3", "ab", count="totals", without=[("x", 1, 2)], exclusion="break") == [2, 1]
    assert reached("a0 x1 a2 b3", "ab", count="totals", without=[("x", 1, 2)]) == [1, 1]


def test_an_exclusion_drops_the_subject_or_breaks_the_chain() -> None:
    told = "a0 x1 b2; a0 b1 x2; x0 a1 b2; a0 x1 a2 b3"
    assert reached(told, "ab", without=[("x", 1, 2)]) == [2, 2]
    assert reached(told, "ab", without=[("x", 1, 2)], exclusion="break") == [4, 3]


def test_at_one_instant_the_step_wins_over_the_exclusion_unless_ties_are_strict() -> None:
    assert reached("a0 x1 b1", "ab", without=[("x", 1, 2)]) == [1, 1]
    assert reached("a0 x1 b1", "ab", without=[("x", 1, 2)], ties="strict") == [0, 0]


def test_an_optional_step_may_be_left_out_and_is_counted_where_it_came_in_its_place() -> None:
    steps = tuple(FunnelStep(name, when(name), optional=name == "b") for name in "abc")
    told = [Event(0, "a"), Event(1, "c"), Event(0, "a", "u2"), Event(1, "b", "u2"), Event(3, "c", "u2")]
    told += [Event(0, "a", "u3"), Event(4, "b", "u3")]
    log = MemoryLog(sorted(told, key=lambda event: event.at))
    found = follow_funnel(build_index(log, "customer"), FunnelQuestion(steps))
    assert list(found.reached) == [3, 2, 2]
    assert sorted(found.took_us(2)) == [1, 3]  # from the step before that may not be left out
    assert sorted(found.total_us()) == [1, 3]
    assert found.dropped_subjects(2) == ("u3",)


def test_a_step_may_have_its_own_limit() -> None:
    steps = (
        FunnelStep("a", when("a")),
        FunnelStep("b", when("b"), within_us=2),
        FunnelStep("c", when("c"), within_us=2),
    )
    told = [Event(at, name) for at, name in ((0, "a"), (1, "b"), (2, "b"), (4, "c"))]
    found = follow_funnel(build_index(MemoryLog(told), "customer"), FunnelQuestion(steps))
    assert list(found.reached) == [1, 1, 1]  # from the later b the time is enough
    assert found.took_us(1).tolist() == [1]  # but b was first reached at 1


def test_times_are_averaged_over_the_chains_of_a_person_first() -> None:
    found = funnel("a0 b4 a10 b12; a0 b9", "ab", window_us=5)
    assert found.took_us(1).tolist() == [3]  # (4 + 2) / 2
    assert funnel("a0 b4 a10 b12; a0 b9", "ab", window_us=5, start="first").took_us(1).tolist() == [4]


def test_who_still_may_go_on_is_open_and_not_lost() -> None:
    found = funnel("a0; a7; a6 b7; a8", "ab", window_us=5, as_of=9)
    assert list(found.reached) == [4, 1]
    assert list(found.open_before) == [0, 2]
    assert found.dropped_subjects(1) == ("u1", "u2", "u4")


def test_the_first_step_lies_in_the_period_and_the_others_may_come_after_it() -> None:
    period = Period(from_microseconds(5), from_microseconds(10))
    assert reached("a4 b6; a5 b6; a9 b12; a10 b11", "ab", period=period, window_us=5) == [2, 2]


def test_interactions_that_the_question_does_not_see_are_as_if_they_were_not_there() -> None:
    assert reached("a0 x1 b2", "ab", mode="strict", where=Compare(Name("field", "activity"), "!=", "x")) == [
        1,
        1,
    ]


def test_who_reached_and_who_dropped_out_before_a_step() -> None:
    found = funnel("a0 b1; a0; b0", "ab")
    assert found.subjects == 3
    assert [found.reached_subjects(step) for step in (0, 1)] == [("u1", "u2"), ("u1",)]
    assert found.dropped_subjects(1) == ("u2",)


def test_an_empty_log_has_a_funnel_of_nobody() -> None:
    assert reached("", "ab") == [0, 0]


def told_as(*people: str) -> FunnelWorld:
    """``0@5 12@7``: at 5 something that can be step 0, at 7 something that can be step 1 or step 2."""
    return FunnelWorld(
        Asked(4, ties="any", optional=frozenset({2}), within=(None,) * 4),
        {
            f"u{number}": [
                Did(int(at), frozenset(map(int, steps)))
                for steps, at in (word.split("@") for word in person.split())
            ]
            for number, person in enumerate(people)
        },
    )


def test_at_one_instant_an_optional_step_needs_an_interaction_of_its_own() -> None:
    found = check_funnel(told_as("0@0 1@1 3@5 23@5", "0@0 1@1 3@5 2@5", "0@0 1@1 23@5", "0@0 1@1 12@5 3@5"))
    assert found.chains.reached.tolist() == [0b1111, 0b1111, 0b1011, 0b1111]


def test_anchored_steps_have_their_place_among_those_in_any_order() -> None:
    steps = tuple(FunnelStep(name, when(name), anchored=name in "ad") for name in "abcd")
    told = "a0 c1 b2 d3; b0 a1 c2 d3; a0 b1 d2 c3; a0 b1 c2 b3"
    log = MemoryLog(
        sorted(
            (
                Event(int(word[1:]), word[0], f"u{number}")
                for number, person in enumerate(told.split(";"))
                for word in person.split()
            ),
            key=lambda event: event.at,
        )
    )
    index = build_index(log, "customer")
    found = follow_funnel(index, FunnelQuestion(steps, mode="unordered"))
    assert found.chains.reached.tolist() == [0b1111, 0b0011, 0b0111, 0b0111]
    loose = tuple(replace(step, anchored=False) for step in steps)
    assert list(follow_funnel(index, FunnelQuestion(loose, mode="unordered")).reached) == [4, 4, 4, 3]


def test_what_was_done_in_one_turn_cannot_be_a_step_of_the_next() -> None:
    world = told_as("02@1 0@2 1@2", "0@1 02@2 1@2")
    asked = replace(world.asked, steps=3, mode="unordered", optional=frozenset(), anchored=frozenset({2}))
    found = check_funnel(replace(world, asked=asked))
    assert found.chains.reached.tolist() == [0b011, 0b111]


def test_a_session_ends_after_a_gap_and_is_followed_by_itself() -> None:
    found = funnel("a0 x5 b10; a0 b11; a0 b5 a40 b50", "ab", session_us=10)
    assert list(found.reached) == [4, 3]
    assert found.reached_subjects(1) == ("u1", "u3")
    assert found.dropped_subjects(1) == ("u2",)


def test_who_may_still_go_on_in_a_session_is_open() -> None:
    found = funnel("a0; a30; a35", "ab", session_us=10, as_of=40, window_us=100)
    assert list(found.open_before) == [0, 2]


def test_a_held_value_is_shared_by_all_steps() -> None:
    did = [(0, "a", "x"), (1, "b", "y"), (2, "b", "x"), (3, "a", "y"), (4, "b", None)]
    log = MemoryLog([Event(at, name, properties={"order": value}) for at, name, value in did])
    steps = (FunnelStep("a", when("a")), FunnelStep("b", when("b")))
    asked = FunnelQuestion(steps, held=Name("properties", "order"))
    found = follow_funnel(build_index(log, "customer"), asked)
    assert list(found.reached) == [2, 1]
    assert found.reached_subjects(1) == ("u1",)
    assert found.dropped_subjects(1) == ()


def test_within_the_tolerance_either_order_will_do() -> None:
    assert reached("b0 a1; b0 a2; a0 b1", "ab", ties="any", tolerance_us=1) == [3, 2]
    assert reached("b0 a1; b0 a2; a0 b1", "ab", ties="strict", tolerance_us=1) == [3, 0]


def test_an_instant_is_as_long_as_the_tolerance_and_no_longer() -> None:
    assert reached("b0 x1 a2; b0 a1 b2", "ab", ties="any", tolerance_us=1) == [2, 1]


@pytest.mark.parametrize("mode", ["ordered", "strict", "unordered"])
def test_only_first_steps_in_the_segment_begin(mode: Any) -> None:
    lived = [(0, "a", "free"), (5, "a", "pro"), (6, "b", "free")]
    log = MemoryLog([Event(at, name, properties={"plan": plan}) for at, name, plan in lived])
    steps = (FunnelStep("a", when("a")), FunnelStep("b", when("b")))

    def entered_at(plan: str) -> tuple[list[int], list[int]]:
        segment = Compare(Name("properties", "plan"), "==", plan)
        asked = FunnelQuestion(steps, mode=mode, between="steps", segment=segment)
        found = follow_funnel(build_index(log, "customer"), asked)
        return list(found.reached), found.chains.entered_us.tolist()

    pro, gold = entered_at("pro"), entered_at("gold")
    assert pro == ([1, 1], [5])
    assert gold == ([0, 0], [])


def test_of_a_subject_with_very_many_first_steps_some_are_followed_and_that_is_said() -> None:
    lived = [Event(at, "a") for at in range(100_000)]
    for name, at in (("b", 100_001), ("x", 100_002)):
        lived.append(Event(at, name))
    index = build_index(MemoryLog(lived), "customer")
    steps = tuple(FunnelStep(name, when(name)) for name in "abc")
    found = follow_funnel(index, FunnelQuestion(steps, ties="strict", window_us=1))
    assert list(found.reached) == [1, 0, 0]
    assert found.thinned == 1
    plain = follow_funnel(index, FunnelQuestion(steps))
    assert (list(plain.reached), plain.thinned) == ([1, 1, 0], 0)


def test_as_of_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        follow_funnel(
            build_index(MemoryLog([]), "customer"),
            FunnelQuestion((FunnelStep("a", when("a")),)),
            as_of=datetime(2026, 1, 1),  # noqa: DTZ001 - that is the point
        )


A, B = FunnelStep("a", when("a")), FunnelStep("b", when("b"))


@pytest.mark.parametrize(
    ("code", "steps", "rules"),
    [
        ("DP-RPL-020", (), {}),
        ("DP-RPL-020", (A,) * 61, {}),
        ("DP-RPL-021", (A, B), {"exclusions": (Exclusion(when("x"), 2, 2),)}),
        ("DP-RPL-021", (A, B), {"exclusions": (Exclusion(when("x"), 0, 1),)}),
        ("DP-RPL-021", (A, B), {"exclusions": (Exclusion(when("x"), 1, 3),)}),
        ("DP-RPL-021", (A, B), {"exclusions": (Exclusion(when("x"), 1, 2),) * 61}),
        ("DP-RPL-022", (A, B), {"window_us": -1}),
        ("DP-RPL-022", (A, replace(B, within_us=-1)), {}),
        ("DP-RPL-023", (replace(A, optional=True), B), {}),
        ("DP-RPL-023", (A, replace(B, optional=True)), {"mode": "unordered"}),
        ("DP-RPL-023", (A, replace(B, within_us=1)), {"mode": "unordered"}),
        ("DP-RPL-022", (A, B), {"session_us": -1}),
        ("DP-RPL-022", (A, B), {"tolerance_us": -1, "ties": "any"}),
        ("DP-RPL-023", (A, B), {"tolerance_us": 1}),
        ("DP-RPL-023", (A, replace(B, anchored=True)), {}),
        ("DP-RPL-023", (A, B), {"session_us": 1, "held": Name("field", "channel")}),
    ],
)
def test_a_question_that_makes_no_sense_says_why(code: str, steps: Any, rules: Any) -> None:
    with pytest.raises(DesirepathError) as raised:
        FunnelQuestion(steps, **rules)
    assert raised.value.code == code


def test_sixty_steps_fit() -> None:
    steps = (A,) * 60
    told = [Event(at, "a") for at in range(60)]
    for mode in ("ordered", "strict", "unordered"):
        found = follow_funnel(build_index(MemoryLog(told), "customer"), FunnelQuestion(steps, mode=mode))
        assert found.reached.tolist() == [1] * 60


@pytest.mark.parametrize("first", range(0, 1000, 100))
def test_the_kernel_says_what_trying_every_chain_says(first: int) -> None:
    for seed in range(first, first + 100):
        check_funnel(random_funnel_world(seed))


seeds = st.integers(0, 10**9)


@given(seeds)
def test_a_funnel_never_grows(seed: int) -> None:
    world = random_funnel_world(seed)
    question = question_of(world)
    counts = follow_funnel(index_of(world), question).reached
    required = [k for k, step in enumerate(question.steps) if not step.optional]
    assert (np.diff(counts[required]) <= 0).all()
    assert (counts <= counts[0]).all()


@given(seeds)
def test_a_segment_and_the_rest_reach_no_less_than_everybody_and_each_no_more(seed: int) -> None:
    world = random_funnel_world(seed)
    asked = replace(question_of(world), exclusions=(), count="uniques", start="any")
    index, inside = index_of(world), Compare(Name("properties", "in"), "==", True)
    whole, part, rest = (
        follow_funnel(index, replace(asked, segment=segment)).reached
        for segment in (None, inside, Not(inside))
    )
    required = [k for k, step in enumerate(asked.steps) if not step.optional]
    for counts in (part, rest):
        assert (np.diff(counts[required]) <= 0).all()
        assert (counts[required] <= whole[required]).all()
    assert (whole[required] <= (part + rest)[required]).all()


@given(seeds)
def test_funnels_over_disjoint_subjects_add_up(seed: int) -> None:
    world = random_funnel_world(seed)
    question = question_of(world)
    as_of = datetime(2030, 1, 1, tzinfo=UTC)
    parts = [
        follow_funnel(index_of(replace(world, people={person: history})), question, as_of=as_of)
        for person, history in world.people.items()
    ]
    whole = follow_funnel(index_of(world), question, as_of=as_of)
    for name in ("reached", "reached_from_any", "reached_from_first", "open_before", "dropped", "subjects"):
        assert np.array_equal(getattr(whole, name), sum(getattr(part, name) for part in parts)), name
    for step in range(1, len(question.steps)):
        assert whole.took_us(step).sum() == sum(part.took_us(step).sum() for part in parts)


@given(seeds, st.integers(1, 4))
def test_buckets_and_threads_change_no_number(seed: int, threads: int) -> None:
    world = random_funnel_world(seed)
    question, index = question_of(world), index_of(world)
    once = follow_funnel(index, question)
    layout = lay_out(index.log.interactions(), "customer", buckets=4)
    parted = Index(index.log, "customer", layout.names, layout.buckets, layout.log_rows, layout.last_us)
    again = follow_funnel(parted, question, threads=threads)
    assert once.reached.tolist() == again.reached.tolist()
    assert once.open_before.tolist() == again.open_before.tolist()
    for step in range(len(question.steps)):
        assert once.reached_subjects(step) == again.reached_subjects(step)
        assert sorted(once.took_us(step)) == sorted(again.took_us(step))


@given(seeds)
def test_a_wider_window_loses_nobody(seed: int) -> None:
    world = random_funnel_world(seed)
    question = replace(question_of(world), exclusions=(), count="uniques", window_us=3)
    index = index_of(world)
    wider = follow_funnel(index, replace(question, window_us=6))
    assert (follow_funnel(index, question).reached <= wider.reached).all()
    assert (wider.reached <= follow_funnel(index, replace(question, window_us=None)).reached).all()


@given(seeds)
def test_the_first_start_leads_no_further_than_the_best(seed: int) -> None:
    world = random_funnel_world(seed)
    found = follow_funnel(index_of(world), replace(question_of(world), exclusions=()))
    required = [k for k, step in enumerate(found.question.steps) if not step.optional]
    assert (found.reached_from_first[required] <= found.reached_from_any[required]).all()


@given(seeds)
def test_the_looser_the_order_the_more_reach(seed: int) -> None:
    world = random_funnel_world(seed)
    loose = [replace(s, optional=False, within_us=None, anchored=False) for s in question_of(world).steps]
    steps = tuple(loose)
    question = replace(
        question_of(world), exclusions=(), count="uniques", mode="ordered", tolerance_us=0, steps=steps
    )
    index = index_of(world)
    counts = {
        (mode, ties): follow_funnel(index, replace(question, mode=mode, ties=ties)).reached
        for mode in ("strict", "ordered")
        for ties in ("strict", "sequence", "any")
    }
    for ties in ("strict", "sequence", "any"):
        assert (counts["strict", ties] <= counts["ordered", ties]).all()
    assert (counts["ordered", "strict"] <= counts["ordered", "any"]).all()
    assert (counts["ordered", "sequence"] <= counts["ordered", "any"]).all()
