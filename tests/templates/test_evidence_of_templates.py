from __future__ import annotations

from datetime import date

import pytest

from desirepath.model.evidence import roll_up
from desirepath.model.map_file import read_map_text
from desirepath.templates import read_template, template_names


@pytest.mark.parametrize("name", template_names())
def test_a_template_claims_no_evidence(name: str) -> None:
    assert roll_up(read_map_text(read_template(name)), date(2026, 11, 1)).whole.evidence == 0
