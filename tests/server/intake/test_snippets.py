"""What the page shows for copying works as it stands; every tool that can be connected is explained."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desirepath.server.intake.connecting import needs_of
from desirepath.server.intake.hooks import HOOKS
from desirepath.server.intake.mail import MAIL
from desirepath.server.intake.tools import TOOLS
from tests.server.intake.client import connect_hook, connect_segment, wait_until_stored
from tests.server.intake.test_segment_clients import ROOT, SEGMENT
from tests.server.running import Server

SNIPPETS = {tool["kind"]: tool["snippets"] for tool in TOOLS}
GUIDE = (ROOT / "docs" / "guide" / "live.md").read_text("utf-8")


def test_every_tool_that_can_be_connected_is_explained() -> None:
    assert [tool["kind"] for tool in TOOLS] == sorted(HOOKS, key=[t["kind"] for t in TOOLS].index)
    assert set(HOOKS) == {tool["kind"] for tool in TOOLS}
    assert len(MAIL) == 13
    for tool in TOOLS:
        said = " ".join(tool["steps"])
        assert tool["needs"] == needs_of(tool["kind"])
        assert "{address" in said or tool["needs"] != "secret", tool["kind"]
        shows = tool["whose_secret"] == "ours"
        assert ("{secret}" in said) == shows, tool["kind"]
        assert set(re.findall(r"\{(\w+)\}", said)) <= {"server", "address", "key", "secret"}
        assert tool["replay"]


def test_the_guide_shows_the_same_calls() -> None:
    for name in (
        "AnalyticsBrowser.load({ writeKey",
        "new Analytics({ writeKey",
        "analytics = Client(",
        "/v1/track -u",
    ):
        assert name in GUIDE
        assert any(name in text for text in SNIPPETS["segment"].values())


def filled(text: str, server: Server, **own: str) -> str:
    for name, value in {"server": server.url, **own}.items():
        text = text.replace("{" + name + "}", value)
    return text


def test_python_and_curl_and_node_as_they_stand(server: Server, token: str, tmp_path: Path) -> None:
    key = connect_segment(server, token, "copied")
    shown = {name.split()[0]: filled(text, server, key=key) for name, text in SNIPPETS["segment"].items()}
    script = tmp_path / "send.py"
    script.write_text(shown["Python"])
    commands = [[sys.executable, str(script)], ["bash", "-ec", shown["curl"]]]
    if shutil.which("node") and (SEGMENT / "analytics-node").is_dir():
        module = tmp_path / "send.mjs"
        module.write_text(shown["Node"])
        (tmp_path / "node_modules").symlink_to(SEGMENT.parent)
        commands.append([str(shutil.which("node")), str(module)])
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
    wait_until_stored(server, len(commands))


def test_a_cloud_event_as_it_stands(server: Server, token: str) -> None:
    if not shutil.which("curl"):
        pytest.skip("there is no curl here")
    path, secret, _ = connect_hook(server, token, "cloudevents")
    text = filled(SNIPPETS["cloudevents"]["curl"], server, address=server.url + path, secret=secret)
    done = subprocess.run(["bash", "-ec", text], capture_output=True, text=True, check=False, timeout=60)
    assert '"accepted":1' in done.stdout, done.stdout + done.stderr
    assert secret not in server.output
