"""Live events over HTTP: what is acknowledged is on the disk.

Four clients on four connections send batches of 100 track calls of 450 bytes, each with its own messageId, as
fast as answers come. The same server, with a handler that only reads the body and says 200, is asked the same
beside it. Then a long run goes on, with the server's memory looked at twice a second: its own (anonymous),
and the pages of files that it has read or mapped, which the system takes back when it needs them.
"""

from __future__ import annotations

import asyncio
import base64
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.server_edits_bench import processor_seconds, quantile
from tests.server.intake.client import connect_segment
from tests.server.running import Server, free_port, serving

TITLE = "Live events over HTTP"
CLIENTS = 4
BATCH = 100
SECONDS = float(os.environ.get("INTAKE_SECONDS", "20"))
FLAT_EVENTS = int(os.environ.get("INTAKE_FLAT_EVENTS", "1000000"))
_EMPTY = """
import sys, uvicorn
async def empty(scope, receive, send):
    while True:
        message = await receive()
        if not message.get("more_body"):
            break
    body = b'{"success":true}'
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
uvicorn.run(empty, port=int(sys.argv[1]), lifespan="off", access_log=False, log_level="warning",
            server_header=False, proxy_headers=False)
"""
_EVENT = (
    '{{"type":"track","messageId":"{id}","userId":"user-{user}","event":"{event}","timestamp":"{at}",'
    '"properties":{{"feature":"approvals","plan":"pro","seats":12,"path":"/projects/{user}/approvals"}},'
    '"context":{{"library":{{"name":"analytics-node","version":"2.3.0"}},"page":{{"path":"/projects",'
    '"url":"https://app.example.com/projects","title":"Projects"}},"locale":"en-GB","timezone":"Europe/Riga"}}}}'
)
_EVENTS = ("feature.used", "login", "project.created", "invite.sent", "report.viewed")


class Client:
    """One connection that sends batch after batch."""

    def __init__(self, number: int, port: int, key: str, users: int = 20_000) -> None:
        self.number = number
        self.port = port
        self.users = users
        auth = base64.b64encode(f"{key}:".encode()).decode()
        self.head = (
            f"POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Basic {auth}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        )
        self.sent = 0
        self.answers: list[float] = []

    def body(self, count: int = BATCH) -> bytes:
        """A batch that nobody has sent yet."""
        at = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
        events = []
        for _ in range(count):
            number = self.sent
            self.sent += 1
            events.append(
                _EVENT.format(
                    id=f"bench-{os.getpid()}-{self.number}-{number}",
                    user=(number * 7919 + self.number) % self.users,
                    event=_EVENTS[number % len(_EVENTS)],
                    at=at,
                )
            )
        return f'{{"batch":[{",".join(events)}],"sentAt":"{at}"}}'.encode()

    async def connect(self) -> None:
        """Open the connection."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def send(self, body: bytes) -> None:
        """Send a batch and wait until it is safe. Raises AssertionError unless it is."""
        began = time.perf_counter()
        self.writer.write(self.head.encode() + str(len(body)).encode() + b"\r\n\r\n" + body)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        answer = await self.reader.readexactly(length)
        assert b" 200 " in head.partition(b"\r\n")[0], answer[:300]
        assert b'"duplicate"' not in answer, answer[:300]
        self.answers.append(time.perf_counter() - began)


async def as_fast_as_answers_come(
    clients: Sequence[Client], bodies: Sequence[Sequence[bytes]], seconds: float
) -> float:
    """Events a second, all clients together, as long as there are bodies or seconds."""
    began = time.perf_counter()
    done = 0

    async def go(client: Client, mine: Sequence[bytes]) -> None:
        nonlocal done
        for body in mine:
            if time.perf_counter() - began > seconds:
                return
            await client.send(body)
            done += BATCH

    await asyncio.gather(*(go(client, mine) for client, mine in zip(clients, bodies, strict=True)))
    return done / (time.perf_counter() - began)


def fast(port: int, key: str, seconds: float) -> tuple[float, list[float], int]:
    """Events a second, the answers' times, and how many were sent."""
    clients = [Client(number, port, key) for number in range(CLIENTS)]
    most = int(min(seconds * 60_000, 600_000) / BATCH / CLIENTS)

    async def run() -> float:
        warm = [[one.body() for _ in range(20)] for one in clients]
        bodies = [[one.body() for _ in range(most)] for one in clients]
        for one in clients:  # not before: a connection that is silent for 5 seconds is closed
            await one.connect()
        await as_fast_as_answers_come(clients, warm, 5)
        for one in clients:
            one.answers = []
        return await as_fast_as_answers_come(clients, bodies, seconds)

    rate = asyncio.run(run())
    answers = [seconds for one in clients for seconds in one.answers]
    return rate, answers, len(answers) * BATCH


class Memory(NamedTuple):
    """What a process has in memory, in megabytes: its own, and pages of files that the system may take back
    whenever it wants."""

    anonymous: float
    of_files: float


def memory_of(process: int) -> Memory:
    """The memory that a process has, now."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    own = kilobytes["Anonymous"]
    return Memory(own / 1024, (kilobytes["Rss"] - own) / 1024)


def empty_rate(seconds: float) -> float:
    """Events a second where nothing is done with them."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", _EMPTY, str(port)])
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                asyncio.run(Client(0, port, "k").connect())
                break
            except OSError:
                time.sleep(0.05)
        return fast(port, "k", seconds)[0]
    finally:
        process.kill()
        process.wait()


