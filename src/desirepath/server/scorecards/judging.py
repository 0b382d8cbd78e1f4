"""Whether a scorecard may be published without a word: what its back-test said."""

from __future__ import annotations

from typing import Any, Final

import orjson

from desirepath.server.lived.card_questions import BackTestQuestion, card_part
from desirepath.server.lived.models import Answer
from desirepath.server.scorecards.kinds import NO_BETTER, NOT_TESTED
from desirepath.success.scorecard import Scorecard

_LOOKED_THROUGH: Final = 50


def judge(card: Scorecard, *, anyway: bool) -> dict[str, Any]:
    """What is known of a scorecard, to be kept with its version: the numbers of its latest back-test.

    Raises DP-CRD-001 where it has none and DP-CRD-002 where the simplest way does better, unless somebody
    publishes it ``anyway``: then that is what is kept (``asked``).
    """
    found = _latest_test(card)
    if found is None:
        if not anyway:
            raise NOT_TESTED.error(card.id)
        return {"asked": "not tested"}
    gain = found["gain"]
    judged = {
        "asked": None,
        "horizon_days": found["horizon_days"],
        "customers": found["customers"],
        "left": found["left"],
        "auc": found["auc"],
        "baseline": found["baseline"],
        "gain": gain,
    }
    if gain is not None and gain["by"] < 0:
        if not anyway:
            by = f"by {-gain['by']:.2f} of the area (0.5 is a coin, 1 tells all apart)"
            raise NO_BETTER.error(card.id, says=f"looking at who has been silent longest does better, {by}")
        judged["asked"] = "worse"
    return judged


def _latest_test(card: Scorecard) -> dict[str, Any] | None:
    """The last answer to a back-test of this very scorecard, of whatever state of the log."""
    part = card_part(card)
    tests = Answer.objects.filter(what="back-test").order_by("-made_at").only("question", "result")
    for answer in tests[:_LOOKED_THROUGH]:
        if BackTestQuestion.model_validate(answer.question).card == part:
            found: dict[str, Any] = orjson.loads(answer.result)
            return found
    return None
