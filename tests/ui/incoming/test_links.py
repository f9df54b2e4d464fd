from __future__ import annotations

import base64
import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from layers_desktop.api.cancel import CancelToken
from layers_desktop.api.download import Answer, LinkNotFetched
from layers_desktop.errors import UserError
from layers_desktop.media.inspect import MediaFile, inspect
from layers_desktop.media.kinds import Kind, cap_bytes
from layers_desktop.media.web_links import WebLink
from layers_desktop.resources import resource
from layers_desktop.ui.incoming import link_words
from layers_desktop.ui.incoming.target import Target
from layers_desktop.ui.intake.fetched_links import FetchedLinks, Fetching, Open, Wanted, keep_link
from layers_desktop.ui.intake.picture_store import PictureStore
from layers_desktop.ui.main_window import MainWindow

PATIENCE = 20_000
JPEG = resource("samples", "founder-shot.jpg").read_bytes()
SHOT = WebLink("https://example.com/shot.jpg", "example.com", "shot.jpg", Kind.IMAGE)


def answering(*blocks: bytes, length: int | None = None) -> Open:
    """A fetch that brings these bytes; the real one has tests of its own over real connections."""

    @contextlib.contextmanager
    def fetch(_url: str, _cancel: CancelToken) -> Iterator[Answer]:
        yield Answer(length, iter(blocks))

    return fetch


def kept(link: WebLink, folder: Path, fetch: Open) -> Path:
    return Path(os.fsdecode(keep_link(link, folder, fetch, CancelToken(), lambda _: None)))


def link(name: str) -> WebLink:
    return WebLink(f"https://example.com/{name}", "example.com", name, None)


def test_a_link_becomes_a_file_of_its_name_with_its_bytes(tmp_path: Path) -> None:
    place = kept(SHOT, tmp_path / "new", answering(JPEG[:5], JPEG[5:90_000], JPEG[90_000:], length=len(JPEG)))
    assert place.name == "shot.jpg"
    assert place.read_bytes() == JPEG
    assert place.stat().st_mode & 0o777 == 0o600
    assert isinstance(inspect(os.fsencode(place)), MediaFile)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("shot.png", "shot.jpg"),
        ("photo-15", "photo-15.jpg"),
        ("image.php", "image.php.jpg"),
        ("shot.JPEG", "shot.jpeg"),
        ("../../etc/cron.jpg", "etc cron.jpg"),
        ("..", "Picture.jpg"),
        ("example.com", "example.com.jpg"),
    ],
)
def test_the_extension_is_that_of_the_content_and_the_name_stays_in_its_folder(
    tmp_path: Path, name: str, file: str
) -> None:
    place = kept(link(name), tmp_path, answering(JPEG))
    assert (place.parent, place.name) == (tmp_path, file)


@pytest.mark.parametrize(
    ("blocks", "length", "words"),
    [
        ([b"<!doctype html><html><body>Sign in"], None, "this is a web page"),
        ([b"%PDF-1.7 ..."], None, "this is a PDF"),
        ([b"\x00\x01\x02\x03" * 9], None, "cannot be told"),
        ([], None, "empty"),
        ([JPEG], cap_bytes(Kind.IMAGE) + 1, "images up to 50 MB"),
    ],
)
def test_what_is_no_media_or_too_large_is_refused_and_leaves_nothing(
    tmp_path: Path, blocks: list[bytes], length: int | None, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        kept(SHOT, tmp_path, answering(*blocks, length=length))
    assert list(tmp_path.glob("*.*")) == []


def test_a_server_that_hides_the_length_is_stopped_at_the_cap(tmp_path: Path) -> None:
    taken = 0

    @contextlib.contextmanager
    def endless(_url: str, _cancel: CancelToken) -> Iterator[Answer]:
        def blocks() -> Iterator[bytes]:
            nonlocal taken
            yield JPEG
            while True:
                taken += 2**20
                yield bytes(2**20)

        yield Answer(None, blocks())

    with pytest.raises(UserError, match="images up to 50 MB"):
        kept(SHOT, tmp_path, endless)
    assert taken <= cap_bytes(Kind.IMAGE) + 2**20
    assert list(tmp_path.glob("*.*")) == []


def test_a_fetch_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    @contextlib.contextmanager
    def broken(_url: str, _cancel: CancelToken) -> Iterator[Answer]:
        def blocks() -> Iterator[bytes]:
            yield JPEG[:50_000]
            raise LinkNotFetched(explanation="It broke off.")

        yield Answer(len(JPEG), blocks())

    with pytest.raises(LinkNotFetched):
        kept(SHOT, tmp_path, broken)
    assert list(tmp_path.glob("*.*")) == []


def test_a_folder_that_cannot_be_written_to_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="could not write"):
        kept(SHOT, tmp_path / "file" / "in", answering(JPEG))


