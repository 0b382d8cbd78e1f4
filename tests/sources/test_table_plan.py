"""A plan written as a mapping: whose the traits of a row are."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from desirepath.sources.mapped_rows import RowMapper
from desirepath.sources.mapping import read_mapping_text, read_zone
from desirepath.sources.sampling import Sample
from desirepath.sources.table_plan import TablePlan, plan_table

AT = {"at": "occurred_at", "plan": "property"}


@pytest.mark.parametrize(
    ("roles", "of", "facts", "traits"),
    [
        ({"u": "customer", "a": "account"}, {"customer": "u"}, 2, ["plan"]),
        ({"a": "account", "s": "object:subscription"}, {"account": "a"}, 1, ["plan", "s"]),
        ({"u": "customer", "s": "object:subscription"}, {"customer": "u"}, 1, ["plan", "s"]),
        ({"s": "object:subscription"}, {"objects": {"subscription": "s"}}, 1, ["plan"]),
    ],
)
def test_traits_are_of_one_and_the_other_is_a_belonging_or_a_detail(
    roles: dict[str, str], of: dict[str, object], facts: int, traits: list[str]
) -> None:
    text = TablePlan("crm", {**AT, **roles}, is_traits=True).to_mapping()
    said = tomllib.loads(text)["fact"]
    assert len(read_mapping_text(text).facts) == len(said) == facts
    assert {name: said[0][name] for name in ("customer", "account", "objects") if name in said[0]} == of
    assert said[0]["traits"] == traits
    if facts == 2:
        assert said[1] == {"kind": "identity", "only_if": "a", "customer": "u", "belongs_to": "a"}


def test_what_happened_names_both() -> None:
    plan = TablePlan("app", {**AT, "u": "customer", "a": "account", "e": "activity"})
    (fact,) = tomllib.loads(plan.to_mapping())["fact"]
    assert (fact["customer"], fact["account"]) == ("u", "a")


def lingua(count: int) -> Sample:
    """Rows of a language school's own table, as it exports them in Germany."""
    header = ("Customer no.", "When", "What happened", "Came by", "Plan", "Amount EUR", "Score 0-10")
    rows = []
    for n in range(count):
        by, plan = ("friend", "ad", "search")[n % 3], ("solo", "family")[n % 2]
        rows.append((f"K{n}", "13.03.2026 12:40", "account_created", by, plan, "", ""))
        rows.append((f"K{n}", "14.03.2026 08:00", "subscription_started", by, plan, "19,90", ""))
        rows.append((f"K{n}", "15.03.2026 08:00", "survey_answered", by, plan, "", str(n % 11)))
    return Sample("lingua", header, tuple(rows), delimiter=";")


def test_names_with_units_a_decimal_comma_and_what_stays_the_same_are_understood() -> None:
    planned = plan_table(lingua(40))
    assert [one.about for one in planned.questions] == ["zone"]
    plan = planned.plan
    assert (plan.decimal, plan.currency, plan.scale) == (",", "EUR", "0..10")
    assert (plan.column("activity"), plan.columns("trait")) == ("What happened", ("Came by",))
    assert plan.column("plan") == "Plan"
    said = tomllib.loads(plan.to_mapping())["fact"]
    means = {"subscription_started": "subscription.started", "survey_answered": "survey.answered"}
    assert plan.means == means
    assert said[0]["activity"] == {"column": "What happened", "map": means, "otherwise": "keep"}
    assert said[1]["kind"] == "traits"
    assert said[1]["traits"] == {"Came by": "Came by", "plan": "Plan"}
    assert len(read_mapping_text(plan.to_mapping()).facts) == 2
    assert said[1]["only_if"] == said[1]["customer"] == "Customer no."


def test_what_changes_for_one_customer_is_a_detail() -> None:
    sample = lingua(40)
    rows = [*sample.rows]
    rows[1] = (*rows[1][:4], "family", *rows[1][5:])
    assert plan_table(replace(sample, rows=tuple(rows))).plan.columns("trait") == ("Came by",)
    assert plan_table(lingua(19)).plan.columns("trait") == ()


