"""20 playbooks over 10,000 accounts: ``python -m bench.playbook_bench``.

Two million interactions of 10,000 accounts, and 20 playbooks of every kind of trigger with goals, conditions,
branches and messages. A look after 1,000 accounts have news: the news added, the index that grows, everything
read, everything decided; the target is 5 s. Then a simulation of ninety days. The limit is reading through
the index's columns once.

Then what pages ask, each within 2 s: a preview with what is not known of all receivers, whom one playbook
would reach at once, what it has changed by the runs of a year, and (of a workspace's database) a page of a
hundred thousand runs, found by a part of a name.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyarrow as pa

from bench.growth_bench import append
from bench.health_bench import ACCOUNTS, CHANGED, ROWS, as_accounts
from bench.replay_bench import generate
from bench.table import Row, print_rows
from desirepath.base.slow import load
from desirepath.base.spans import from_microseconds
from desirepath.log.interaction import Traits
from desirepath.log.store import Log, create_log
from desirepath.model.journey_map import JourneyMap
from desirepath.model.map_file import read_map_text
from desirepath.replay.index import open_index
from desirepath.server.serving.starting import set_up
from desirepath.success.playbooks.advance import advance
from desirepath.success.playbooks.facts import Facts
from desirepath.success.playbooks.moves import move_called
from desirepath.success.playbooks.playbook import Playbook
from desirepath.success.playbooks.playbook_file import read_playbook_text
from desirepath.success.playbooks.previewing import missing_of
from desirepath.success.playbooks.proof import prove
from desirepath.success.playbooks.runs import On, State
from desirepath.success.playbooks.simulate import simulate

PLAYBOOKS = 20
RUNS = 100_000
DAY_US = 86_400_000_000


def bench_map() -> JourneyMap:
    """A map of six steps, of common and rare activities."""
    steps = ", ".join(
        f'{{id: s{n}, name: Step {n}, within: 5d, when: [{{activity: "activity {n * 5}"}}]}}'
        for n in range(6)
    )
    return read_map_text(
        "format: desirepath/1\nid: bench\ntitle: Bench\ntravels: account\n"
        f"stages: [{{id: all, name: All, steps: [{steps}]}}]\n"
    )


def playbooks() -> list[Playbook]:
    """Twenty, with every kind of trigger in turn."""
    return [playbook(number, 'traits.role != "x"') for number in range(PLAYBOOKS)]


def playbook(number: int, to: str) -> Playbook:
    """One of them, whose letter goes to those of whom ``to`` holds."""
    triggers = (
        "{enters: s3}",
        "{stalls_at: s2}",
        "{skips: s3}",
        "{misses: s5, within: 30d}",
        "{poor_experience: [CSAT]}",
        '{does: [{activity: "activity 40"}]}',
        "{leaves: s1}",
    )
    body = f"""\
format: desirepath-playbook/1
id: p{number}
name: Playbook {number}
map: bench
when: [{triggers[number % len(triggers)]}]
again: true
cooldown: 20d
most_a_day: 5000
goal: [{{activity: "activity {50 + number % 10}"}}]
quiet: {{from: "19:00", until: "08:00", days: [sat, sun]}}
variables: {{first_name: {{of: person.first_name, otherwise: there}}}}
moves:
  - {{id: t, task: {{title: Call}}}}
  - wait: 3d
  - branch:
      did: [{{activity: "activity {number % 7}"}}]
      then: [{{id: m, email: {{to: {to}, subject: S, text: 'Hello {{{{first_name}}}}'}}}}]
  - wait_until: {{does: [{{activity: "activity 2"}}], at_most: 5d}}
  - {{id: u, task: {{title: Look}}}}
