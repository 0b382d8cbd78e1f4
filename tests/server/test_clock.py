"""What time it is in the demo: where its story ends, and never where somebody's own data do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desirepath.log.interaction import Interaction
from desirepath.log.store import create_log
from desirepath.server.clock import begin_demo_time, set_demo_time, workspace_time

END = datetime(2026, 9, 29, 12, tzinfo=UTC)
Settings = Any


def did(at: datetime) -> Interaction:
    return Interaction({"account": "acme"}, at, "seen", source="test", key=at.isoformat())


@pytest.fixture
def demo(tmp_path: Path, settings: Settings) -> Path:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, folder=tmp_path)
    settings.IS_DEMO = True
    with create_log(tmp_path) as log:
        log.append([did(END)])
    return tmp_path


def test_it_is_when_the_story_ends_whatever_somebody_brings(demo: Path) -> None:
    assert workspace_time().now == END  # where nothing is kept yet
    begin_demo_time()
    with create_log(demo) as log:
        log.append([did(END + timedelta(days=44))])
    assert workspace_time().now == END
    begin_demo_time()  # the next start
    assert workspace_time().now == END


def test_days_that_are_let_pass_are_kept(demo: Path, settings: Settings) -> None:
    set_demo_time(END + timedelta(days=1))
    begin_demo_time()
    assert workspace_time().now == END + timedelta(days=1)
    settings.IS_DEMO = False
    assert workspace_time().now > END
