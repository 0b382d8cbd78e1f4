"""The time zone is changed in the file, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.log.store import create_log
from desirepath.log.workspace import read_settings
from desirepath.log.zone_file import write_time_zone


def test_nobody_has_chosen_the_zone_of_a_new_workspace(tmp_path: Path) -> None:
    create_log(tmp_path).close()
    before = (tmp_path / "desirepath.toml").read_text("utf-8").splitlines()
    settings = read_settings(tmp_path)
    assert (settings.time_zone, settings.zone_is_chosen) == ("UTC", False)
    write_time_zone(tmp_path, "Europe/Berlin")
    settings = read_settings(tmp_path)
    assert (settings.time_zone, settings.zone_is_chosen) == ("Europe/Berlin", True)
    after = (tmp_path / "desirepath.toml").read_text("utf-8").splitlines()
    assert [line for line in after if line not in before] == [
        'time_zone = "Europe/Berlin"     # where days begin, and by which times are told'
    ]
    assert len(after) == len(before)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_what_earlier_versions_wrote_into_every_file_was_chosen_by_nobody(tmp_path: Path, zone: str) -> None:
    file = tmp_path / "desirepath.toml"
    shipped = 'format = 1\ntime_zone = "UTC"     # where days begin, such as "Europe/Paris"\n'
    file.write_text(shipped, "utf-8")
    settings = read_settings(tmp_path)
    assert (settings.time_zone, settings.zone_is_chosen) == ("UTC", False)
    write_time_zone(tmp_path, zone)
    settings = read_settings(tmp_path)
    assert (settings.time_zone, settings.zone_is_chosen) == (zone, True), "UTC on purpose too"
    file.write_text(shipped.replace("UTC", zone).replace("such as", "as in"), "utf-8")
    assert read_settings(tmp_path).zone_is_chosen, "a line of one's own"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("", 'time_zone = "Asia/Tokyo"     # where days begin, and by which times are told\n'),
        ("time_zone='UTC' # ours", 'time_zone="Asia/Tokyo" # ours\n'),
        ('"time_zone" = "UTC"\n[rates]\nUSD = 0.9\n', 'time_zone = "Asia/Tokyo"\n[rates]\nUSD = 0.9\n'),
        (
            '[server]\n# time_zone = "UTC"\n',
            'time_zone = "Asia/Tokyo"     # where days begin, and by which times are told\n'
            '[server]\n# time_zone = "UTC"\n',
        ),
    ],
)
def test_the_rest_of_the_file_stays(tmp_path: Path, text: str, after: str) -> None:
    (tmp_path / "desirepath.toml").write_text(text, "utf-8")
    write_time_zone(tmp_path, "Asia/Tokyo")
    assert (tmp_path / "desirepath.toml").read_text("utf-8") == after


@pytest.mark.parametrize(
    ("text", "zone"),
    [("format = 1\n", "Mars/Olympus"), ("format = 1\n", "../UTC"), ('time_zone = """UTC"""\n', "Asia/Tokyo")],
)
def test_what_cannot_be_changed_stays_as_it_was(tmp_path: Path, text: str, zone: str) -> None:
    (tmp_path / "desirepath.toml").write_text(text, "utf-8")
    with pytest.raises(DesirepathError) as error:
        write_time_zone(tmp_path, zone)
    assert error.value.problems[0].code == "DP-LOG-008"
    assert (tmp_path / "desirepath.toml").read_text("utf-8") == text
