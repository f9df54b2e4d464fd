"""A row's file in other programs. The desktop's handler of addresses is a test's own."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.uploads import file_opener
from layers_desktop.ui.uploads.file_opener import FileOpener, uri

Make = Callable[..., Snapshot]
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the session bus is Linux's")


class Handler(QObject):
    """Opens nothing, writes down what it was to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[bytes] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(bytes(url.toEncoded().data()))


@pytest.fixture
def handler(qtbot: QtBot) -> Iterator[Handler]:  # noqa: ARG001 - needs an application
    made = Handler()
    QDesktopServices.setUrlHandler("file", made, "open")  # type: ignore[arg-type]  # the stub says bytes, Qt wants text
    yield made
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def opener(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FileOpener]:  # noqa: ARG001
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/no-bus")
    made = FileOpener()
    yield made
    assert made.close()


def test_a_file_is_opened_by_its_exact_name(
    opener: FileOpener, handler: Handler, make: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    odd = bytes(tmp_path) + b"/100% caf\xc3\xa9 #1?.png"
    Path(os.fsdecode(odd)).touch()
    opener.open(make(1, path=odd).transfer)
    qtbot.waitUntil(lambda: bool(handler.opened))
    assert handler.opened == [uri(odd).encode()]
    assert handler.opened[0].endswith(b"/100%25%20caf%C3%A9%20%231%3F.png")


def test_a_name_that_is_no_text_keeps_its_bytes() -> None:
    assert uri(b"/pictures/caf\xe9.png") == "file:///pictures/caf%E9.png"


def test_a_file_that_has_gone_is_said_and_not_opened(
    opener: FileOpener, handler: Handler, make: Make, qtbot: QtBot
) -> None:
    gone = make(1, path=b"/nowhere/gone.png", name="gone\n.png").transfer
    for act in (opener.open, lambda transfer: opener.show_in_folder([transfer])):
        with qtbot.waitSignal(opener.message) as said:
            act(gone)
        assert said.args == ["gone¶.png is not where it was: it was moved, renamed or deleted."]
    assert handler.opened == []


def test_files_are_looked_at_off_the_gui_thread(
    opener: FileOpener, handler: Handler, make: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    there = file_opener._present

    def watched(paths: Sequence[bytes]) -> list[bytes]:
        threads.append(threading.get_ident())
        return there(paths)

    monkeypatch.setattr(file_opener, "_present", watched)
    opener.open(make(1, path=b"/").transfer)
    qtbot.waitUntil(lambda: bool(handler.opened))
    assert threads
    assert threads[0] != threading.get_ident()


@ON_LINUX
def test_without_a_file_manager_on_the_bus_the_folder_is_opened(
    opener: FileOpener, handler: Handler, make: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "a.png").touch()
    opener.show_in_folder([make(1, path=bytes(tmp_path / "a.png")).transfer])
    qtbot.waitUntil(lambda: bool(handler.opened))
    assert handler.opened == [tmp_path.as_uri().encode()]
