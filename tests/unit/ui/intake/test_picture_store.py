"""What was no file becomes one in the program's own folder, the original if that can be had."""

from __future__ import annotations

import base64
import os
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from layers_desktop.core.errors import UserError
from layers_desktop.core.resources import resource
from layers_desktop.media.formats import MediaKind, cap_bytes
from layers_desktop.media.inspection import Rejection
from layers_desktop.media.urls import WebLink
from layers_desktop.ui.intake.mime_data import Document, DocumentKind, OfferedPicture
from layers_desktop.ui.intake.picture_files import keep_blocks, keep_copies, keep_picture, rename
from layers_desktop.ui.intake.picture_store import PictureStore
from layers_desktop.ui.intake.prompt_values import Origin, PictureSubject
from layers_desktop.ui.thumbnails.picture_decoder import PictureDecoder

NOON = datetime(2026, 5, 3, 12, 0, 5, tzinfo=UTC)
JPEG = resource("samples", "founder-shot.jpg").read_bytes()
HERO = b"https://b.example/img/hero.jpg?sig=1"


def picture() -> QImage:
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(QColor("orange"))
    return image


def encoded(file_format: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture().save(buffer, file_format)  # type: ignore[call-overload]  # its stub asks for bytes
    return bytes(buffer.data().data())


Keep = Callable[[OfferedPicture, Path], tuple[Path, bool]]


@pytest.fixture
def keep(picture_decoder: PictureDecoder) -> Keep:
    return lambda content, folder: keep_picture(content, folder, NOON, threading.Event(), picture_decoder)


def files(folder: Path) -> list[str]:
    """Return what is in a folder, without the home that every test has in its own."""
    return sorted(file.name for file in folder.iterdir() if file.name != "home")


# Which bytes, under which name


def test_a_bitmap_is_named_by_date_and_holds_the_picture(keep: Keep, tmp_path: Path) -> None:
    path, original = keep(OfferedPicture(bitmap=picture()), tmp_path / "pasted")
    assert (path.name, original) == ("Pasted 2026-05-03 12.00.05.png", False)
    assert QImage(str(path)) == picture()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_bitmap_with_an_address_is_named_after_it(keep: Keep, tmp_path: Path) -> None:
    path, original = keep(OfferedPicture("hero.jpg", HERO, bitmap=encoded("PNG")), tmp_path)
    assert (path.name, original) == ("hero.png", False)
    assert path.read_bytes() == encoded("PNG")


def test_large_formats_of_pixels_become_png(keep: Keep, tmp_path: Path) -> None:
    path, _ = keep(OfferedPicture(bitmap=encoded("BMP")), tmp_path)
    assert path.suffix == ".png"
    assert QImage(str(path)) == picture()


def bmp(width: int, height: int, pixels: bytes) -> bytes:
    """Return what a clipboard offers for a screenshot: four bytes a pixel."""
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 32, 0, len(pixels), 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + len(pixels), 0, 0, 54) + info + pixels


def test_a_bitmap_larger_than_any_upload_becomes_a_png_however_short_a_preview_may_take(
    tmp_path: Path,
) -> None:
    screenshot = bmp(5120, 2880, b"\x40\x80\xc0\xff" * (5120 * 2880))
    assert len(screenshot) > cap_bytes(MediaKind.IMAGE)
    with closing(PictureDecoder(wall_seconds=0.0)) as impatient:
        path, _ = keep_picture(
            OfferedPicture(bitmap=screenshot), tmp_path, NOON, threading.Event(), impatient
        )
    assert files(tmp_path) == [path.name] == ["Pasted 2026-05-03 12.00.05.png"]
    assert QImage(str(path)).size() == QSize(5120, 2880)


def test_a_bitmap_larger_than_any_upload_that_becomes_no_png_is_refused_and_leaves_nothing(
    keep: Keep, tmp_path: Path
) -> None:
    with pytest.raises(UserError) as refused:
        keep(OfferedPicture(bitmap=bmp(60_000, 60_000, bytes(cap_bytes(MediaKind.IMAGE)))), tmp_path)
    assert refused.value.problem.code == "file.too_large"
    assert files(tmp_path) == []


