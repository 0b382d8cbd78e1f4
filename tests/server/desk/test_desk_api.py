"""The desk over HTTP: the day in its order, tasks, permissions by book and by map, days and zones."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import create_log
from desirepath.log.zone_file import write_time_zone
from desirepath.server.books.models import Named, Seat
from desirepath.server.clock import workspace_time
from desirepath.server.desk import tasks
from desirepath.server.desk.deciding import write
from desirepath.server.desk.erasing import forget
from desirepath.server.desk.models import Alert, Handoff, Task
from desirepath.server.desk.on_desk import maps_on_desk
from desirepath.server.maps.making import make_map
from desirepath.server.people.models import MapRole, Person
from desirepath.server.people.roles import Role
from tests.server.desk.conftest import Clock
from tests.server.desk.world import MAP, on, seen, wrong

Team = tuple[Person, Person]
Enter = Callable[[Person], Client]


def call(client: Client, method: str, path: str, body: Any = None, expect: int = 200) -> Any:
    answer = client.generic(
        method, f"/api/v1/{path}", "" if body is None else json.dumps(body), "application/json"
    )
    assert answer.status_code == expect, answer.content
    return answer.json() if answer.content else None


def keys(day: Any) -> list[str]:
    return [
        one["key"].split(":")[0] + " " + (one["task"] or one["alert"] or one["handoff"])["account"]
        for one in day["items"]
    ]


def test_a_morning_from_the_first_thing_to_none(team: Team, clock: Clock, as_person: Enter) -> None:
    _, ben = team
    clock(on(10))
    write(
        seen(
            10,
            [wrong("Acme", severity="urgent"), wrong("Birch")],
            {"Cedar": ("meet", 9.9, 1)},
            cents={"Birch": 900},
        )
    )
    mine = as_person(ben)
    made = call(
        mine,
        "POST",
        "tasks",
        {"title": "Call", "of": "account", "account": "Dogwood", "due_on": "2026-03-10"},
        201,
    )
    assert (made["owner"]["name"], made["came"]) == ("Ben", "hand")
    day = call(mine, "GET", "today")
    # Late first, then what is urgent, then what is worth more. The handoff waits for Ana.
    assert keys(day) == ["task Dogwood", "alert Acme", "alert Birch"]
    assert [one["reason"] for one in day["items"]] == ["late since 10 March 2026", "urgent", "to be done"]
    assert (day["today"], day["total"], day["done_today"]) == ("2026-03-11", 3, 0)
    call(mine, "POST", f"tasks/{made['id']}/done")
    acme, birch = (one["alert"]["id"] for one in day["items"][1:])
    call(mine, "POST", f"alerts/{acme}/close", {"because": "called"})
    call(mine, "POST", f"alerts/{birch}/snooze", {"on": "2026-03-14", "because": "on holiday"})
    day = call(mine, "GET", "today")
    assert (day["items"], day["done_today"], day["snoozed"]) == ([], 2, 1)
    call(mine, "POST", f"tasks/{made['id']}/undone")
    call(mine, "POST", f"alerts/{birch}/wake")
    assert keys(call(mine, "GET", "today")) == ["task Dogwood", "alert Birch"]


def test_alerts_of_one_rule_are_one_line(team: Team, clock: Clock, as_person: Enter) -> None:
    ana, ben = team
    clock(on(10))
    fell = [wrong(f"A{n:02}", "health", severity="urgent" if n == 3 else "act") for n in range(12)]
    cents = {f"A{n:02}": 100 * n for n in range(12)}
    write(seen(10, [*fell, wrong("Birch", "payment"), wrong("Cedar", "payment")], cents=cents))
    mine = as_person(ben)
    day = call(mine, "GET", "today")
    # Two of a rule stand by themselves; twelve are one line, as bad as the worst, worth what all are worth.
    assert (day["total"], day["lines"], len(day["items"])) == (14, 3, 3)
    group = day["items"][0]["group"]
    assert (group["says"], group["severity"], group["urgent"], group["cents"]) == (
        "12 accounts fell to the lowest level of health", "urgent", 1, 6600,
    )  # fmt: skip
    names = {one.pk: one.account for one in Alert.objects.all()}
    assert [names[one] for one in group["ids"]] == ["A03", *(f"A{n:02}" for n in range(11, -1, -1) if n != 3)]
    assert [one["alert"]["account"] for one in group["first"]] == ["A03", "A11", "A10", "A09", "A08", "A07",
                                                                   "A06", "A05", "A04", "A02"]  # fmt: skip
    # The rest is one question away; one alone is seen to as ever.
    rest = call(mine, "GET", "alerts?" + "&".join(f"alert={one}" for one in group["ids"][10:]))["items"]
    assert {one["account"] for one in rest} == {"A00", "A01"}
    call(mine, "POST", f"alerts/{group['ids'][0]}/close", {})
    said = {"ids": group["ids"], "because": "called them all"}
    closed = call(mine, "POST", "alerts/together/close", said)["ids"]
    assert set(closed) == set(group["ids"][1:])
    assert Alert.objects.filter(closed_because="called them all", closed_by=ben).count() == 11
    assert [one["kind"] for one in call(mine, "GET", "today")["items"]] == ["alert", "alert"]
    # Taken back is what this closed, and no more.
    call(mine, "POST", "alerts/together/reopen", {"ids": closed})
    assert call(mine, "GET", "today")["items"][0]["group"]["ids"] == group["ids"][1:]
    put_off = {"ids": closed, "on": "2026-03-14", "because": "a holiday"}
    call(mine, "POST", "alerts/together/snooze", put_off)
    assert (call(mine, "GET", "today")["snoozed"], call(mine, "GET", "today")["lines"]) == (11, 2)
    call(mine, "POST", "alerts/together/wake", {"ids": closed})
    # Of the team it is one line too, and whose they are.
    (rule,) = call(as_person(ana), "GET", "today/team")["rules"]
    assert (rule["says"], rule["alerts"]) == ("11 accounts fell to the lowest level of health", 11)
    assert [(one["person"]["name"], one["alerts"]) for one in rule["shares"]] == [("Ben", 11)]


def test_all_or_none_are_seen_to(team: Team, clock: Clock, as_person: Enter) -> None:
    ana, _ = team
    clock(on(10))
    write(seen(10, [wrong("Acme")]))
    mine = Alert.objects.get().pk
    call(as_person(ana), "POST", "alerts/together/close", {"ids": [mine, mine + 1]}, 404)
    assert Alert.objects.get().closed_at is None


def test_a_handoff_over_http(team: Team, clock: Clock, as_person: Enter) -> None:
    ana, ben = team
    clock(on(10))
    write(seen(10, standing={"Acme": ("meet", 9.9, 1)}))
    gives, takes = as_person(ana), as_person(ben)
    (item,) = call(gives, "GET", "today")["items"]
    path = f"handoffs/{item['handoff']['id']}"
    assert item["handoff"]["missing"] == ["goals", "risks"]
    refused = call(takes, "POST", f"{path}/accept", expect=422)
    assert refused["problems"][0]["code"] == "DP-SUC-013"
    assert (
        call(gives, "POST", f"{path}/told", {"told": {"budget": "x"}}, 422)["problems"][0]["code"]
        == "DP-DSK-004"
    )
    call(gives, "POST", f"{path}/told", {"told": {"goals": "May", "risks": "none"}})
    assert call(gives, "POST", f"{path}/accept", expect=422)["problems"][0]["code"] == "DP-DSK-001"
    assert call(gives, "GET", "today")["items"] == []
    call(takes, "POST", f"{path}/send-back", {"says": "which risks?"})
    assert call(gives, "GET", "today")["items"][0]["handoff"]["said"] == "which risks?"
    call(gives, "POST", f"{path}/told", {"told": {"risks": "IT is slow"}})
    done = call(takes, "POST", f"{path}/accept")
    assert (done["state"], done["closed_by"]["name"], done["may_accept"]) == ("accepted", "Ben", False)


def test_a_handoff_is_put_off_and_comes_back_when_the_turn_changes(
    team: Team, clock: Clock, as_person: Enter
) -> None:
    ana, ben = team
    clock(on(10))
    write(seen(10, standing={"Acme": ("meet", 9.9, 1)}))
    gives, takes = as_person(ana), as_person(ben)
    path = f"handoffs/{Handoff.objects.get().pk}"
    put_off = call(gives, "POST", f"{path}/snooze", {"on": "2026-03-14", "because": "waits for their lawyer"})
    assert put_off["snoozed"]["because"] == "waits for their lawyer"
    day = call(gives, "GET", "today")
    assert (day["items"], day["snoozed"]) == ([], 1)
    # It stays so over a look, and is back on its day, or as soon as somebody else is asked.
    write(seen(10.5, standing={"Acme": ("meet", 9.9, 1)}))
    assert call(gives, "GET", "today")["items"] == []
    call(gives, "POST", f"{path}/told", {"told": {"goals": "May", "risks": "none"}})
    assert len(call(takes, "GET", "today")["items"]) == 1
    call(takes, "POST", f"{path}/snooze", {"on": "2026-03-14"})
    call(takes, "POST", f"{path}/wake")
    assert len(call(takes, "GET", "today")["items"]) == 1


def test_who_receives_what_is_nobodys_takes_it(
    team: Team, clock: Clock, as_person: Enter, folder: Path
) -> None:
    ana, ben = team
    Seat.objects.filter(person=ben).update(roles=[])
    with create_log(folder) as log:
        log.append([Interaction({"account": "Acme"}, on(9), "met", source="x", key="1")])
    clock(on(10))
    write(seen(10, standing={"Acme": ("meet", 9.9, 1)}))
    path = f"handoffs/{Handoff.objects.get().pk}"
    assert call(as_person(ana), "GET", path)["nobodys"] == "receiver"
    taken = call(as_person(ben), "POST", f"{path}/take")
    assert (taken["receiving"]["name"], taken["nobodys"], taken["owner"]["name"]) == ("Ben", None, "Ana")
    refused = call(as_person(ana), "POST", f"{path}/take", expect=422)
    assert refused["problems"][0]["code"] == "DP-DSK-005"
    # It stays theirs, for every look; of the account they have become nothing.
    write(seen(10.5, standing={"Acme": ("meet", 9.9, 1)}))
    assert Handoff.objects.get().receiving == ben
    assert not Named.objects.exists()
    call(as_person(ana), "POST", f"{path}/leave", {"side": "receiver"}, 404)
    left = call(as_person(ben), "POST", f"{path}/leave", {"side": "receiver"})
    assert (left["receiving"], left["given_by"]) == (None, None)
    write(seen(11, standing={"Acme": ("meet", 9.9, 1)}))
    assert Handoff.objects.get().receiving is None


def test_a_book_of_ones_own_shows_no_others(team: Team, clock: Clock, as_person: Enter, folder: Path) -> None:
    ana, ben = team
    with create_log(folder) as log:
        log.append(
            [
                Interaction({"account": name}, on(0), "signed", source="t", key=name)
                for name in ("Acme", "Birch")
            ]
        )
    clock(on(10))
    write(seen(10, [wrong("Acme"), wrong("Birch")], {"Acme": ("use", 1, 1), "Birch": ("use", 1, 1)}))
    Alert.objects.update(owner=None)
    Named.objects.create(of="account", account="Acme", role="sales", person=ana)
    Named.objects.create(of="account", account="Birch", role="sales", person=ben)
    Seat.objects.filter(person=ana).update(own_book_only=True, roles=[])
    hers = as_person(ana)
    assert [one["account"] for one in call(hers, "GET", "alerts")["items"]] == ["Acme"]
    day = call(hers, "GET", "today")
    assert [one["alert"]["account"] for one in day["unowned_items"]] == ["Acme"]
    assert [(one["some"], one["names"]) for one in day["unowned"]] == [(["Acme"], {})]
    birch = Alert.objects.get(account="Birch")
    for path, body in (("close", {}), ("snooze", {"on": "2026-04-01"}), ("wake", None)):
        call(hers, "POST", f"alerts/{birch.pk}/{path}", body, 404)
    call(hers, "GET", f"alerts/{birch.pk}", expect=404)
    call(hers, "POST", "tasks", {"title": "Call", "of": "account", "account": "Birch"}, 404)
    call(hers, "POST", "tasks", {"title": "Call", "alert": birch.pk}, 404)
    tasks.create("Bens own", by=ben, owner=ben, of="account", account="Birch")
    assert call(hers, "GET", f"today?person={ben.pk}")["items"] == []
    assert call(hers, "GET", "tasks")["items"] == []
    assert call(as_person(ben), "GET", "alerts")["items"][0]["account"] == "Birch"


def test_a_map_that_is_not_theirs_is_not_on_their_desk(team: Team, clock: Clock, as_person: Enter) -> None:
    ana, _ = team
    clock(on(10))
    write(seen(10, stuck=[wrong("Acme", "stuck")], standing={"Acme": ("meet", 9, 1)}))
    MapRole.objects.create(person=ana, map="start", role=Role.VIEWER)
    hers = as_person(ana)
    assert call(hers, "GET", "alerts")["items"] == call(hers, "GET", "handoffs")["items"] == []
    assert call(hers, "GET", "today")["unowned"] == []
    call(hers, "GET", f"handoffs/{Handoff.objects.get().pk}", expect=404)
    call(hers, "POST", f"handoffs/{Handoff.objects.get().pk}/told", {"told": {"goals": "x"}}, 404)


def test_viewers_and_those_who_left_have_no_desk(team: Team, as_person: Enter) -> None:
    ana, ben = team
    viewer = Person.objects.create_user("vi@example.com", role=Role.VIEWER)
    call(as_person(viewer), "GET", "today", expect=403)
    for owner in (viewer.pk, 10**6):
        answer = call(as_person(ana), "POST", "tasks", {"title": "Call", "owner": owner}, 422)
        assert answer["problems"][0]["code"] == "DP-DSK-002"
    ben.is_active = False
    ben.save()
    call(as_person(ana), "POST", "tasks", {"title": "Call", "owner": ben.pk}, 422)


@pytest.mark.parametrize(
    ("now", "today", "reason"),
    [
        # Berlin loses an hour in the night to the 29th: the 28th ends at 23:00 UTC, the 29th at 22:00.
        ("2026-03-28T22:59:00+00:00", date(2026, 3, 28), "due tomorrow"),
        ("2026-03-28T23:00:00+00:00", date(2026, 3, 29), "due today"),
        ("2026-03-29T21:59:00+00:00", date(2026, 3, 29), "due today"),
        ("2026-03-29T22:00:00+00:00", date(2026, 3, 30), "late since 29 March 2026"),
    ],
)
def test_due_today_is_the_workspaces_day(
    team: Team, clock: Clock, as_person: Enter, folder: Path, now: str, today: date, reason: str
) -> None:
    ana, _ = team
    write_time_zone(folder, "Europe/Berlin")
    clock(datetime.fromisoformat(now).astimezone(UTC))
    assert workspace_time().today == today
    tasks.create("Call", by=ana, owner=ana, due_on=date(2026, 3, 29))
    (item,) = call(as_person(ana), "GET", "today")["items"]
    assert item["reason"] == reason
    answer = call(as_person(ana), "POST", f"tasks/{item['task']['id']}/snooze", {"on": "2026-03-31"})
    assert answer["snoozed"]["until"] == "2026-03-30T22:00:00Z"
    call(as_person(ana), "POST", f"tasks/{item['task']['id']}/snooze", {"on": str(today)}, 422)


def test_a_handoff_is_due_by_the_workspaces_day(
    team: Team, clock: Clock, as_person: Enter, folder: Path
) -> None:
    ana, _ = team
    write_time_zone(folder, "Europe/Berlin")
    clock(on(10))
    write(seen(10, standing={"Acme": ("meet", 7.5, 1)}))  # within two days: by 21:00 in Berlin on the 10th
    for now, reason, late in (
        ("2026-03-10T22:59:00+00:00", "due today", 0),
        ("2026-03-10T23:00:00+00:00", "late since 10 March 2026", 1),
    ):
        clock(datetime.fromisoformat(now).astimezone(UTC))
        day, desks = (call(as_person(ana), "GET", path) for path in ("today", "today/team"))
        (item,) = day["items"]
        assert (item["reason"], item["is_late"]) == (reason, bool(late))
        assert ("late" in item["handoff"]["troubles"], len(desks["overdue"])) == (bool(late), late)


def test_an_account_is_called_by_its_name(team: Team, folder: Path, as_person: Enter) -> None:
    ana, _ = team
    with create_log(folder) as log:
        log.append([Traits("account", "A-1", on(0), {"name": "Acme & Sons"}, "crm", "name")])
    for account in ("A-1", "A-2"):
        tasks.create("Call", by=ana, owner=ana, of="account", account=account)
    tasks.create("Tidy up", by=ana, owner=ana)
    found = [one["task"] for one in call(as_person(ana), "GET", "today")["items"]]
    named = {(one["account"], one["account_name"]) for one in found}
    assert named == {("A-1", "Acme & Sons"), ("A-2", None), (None, None)}


def test_a_key_makes_a_task_once(team: Team) -> None:
    ana, _ = team
    made = [tasks.create("Call", by=None, owner=ana, key="welcome/1/Acme/call") for _ in range(3)]
    assert len({one.pk for one in made}) == Task.objects.count() == 1


def test_the_team_in_numbers(team: Team, clock: Clock, as_person: Enter) -> None:
    ana, ben = team
    clock(on(10))
    write(seen(10, [wrong("Birch", severity="urgent")], {"Acme": ("meet", 1, 1)}))
    found = call(as_person(ana), "GET", "today/team")
    people = {one["person"]["name"]: one for one in found["people"]}
    assert (people["Ben"]["alerts"], people["Ben"]["urgent"], people["Ana"]["handoffs"]) == (1, 1, 1)
    assert people["Ana"]["late"] == 1
    assert found["people"][0]["person"]["name"] == "Ana"
    assert [one["account"] for one in found["overdue"]] == ["Acme"]
    assert ben.pk != ana.pk


def test_who_is_erased_is_on_no_desk(team: Team, clock: Clock) -> None:
    ana, _ = team
    clock(on(10))
    write(seen(10, [wrong("Acme"), wrong("Birch")], {"Acme": ("meet", 9, 1), "Birch": ("meet", 9, 1)}))
    tasks.create("Call Acme", by=ana, owner=ana, of="account", account="Acme")
    assert forget("account", ["Acme", "A-1"]) == {"tasks": 1, "alerts": 1, "handoffs": 1}
    assert {one.account for one in Alert.objects.all()} == {"Birch"}
    assert forget("account", ["Acme"]) == {}


def test_days_that_no_calendar_goes_on_after_are_refused(team: Team, as_person: Enter) -> None:
    ana, _ = team
    hers = as_person(ana)
    call(hers, "POST", "tasks", {"title": "Call", "due_on": "9999-12-31"}, 422)
    made = call(hers, "POST", "tasks", {"title": "Call", "due_on": "2999-12-31"}, 201)
    assert call(hers, "GET", "today")["items"][0]["reason"] == "due on 31 December 2999"
    snooze = f"tasks/{made['id']}/snooze"
    call(hers, "POST", snooze, {"until": "9999-12-31T23:00:00-12:00"}, 400)
    call(hers, "POST", snooze, {"until": "2999-01-01T00:00:00"}, 400)
    call(hers, "POST", snooze, {"on": "2999-01-01", "until": "2999-01-01T00:00:00Z"}, 400)
    call(hers, "POST", snooze, {"until": "0001-01-01T00:00:00+14:00"}, 422)


def test_a_second_map_makes_no_work_until_somebody_says_so(team: Team, as_person: Enter) -> None:
    ana, ben = team
    make_map(MAP.replace("id: start", "id: draft"), ana)
    mine = as_person(ben)

    def at_work() -> dict[str, bool]:
        return {one["map"]: one["makes_work"] for one in call(mine, "GET", "today/maps")}

    def looked_after() -> list[str]:
        return [record.id for maps in maps_on_desk(on(0)) for record, _ in maps.maps]

    assert (at_work(), looked_after()) == ({"start": True, "draft": False}, ["start"])
    call(mine, "PUT", "today/maps/draft", {"makes_work": True})
    call(mine, "PUT", "today/maps/start", {"makes_work": False})
    assert (at_work(), looked_after()) == ({"start": False, "draft": True}, ["draft"])
    call(mine, "PUT", "today/maps/none", {"makes_work": True}, 404)
    own = MapRole.objects.create(person=ben, map="draft", role=Role.VIEWER)
    call(mine, "PUT", "today/maps/draft", {"makes_work": False}, 403)
    own.role = Role.NONE
    own.save()
    assert at_work() == {"start": False}


def test_the_desks_part_of_an_accounts_story(team: Team, clock: Clock, as_person: Enter) -> None:
    ana, ben = team
    clock(on(10))
    write(seen(10, [wrong("Acme", severity="urgent")], {"Acme": ("meet", 9.9, 1)}))
    mine, about = as_person(ben), "of=account&account=Acme"
    made = call(mine, "POST", "tasks", {"title": "Call", "of": "account", "account": "Acme"}, expect=201)
    clock(on(11))
    call(mine, "POST", f"tasks/{made['id']}/done")
    call(mine, "POST", f"alerts/{Alert.objects.get().pk}/close", {"because": "they were on leave"})
    clock(on(12))
    write(seen(12, [], {}))
    story = call(mine, "GET", f"today/story?{about}")
    told = {(one["kind"], one["what"]): one for one in story}
    assert set(told) == {
        ("task", "made"), ("task", "done"), ("alert", "opened"), ("alert", "closed"), ("alert", "over"),
        ("handoff", "opened"), ("handoff", "overtaken"),
    }  # fmt: skip
    assert [one["at"] for one in story] == sorted((one["at"] for one in story), reverse=True)
    assert told["alert", "closed"]["because"] == "they were on leave"
    assert told["task", "done"]["by"]["id"] == ben.pk
    assert told["handoff", "opened"]["place"]["step"] == "meet"
    assert call(mine, "GET", "today/story?of=account&account=Nobody") == []
    # Who sees their own book only is told of what is in it, and of what they were given themselves.
    Seat.objects.update_or_create(person=ana, defaults={"own_book_only": True})
    Task.objects.filter(pk=made["id"]).update(owner=ana)
    Alert.objects.update(owner=ben)
    Handoff.objects.update(owner=ben)
    seen_by_ana = call(as_person(ana), "GET", f"today/story?{about}")
    assert {one["kind"] for one in seen_by_ana} <= {"task"}
