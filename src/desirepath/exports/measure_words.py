"""What measures are called on a screen: the names of the catalogue, plain words for any other id."""

from __future__ import annotations

from desirepath.measures.catalogue import all_measures


def say_measure(measure: str) -> str:
    """A measure's name, at the beginning of a line or in a table.

    >>> say_measure("in_order_reach"), say_measure("nps"), say_measure("churn_risk")
    ('Reached in order', 'NPS', 'Churn risk')
    """
    named = {known.id: known.name for known in all_measures()}.get(measure)
    return named or measure.replace("_", " ").capitalize()


def say_measure_within(measure: str) -> str:
    """The same in the middle of a sentence; abbreviations stay in capitals.

    >>> say_measure_within("in_order_reach"), say_measure_within("nps")
    ('reached in order', 'NPS')
    """
    name = say_measure(measure)
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