"""
    return read_playbook_text(body)


def news_of(given: pa.Table) -> pa.Table:
    """The latest interactions, once more, of 1,000 accounts."""
    part = given.slice(given.num_rows - CHANGED)
    names = pa.array([f"A{number}" for number in range(CHANGED)])
    return part.set_column(part.column_names.index("account"), "account", names)


def look(log: Log, ons: list[On], state: State) -> tuple[State, int]:
    """Everything read and decided by now."""
    last_us = open_index(log, "account").last_us
    assert last_us is not None
    facts = Facts(log, [on.playbook for on in ons], from_microseconds(last_us), maps={"bench": bench_map()})
    found = advance(ons, state, facts)
    return found.state, len(found.effects)


def asked_by_pages(log: Log, book: Playbook) -> list[Row]:
    """What is asked of one playbook before and after it is turned on, everything read anew for each."""
    last_us = open_index(log, "account").last_us
    assert last_us is not None
    maps, now = {"bench": bench_map()}, from_microseconds(last_us)
    move = move_called(book, "m")
    assert move is not None

    def timed(do: Callable[[], object]) -> float:
        began = time.perf_counter()
        do()
        return time.perf_counter() - began

    def preview() -> object:
        facts = Facts(log, [book], now)
        # Of every third account, as the server does of so many.
        return missing_of(book, move, facts, facts.of_type("account").subjects[::3])

    def reach() -> object:
        facts = Facts(log, [book], now, maps=maps)
        return [advance([On(book, 1, last_us - days * DAY_US)], State(), facts).state.runs for days in (1, 3)]

    begun = advance([On(book, 1, last_us - 365 * DAY_US)], State(), Facts(log, [book], now, maps=maps))
    runs = begun.state.runs
    return [
        Row("a preview, and what is not known of every third of its receivers", timed(preview), ACCOUNTS),
        Row("whom it would reach at once, one day and three days back", timed(reach), ACCOUNTS),
        Row(
            f"what it has changed, by {len(runs):,} runs",
            timed(lambda: prove(book, runs, Facts(log, [book], now), last_us)),
            len(runs),
        ),
    ]


def page_of_runs() -> Row:
    """A page of a hundred thousand runs in a database, of accounts with a part of a name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ws"
        with create_log(path) as log:
            at = from_microseconds(1_750_000_000_000_000)
            log.append(
                [
                    Traits("account", f"A{n}", at, {"name": f"Works {n}"}, "crm", str(n))
                    for n in range(ACCOUNTS)
                ]
            )
        set_up(path)
        took = load("bench.playbook_runs").seconds_of_a_page(RUNS, ACCOUNTS, "works 77")
    return Row(f"a page of {RUNS:,} runs, found by a part of a name", took, RUNS)


def rows() -> list[Row]:
    """Measure."""
    given = as_accounts(generate(ROWS))
    books = playbooks()
    with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
        append(log, given, "first-")
        index = open_index(log, "account")
        began = time.perf_counter()
        sum(int(bucket.time_us.sum()) + int(bucket.activity.sum()) for bucket in index.buckets)
        limit = time.perf_counter() - began
        assert index.last_us is not None
        ons = [On(one, 1, index.last_us - 30 * DAY_US) for one in books]
        state, first = look(log, ons, State())
        assert first > PLAYBOOKS
        began = time.perf_counter()
        append(log, news_of(given), "then-")
        look(log, ons, state)
        again = time.perf_counter() - began
        began = time.perf_counter()
        found = simulate(
            log,
            books,
            since=from_microseconds(index.last_us) - timedelta(days=90),
            maps={"bench": bench_map()},
        )
        past = time.perf_counter() - began
        decided = len(found.decided.changed)
        pages = asked_by_pages(log, playbook(1, "traits.role == null"))
    return [
        Row("summing the index's columns (the limit)", limit, ROWS),
        Row("news of 1,000 accounts: adding, indexing, reading and deciding", again, CHANGED),
        Row(f"a simulation of ninety days, {decided:,} occurrences", past, decided),
        *pages,
        page_of_runs(),
    ]


if __name__ == "__main__":
    print_rows(f"Playbooks: {ACCOUNTS:,} accounts, {PLAYBOOKS} playbooks, {ROWS:,} interactions", rows())