def test_a_bitmap_that_nothing_here_can_read_is_kept_as_it_came(keep: Keep, tmp_path: Path) -> None:
    cut = encoded("BMP")[:40]
    path, _ = keep(OfferedPicture(bitmap=cut), tmp_path)
    assert path.name == "Pasted 2026-05-03 12.00.05.bmp"
    assert path.read_bytes() == cut


@pytest.mark.parametrize(
    ("name", "file"), [("hero.jpg", "hero.jpg"), ("hero.png", "hero.jpg"), ("", "Picture.jpg")]
)
def test_carried_bytes_are_kept_as_they_are_with_the_extension_of_their_content(
    keep: Keep, tmp_path: Path, name: str, file: str
) -> None:
    path, original = keep(OfferedPicture(name, HERO, carried=JPEG, bitmap=picture()), tmp_path)
    assert (path.name, original) == (file, True)
    assert path.read_bytes() == JPEG


def test_the_sound_of_a_video_is_called_like_the_video(tmp_path: Path) -> None:
    place = keep_blocks("talk", iter([b"FLV\x01\x04\x00\x00\x00\x09"]), tmp_path)
    assert place.name == "talk.flv"


def test_the_picture_in_an_address_is_an_original(keep: Keep, tmp_path: Path) -> None:
    address = b"data:image/jpeg;base64," + base64.b64encode(JPEG)
    path, original = keep(OfferedPicture("", address, bitmap=picture()), tmp_path)
    assert (path.name, original) == ("Picture from a page.jpg", True)
    assert path.read_bytes() == JPEG


