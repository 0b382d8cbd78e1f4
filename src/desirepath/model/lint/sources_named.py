"""Evidence, confidence and quotes say where they are from."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.problem import Problem
from desirepath.model.claim import Quote
from desirepath.model.lint.kinds import (
    CONFIDENCE_WITHOUT_SOURCE,
    EVIDENCE_WITHOUT_SOURCE,
    QUOTE_WITHOUT_SOURCE,
)
from desirepath.model.lint.look import LintRule, Look
from desirepath.model.placed_claims import claims_of_map


def _find(look: Look) -> Iterator[Problem]:
    for placed in claims_of_map(look.journey):
        claim = placed.claim
        if claim.sources or (isinstance(claim, Quote) and claim.source):
            continue
        if claim.is_evidence:
            yield EVIDENCE_WITHOUT_SOURCE.at(
                placed.address, says=f'"{placed.text}" is called evidence, but does not say where it is from'
            )
        elif isinstance(claim, Quote):
            yield QUOTE_WITHOUT_SOURCE.at(
                placed.address, says=f'the quote "{placed.text}" does not say who said it where'
            )
        elif claim.confidence is not None:
            says = f'we are {claim.confidence:.0%} sure of "{placed.text}", but nobody has looked it up'
            yield CONFIDENCE_WITHOUT_SOURCE.at(placed.address, says=says)


RULE = LintRule((EVIDENCE_WITHOUT_SOURCE, CONFIDENCE_WITHOUT_SOURCE, QUOTE_WITHOUT_SOURCE), _find)