def test_the_words_count_links_and_sites() -> None:
    other = WebLink("https://b.example/x", "b.example", "x", None)
    assert link_words.question([SHOT]) == "1 link to an image from example.com"
    assert link_words.question([SHOT, SHOT]) == "2 links to images from example.com"
    assert link_words.question([SHOT, other]) == "2 links from example.com and 1 other site"
    assert link_words.fetching(Fetching(SHOT, 0), 0) == "Fetching shot.jpg from example.com …"
    assert link_words.fetching(Fetching(SHOT, 2_100_000), 3) == (
        "Fetching shot.jpg from example.com … 2.1 MB · 3 more"
    )


# In the window

Connected = Callable[[Open], FetchedLinks]


@pytest.fixture
def fetching(open_window: MainWindow, tmp_path: Path) -> Iterator[Connected]:
    """Connect the window with a fetch."""
    made: list[FetchedLinks] = []

    def connect(fetch: Open) -> FetchedLinks:
        made.append(FetchedLinks(tmp_path, fetch=fetch))
        open_window.intake.use_stores(PictureStore(tmp_path, made[0]), made[0])
        return made[0]

    yield connect
    for links in made:
        links.close()


def paste(window: MainWindow, text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    QGuiApplication.clipboard().setMimeData(mime)
    window.shortcuts.paste.trigger()


def test_nothing_is_fetched_before_a_person_says_so_and_then_it_is_uploaded(
    open_window: MainWindow, fetching: Connected, qtbot: QtBot, tmp_path: Path
) -> None:
    fetching(answering(JPEG))
    bar = open_window.intake.links
    with qtbot.assertNotEmitted(bar.wanted):
        paste(open_window, SHOT.url)
    assert bar.isVisible()
    assert bar.button.accessibleName() == "Fetch it"
    with qtbot.waitSignal(open_window.command, timeout=PATIENCE) as sent:
        QTest.keyClick(bar.button, Qt.Key.Key_Space)
    assert sent.args is not None
    assert [file.path for file in sent.args[0].files] == [os.fsencode(tmp_path / "shot.jpg")]
    qtbot.waitUntil(lambda: not bar.isVisible(), timeout=PATIENCE)


def test_a_link_that_is_refused_is_listed_with_the_reason(
    open_window: MainWindow, fetching: Connected, qtbot: QtBot
) -> None:
    fetching(answering(b"<html>"))
    paste(open_window, f"{SHOT.url}?signature=secret")
    with qtbot.waitSignal(open_window.command, timeout=PATIENCE) as sent:
        open_window.intake.links.button.click()
    assert sent.args is not None
    [refusal] = sent.args[0].refused
    assert refusal.name == "shot.jpg"
    assert "this is a web page" in refusal.problem.explanation
    assert "secret" not in refusal.problem.sentence()


def test_stopping_frees_the_fetch_and_nothing_comes_in(
    open_window: MainWindow, fetching: Connected, qtbot: QtBot, tmp_path: Path
) -> None:
    begun, freed = threading.Event(), threading.Event()

    @contextlib.contextmanager
    def held(_url: str, cancel: CancelToken) -> Iterator[Answer]:
        begun.set()
        while not cancel.cancelled:
            freed.wait(0.01)
        freed.set()
        yield Answer(None, iter([JPEG]))

    links = fetching(held)
    bar = open_window.intake.links
    paste(open_window, f"{SHOT.url}\nhttps://example.com/2.jpg")
    with qtbot.assertNotEmitted(open_window.command):
        bar.button.click()
        assert begun.wait(20)
        assert bar.words.text() == "Fetching shot.jpg from example.com … · 1 more"
        assert bar.button.text() == "Stop"
        QTest.keyClick(bar.button, Qt.Key.Key_Escape)
        assert freed.wait(20)
        assert not bar.isVisible()
        qtbot.waitUntil(lambda: not links._tasks.busy, timeout=PATIENCE)
    assert list(tmp_path.glob("*.*")) == []


def test_links_that_come_while_others_are_fetched_are_asked_about_afterwards(
    open_window: MainWindow, fetching: Connected, qtbot: QtBot
) -> None:
    release = threading.Event()

    @contextlib.contextmanager
    def held(_url: str, _cancel: CancelToken) -> Iterator[Answer]:
        release.wait(20)
        yield Answer(None, iter([JPEG]))

    fetching(held)
    bar = open_window.intake.links
    paste(open_window, SHOT.url)
    bar.button.click()
    paste(open_window, "https://b.example/2.jpg")
    assert bar.words.text().startswith("Fetching shot.jpg")
    with qtbot.waitSignal(open_window.command, timeout=PATIENCE):
        release.set()
    words = "1 link to an image from b.example → Café Ünïcode iOS"
    qtbot.waitUntil(lambda: bar.words.text() == words, timeout=PATIENCE)
    assert bar.button.text() == "Fetch it"


def test_a_picture_in_its_own_address_is_asked_about_like_a_pasted_one(
    open_window: MainWindow, fetching: Connected, drag_of: Callable[..., Any], qtbot: QtBot, tmp_path: Path
) -> None:
    fetching(answering())
    drag = drag_of(open_window, f"data:image/jpeg;base64,{base64.b64encode(JPEG).decode()}")
    assert drag.enter()
    assert open_window.intake.overlay.words == ("1 image → Café Ünïcode iOS", "")
    assert drag.drop()
    bar = open_window.intake.picture
    qtbot.waitUntil(bar.isVisible, timeout=PATIENCE)
    with qtbot.waitSignal(open_window.command, timeout=PATIENCE) as sent:
        bar.upload.click()
    assert sent.args is not None
    place = tmp_path / "Picture from a page.jpg"
    assert [file.path for file in sent.args[0].files] == [os.fsencode(place)]
    assert place.read_bytes() == JPEG
    assert not open_window.intake.links.isVisible()


@pytest.mark.parametrize("content", ["AAAA", "A", ""])
def test_a_damaged_picture_in_its_own_address_is_listed(
    open_window: MainWindow, fetching: Connected, drag_of: Callable[..., Any], qtbot: QtBot, content: str
) -> None:
    fetching(answering())
    drag = drag_of(open_window, f"data:image/jpeg;base64,{content}")
    drag.enter()
    with qtbot.waitSignal(open_window.command, timeout=PATIENCE) as sent:
        drag.drop()
    assert sent.args is not None
    assert [one.name for one in sent.args[0].refused] == ["Picture from a page"]


def test_a_dismissed_link_is_forgotten(open_window: MainWindow) -> None:
    paste(open_window, SHOT.url)
    open_window.intake.links.close_button.click()
    assert not open_window.intake.links.isVisible()
    paste(open_window, "https://b.example/2.jpg")
    assert open_window.intake.links.words.text() == "1 link to an image from b.example → Café Ünïcode iOS"


def test_the_fetch_has_the_shape_that_is_asked_for() -> None:
    from layers_desktop.api.download import open_link  # noqa: PLC0415 - what is tested

    opened: AbstractContextManager[Answer] = open_link("http://x.example/", CancelToken())
    with pytest.raises(LinkNotFetched), opened:
        pass


def test_wanted_links_keep_the_kind_of_their_target(
    open_window: MainWindow, fetching: Connected, qtbot: QtBot
) -> None:
    links = fetching(answering(JPEG))
    with qtbot.waitSignal(open_window.command, timeout=PATIENCE) as sent:
        links.fetch((Wanted(SHOT, Target(Kind.REFERENCE_IMAGE)),))
    assert sent.args is not None
    assert sent.args[0].image_kind is Kind.REFERENCE_IMAGE
