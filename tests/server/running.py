"""A real server in a process of its own, to be talked to over HTTP, stopped, and killed.

with serving(tmp_path / "ws") as server:
    token = server.person("ana@example.com", role="editor")
    assert server.get("/api/v1/me", token=token).json()["role"] == "editor"
    server.kill()       # kill -9
    server.start()      # the same workspace on the same port again
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import allauth
import django
import psycopg
import pytest
from django.apps import apps
from django.db import connection

import desirepath
from desirepath.server.configuration import DATABASE_VARIABLE, WORKSPACE_VARIABLE
from desirepath.server.people.roles import Role, Scope
from desirepath.server.people.secrets import hash_secret, new_secret

SECONDS_TO_START = 120
_COMMAND = (sys.executable, "-m", "desirepath")
ONLY_PEOPLE = """
from django.conf import settings
settings.INSTALLED_APPS = [
    one for one in settings.INSTALLED_APPS if not one.startswith("desirepath.") or one.endswith(".people")
]
"""
"""For programs that need nobody but the people: what stands above them takes seconds to load."""
_MAKE_PEOPLE = f"""
import json, sys, django
{ONLY_PEOPLE}
django.setup()
from desirepath.server.people.models import Person, Token
from desirepath.server.people.roles import Role, Scope
from desirepath.server.people.secrets import hash_secret, new_secret
made = {{}}
for one in json.load(sys.stdin):
    person = Person.objects.filter(email=one["email"]).first() or Person.objects.create_user(
        one["email"], role=Role[one["role"].upper()])
    made[one["email"]] = secret = new_secret()
    Token.objects.create(person=person, name="test", hash=hash_secret(secret), scope=Scope(one["scope"]))
