"""Every address the server answers to stands in one table, with what it needs."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from ninja import Schema
from ninja.operation import PathView

from desirepath.server.access_table import ACCESS, PAGES
from desirepath.server.people.roles import Role, Scope


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        else:
            yield route, one


def path_view(pattern: URLPattern) -> PathView | None:
    """Ninja's view of an address, out of the closure it hides it in."""
    cells = getattr(pattern.callback, "__closure__", None) or ()
    return next((cell.cell_contents for cell in cells if isinstance(cell.cell_contents, PathView)), None)


QUESTIONS = {
    "POST api/v1/log/draft",
    "POST api/v1/log/funnel",
    "POST api/v1/log/rules",
    "POST api/v1/log/rules/examples",
    "POST api/v1/maps/<map_id>/presence",
    "POST api/v1/health/now",
    "POST api/v1/health/dry-run",
    "POST api/v1/health/back-test",
    "POST api/v1/playbooks/check",
    "POST api/v1/playbooks/preview",
    "POST api/v1/playbooks/simulate",
}
"""Questions too long for an address, and being seen: they change nothing that is kept."""


def operations() -> set[str]:
    return {
        f"{method} {route}"
        for route, pattern in patterns(get_resolver())
        if (view := path_view(pattern))
        for operation in view.operations
        for method in operation.methods
    }


def test_every_operation_of_the_api_stands_in_the_table_and_nothing_else() -> None:
    found = operations()
    assert len(found) > 20
    assert found == set(ACCESS)


def test_every_page_stands_in_the_table_and_nothing_else() -> None:
    found = {
        route
        for route, pattern in patterns(get_resolver())
        if path_view(pattern) is None and not route.endswith("api-root")
    }
    assert found - {"api/v1/"} == set(PAGES)


def test_what_changes_something_needs_more_than_reading() -> None:
    for operation, needs in ACCESS.items():
        if not operation.startswith("GET ") and operation not in QUESTIONS:
            assert needs.scope is not Scope.READ, operation


def test_what_is_about_one_map_asks_for_a_role_on_it() -> None:
    for operation, needs in ACCESS.items():
        if "<map_id>" in operation:
            assert needs.role is not None, operation
            assert needs.role >= Role.VIEWER, operation


def test_no_two_shapes_of_the_api_have_one_name() -> None:
    """The description knows shapes by their bare names: of two with one name it would tell one."""
    get_resolver().url_patterns  # noqa: B018  # every room of the API is loaded
    rooms: dict[str, set[str]] = {}
    waiting: list[type] = [Schema]
    while waiting:
        shape = waiting.pop()
        waiting += shape.__subclasses__()
        if shape.__module__.startswith("desirepath.") and "[" not in shape.__name__:
            rooms.setdefault(shape.__name__, set()).add(shape.__module__)
    assert {name: found for name, found in rooms.items() if len(found) > 1} == {}
