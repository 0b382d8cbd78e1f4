"""The operators' guide, word for word: its commands run, its settings are read, its proxy proxies."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desirepath.server.configuration import read_configuration
from tests.server.running import Server, free_port, serving

GUIDE = (Path(__file__).parents[3] / "docs" / "guide" / "operators.md").read_text("utf-8")
FACT = '{"customer": "c1", "occurred_at": "2026-01-01T00:00:00Z", "activity": "looked", "key": "1"}'


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def test_its_commands_run_in_its_order(tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    (tmp_path / "export.jsonl").write_text(FACT)
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("desirepath")]
    assert len(lines) >= 9
    server = Server(tmp_path / "ours")
    try:
        for line in lines:
            words = line.replace("/var/backups/desirepath", str(backups)).split()[1:]
            saved = sorted(backups.iterdir())
            words = [str(saved[-1]) if word.endswith("Z.zip") else word for word in words]
            if words == ["serve", "--workspace", "ours"]:
                server.start()
                continue
            if words[0] == "work":
                continue  # on PostgreSQL: test_work.py
            if "--check" in words:
                server.stop()
                words += ["--port", str(server.port)]
            done = subprocess.run(
                [sys.executable, "-m", "desirepath", *words],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{line}\n{done.stderr}"
            if "--check" in words:
                server.start()
    finally:
        if server.process is not None and server.process.poll() is None:
            server.kill()
    assert len(list(backups.iterdir())) == 2
    assert (tmp_path / "ours-again" / "workspace.sqlite3").exists()


def test_its_settings_are_settings(tmp_path: Path) -> None:
    (tmp_path / "desirepath.toml").write_text(blocks("toml")[0])
    found = read_configuration(tmp_path)
    assert found.is_secure
    assert found.oidc["company"]["client_id"] == "desirepath"


@contextmanager
def proxied(server: Server, folder: Path) -> Iterator[int]:
    """nginx with the guide's configuration before the server, on a port of ours and a certificate of ours."""
    port = free_port()
    key, certificate = folder / "key.pem", folder / "cert.pem"
    made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=maps.example.com"]
    where = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", "req", *made, *where], check=True, capture_output=True)
    site = blocks("nginx")[0]
    for told, ours in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("/etc/ssl/maps.example.com.pem", str(certificate)),
        ("/etc/ssl/maps.example.com.key", str(key)),
        ("http://127.0.0.1:8700", server.url),
    ):
        assert told in site
        site = site.replace(told, ours)
    whole = f"daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; events {{}}\n"
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(f"{whole}http {{ access_log off; {temporary}\n{site}}}\n")
    running = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf")])
    try:
        until = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                assert time.monotonic() < until
                time.sleep(0.05)
        yield port
    finally:
        running.terminate()
        running.wait(20)


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_its_proxy_speaks_tls_and_lets_live_events_through(tmp_path: Path) -> None:
    folder = tmp_path / "ws"
    folder.mkdir()
    settings = 'format = 1\n[server]\nurl = "https://maps.example.com"\nproxy = true\n'
    (folder / "desirepath.toml").write_text(settings)
    with serving(folder) as server, proxied(server, tmp_path) as port:
        token = server.person("ana@example.com")
        context = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
        plain = socket.create_connection(("127.0.0.1", port), timeout=20)
        with context.wrap_socket(plain, server_hostname="maps.example.com") as secure:
            head = f"Host: maps.example.com\r\nAuthorization: Bearer {token}\r\n\r\n"
            secure.sendall(f"GET /sign-in/ HTTP/1.1\r\n{head}".encode())
            answer = secure.recv(65536).decode()
            assert answer.startswith("HTTP/1.1 200"), answer
            assert "secure" in answer.lower(), "cookies travel over TLS only"
        plain = socket.create_connection(("127.0.0.1", port), timeout=20)
        with context.wrap_socket(plain, server_hostname="maps.example.com") as secure:
            secure.sendall(f"GET /api/v1/events HTTP/1.1\r\n{head}".encode())
            seen = b""
            while not re.search(rb"event: unread\ndata: {.*}\n", seen):
                seen += secure.recv(4096)  # nothing more comes: a buffer in between would make this time out
