"""Who works at TechCorp: what each plays on the map, and for which customers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of TechCorp's people. ``roles`` are those that the map's steps name, ``territory`` an expression
    over accounts' traits (empty: any). ``away_days`` is how many days they are away when the story ends, and
    ``substitute`` who stands in (by name).
    """

    name: str
    function: str
    roles: tuple[str, ...]
    territory: str = ""
    capacity: int = 400
    away_days: int = 0
    substitute: str = ""


TEAM = (
    Colleague("Mia Keller", "customer_success", ("customer-success",), 'traits.region == "dach"'),
    Colleague(
        "Tom Baker",
        "customer_success",
        ("customer-success",),
        'traits.region in ["uk", "us-east", "us-west"]',
    ),
    Colleague(
        "Aiko Sato",
        "customer_success",
        ("customer-success",),
        'traits.region == "japan"',
        capacity=150,
        away_days=5,
        substitute="Tom Baker",
    ),
    Colleague("Lena Vogt", "sales", ("sales",), capacity=900),
    Colleague("Omar Haddad", "product", ("product",), 'traits.region != "japan"', capacity=1200),
)
"""Nobody looks after the product for Japan: a gap as companies have them."""
OWNER_PLAYS = Colleague("", "customer_success", ("customer-success",), 'traits.region == "nordics"', 200)
"""What whoever looks at the demo plays."""


@dataclass(frozen=True, slots=True)
class Told:
    """A handoff of which all has been told: it waits for who receives the account. ``told`` is by the names
    of what the map's step carries."""

    account: str
    step: str
    told: tuple[tuple[str, str], ...]


TOLD = Told(
    "A-01132",
    "handoff",
    (
        ("promises", "Live within thirty days of the kick-off, and we import the first list."),
        ("goals", "Budgets approved in one place before the year ends."),
        ("stakeholders", "The team lead wants it, finance signs, their IT desk opens the single sign-on."),
        ("risks", "The IT desk has been slow before: ask for the sign-on in the first call."),
    ),
)
"""Of a customer whom whoever looks at the demo receives."""
