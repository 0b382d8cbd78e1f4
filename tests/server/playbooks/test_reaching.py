"""What may be called from here, and that the address that was looked at is the one that is called."""

from __future__ import annotations

import socket
import threading
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.server.playbooks.calling import BrokenOffError, NotReachedError, call
from desirepath.server.playbooks.reaching import RefusedError, is_open, reachable, read_place
from tests.server.playbooks.receiving import pause, receiving

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1"),
        *("224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1"),
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:8.8.8.8", "::127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001::7f00:1", "2001:db8::1", "100::1"),
        "no address",
    ],
)
def test_what_is_not_of_the_open_net_is_closed(address: str) -> None:
    assert not is_open(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "172.32.0.1", "2606:4700:4700::1111"])
def test_the_open_net_is_open(address: str) -> None:
    assert is_open(address)


@given(st.ip_addresses())
def test_nothing_is_open_that_python_calls_special(address: Any) -> None:
    special = (
        address.is_private or address.is_loopback or address.is_link_local or address.is_multicast
        or address.is_reserved or address.is_unspecified
    )  # fmt: skip
    assert not (special and is_open(str(address)))


@given(st.ip_addresses(v=4))
def test_an_older_address_in_a_newer_ones_clothes_is_closed(address: Any) -> None:
    assert not is_open(f"::ffff:{address}")
    assert not is_open(str(ip_address(int(ip_address("64:ff9b::")) + int(address))))
    assert not is_open(str(ip_address((0x2002 << 112) + (int(address) << 80))))


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://example.com/",
            "file:///etc/passwd",
            "gopher://example.com",
            "example.com",
            "",
            "//example.com",
        ),
        *("http://user:pass@example.com/", "http://user@example.com/", "http://:x@example.com/"),
        *("http:///nowhere", "http://example.com:99999/", "http://example.com:0/", "http://[::1/"),
        *("http://example.com/\r\nX-Evil: 1", "http://exa mple.com", "http://example.com\\@127.0.0.1/"),
        *("http://exämple.com/", "http://example.com/" + "a" * 2000),
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(RefusedError):
        read_place(url)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://127.0.0.1/",
            "http://localhost/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://017700000001/",
        ),
        *(
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://0/",
            "https://169.254.169.254/latest/meta-data/",
        ),
    ],
)
def test_the_machine_itself_is_refused_however_it_is_written(url: str) -> None:
    with pytest.raises((RefusedError, NotReachedError)):
        call(url, b"{}", {}, now=NOW)


def test_what_the_operator_allows_is_called_and_its_neighbour_is_not() -> None:
    with receiving() as one, receiving() as other:
        assert call(one.url, b"{}", {}, may_call=(one.host,), now=NOW).is_taken
        with pytest.raises(RefusedError, match="private network"):
            call(other.url, b"{}", {}, may_call=(one.host,), now=NOW)
        assert call(other.url, b"{}", {}, may_call=("127.0.0.1",), now=NOW).is_taken
    assert [found.headers["host"] for found in one.came] == [one.host]


def test_a_host_with_one_closed_address_among_open_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def two(host: str, port: int, **named: Any) -> Any:
        return [(socket.AF_INET, 1, 6, "", (address, port)) for address in ("8.8.8.8", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", two)
    with pytest.raises(RefusedError):
        reachable(read_place("https://two.example/"), ())


def test_a_name_that_changes_its_address_after_it_was_looked_at_is_not_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: the first answer is in the open net, each after it is the machine itself."""
    asked: list[str] = []
    tried: list[Any] = []

    def turns(host: str, port: int, **named: Any) -> Any:
        asked.append(host)
        address = "93.184.215.14" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(self: socket.socket, where: Any) -> None:
        tried.append(where)
        raise TimeoutError

    with receiving() as inside:
        monkeypatch.setattr(socket, "getaddrinfo", turns)
        monkeypatch.setattr(socket.socket, "connect", connect)
        with pytest.raises(NotReachedError):
            call(f"http://rebind.example:{inside.port}/", b"{}", {}, now=NOW)
        assert (asked, tried) == (["rebind.example"], [("93.184.215.14", inside.port)])
        assert inside.came == []


def test_no_redirect_is_followed() -> None:
    with (
        receiving() as secret,
        receiving(answers=[(302, {"Location": "http://127.0.0.1/"}, "over there")]) as one,
    ):
        one.answers[0][1]["Location"] = secret.url
        answer = call(one.url, b"{}", {}, may_call=("127.0.0.1",), now=NOW)
    assert (answer.status, answer.is_taken, answer.words) == (302, False, "over there")
    assert secret.came == []


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as proxy, receiving() as one:
        monkeypatch.setenv("http_proxy", f"http://{proxy.host}")
        monkeypatch.setenv("HTTP_PROXY", f"http://{proxy.host}")
        assert call(one.url, b"{}", {}, may_call=("127.0.0.1",), now=NOW).is_taken
    assert proxy.came == []


def test_who_does_not_answer_in_time_is_left() -> None:
    with (
        receiving(before_answer=lambda: pause(2.0)) as one,
        pytest.raises(BrokenOffError, match="in time"),
    ):
        call(one.url, b"{}", {}, may_call=("127.0.0.1",), now=NOW, seconds=0.3)
    with pytest.raises(NotReachedError, match="nobody listens"):
        call(one.url, b"{}", {}, may_call=("127.0.0.1",), now=NOW)


def test_who_answers_letter_by_letter_is_left_in_time_too() -> None:
    """Each letter comes soon enough; all of them never would."""
    stopping = threading.Event()

    def drip(listening: socket.socket) -> None:
        taken, _ = listening.accept()
        with taken:
            taken.sendall(b"HTTP/1.1 200 OK\r\n")
            while not stopping.wait(0.02):
                try:
                    taken.sendall(b"X-More: x\r\n"[:1])
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, args=(listening,), daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        with pytest.raises(BrokenOffError, match="in time"):
            call(url, b"{}", {}, may_call=("127.0.0.1",), now=NOW, seconds=0.5)
        stopping.set()
        thread.join(5)


def test_of_a_long_answer_the_first_words_are_read() -> None:
    with receiving(answers=[(500, {}, "broken \r\n\x1b[31m " + "x" * 1_000_000)]) as one:
        answer = call(one.url, b"{}", {}, may_call=("127.0.0.1",), now=NOW)
    assert answer.words.startswith("broken [31m xxx")
    assert len(answer.words) == 300