def test_a_decimal_comma_is_known_before_a_column_is_called_an_amount() -> None:
    rows = tuple((f"2026-03-{n + 1:02}T08:00:00Z", f"u{n}", "paid", f"{n},50") for n in range(9))
    plan = plan_table(Sample("own", ("time", "user_id", "event", "Wieviel"), rows)).plan
    assert (plan.roles["Wieviel"], plan.decimal) == ("property", ",")


def kunden(*, numbers: int = 60, names: int = 52) -> Sample:
    """Rows of a German firm's own table: of its customers some are called alike."""
    header = ("Kundennummer", "Kunde", "Tarif", "Vertragswert", "Datum", "Ereignis", "Bewertung")
    rows = tuple(
        (
            f"K-{1000 + n % 60 % numbers}",
            f"Firma {n % 60 % names} GmbH",
            ("Basis", "Profi")[n % 2],
            ("1.200,50", "5.400,00")[n % 2],
            f"{13 + n % 9}.03.2026 12:40",
            ("Kickoff", "Abnahme")[n // 60],
            str(n % 11),
        )
        for n in range(120)
    )
    return Sample("kunden", header, rows, delimiter=";")


@pytest.mark.parametrize(
    ("numbers", "names", "is_customer"),
    [(60, 52, "Kundennummer"), (60, 60, "Kundennummer"), (52, 60, "Kunde")],
)
def test_a_number_says_whose_a_row_is_and_not_a_name_that_several_may_have(
    numbers: int, names: int, is_customer: str
) -> None:
    assert plan_table(kunden(numbers=numbers, names=names)).plan.column("customer") == is_customer


def test_a_number_with_a_decimal_comma_is_a_number_of_what_is_known_too() -> None:
    plan = plan_table(kunden()).plan
    assert (plan.decimal, plan.thousands, plan.numbers) == (",", ".", ("Vertragswert",))
    assert plan.roles["Vertragswert"] == "trait"
    mapping = read_mapping_text(plan.to_mapping()).with_zone(read_zone("UTC"))
    row = dict(zip(kunden().header, kunden().rows[1], strict=True))
    _, known = RowMapper(mapping, kunden().header).map_record(row)
    assert isinstance(known, dict)
    assert known["traits"]["Vertragswert"] == 5400
    assert not read_mapping_text(replace(plan, numbers=()).to_mapping()).numbers
    as_version = tuple("Version" if name == "Vertragswert" else name for name in kunden().header)
    assert plan_table(replace(kunden(), header=as_version)).plan.numbers == ()


def test_what_a_customer_is_called_and_has_bought_is_kept_under_the_words_that_pages_read() -> None:
    plan = plan_table(kunden()).plan
    assert {one: plan.roles[one] for one in ("Kunde", "Tarif")} == {"Kunde": "name", "Tarif": "plan"}
    said = tomllib.loads(plan.to_mapping())["fact"][1]
    assert said["traits"] == {"Vertragswert": "Vertragswert", "name": "Kunde", "plan": "Tarif"}
    rows = tuple((row[0], f"Kontakt {n}", *row[2:]) for n, row in enumerate(kunden().rows))
    assert plan_table(replace(kunden(), rows=rows)).plan.column("name") is None


@pytest.mark.parametrize(
    ("column", "zone"),
    [("Created (UTC)", "UTC"), ("created_at_gmt", "UTC"), ("Start (Europe/Berlin)", "Europe/Berlin")],
)
def test_a_column_that_says_its_zone_answers_for_itself(column: str, zone: str) -> None:
    rows = (("2026-03-25 09:30", "u1", "call"), ("2026-03-26 09:30", "u2", "call"))
    planned = plan_table(Sample("app", (column, "User ID", "Event"), rows))
    assert (planned.plan.roles[column], planned.plan.zone) == ("occurred_at", zone)
    assert planned.questions == ()
    assert read_mapping_text(planned.plan.to_mapping())
    named = (("2026-03-25T09:30:00Z", "u1", "call"),)
    assert plan_table(Sample("app", (column, "User ID", "Event"), named)).plan.zone is None
