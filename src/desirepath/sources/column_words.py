"""What columns are often called, in English and German, and which field of a fact that is."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desirepath.base.nearest import nearest

# The first of the words of a field is the one that says it best.
_NAMES = {
    "occurred_at": """
        occurred_at timestamp event_time event_date zeitstempel zeitpunkt datetime time date zeit datum when
        at created_at created creation_date created_on create_date created_time erstellt_am
        erstellt angelegt_am received_at submitted_at submitted sent_at order_date bestelldatum
        rechnungsdatum started_at start beginn ts day tag""",
    "customer": """
        customer kunde kunden client user nutzer benutzer member mitglied visitor besucher person requester
        respondent contact ansprechpartner distinct email email_address e_mail mail customer_email user_email
        requester_email kunden_email kd debitor debitoren""",
    "account": """
        account konto company firma unternehmen organization organisation tenant mandant workspace firmen""",
    "activity": """
        activity aktivitaet event event_name event_type ereignis action aktion activity_name vorgang
        what_happened happened was_geschah""",
    "score": """
        score rating bewertung nps nps_score csat csat_score ces ces_score satisfaction zufriedenheit
        customer_effort effort punkte sterne star""",
    "text": """
        text comment kommentar feedback verbatim message nachricht body anmerkung bemerkung subject
        betreff""",
    "amount": """
        amount betrag total gesamt summe price preis revenue umsatz mrr total_price order_total value wert""",
    "currency": "currency currency_code waehrung",
    "channel": "channel kanal",
    "key": "key event message row uuid record external response",
}
WORDS = {field: tuple(names.split()) for field, names in _NAMES.items()}
"""The names that mean a field, without "id", "no" or "nummer" at their end. ``key`` is that of a row; its
names need such an end (``id`` alone is enough)."""

OBJECTS = {
    "ticket": "ticket", "case": "ticket", "anfrage": "ticket", "conversation": "conversation",
    "order": "order", "bestellung": "order", "bestell": "order", "auftrag": "order", "auftrags": "order",
    "session": "session", "sitzung": "session", "sitzungs": "session", "visit": "session",
    "subscription": "subscription", "abo": "subscription", "abonnement": "subscription",
    "contract": "contract", "vertrag": "contract", "vertrags": "contract",
    "invoice": "invoice", "rechnung": "invoice", "rechnungs": "invoice",
    "product": "product", "produkt": "product", "artikel": "product", "device": "device",
}  # fmt: skip
"""The names of other objects, and the type of object that they mean."""

_NAMES_OF = """
    name customer_name client_name kundenname kunden_name account_name company_name firmenname firmierung
    organization_name organisation_name"""
NAMES = frozenset(_NAMES_OF.split())
"""What the column is often called that says what a customer or an account is called."""
PLANS = frozenset(("plan", "plan_name", "tarif", "tarifname", "paket", "package", "tier", "edition"))
"""And that which says what they have bought."""

_ALIKE = (
    {"customer", "kunde", "kunden", "client", "kd", "debitor", "debitoren"},
    {"account", "konto", "company", "firma", "firmen", "unternehmen", "organization", "organisation"},
)

RECOMMENDS = re.compile(r"how likely.*recommend|wie wahrscheinlich.*empfehl|net promoter", re.IGNORECASE)
"""The question of the Net Promoter Score, always asked from 0 to 10."""

_MONEY = "eur|usd|gbp|chf|euros?|dollars?"
_UNIT = re.compile(rf"_(?:in_)?({_MONEY})$|_(?:von_)?(\d{{1,2}})_(?:to_|bis_)?(\d{{1,2}})$")
_CURRENCIES = {"euro": "EUR", "euros": "EUR", "dollar": "USD", "dollars": "USD"}

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_ID = re.compile(r"_?(?:id|nr|no|number|nummer|num|uuid|key)$")
_SHORTEST_NEAR, _NEAR = 6, 0.87


def plain_name(name: str) -> str:
    """A column's name in lower case, its words joined by ``_``.

    >>> plain_name("Customer ID"), plain_name("createdAt"), plain_name("Währung")
    ('customer_id', 'created_at', 'waehrung')
    """
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[^a-z0-9]+", "_", split.lower().translate(_UMLAUTS)).strip("_")


def zone_said(column: str) -> tuple[str, str | None]:
    """A column's name without the time zone that it says, and that zone; None where it says none.

    >>> zone_said("Created (UTC)"), zone_said("created_at_gmt"), zone_said("Start [Europe/Berlin]")
    (('Created', 'UTC'), ('created_at', 'UTC'), ('Start', 'Europe/Berlin'))
    >>> zone_said("Created (UTC+2)"), zone_said("Start (Mars/Olympus)")
    (('Created (UTC+2)', None), ('Start (Mars/Olympus)', None))
    """
    if (found := _IN_UTC.match(column)) is not None:
        return found[1], "UTC"
    if (found := _IN_ZONE.match(column)) is not None:
        try:
            return found[1], ZoneInfo(found[2]).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    return column, None


_IN_UTC = re.compile(r"^(.*\w)[\s_(\[-]+(?:UTC|GMT)[)\]\s]*$", re.IGNORECASE)
_IN_ZONE = re.compile(r"^(.*\w)\s*[(\[]\s*([A-Za-z]+(?:/[A-Za-z_]+){1,2})\s*[)\]]\s*$")


def without_id(name: str) -> tuple[str, bool]:
    """A plain name without "id", "number" and their kin at its end, and whether it had that.

    >>> without_id("ticket_id"), without_id("kundennummer"), without_id("paid")
    (('ticket', True), ('kunden', True), ('paid', False))
    """
    short = _ID.sub("", name)
    is_word = not short or short in OBJECTS or any(short in words for words in WORDS.values())
    return (short, True) if short != name and ("_" in name or is_word) else (name, False)


def are_alike(word: str, other: str) -> bool:
    """Whether two known words mean the same, so that a name and an id of them are of one thing.

    >>> are_alike("kunde", "kunden"), are_alike("customer", "user")
    (True, False)
    """
    return word == other or any({word, other} <= one for one in _ALIKE)


def unit_of(column: str) -> tuple[str, str]:
    """A column's plain name without the unit at its end, and that unit: a currency, a scale, or nothing.

    >>> unit_of("Amount EUR"), unit_of("Score 0-10"), unit_of("line_2")
    (('amount', 'EUR'), ('score', '0..10'), ('line_2', ''))
    """
    name = plain_name(column)
    if (found := _UNIT.search(name)) is None or not found.start():
        return name, ""
    money, low, high = found.groups()
    unit = _CURRENCIES.get(money, money.upper()) if money else f"{low}..{high}"
    return name[: found.start()], unit


def rank(field: str, column: str) -> tuple[int, str] | None:
    """How well a column's name says that it is ``field`` (0 is best) with the known word; None: not at all.

    >>> rank("customer", "User ID"), rank("customer", "Custmer"), rank("customer", "colour")
    ((4, 'user'), (100, 'customer'), None)
    """
    words = WORDS[field]
    name = unit_of(column)[0] if field in ("amount", "score") else plain_name(column)
    if field == "occurred_at":
        name = plain_name(zone_said(column)[0])
    base, has_id = without_id(name)
    if field == "key":
        if not has_id or base not in (*words, ""):
            return None
        return (words.index(base), base) if base else (len(words), name)
    if has_id and field not in ("customer", "account"):
        return None
    for one in (name, base, base.removesuffix("s")):
        if one in words:
            return words.index(one), one
    is_known = base in OBJECTS or any(base in known for known in WORDS.values())
    if is_known or len(base) < _SHORTEST_NEAR or (near := nearest(base, words)) is None:
        return None
    return (100, near) if SequenceMatcher(None, base, near).ratio() >= _NEAR else None
