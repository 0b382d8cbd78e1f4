"""The movements of monthly recurring revenue (MRR): where each cent that came or went belongs.

ChartMogul's rules (help.chartmogul.com, articles 201244842 and 203299912): the first subscription of a
subject is *new*; more a month is *expansion*, less is *contraction*, also where one of several subscriptions
ends; the end of the last one is *churn*; a subscription after that is *reactivation*. What happens at one
instant is one movement. So for any subjects and any period, to the cent::

    MRR at the start + new + expansion - contraction - churn + reactivation = MRR at the end
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desirepath.measures.book.subscriptions import History

Array = NDArray[Any]

KINDS: Final = ("new", "expansion", "contraction", "churn", "reactivation")
NEW, EXPANSION, CONTRACTION, CHURN, REACTIVATION = range(5)
SIGN: Final = (1, 1, -1, -1, 1)


@dataclass(frozen=True, slots=True)
class Movements:
    """One row per instant at which a subject's subscriptions changed, by subject and time.

    ``cents`` is the MRR after it, ``by`` how much it moved (not negative), ``kind`` a place in ``KINDS``, -1
    where nothing moved (or the subject ran before the log began). ``gap`` is whether some of what runs after
    it has an amount that cannot be said.
    """

    subject: Array
    at_us: Array
    cents: Array
    by: Array
    kind: Array
    gap: Array
    joins_product: Array


def read_movements(histories: Iterable[tuple[int, History]], *, first_us: int) -> Movements:
    """The movements of all subjects; what ran before ``first_us`` is where they begin, no movement."""
    rows: list[tuple[int, int, int, int, int, bool, bool]] = []
    for subject, history in histories:
        running, cents, was_customer = 0, 0, False
        for moment in history.moments:
            by = moment.cents - cents
            if moment.at_us < first_us:
                kind = -1
            elif running == 0 and moment.running:
                kind = REACTIVATION if was_customer else NEW
            elif running and moment.running == 0:
                kind = CHURN
            elif by == 0:
                kind = -1
            else:
                kind = EXPANSION if by > 0 else CONTRACTION
            moved = abs(by) if kind >= 0 else 0
            rows.append(
                (subject, moment.at_us, moment.cents, moved, kind, bool(moment.gaps), moment.joins_product)
            )
            running, cents = moment.running, moment.cents
            was_customer |= running > 0
    table = np.array(rows, np.int64).reshape(-1, 7)
    subject_of, at_us, cents_after, moved_by, kinds, gap, joins = table.T
    return Movements(subject_of, at_us, cents_after, moved_by, kinds, gap > 0, joins > 0)
