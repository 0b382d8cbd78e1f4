"""Laws of letters: days add up, the order of arrival makes no difference, nothing is credited elsewhere."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.log.interaction import Interaction
from desirepath.log.store import create_log
from desirepath.measures.emails.measured import measure_emails
from tests.measures.emails.world import end, letter, told

PEOPLE = ("ann", "ben", "cat")
WHATS = ("delivered", "bounced", "opened", "clicked", "replied", "unsubscribed", "marked_as_spam", "dropped")


@st.composite
def worlds(draw: st.DrawFn) -> list[Interaction]:
    sent = draw(
        st.lists(
            st.tuples(st.sampled_from(PEOPLE), st.integers(0, 12), st.sampled_from(["a", "b", ""])),
            min_size=1,
            max_size=12,
            unique=True,
        )
    )
    facts: list[Interaction] = []
    for who, day, move in sent:
        facts.append(letter(who, day, move=move) if move else told("sent", who, day, template="news"))
        for what in draw(st.lists(st.sampled_from(WHATS), max_size=4)):
            after = draw(st.sampled_from([0.25, 1.0, 5.5, 9.5]))
            has_id = move and draw(st.booleans())
            mail = f"{who}-{day}-{move}@x" if has_id else ""
            machine: dict[str, Any] = {"machine": True} if draw(st.booleans()) else {}
            facts.append(told(what, who, day + after, mail=mail, url=str(draw(st.integers(0, 2))), **machine))
    return [*{(one.source, one.key): one for one in facts}.values(), end(draw(st.integers(13, 40)))]


@given(worlds(), st.integers(0, 2**32), st.sampled_from([1, 7, 30]))
@settings(max_examples=25, deadline=None)
def test_days_add_up_and_the_order_of_arrival_makes_no_difference(
    facts: list[Interaction], seed: int, within: int
) -> None:
    told_once = measured(facts, within)
    shuffled = facts[:]
    random.Random(seed).shuffle(shuffled)
    cut = len(shuffled) // 2
    assert measured(shuffled[:cut], within, shuffled[cut:]) == told_once
    for row in told_once["rows"]:
        counts = row["counts"]
        for name in ("sent", "young", "arrived", "opened", "clicked", "clicks", "replied", "bounced"):
            assert sum(day.get(name, 0) for day in row["days"]) == counts[name], name
        if row["versions"]:
            assert sum(one["counts"]["sent"] for one in row["versions"]) == counts["sent"]
        assert counts["clicked"] <= counts["opened"] <= counts["arrived"] <= counts["sent"]
        assert counts["arrived"] + counts["bounced"] == counts["sent"]
        for estimate in row["estimates"].values():
            if estimate["value"] is not None:
                assert 0 <= estimate["low"] <= estimate["value"] <= estimate["high"] <= 1
                assert estimate["n"] + estimate["censored"] <= counts["sent"]


@given(worlds(), st.sampled_from(PEOPLE), st.floats(0.01, 6.9))
@settings(max_examples=12, deadline=None)
def test_what_comes_late_changes_the_day_of_its_mail_only(
    facts: list[Interaction], who: str, after: float
) -> None:
    """A click that becomes known later, of a mail of a certain day, adds one there and nothing elsewhere."""
    mails = [one for one in facts if one.activity == "email.sent" and one.source == "playbooks"]
    if not mails:
        return
    mail = next((one for one in mails if one.objects["customer"] == who), mails[0])
    day = (mail.occurred_at - end(0).occurred_at).days
    click = told(
        "clicked", mail.objects["customer"], day + after, mail=mail.properties["message_id"], url="new"
    )
    before, later = measured(facts, 7), measured(facts, 7, [click])
    assert [row["key"] for row in before["rows"]] == [row["key"] for row in later["rows"]]
    changed = {
        (row["key"], one["on"])
        for row, old in zip(later["rows"], before["rows"], strict=True)
        for one, was in zip(row["days"], old["days"], strict=True)
        if one.get("clicks") != was.get("clicks")
    }
    assert changed == {(f"quiet/{mail.properties['move']}", mail.occurred_at.date().isoformat())}


def measured(facts: list[Interaction], within: int, more: list[Interaction] | None = None) -> Any:
    with TemporaryDirectory() as folder, create_log(Path(folder)) as log:
        log.append(facts)
        if more:
            log.append(more)
        return measure_emails(log, within_days=within).to_json()
