"""Facts of every kind, as wild as they may be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from desirepath.log.interaction import Context, Fact, Identity, Interaction, Traits
from desirepath.log.row_checks import ODD

ids = st.text(min_size=1, max_size=6)
object_ids = ids.filter(lambda name: name.strip() and not ODD.search(name))
few_ids = st.sampled_from(["u1", "u2", "u3", "anon", "名前"])
instants = st.integers(-(2**41), 2**42).map(
    lambda number: (
        datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=number, microseconds=number % 1000)
    )
)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
properties = st.dictionaries(st.text(max_size=4), json_values, max_size=3)
amounts = st.decimals(Decimal(-(10**12)), Decimal(10**12), places=9)
sources = st.sampled_from(["app", "crm"])
scored = st.sampled_from(
    [
        (None, None),
        (3.0, None),
        (None, "0..10"),
        (9.0, "0..10"),
        (1.0, "5..1"),
        (1.0, "thumbs"),
        (-1.5, "-2..2"),
    ]
)


@st.composite
def interactions(draw: st.DrawFn) -> Interaction:
    score, scale = draw(scored)
    return Interaction(
        objects=draw(st.dictionaries(st.sampled_from(["customer", "account", "ticket"]), few_ids)),
        occurred_at=draw(
            instants
            | st.sampled_from([datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=h) for h in range(3)])
        ),
        activity=draw(ids),
        source=draw(sources),
        key=draw(ids),
        received_at=draw(instants),
        sequence=draw(st.none() | st.integers(0, 3)),
        channel=draw(st.none() | ids),
        direction=draw(st.sampled_from([None, "by_us", "by_customer"])),
        actor=draw(st.none() | ids),
        solicited=draw(st.sampled_from([None, True, False])),
        score=score,
        scale=scale,
        text=draw(st.none() | st.text(max_size=8)),
        amount=draw(st.none() | amounts),
        currency=draw(st.sampled_from([None, "EUR"])),
        properties=draw(properties),
    )


traits = st.builds(
    Traits, st.sampled_from(["customer", "account"]), few_ids, instants, properties, sources, ids
)
identities = st.builds(
    Identity,
    st.sampled_from(["customer", "account"]),
    few_ids,
    few_ids,
    instants,
    sources,
    ids,
    st.none() | st.tuples(st.just("account"), object_ids),
)
contexts = st.builds(Context, ids, ids, instants, sources, ids, st.none() | instants, properties)
facts: st.SearchStrategy[Fact] = interactions() | traits | identities | contexts