print(json.dumps(made))
"""
TABLES_VARIABLE = "DESIREPATH_TESTS_TABLES"
"""Names a PostgreSQL database with all tables and nobody in it: each server of a test then gets a copy."""
MAKE_TABLES = """
import sys
from pathlib import Path
from desirepath.server.serving.starting import migrate, set_up
from desirepath.server.workspace import create_workspace
create_workspace(Path(sys.argv[1]))
set_up(Path(sys.argv[1]))
migrate()
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status, its headers (names in small letters), its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class Told:
    """One server-sent event."""

    name: str
    data: Any
    id: str | None


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Server:
    """``desirepath serve`` on one workspace and one port."""

    folder: Path
    port: int = field(default_factory=free_port)
    database: str = ""
    command: Sequence[str] = _COMMAND
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        """All that the server has said so far, over all its starts."""
        path = self._log_path
        return path.read_text() if path.exists() else ""

    @property
    def _log_path(self) -> Path:
        return self.folder.parent / f"{self.folder.name}.server-output"

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to work on this workspace: also for other commands of ours."""
        own = {WORKSPACE_VARIABLE: str(self.folder), "DJANGO_SETTINGS_MODULE": "desirepath.server.settings"}
        inherited = {name: value for name, value in os.environ.items() if name != DATABASE_VARIABLE}
        return inherited | own | ({DATABASE_VARIABLE: self.database} if self.database else {})

    def start(self, *options: str) -> None:
        """Start it and wait until it answers. Raises AssertionError with what it said where it does not."""
        self.launch(*options)
        assert self.process is not None
        until = time.monotonic() + SECONDS_TO_START
        while not self._is_well():
            code = self.process.poll()
            assert code is None, f"the server left with {code}: {self.output}"
            assert time.monotonic() < until, f"the server did not answer in time: {self.output}"
            time.sleep(0.05)

    def launch(self, *options: str) -> None:
        """Start it and wait for nothing."""
        with self._log_path.open("a") as output:
            self.process = subprocess.Popen(
                [*self.command, "serve", "--workspace", str(self.folder), "--port", str(self.port), *options],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
            )

    def _is_well(self) -> bool:
        try:
            return self.get("/health").status == 200
        except OSError:
            return False

    def stop(self, signal_: signal.Signals = signal.SIGTERM) -> float:
        """Ask it to stop and wait; the seconds it took. Its exit code is ``process.returncode``."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(signal_)
        self.process.wait(30)
        return time.monotonic() - began

    def kill(self) -> None:
        """End it as a power cut would (kill -9)."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(30)

    def person(self, email: str, *, role: str = "owner", scope: str = "admin") -> str:
        """Somebody with an account, and a token of theirs. For several people at once take ``people``."""
        return self.people({email: role}, scope=scope)[email]

    def people(self, roles: Mapping[str, str], *, scope: str = "admin") -> dict[str, str]:
        """People by address and role (``{"ana@example.com": "editor"}``): a token of each."""
        file = self.folder / "workspace.sqlite3"
        if apps.ready and not self.database and file.exists():
            with closing(sqlite3.connect(file, timeout=60)) as database, database:
                return {email: _let_in(database, email, role, scope) for email, role in roles.items()}
        asked = [{"email": email, "role": role, "scope": scope} for email, role in roles.items()]
        return dict(json.loads(self.run_python(_MAKE_PEOPLE, json.dumps(asked))))

    def run_python(self, program: str, stdin: str = "") -> str:
        """Run a program with the workspace's settings in another process; what it printed."""
        ran = subprocess.run(
            [sys.executable, "-c", program],
            input=stdin,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of our commands for this workspace in another process."""
        return subprocess.run(
            [*_COMMAND, *arguments], env=self.environment, capture_output=True, text=True, check=False
        )

    def get(self, path: str, *, token: str | None = None) -> Answer:
        return self.call("GET", path, token=token)

    def post(self, path: str, body: Any = None, *, token: str | None = None) -> Answer:
        return self.call("POST", path, body, token=token)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float = 30,
    ) -> Answer:
        """One request on a connection of its own; ``body`` goes as JSON, unless it is bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            sent = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
            connection.request(method, path, sent, _headers(token, body) | dict(headers or {}))
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()

    @contextmanager
    def stream(
        self, path: str, *, token: str | None = None, last_id: str | None = None, seconds: float = 30
    ) -> Iterator[Iterator[Told]]:
        """Open a stream of events; iterate what it yields. Silence for ``seconds`` raises TimeoutError.

        It is open, and nothing told from now on is missed, when the ``with`` block begins.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            more = {"Last-Event-ID": last_id} if last_id is not None else {}
            connection.request("GET", path, headers=_headers(token, None) | more)
            answer = connection.getresponse()
            assert answer.status == 200, answer.read()
            lines = iter(answer.readline, b"")
            assert next(lines).startswith(b"retry:")
            yield _events(lines)
        finally:
            connection.close()


@contextmanager
def serving(
    folder: Path, *options: str, database: str = "", command: Sequence[str] = _COMMAND
) -> Iterator[Server]:
    """A server on the workspace ``folder``, made where there is none; gone at the end of the block.

    In the suite's second run, on PostgreSQL, a test that does not ask for a database of its own is skipped.
    """
    if not database and os.environ.get(TABLES_VARIABLE):
        database = _copy_of(os.environ[TABLES_VARIABLE])
    if os.environ.get(DATABASE_VARIABLE) and not database:
        pytest.skip("a server of its own: tried on SQLite, and on PostgreSQL in tests/server/serving")
    if not database and not folder.exists():
        folder.mkdir(parents=True)
        shutil.copyfile(empty_tables(), folder / "workspace.sqlite3")
    server = Server(folder, database=database, command=command)
    try:
        server.start(*options)
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            server.kill()


def _copy_of(database: str) -> str:
    """The address of a new PostgreSQL database that is as this one."""
    name, at = f"copy_{secrets.token_hex(6)}", urlsplit(database)
    with psycopg.connect(urlunsplit(at._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {at.path.removeprefix('/')}".encode())
    return urlunsplit(at._replace(path=f"/{name}"))


@cache
def empty_tables() -> Path:
    """A database with all tables and nobody in it, as a first start makes it: made once for each state of the
    migrations, since that takes longer than everything else a server does to start."""
    apps = Path(desirepath.__file__).parent / "server"
    said = blake2b(f"{django.VERSION} {allauth.VERSION}".encode(), digest_size=16)
    for path in sorted(apps.glob("*/migrations/*.py")):
        said.update(path.read_bytes())
    made = Path(gettempdir()) / f"desirepath-tables-{os.getuid()}-{said.hexdigest()}.sqlite3"
    if not made.exists():
        with TemporaryDirectory(dir=gettempdir()) as scratch:
            folder = Path(scratch) / "ws"
            folder.mkdir()
            asked = [sys.executable, "-c", MAKE_TABLES, str(folder)]
            subprocess.run(asked, check=True, capture_output=True)
            with closing(sqlite3.connect(folder / "workspace.sqlite3")) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (folder / "workspace.sqlite3").replace(made)  # whoever does the same at the same time is as right
    return made


def _let_in(database: sqlite3.Connection, email: str, role: str, scope: str) -> str:
    """A new token of the person with this address, who is made where there is none: as ``_MAKE_PEOPLE`` does
    it, but without a process of its own, which takes seconds to begin."""
    person_model, token_model = (apps.get_model("people", name) for name in ("Person", "Token"))
    found = database.execute("SELECT id FROM people_person WHERE email = ?", [email]).fetchone()
    person = person_model(email=email, role=Role[role.upper()], pk=found and found[0])
    if found is None:
        person.set_unusable_password()
        person.pk = _insert(database, person)
    secret = new_secret()
    _insert(database, token_model(person=person, name="test", hash=hash_secret(secret), scope=Scope(scope)))
    return secret


def _insert(database: sqlite3.Connection, row: Any) -> int | None:
    """Write a row into a database that is not the tests' own; its id."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    names = ", ".join(field.column for field in fields)
    marks = ", ".join("?" for _ in fields)
    table = row._meta.db_table
    return database.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values).lastrowid


def _headers(token: str | None, body: Any) -> dict[str, str]:
    known = {"Authorization": f"Bearer {token}"} if token else {}
    return known | ({} if body is None or isinstance(body, bytes) else {"Content-Type": "application/json"})


def _events(lines: Iterator[bytes]) -> Iterator[Told]:
    name, data, id_ = "message", "", None
    for line in lines:
        key, _, value = line.decode().rstrip("\n").partition(": ")
        if key == "event":
            name = value
        elif key == "data":
            data = value
        elif key == "id":
            id_ = value
        elif not key and data:
            yield Told(name, json.loads(data), id_)
            name, data, id_ = "message", "", None
