import struct
import threading
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from desirepath.base.problem import DesirepathError
from desirepath.model.edits import Create, Edit
from desirepath.server.maps.accepting import accept_one
from desirepath.server.maps.models import MapRecord
from desirepath.server.maps.offers import offer_edit
from desirepath.server.people.models import MapRole, Person
from desirepath.server.people.roles import Role
from desirepath.server.talk.attachments import KEPT_UNUSED_FOR, keep_upload, remove_unused, write_content
from desirepath.server.talk.files import MEDIA_TYPES, check_file, clean_name
from desirepath.server.talk.models import Attachment, Evidence
from desirepath.server.talk.pictures import make_anew, make_thumbnail

pytestmark = pytest.mark.django_db
FILES = "/api/v1/maps/coffee/attachments"
People = Callable[..., Person]
Enter = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def folder(workspace: Path) -> Path:
    return workspace / "attachments"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), **more: Any) -> bytes:
    written = BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(written, kind, **more)
    return written.getvalue()


def workbook(*names: str) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        for name in ("[Content_Types].xml", "xl/workbook.xml", *names):
            parts.writestr(name, "<x/>")
    return written.getvalue()


def upload(client: Client, content: bytes, name: str = "photo.png") -> Any:
    return client.post(FILES, {"file": SimpleUploadedFile(name, content)})


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_picture_goes_in_and_comes_out_small_too(
    coffee: MapRecord, person: People, as_person: Enter
) -> None:
    a = as_person(person("Ana"))
    answer = upload(a, picture(size=(800, 400)), "Our board.PNG")
    assert answer.status_code == 201, answer.content
    kept = answer.json()
    assert (kept["name"], kept["media_type"], kept["width"]) == ("Our board.png", "image/png", 800)
    assert kept["src"] == f"attachments/{kept['file']}"
    assert kept["url"] == f"/api/v1/maps/coffee/{kept['src']}"
    shown = a.get(kept["url"])
    assert Image.open(BytesIO(shown.getvalue())).size == (800, 400)
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["Content-Security-Policy"].startswith("sandbox")
    small = a.get(kept["thumbnail"])
    assert (small.headers["Content-Type"], Image.open(BytesIO(small.content)).size) == (
        "image/webp",
        (320, 160),
    )
    assert [(one["file"], one["uses"]) for one in a.get(FILES).json()["items"]] == [(kept["file"], 0)]
    image = {"text": "Our board", "lane": "images", "src": kept["src"]}
    create = Create("card:board", "card", "step:order", "i000", image)
    accept_one("coffee", offer_edit(Edit("e", (create,)), Person.objects.get()))
    assert a.get(FILES).json()["items"][0]["uses"] == 1


