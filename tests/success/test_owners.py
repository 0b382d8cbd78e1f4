"""Who owns the moment: in which order, who stands in, and never in a circle."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desirepath.model.expression_parser import parse_expression
from desirepath.success.owners import Absence, Colleague, Roster
from tests.success.world import on

AWAY = (Absence(on(1), on(10)),)
CSM = frozenset({"csm"})
names = st.sampled_from("abcd")


def owner(
    roster: Roster, *, role: str | None = "csm", day: float = 5, **traits: str
) -> tuple[str | None, str]:
    found = roster.owner("Acme", role, traits, on(day))
    return found.person, found.reason


def test_whom_somebody_has_named_comes_first() -> None:
    roster = Roster([Colleague("mia", CSM), Colleague("ben", CSM)], {("Acme", "csm"): "ben"})
    assert owner(roster) == ("ben", "named as csm of this account")
    assert (
        Roster(roster.colleagues, {("Birch", "csm"): "ben"}).owner("Acme", "csm", {}, on(1)).person == "ben"
    )


def test_the_territory_then_the_least_to_do_for_their_hours() -> None:
    north = parse_expression('traits.region == "north"')
    roster = Roster(
        [
            Colleague("mia", CSM, territory=north, load=9),
            Colleague("ben", CSM, territory=north, load=5, capacity=0.5),
            Colleague("joe", CSM, territory=parse_expression('traits.region == "south"')),
        ]
    )
    # Half the hours: five are as many as ten.
    assert owner(roster, region="north") == ("mia", "the csm with the least to do")
    assert owner(roster, region="south") == ("joe", "the only csm for this account")
    assert owner(roster, region="west") == (None, "this account is in the territory of no csm")


def test_who_is_away_is_stood_in_for_as_long_as_they_are() -> None:
    roster = Roster([Colleague("mia", CSM, absences=AWAY, substitute="ben"), Colleague("ben", frozenset())])
    assert owner(roster) == ("ben", "stands in for mia, csm for this account")
    assert owner(roster, day=10) == ("mia", "the only csm for this account")
    assert owner(roster, day=0.9)[0] == "mia"


def test_two_who_stand_in_for_each_other_and_are_both_away_are_nobody() -> None:
    roster = Roster(
        [
            Colleague("mia", CSM, absences=AWAY, substitute="ben"),
            Colleague("ben", CSM, absences=AWAY, substitute="mia"),
        ]
    )
    assert owner(roster) == (None, "every csm for this account is away, and nobody stands in")


def test_a_moment_without_a_role_or_anybody_in_it_is_unowned() -> None:
    assert owner(Roster([]), role=None) == (None, "the step has no owner")
    assert owner(Roster([])) == (None, "nobody has the role csm")
    assert owner(Roster([Colleague("mia", CSM)], {("Acme", "csm"): "gone"}))[0] == "mia"


@given(
    st.lists(
        st.tuples(names, st.booleans(), st.one_of(st.none(), names), st.integers(0, 3)),
        unique_by=lambda one: one[0],
    )
)
def test_whoever_owns_is_there(them: list[tuple[str, bool, str | None, int]]) -> None:
    colleagues = [
        Colleague(name, CSM, load=load, absences=AWAY if away else (), substitute=substitute)
        for name, away, substitute, load in them
    ]
    found = Roster(colleagues).owner("Acme", "csm", {}, on(5))
    present = {one.id for one in colleagues if not one.is_away(on(5))}
    if present:
        assert found.person in present
        least = min(one.load for one in colleagues if one.id in present)
        assert next(one.load for one in colleagues if one.id == found.person) == least
    else:
        assert found.person is None
