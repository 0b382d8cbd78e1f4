"""A workspace whose tables another Desirepath made is refused in words, and told what to do."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection

from desirepath.base.problem import DesirepathError
from desirepath.cli.demo import _bring_up_to_date
from desirepath.server.serving import starting


@pytest.mark.django_db
def test_tables_of_another_desirepath_are_told(tmp_path: Path) -> None:
    starting.must_have_our_tables()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE playbooks_outboxrow RENAME COLUMN is_told TO was_told")
    with pytest.raises(DesirepathError) as caught:
        starting.must_have_our_tables()
    assert caught.value.code == "DP-OPS-010"
    assert "playbooks_outboxrow this is otherwise: is_told, was_told" in str(caught.value)
    # A demo is no loss: it is begun again, or made elsewhere.
    with pytest.raises(DesirepathError) as caught:
        _bring_up_to_date(SimpleNamespace(migrate=starting.must_have_our_tables), tmp_path / "workspace")  # type: ignore[arg-type]  # what it needs of it
    assert caught.value.code == "DP-CLI-015"
    assert "--afresh" in str(caught.value)