def grow(server: Server, key: str, events: int) -> list[tuple[int, Memory]]:
    """The server's memory while so many events come in: (events so far, memory)."""
    assert server.process is not None
    pid = server.process.pid
    clients = [Client(100 + number, server.port, key) for number in range(CLIENTS)]
    seen: list[tuple[int, Memory]] = []

    async def go(client: Client) -> None:
        while client.sent < events / CLIENTS:
            await client.send(client.body())

    async def watch() -> None:
        while True:
            seen.append((sum(one.sent for one in clients), memory_of(pid)))
            await asyncio.sleep(0.5)

    async def run() -> None:
        for one in clients:
            await one.connect()
        watching = asyncio.ensure_future(watch())
        await asyncio.gather(*map(go, clients))
        watching.cancel()

    asyncio.run(run())
    seen.append((events, memory_of(pid)))
    return seen


def slope(seen: Sequence[tuple[int, Memory]]) -> float:
    """Megabytes of its own for each million events, over the second half."""
    half = [(events, memory.anonymous) for events, memory in seen[len(seen) // 2 :]]
    middle_x = sum(x for x, _ in half) / len(half)
    middle_y = sum(y for _, y in half) / len(half)
    spread = sum((x - middle_x) ** 2 for x, _ in half)
    return 1e6 * sum((x - middle_x) * (y - middle_y) for x, y in half) / spread if spread else 0.0


def by_million(seen: Sequence[tuple[int, Memory]]) -> list[tuple[str, str, str]]:
    """The median and the most within each million (or, in a short run, within each fifth)."""
    step = min(1_000_000, max(1, seen[-1][0] // 5))
    rows = []
    for began in range(0, seen[-1][0], step):
        here = [memory for events, memory in seen if began <= events < began + step]
        if not here:
            continue
        own = sorted(memory.anonymous for memory in here)
        files = sorted(memory.of_files for memory in here)
        said = f"{own[len(own) // 2]:,.0f} (most {own[-1]:,.0f}) / {files[len(files) // 2]:,.0f} MB"
        rows.append((f"memory, events {began:,} to {began + step:,}: its own / of files", said, ""))
    return rows


def main() -> None:
    """Measure, and print the section."""
    load = os.getloadavg()[0]
    nothing = empty_rate(min(SECONDS, 8))
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "ws") as server:
        token = server.person("ana@example.com")
        key = connect_segment(server, token)
        assert server.process is not None
        used = processor_seconds(server.process.pid)
        rate, answers, sent = fast(server.port, key, SECONDS)
        used = (processor_seconds(server.process.pid) - used) / sent
        seen = grow(server, key, FLAT_EVENTS)
    wanted = min(20_000, 0.5 * nothing)
    rows = [
        ("events a second, acknowledged and durable", f"{rate:,.0f}", f"{wanted:,.0f} or more"),
        ("the same server with an empty handler", f"{nothing:,.0f}", ""),
        ("share of the empty handler", f"{rate / nothing:.2f}", ""),
        (
            "answer, median / p99",
            f"{quantile(answers, 0.5):.0f} / {quantile(answers, 0.99):.0f} ms",
            "p99 250 ms or less",
        ),
        ("the server's processor time an event, stored", f"{used * 1e6:.0f} µs", ""),
        *by_million(seen),
        ("growth of its own memory in the second half, per million events", f"{slope(seen):+.1f} MB", "flat"),
    ]
    lines = [f"## {TITLE}", "", "| what | measured | wanted |", "|---|---:|---:|"]
    lines += [f"| {what} | {value} | {limit} |" for what, value, limit in rows]
    lines += ["", f"Load before it ran: {load:.1f}."]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