@pytest.mark.parametrize(
    ("content", "name", "ending"),
    [
        (b"%PDF-1.7\n%\xe2\xe3 \x00\x01", "plan.pdf", ".pdf"),
        (b"score,words\n9,fine\n", "answers.csv", ".csv"),
        (b"\xef\xbb\xbfscore\twords\n", "answers.TSV", ".csv"),
        ("Grüße\n".encode(), "notes", ".txt"),
        (b"just words", "page.html", ".txt"),
        (workbook(), "numbers.xlsx", ".xlsx"),
        (workbook(), "numbers.pdf", ".xlsx"),
    ],
)
def test_documents_are_only_downloaded(
    content: bytes, name: str, ending: str, coffee: MapRecord, person: People, as_person: Enter
) -> None:
    a = as_person(person("Ana"))
    kept = upload(a, content, name).json()
    assert kept["file"].endswith(ending)
    assert kept["thumbnail"] is None
    answer = a.get(kept["url"])
    assert answer.getvalue() == content
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["Content-Type"] == MEDIA_TYPES[ending]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert a.get(f"{kept['url']}/thumbnail").status_code == 404


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (SVG, "mark.svg", "SVG"),
        (SVG, "mark.png", "SVG"),
        (b"<?xml version='1.0'?>\n<!-- x --><svg >", "mark.txt", "SVG"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "notes.txt", "no type"),
        (b"\x7fELF\x02\x01\x01\x00", "plan.pdf", "no type"),
        (b"MZ\x90\x00", "setup.exe", "no type"),
        (b"BM\x00\x00\x00\x00", "old.bmp", "no type"),
        (b"\x00\x00\x00\x1cftypheic", "phone.heic", "no type"),
        (b"", "empty.txt", "empty"),
        (b"caf\xe9,1\n", "excel.csv", "UTF-8"),
        (b"PK\x03\x04garbage", "numbers.xlsx", "damaged"),
        (workbook("xl/vbaProject.bin"), "numbers.xlsm", "macros"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "photo.png", "damaged"),
        (b"GIF89a\x01\x00", "photo.gif", "damaged"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "photo.webp", "damaged"),
    ],
)
def test_what_is_refused_says_why(
    content: bytes, name: str, says: str, coffee: MapRecord, person: People, as_person: Enter, folder: Path
) -> None:
    answer = upload(as_person(person("Ana")), content, name)
    # An empty file is refused by the server's reading of forms, all else by its content.
    assert answer.status_code == 422, answer.content
    if content:
        assert says in answer.json()["problems"][0]["message"]
    assert files_in(folder) == []


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        parts.writestr("run.sh", "x")
    with pytest.raises(DesirepathError, match="packed file"):
        check_file(written.getvalue(), "numbers.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused_unopened() -> None:
    bomb = bytearray(workbook())
    at = bomb.rindex(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = struct.pack("<I", 2**31)
    with pytest.raises(DesirepathError, match="unpacks to more"):
        check_file(bytes(bomb), "numbers.xlsx")


def png_that_says(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packed = zlib.compress(b"\x00" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("width", "height"), [(100_000, 100_000), (30_000, 30_000), (7000, 7000), (17_000, 2), (2, 17_000)]
)
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(width: int, height: int) -> None:
    with pytest.raises(DesirepathError) as refused:
        make_anew(png_that_says(width, height))
    assert refused.value.code == "DP-TLK-002"


def test_a_moving_picture_of_too_many_pixels_is_refused() -> None:
    frames = [Image.new("P", (4000, 3000), color=number) for number in range(5)]
    written = BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    with pytest.raises(DesirepathError) as refused:
        make_anew(written.getvalue())
    assert refused.value.code == "DP-TLK-002"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_only_pixels_are_kept(kind: str) -> None:
    secret = b"GPS 52.5200 13.4050"
    more: dict[str, Any] = {"comment": secret, "xmp": secret}
    if kind != "GIF":
        exif = Image.Exif()
        exif[0x010E] = secret.decode()
        exif[0x0112] = 6
        more |= {"exif": exif, "icc_profile": secret}
    if kind == "PNG":
        words = PngInfo()
        words.add_text("Author", secret.decode())
        more |= {"pnginfo": words}
    content = picture(kind, **more) + b"<script>" + secret
    assert secret in content
    made = make_anew(content)
    assert secret not in made.content
    assert b"<script>" not in made.content
    image = Image.open(BytesIO(made.content))
    assert not image.getexif()
    assert "icc_profile" not in image.info
    # The camera was held upright: what a viewer turns by the metadata is turned in the pixels.
    assert (made.width, made.height) == ((40, 20) if kind == "GIF" else (20, 40))


def test_pixels_and_see_through_stay_as_they_were() -> None:
    image = Image.new("RGBA", (3, 1))
    image.putdata([(255, 0, 0, 255), (0, 255, 0, 128), (0, 0, 0, 0)])
    for source in (image, image.convert("RGB"), image.convert("L"), image.convert("P"), image.convert("LA")):
        written = BytesIO()
        source.save(written, "PNG")
        made = Image.open(BytesIO(make_anew(written.getvalue()).content))
        assert made.convert("RGBA").tobytes() == source.convert("RGBA").tobytes()


def test_deep_grey_stays_grey() -> None:
    written = BytesIO()
    Image.frombytes("I;16", (2, 1), struct.pack("<HH", 0, 65535)).save(written, "PNG")
    made = Image.open(BytesIO(make_anew(written.getvalue()).content)).convert("L")
    assert made.tobytes() == b"\x00\xff"


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_a_moving_picture_keeps_moving(kind: str) -> None:
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "green", "blue")]
    written = BytesIO()
    frames[0].save(written, kind, save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0)
    made = Image.open(BytesIO(make_anew(written.getvalue()).content))
    assert getattr(made, "n_frames", 1) == 3
    assert made.info["loop"] == 0
    made.seek(1)
    red, green, blue = made.convert("RGB").getpixel((4, 4))  # type: ignore[misc]  # three colours
    assert green > 100 > max(red, blue)


@trials(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]), st.data())
def test_a_changed_picture_is_a_picture_or_refused(kind: str, data: st.DataObject) -> None:
    content = bytearray(picture(kind, (16, 16)))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for changed in (bytes(content), bytes(content[:cut])):
        try:
            made = check_file(changed, "x.png")
        except DesirepathError:
            continue  # any other error fails this test
        if made.width is not None:
            assert make_thumbnail(made.content)


@given(st.text(max_size=200), st.sampled_from(sorted(MEDIA_TYPES)))
def test_a_clean_name_means_nothing_to_any_system(name: str, ending: str) -> None:
    clean = clean_name(name, ending)
    assert clean.endswith(ending)
    assert 0 < len(clean) <= 110
    assert not set(clean) & set('/\\:*?"<>|\r\n\x00')
    assert not clean.startswith(".")
    assert clean_name(clean, ending) == clean


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "..\\..\\boot.ini",
        'a"; filename="evil.exe',
        "x\r\nSet-Cookie: a=b",
        "é\u202etxt.exe",
    ],
)
def test_a_files_name_reaches_neither_the_disk_nor_other_headers(
    name: str, coffee: MapRecord, person: People, as_person: Enter, folder: Path
) -> None:
    ana = person("Ana")
    kept = keep_upload(coffee, ana, SimpleUploadedFile("x", b"words"))
    assert files_in(folder) == [kept.sha256]
    Attachment.objects.update(name=clean_name(name, ".txt"))
    answer = as_person(ana).get(f"{FILES}/{kept.file}")
    assert answer.getvalue() == b"words"
    assert "Set-Cookie" not in answer.headers or "a=b" not in answer.headers["Set-Cookie"]
    assert "\n" not in answer.headers["Content-Disposition"]
    assert ".exe" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "file",
    ["../coffee", "..%2f..%2fsecret.key", "%2e%2e", "x.png", "0" * 20 + ".png", "A" * 20 + ".png", "0" * 64],
)
def test_only_names_we_gave_are_found(file: str, coffee: MapRecord, person: People, as_person: Enter) -> None:
    assert as_person(person("Ana")).get(f"{FILES}/{file}").status_code in (404, 422)