@pytest.mark.parametrize("content", [b"<html>", b"\x00\x01\x02\x03", b"%PDF-1.7"])
def test_foreign_content_falls_back_to_the_bitmap(keep: Keep, tmp_path: Path, content: bytes) -> None:
    path, original = keep(OfferedPicture("hero.jpg", HERO, carried=content, bitmap=encoded("PNG")), tmp_path)
    assert (path.name, original) == ("hero.png", False)
    assert files(tmp_path) == ["hero.png"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (OfferedPicture("brief.pdf", carried=b"%PDF-1.7"), "this is a PDF"),
        (OfferedPicture("", b"data:image/png;base64,i"), "damaged"),
        (OfferedPicture("hero.jpg", HERO), "did not hand over"),
        (OfferedPicture(bitmap=b"no picture"), "this is a text file"),
        (OfferedPicture(bitmap=QImage()), "did not hand over"),
    ],
)
def test_what_is_no_picture_is_refused_and_leaves_nothing(
    keep: Keep, tmp_path: Path, content: OfferedPicture, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        keep(content, tmp_path)
    assert files(tmp_path) == []


def test_two_pictures_in_one_second_are_two_files(keep: Keep, tmp_path: Path) -> None:
    first, _ = keep(OfferedPicture(bitmap=picture()), tmp_path)
    second, _ = keep(OfferedPicture(bitmap=picture()), tmp_path)
    assert first != second
    assert second.name.endswith("12.00.05 2.png")


# What another program saves


@pytest.fixture
def saved_in(tmp_path: Path) -> Path:
    made = tmp_path / "direct-save-1"
    made.mkdir()
    return made


def saved(folder: Path, name: str = "hero.jpg") -> OfferedPicture:
    return OfferedPicture(name, HERO, saved_in=os.fsencode(folder))


@pytest.mark.parametrize(
    ("own_name", "name", "file"), [("original", "hero.jpg", "hero.jpg"), ("a b.jpg", "", "a b.jpg")]
)
def test_a_saved_file_is_taken_out_of_its_folder(
    keep: Keep, tmp_path: Path, saved_in: Path, *, own_name: str, name: str, file: str
) -> None:
    (saved_in / own_name).write_bytes(JPEG)
    path, original = keep(saved(saved_in, name), tmp_path)
    assert (path, original) == (tmp_path / file, True)
    assert path.read_bytes() == JPEG
    assert path.stat().st_mode & 0o777 == 0o600
    assert files(tmp_path) == [file]


def test_a_file_is_taken_when_nobody_writes_it_any_more(keep: Keep, tmp_path: Path, saved_in: Path) -> None:
    taken: list[Path] = []
    worker = threading.Thread(target=lambda: taken.append(keep(saved(saved_in), tmp_path)[0]))
    with (saved_in / "original").open("wb") as file:
        worker.start()
        file.write(JPEG[:20_000])
        file.flush()
        worker.join(0.3)
        assert worker.is_alive()
        file.write(JPEG[20_000:])
    worker.join(20)
    assert [path.read_bytes() for path in taken] == [JPEG]


@pytest.mark.parametrize("content", [JPEG[:20_000], b"<html>not found"])
def test_half_a_file_or_a_foreign_one_is_not_taken(
    keep: Keep, tmp_path: Path, saved_in: Path, content: bytes
) -> None:
    (saved_in / "original").write_bytes(content)
    with pytest.raises(UserError):
        keep(saved(saved_in), tmp_path)
    assert files(tmp_path) == []


def test_who_quits_waits_for_no_file(picture_decoder: PictureDecoder, tmp_path: Path, saved_in: Path) -> None:
    store = PictureStore(tmp_path, picture_decoder)
    told: list[object] = []
    store.keep(saved(saved_in), told.append)
    store.close()
    QApplication.processEvents()
    assert (told, saved_in.exists()) == ([], False)


def test_files_that_will_be_removed_are_copied(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "f\u00f6to.jpg").write_bytes(JPEG)
    (tmp_path / "there" / "brief.pdf").write_bytes(b"%PDF-1.7")
    names = ("f\u00f6to.jpg", "brief.pdf", "gone.jpg")
    copy, brief, gone = keep_copies(
        [os.fsencode(tmp_path / "there" / name) for name in names], tmp_path / "own"
    )
    assert Path(os.fsdecode(copy)).read_bytes() == JPEG
    assert copy == os.fsencode(tmp_path / "own" / "f\u00f6to.jpg")
    assert (brief, gone) == tuple(os.fsencode(tmp_path / "there" / name) for name in names[1:])
    assert files(tmp_path / "own") == ["f\u00f6to.jpg"]


# The store


@pytest.fixture
def store(tmp_path: Path, qtbot: QtBot, picture_decoder: PictureDecoder) -> Iterator[PictureStore]:  # noqa: ARG001 - there is an application
    made = PictureStore(tmp_path / "own", picture_decoder)
    yield made
    made.close()


def outcome(
    store: PictureStore, qtbot: QtBot, content: OfferedPicture | Document
) -> PictureSubject | WebLink | Rejection:
    """Return what becomes of what is to be kept."""
    told: list[PictureSubject | WebLink | Rejection] = []
    store.keep(content, told.append)
    qtbot.waitUntil(lambda: bool(told))
    return told[0]


def kept(store: PictureStore, qtbot: QtBot, content: OfferedPicture | Document) -> PictureSubject:
    found = outcome(store, qtbot, content)
    assert isinstance(found, PictureSubject)
    return found


def test_a_kept_picture_says_where_its_original_is(store: PictureStore, qtbot: QtBot) -> None:
    found = kept(store, qtbot, OfferedPicture("hero.jpg", HERO, bitmap=picture()))
    assert (found.stem, found.extension) == ("hero", "png")
    assert found.link == WebLink(HERO.decode(), "b.example", "hero.jpg", MediaKind.IMAGE)
    assert (found.origin, found.host, found.original) == (Origin.WEB, "b.example", False)
    assert found.size == Path(os.fsdecode(found.path)).stat().st_size


def test_an_original_needs_no_link(store: PictureStore, qtbot: QtBot) -> None:
    found = kept(store, qtbot, OfferedPicture("hero.jpg", HERO, carried=JPEG))
    assert found.link is None
    assert (found.host, found.original) == ("b.example", True)
    assert found.size == len(JPEG)


def test_the_picture_of_a_table_is_told_apart(store: PictureStore, qtbot: QtBot) -> None:
    found = kept(store, qtbot, Document(DocumentKind.TABLE, OfferedPicture(bitmap=picture())))
    assert found.origin is Origin.CELLS


def test_a_file_that_was_not_saved_may_be_fetched(store: PictureStore, qtbot: QtBot, saved_in: Path) -> None:
    (saved_in / "original").write_bytes(JPEG[:20_000])
    found = outcome(store, qtbot, saved(saved_in))
    assert isinstance(found, WebLink)
    assert found.url == HERO.decode()


def test_what_cannot_be_had_otherwise_is_refused_by_its_name(store: PictureStore, qtbot: QtBot) -> None:
    mail = b"mailbox:///Inbox?filename=brief.pdf"
    found = outcome(store, qtbot, OfferedPicture("brief.pdf", mail, carried=b"%PDF-1.7"))
    assert isinstance(found, Rejection)
    assert (found.name, found.problem.code) == ("brief.pdf", "file.not_media")


def test_a_folder_that_cannot_be_written_to_is_a_problem(
    picture_decoder: PictureDecoder, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    store = PictureStore(tmp_path / "file", picture_decoder)
    with qtbot.waitSignal(store.problem) as told:
        store.keep(OfferedPicture(bitmap=picture()), lambda _: None)
    assert told.args is not None
    assert told.args[0].code == "picture.not_saved"
    store.close()


def test_a_folder_for_a_direct_save_is_fresh_and_gone_when_it_was_not_used(
    store: PictureStore, qtbot: QtBot, tmp_path: Path
) -> None:
    prepared: list[bytes] = []
    store.prepare_direct_save(prepared.append)
    qtbot.waitUntil(lambda: bool(prepared))
    folder = Path(os.fsdecode(prepared[0]))
    assert folder.is_dir()
    assert folder.parent == tmp_path / "own"
    store.close()
    assert files(tmp_path / "own") == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Team photo", "Team photo.png"),
        ("", "Pasted 2026-05-03 12.00.05.png"),
        ("  ..  ", "Pasted 2026-05-03 12.00.05.png"),
        ("a/b\\c: d?", "a b c d.png"),
        ("../../etc/passwd", "etc passwd.png"),
        ("con", "con file.png"),
        ("ü" * 300, f"{'ü' * 50}.png"),
        ("gpj.\u202eexe", "gpj.exe.png"),
    ],
)
def test_a_picture_gets_the_name_that_was_typed_as_far_as_a_file_can_have_it(
    keep: Keep, tmp_path: Path, typed: str, name: str
) -> None:
    path, _ = keep(OfferedPicture(bitmap=picture()), tmp_path)
    place = Path(os.fsdecode(rename(os.fsencode(path), typed)))
    assert place.name == name
    assert place.parent == tmp_path
    assert QImage(str(place)) == picture()
    assert len(files(tmp_path)) == 1


def test_a_name_that_is_taken_gets_a_number(keep: Keep, tmp_path: Path) -> None:
    for number in (1, 2):
        path, _ = keep(OfferedPicture(bitmap=picture()), tmp_path)
        assert rename(os.fsencode(path), "Team").endswith(b"Team.png" if number == 1 else b"Team 2.png")


def test_a_picture_that_cannot_be_renamed_is_uploaded_all_the_same(
    store: PictureStore, qtbot: QtBot, tmp_path: Path
) -> None:
    gone, named = os.fsencode(tmp_path / "gone.png"), list[bytes]()
    with qtbot.waitSignal(store.problem) as told:
        store.name(gone, "Team", named.append)
    assert told.args is not None
    assert told.args[0].code == "picture.not_named"
    assert named == [gone]
    assert files(tmp_path) == []


def test_a_discarded_picture_leaves_nothing(store: PictureStore, qtbot: QtBot, tmp_path: Path) -> None:
    store.discard(kept(store, qtbot, OfferedPicture(bitmap=picture())).path)
    store.close()
    assert files(tmp_path / "own") == []
