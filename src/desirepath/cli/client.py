"""Talks to a workspace over HTTP: one address, one token, answers as data, refusals as problems.

The token goes to the workspace's own address and nowhere else: redirections are not followed, and it is not
sent in the open to another machine.
"""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

import orjson

from desirepath import __version__
from desirepath.base.problem import DesirepathError, Kind, Problem
from desirepath.cli.workspace_kinds import NO_SERVER, NOT_A_SERVER, SERVER_REFUSED, WRONG_SERVER_ANSWER

_SECONDS: Final = 30
_TRIES: Final = 4
_LARGEST: Final = 64 * 1024 * 1024
_AGAIN: Final = frozenset({429, 502, 503, 504})
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_LONGEST_WAIT: Final = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``headers`` are by small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as data. Raises DP-CLI-023 where it is none."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError as error:
            raise WRONG_SERVER_ANSWER.error(says="the answer is not JSON") from error

    def text(self) -> str:
        """The body as text. Raises DP-CLI-023 where it is none."""
        try:
            return self.body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise WRONG_SERVER_ANSWER.error(says="the answer is not text") from error


class RefusedError(DesirepathError):
    """The workspace understood the request, and refused it: with its own problems, and the HTTP status."""

    def __init__(self, status: int, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.status = status


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Never: the token is for this address."""


class Client:
    """One workspace, as one person. What was sent may be sent again: each call bears to be made twice."""

    def __init__(self, server: str, token: str) -> None:
        self.server = checked_server(server)
        self._token = token
        is_here = urlsplit(self.server).hostname in _LOOPBACK
        proxies = [ProxyHandler({})] if is_here else []
        self._opener: OpenerDirector = build_opener(_NoRedirect(), *proxies)

    def get(self, *path: str, **query: str | int) -> Answer:
        """Ask for something. Raises :class:`RefusedError`, DP-CLI-021 or -023."""
        asked = "?" + urlencode(query) if query else ""
        return self._send("GET", "/".join(quote(part, safe="") for part in path) + asked, None)

    def put(self, *path: str, body: Mapping[str, Any]) -> Any:
        """Send something; the same, sent again, is done once. Raises as :meth:`get`."""
        return self._send("PUT", "/".join(quote(part, safe="") for part in path), orjson.dumps(body)).json()

    def post(self, *path: str, body: Mapping[str, Any]) -> Any:
        """Make something new, tried once. Raises as :meth:`get`."""
        path_text = "/".join(quote(part, safe="") for part in path)
        return self._send("POST", path_text, orjson.dumps(body), tries=1).json()

    def pages(self, *path: str, **query: str | int) -> Iterator[Any]:
        """Every item of a list, which comes page by page or at once."""
        cursor = ""
        while True:
            page = self.get(*path, **query, cursor=cursor).json()
            if isinstance(page, list):
                yield from page
                return
            try:
                yield from page["items"]
                following = page["next"]
            except (TypeError, KeyError) as error:
                raise WRONG_SERVER_ANSWER.error(says="the answer is not a list") from error
            if not following or following == cursor:
                return
            cursor = following

    def _send(self, method: str, path: str, body: bytes | None, *, tries: int = _TRIES) -> Answer:
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Accept": "application/json, application/yaml",
            "User-Agent": f"desirepath/{__version__}",
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = Request(f"{self.server}/api/v1/{path}", body, headers, method=method)  # noqa: S310 - http(s)
        for left in range(tries - 1, -1, -1):
            try:
                answer = self._try(request)
            except (OSError, http.client.HTTPException) as error:
                if not left or _is_final(error):
                    raise NO_SERVER.error(says=f"{self.server} cannot be reached: {_why(error)}") from error
                time.sleep(0.2 * 2 ** (tries - left))
                continue
            if answer.status in _AGAIN and left:
                time.sleep(_wait(answer.headers, 0.2 * 2 ** (tries - left)))
                continue
            if 200 <= answer.status < 300:
                return answer
            raise _refusal(self.server, answer)
        raise AssertionError

    def _try(self, request: Request) -> Answer:
        try:
            with self._opener.open(request, timeout=_SECONDS) as response:
                return _read(response.status, response)
        except HTTPError as error:
            with error:
                return _read(error.code, error)


def checked_server(server: str) -> str:
    """The address of a workspace, without a slash at its end. Raises DP-CLI-020.

    >>> checked_server("https://maps.example.com/")
    'https://maps.example.com'
    """
    try:
        parts = urlsplit(server.strip())
        name, _ = parts.hostname, parts.port
    except ValueError:
        raise NOT_A_SERVER.error("--server", says=f"{server!r} is no address") from None
    if parts.scheme not in ("http", "https") or not name or parts.username or parts.query or parts.fragment:
        raise NOT_A_SERVER.error("--server", says=f"{server!r} is no address of a workspace")
    if parts.scheme == "http" and name not in _LOOPBACK:
        raise NOT_A_SERVER.error(
            "--server",
            says=f"the token would go to {name} in the open, for everybody on the way to read",
            fix="use https://",
        )
    return server.strip().rstrip("/")


def _read(status: int, response: Any) -> Answer:
    body: bytes = response.read(_LARGEST + 1)
    if len(body) > _LARGEST:
        raise WRONG_SERVER_ANSWER.error(says=f"the answer is larger than {_LARGEST // 2**20} MB")
    return Answer(status, {name.lower(): value for name, value in response.headers.items()}, body)


def _refusal(server: str, answer: Answer) -> DesirepathError:
    try:
        told = orjson.loads(answer.body)["problems"]
        problems = tuple(_problem(one) for one in told)
    except (orjson.JSONDecodeError, LookupError, TypeError):
        problems = ()
    if not problems:
        says = f"{server} answered {answer.status}, and not as a workspace does"
        problems = (SERVER_REFUSED.at(says=says),)
    return RefusedError(answer.status, problems)


def _problem(told: Mapping[str, Any]) -> Problem:
    code, says, fix = str(told["code"]), str(told["message"]), str(told["fix"])
    return Kind(code, "error", says, "", fix).at(str(told["address"]))


def _is_final(error: Exception) -> bool:
    reason = error.reason if isinstance(error, URLError) else error
    return isinstance(reason, ssl.SSLCertVerificationError)


def _why(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"its certificate is not to be trusted ({reason.verify_message})"
    return str(getattr(reason, "strerror", None) or reason or "it hung up")


def _wait(headers: Mapping[str, str], usual: float) -> float:
    given = headers.get("retry-after", "")
    return min(float(given), _LONGEST_WAIT) if given.isascii() and given.isdigit() else usual
