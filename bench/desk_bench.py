"""A success manager's pages: ``ACCOUNTS=10000 python -m bench.desk_bench``.

TechCorp with ten thousand accounts on a real server: its log, map, scorecard, rates, and one who plays every
role. *First* is from the request until the answer is there (asked every 20 ms where it is found in the
background) of a server that has just started, in the order of the rows; *again* is the median of several
requests after that. *An account's page* is everything that its page asks for, one after the other, as the
page does it at once: first of all, then of twenty accounts that nobody has looked at (the median, and the
slowest). *Support moments* has every ticket of the map in it. The target of what is asked again is 0.2 s.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.table import Row, print_rows
from desirepath.cli.import_ import run_import
from desirepath.log.store import open_log
from desirepath.stories import techcorp
from tests.server.running import Server, serving

ACCOUNTS = int(os.environ.get("ACCOUNTS", "10000"))
AGAIN, ONES = 7, 20
MAP = "/api/v1/maps/techcorp"
ROLES = ["customer-success", "sales", "product", "support"]
PAGES = (
    ("the journey board", f"{MAP}/board"),
    ("Customers: who pays most", f"{MAP}/customers?sort=money"),
    ("Customers: stuck at a step, by health", f"{MAP}/customers?step=weekly-use&sort=health"),
    ("Customers: a part of a name", f"{MAP}/customers?search=labs"),
    ("Today", "/api/v1/today"),
    ("Today: the team", "/api/v1/today/team"),
    ("Renewals", "/api/v1/renewals"),
    ("Revenue by month", "/api/v1/revenue?by=month"),
    ("Support moments", f"{MAP}/support"),
)
PARTS = ("", "/timeline?limit=60", "/next", "/worth", "/health", "/people", "/promises", "/health-story")
DESK = ("/today/story", "/tasks", "/alerts", "/handoffs")


def seconds_of(server: Server, path: str, token: str) -> float:
    """The seconds until a question is answered."""
    began = time.perf_counter()
    while (answer := server.call("GET", path, token=token, seconds=300)).status == 202:
        time.sleep(0.02)
    if answer.status != 200:
        sys.exit(f"{path}: {answer.text}")
    return time.perf_counter() - began


def page_of(server: Server, account: str, token: str) -> float:
    """The seconds of everything that an account's page asks for."""
    asked = [f"/api/v1/accounts/account/{account}{part}" for part in PARTS]
    asked += [f"/api/v1{part}?of=account&account={account}" for part in DESK]
    return sum(seconds_of(server, path, token) for path in asked)


def wait_for_desk(server: Server, token: str) -> float:
    """The seconds until it was looked who needs whom."""
    began = time.perf_counter()
    while server.get("/api/v1/today", token=token).json()["looked_at"] is None:
        time.sleep(0.1)
    return time.perf_counter() - began


def build(folder: Path, scratch: Path) -> int:
    """TechCorp's log, rates and scorecard; how many interactions it has."""
    made = techcorp.write_world(scratch, size=ACCOUNTS)
    run_import(list(made.files), folder)
    with (folder / "desirepath.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[rates]\n" + "".join(f"{one} = {rate}\n" for one, rate in techcorp.RATES.items()))
    (folder / "scorecards").mkdir()
    for card in techcorp.MAP_PATH.parent.glob("*.scorecard.yaml"):
        shutil.copy(card, folder / "scorecards")
    return open_log(folder).interactions_count


def ask(server: Server, token: str, rows: int) -> Sequence[Row]:
    """Everything, and how long it took."""
    found = []
    for name, path in PAGES:
        found.append(Row(f"{name}, first", seconds_of(server, path, token), rows))
        again = [seconds_of(server, path, token) for _ in range(AGAIN)]
        found.append(Row(f"{name}, again", statistics.median(again), rows))
    first, *others = (page_of(server, f"A-{7 * number + 11:05}", token) for number in range(ONES + 1))
    found.append(Row("an account's page, the very first", first, rows))
    found.append(Row("an account's page, of another account", statistics.median(others), rows))
    found.append(Row("the slowest of them", max(others), rows))
    return found


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "ws"
        rows = build(folder, Path(scratch) / "exports")
        with serving(folder) as server:
            token = server.person("ana@example.com")
            text = techcorp.MAP_PATH.read_text("utf-8")
            if server.post("/api/v1/maps", {"text": text}, token=token).status != 201:
                sys.exit("the map was refused")
            me = server.get("/api/v1/me", token=token).json()["id"]
            seat = {"roles": ROLES, "territory": "", "capacity": ACCOUNTS, "own_book_only": False}
            if server.call("PUT", f"/api/v1/books/seats/{me}", seat, token=token).status != 200:
                sys.exit("the seat was refused")
            looked = wait_for_desk(server, token)
            server.stop()
            server.start()
            found = ask(server, token, rows)
    print_rows(
        f"A success manager's pages: {ACCOUNTS:,} accounts, {rows:,} interactions",
        [Row("the first look at who needs whom, with indexing", looked, rows), *found],
    )


if __name__ == "__main__":
    main()
