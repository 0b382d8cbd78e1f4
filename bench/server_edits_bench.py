"""Edits of a shared map through a real server: ``python -m bench.server_edits_bench``.

One `desirepath serve` on SQLite, twenty people who all edit one map and all watch it (twenty streams of
events), each with one connection for edits; the clients run on the same machine. An edit is one request and
is answered when it is on the disk. First everybody sends as fast as the answers come; then together 200 edits
a second, and for every edit the time is taken from sending it until each of the others has it. At the end
every acknowledged edit is looked for in the history.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from desirepath.templates import read_template
from tests.server.running import Server, serving

TITLE = "Edits of one map by twenty people at once"
CLIENTS = int(os.environ.get("CLIENTS", "20"))
SECONDS = float(os.environ.get("SECONDS", "15"))
RATE = 200
MAP = "saas-onboarding"


@dataclass
class Client:
    """Somebody who edits and watches."""

    number: int
    token: str
    port: int
    card: str
    acknowledged: list[str] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    sent_at: dict[str, float] = field(default_factory=dict)
    arrived_at: dict[str, float] = field(default_factory=dict)
    revision: int = 0

    async def connect(self) -> None:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def edit(self, tag: str) -> None:
        """One edit: another sentence on the client's own card."""
        edit_id = f"{tag}-{self.number}-{len(self.acknowledged)}"
        change = {
            "do": "set",
            "node": self.card,
            "property": "text",
            "value": f"Sentence {edit_id} of a workshop that goes on and on",
            "based_on": self.revision,
        }
        body = json.dumps({"edits": [{"id": edit_id, "changes": [change]}]}).encode()
        head = (
            f"POST /api/v1/maps/{MAP}/edits HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Authorization: Bearer {self.token}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        began = self.sent_at[edit_id] = time.perf_counter()
        self.writer.write(head.encode() + body)
        answer = json.loads(await read_answer(self.reader))
        self.answers.append(time.perf_counter() - began)
        self.revision = answer["edits"][0]["revision"]
        self.acknowledged.append(edit_id)

    async def watch(self, watching: asyncio.Event) -> None:
        """Note when each edit arrives."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(
            f"GET /api/v1/maps/{MAP}/events HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Authorization: Bearer {self.token}\r\n\r\n".encode()
        )
        try:
            while line := await reader.readline():
                if line.startswith(b"retry:"):
                    watching.set()
                elif line.startswith(b'data: {"revision":'):
                    edit_id = line.split(b'"id":"', 1)[1].split(b'"', 1)[0].decode()
                    self.arrived_at.setdefault(edit_id, time.perf_counter())
        finally:
            writer.close()


async def read_answer(reader: asyncio.StreamReader) -> bytes:
    """The body of one answer, whole or in chunks. Raises AssertionError unless it is 200."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
    body = b""
    if length:
        body = await reader.readexactly(int(length))
    else:
        while size := int((await reader.readline()).strip(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
    assert b" 200 " in head.partition(b"\r\n")[0], body
    return body


async def as_fast_as_answers_come(clients: list[Client], seconds: float) -> float:
    """Edits a second, all clients together."""
    before = sum(len(one.acknowledged) for one in clients)
    began = time.perf_counter()

    async def go(client: Client) -> None:
        while time.perf_counter() - began < seconds:
            await client.edit("fast")

    await asyncio.gather(*map(go, clients))
    took = time.perf_counter() - began
    return (sum(len(one.acknowledged) for one in clients) - before) / took


async def at_a_rate(clients: list[Client], seconds: float, rate: float) -> float:
    """Everybody their share of ``rate`` edits a second; the rate that came about."""
    pause = len(clients) / rate
    began = time.perf_counter()
    done = 0

    async def go(client: Client) -> None:
        nonlocal done
        at = began + pause * client.number / len(clients)
        while at < began + seconds:
            await asyncio.sleep(max(at - time.perf_counter(), 0))
            await client.edit("paced")
            done += 1
            at += pause

    await asyncio.gather(*map(go, clients))
    return done / (time.perf_counter() - began)


async def measure(
    server: Server, tokens: Iterable[str], cards: list[str]
) -> tuple[list[Client], float, float]:
    """The clients after both phases, and the two rates."""
    clients = [
        Client(number, token, server.port, cards[number % len(cards)]) for number, token in enumerate(tokens)
    ]
    ready = [asyncio.Event() for _ in clients]
    watching = [asyncio.ensure_future(one.watch(event)) for one, event in zip(clients, ready, strict=True)]
    await asyncio.gather(*(one.connect() for one in clients), *(event.wait() for event in ready))
    await as_fast_as_answers_come(clients, 2)
    fast = await as_fast_as_answers_come(clients, SECONDS)
    for one in clients:
        one.answers = []
    paced = await at_a_rate(clients, SECONDS, RATE)
    wanted = {edit_id for one in clients for edit_id in one.acknowledged}
    until = time.monotonic() + 30
    while any(not wanted <= one.arrived_at.keys() for one in clients) and time.monotonic() < until:
        await asyncio.sleep(0.05)
    for task in watching:
        task.cancel()
    return clients, fast, paced


def processor_seconds(process: int) -> float:
    """How long a process has used a processor."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def quantile(values: list[float], share: float) -> float:
    """A quantile in milliseconds."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


def main() -> None:
    """Measure, and print the section."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "ws") as server:
        tokens = server.people({f"p{n}@example.com": "editor" for n in range(CLIENTS)}, scope="write")
        first = next(iter(tokens.values()))
        made = server.post("/api/v1/maps", {"text": read_template(MAP)}, token=first)
        assert made.status == 201, made.body
        nodes = server.get(f"/api/v1/maps/{MAP}/nodes", token=first).json()["nodes"]
        cards = [node["id"] for node in nodes if node["kind"] == "card"]
        assert server.process is not None
        used = processor_seconds(server.process.pid)
        clients, fast, paced = asyncio.run(measure(server, tokens.values(), cards))
        acknowledged = [edit_id for one in clients for edit_id in one.acknowledged]
        used = (processor_seconds(server.process.pid) - used) / len(acknowledged)
        found: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = server.get(f"/api/v1/maps/{MAP}/history?limit=200&cursor={cursor}", token=first).json()
            found += [one["id"] for one in page["items"]]
            cursor = page["next"]
    lost = len(acknowledged) - len(set(acknowledged) & set(found))
    twice = len(found) - len(set(found))
    reached = [
        other.arrived_at[edit_id] - one.sent_at[edit_id]
        for one in clients
        for edit_id in one.acknowledged
        if edit_id.startswith("paced")
        for other in clients
        if other is not one
    ]
    answers = [seconds for one in clients for seconds in one.answers]
    rows = [
        ("edits accepted a second, as fast as answers come", f"{fast:.0f}", "200 or more"),
        ("edits accepted a second, asked for 200", f"{paced:.0f}", "200"),
        (
            "answer at that rate, median / p95",
            f"{quantile(answers, 0.5):.0f} / {quantile(answers, 0.95):.0f} ms",
            "",
        ),
        (
            "an edit reaches another client, median / p95",
            f"{quantile(reached, 0.5):.0f} / {quantile(reached, 0.95):.0f} ms",
            "p95 100 ms or less",
        ),
        (f"of {len(acknowledged):,} acknowledged edits, lost / twice", f"{lost} / {twice}", "0 / 0"),
    ]
    rows.insert(3, ("the server's processor time an edit, told to all", f"{used * 1000:.1f} ms", ""))
    lines = [f"## {TITLE}", "", "| what | measured | wanted |", "|---|---:|---:|"]
    lines += [f"| {what} | {value} | {wanted} |" for what, value, wanted in rows]
    lines += ["", f"Load before it ran: {load:.1f}."]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
