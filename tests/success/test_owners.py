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
    assert owner(roster, region="west") == (None, "nobody has the role csm for this account")


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


def test_a_trait_names_somebody_by_their_address() -> None:
    roster = Roster(
        [
            Colleague("7", CSM, email="Mia@Example.com", name="Mia"),
            Colleague("8", CSM, email="ben@example.com"),
        ],
        named={("Birch", "csm"): "8"},
        named_by={"csm": "owner"},
    )
    assert owner(roster, owner=" MIA@example.com ") == (
        "7",
        "named as csm of this account by its trait owner",
    )
    # Whoever wrote a name meant somebody: nobody else is guessed.
    assert owner(roster, owner="eva@example.com") == (
        None,
        "its trait owner names eva@example.com, who is not here",
    )
    assert roster.owner("Birch", "csm", {"owner": "mia@example.com"}, on(5)).person == "8"
    assert owner(roster, owner=" ")[0] in {"7", "8"}
    assert roster.roles == ("csm",)


def test_who_is_away_keeps_their_accounts_with_their_substitute() -> None:
    mia = Colleague("7", CSM, absences=AWAY, substitute="9", name="Mia")
    roster = Roster([mia, Colleague("8", CSM), Colleague("9", frozenset())])
    day_of = {name: roster.owner(name, "csm", {}, on(5)).person for name in map(str, range(60))}
    back = {name: roster.owner(name, "csm", {}, on(20)).person for name in map(str, range(60))}
    assert set(back.values()) == {"7", "8"}
    assert day_of == {name: "9" if person == "7" else person for name, person in back.items()}


def test_equal_loads_are_shared_out_by_capacity_and_stay_where_they_are() -> None:
    three = [Colleague(name, CSM, capacity=capacity) for name, capacity in (("a", 10), ("b", 30), ("c", 60))]
    accounts = [f"account-{number}" for number in range(2000)]

    def share_out(them: list[Colleague]) -> dict[str, str | None]:
        return {name: Roster(them).owner(name, "csm", {}, on(1)).person for name in accounts}

    before = share_out(three)
    counts = {name: list(before.values()).count(name) / 2000 for name in "abc"}
    assert all(abs(counts[name] - share) < 0.04 for name, share in (("a", 0.1), ("b", 0.3), ("c", 0.6)))
    after = share_out(three[:2])
    assert {name for name in accounts if before[name] != after[name]} == {
        name for name in accounts if before[name] == "c"
    }


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
        least = min((one.load for one in colleagues), default=0)
        if all(one.id in present for one in colleagues if one.load == least):
            assert next(one.load for one in colleagues if one.id == found.person) == least
    else:
        assert found.person is None