def test_a_file_is_found_only_through_its_own_map(
    coffee: MapRecord, person: People, as_person: Enter
) -> None:
    MapRecord.objects.create(id="tea", title="Tea", text="")
    guest = person("Gus", Role.NONE)
    MapRole.objects.create(person=guest, map="tea", role=Role.OWNER)
    kept = upload(as_person(person("Ana")), picture()).json()
    g = as_person(guest)
    assert g.get(kept["url"]).status_code == 404
    assert g.get(kept["url"].replace("coffee", "tea")).status_code == 404
    assert g.get(kept["thumbnail"].replace("coffee", "tea")).status_code == 404


def test_a_file_that_is_too_large_is_refused(
    coffee: MapRecord, person: People, as_person: Enter, folder: Path
) -> None:
    answer = upload(as_person(person("Ana")), b"x" * (1024 * 1024 + 1), "long.txt")
    assert answer.status_code == 413
    assert "1 MB" in answer.json()["problems"][0]["message"]
    assert files_in(folder) == []


def test_the_same_content_lies_there_once(coffee: MapRecord, person: People, folder: Path) -> None:
    ana = person("Ana")
    one = keep_upload(coffee, ana, SimpleUploadedFile("one.txt", b"words"))
    two = keep_upload(coffee, ana, SimpleUploadedFile("two.txt", b"words"))
    assert one.pk == two.pk
    tea = MapRecord.objects.create(id="tea", title="Tea", text="")
    assert keep_upload(tea, ana, SimpleUploadedFile("tea.txt", b"words")).pk != one.pk
    assert files_in(folder) == [one.sha256]


def test_a_viewer_does_not_upload(coffee: MapRecord, person: People, as_person: Enter) -> None:
    assert upload(as_person(person("Vi", Role.VIEWER)), picture()).status_code == 403


@pytest.fixture
def days_later(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def pass_by() -> None:
        now = timezone.now() + 3 * KEPT_UNUSED_FOR
        monkeypatch.setattr(timezone, "now", lambda: now)

    return pass_by


def test_only_what_nothing_names_is_taken_away(
    coffee: MapRecord, person: People, folder: Path, days_later: Callable[[], None]
) -> None:
    ana = person("Ana")
    names = ("evidence", "in the file", "in an edit", "in a snapshot", "nowhere")
    kept = {name: keep_upload(coffee, ana, SimpleUploadedFile("x", name.encode())) for name in names}
    Evidence.objects.create(
        map=coffee, node="map", what="upload", source={}, thing={}, attachment=kept["evidence"],
        confirmed_on="2026-01-31",
    )  # fmt: skip
    coffee.text += f"# {kept['in the file'].file}\n"
    coffee.save()
    coffee.edits.create(revision=1, edit_id="e", changes=f'[{{"value": "{kept["in an edit"].file}"}}]')
    coffee.snapshots.create(revision=1, nodes=f'{{"src": "{kept["in a snapshot"].file}"}}')
    assert remove_unused() == {"removed": 0, "files": 0}  # all of them are new
    days_later()
    assert remove_unused() == {"removed": 1, "files": 1}
    assert remove_unused() == {"removed": 0, "files": 0}
    assert files_in(folder) == sorted(one.sha256 for name, one in kept.items() if name != "nowhere")


def test_what_a_crash_left_is_taken_away_and_what_it_put_aside_comes_back(
    coffee: MapRecord, person: People, folder: Path, days_later: Callable[[], None]
) -> None:
    kept = keep_upload(coffee, person("Ana"), SimpleUploadedFile("x", b"words"))
    coffee.text += kept.file
    coffee.save()
    path = folder / kept.sha256[:2] / kept.sha256
    path.rename(path.with_name(f"{path.name}.aside.tmp"))
    (path.parent / f"{'0' * 64}.abc.tmp").write_bytes(b"half")
    (path.parent / ("1" * 64)).write_bytes(b"no row knows it")
    days_later()
    assert remove_unused() == {"removed": 0, "files": 2}
    assert files_in(folder) == [kept.sha256]


def test_twelve_write_one_content_at_once(folder: Path) -> None:
    path, broken = folder / "ab" / "abc", []

    def one() -> None:
        try:
            write_content(path, b"words" * 10_000)
        except DesirepathError as error:
            broken.append(error)

    threads = [threading.Thread(target=one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    assert files_in(folder) == ["abc"]
    assert path.read_bytes() == b"words" * 10_000
