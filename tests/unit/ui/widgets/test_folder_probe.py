"""A dialog begins where the last choice was made, unless that is a drive that does not answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QStandardPaths
from pytestqt.qtbot import QtBot

from layers_desktop.history.messages import AssetFilter, Export, ExportFormat, Question
from layers_desktop.settings.preferences import Preferences
from layers_desktop.ui.history.exports import HistoryExports
from layers_desktop.ui.widgets.file_dialogs import FolderProbe
from layers_desktop.ui.window_contents import WindowContents
from tests.support.file_dialogs import let_time_out, opened_dialog, wait_for_ever
from tests.support.timeouts import TIMEOUT_MS

LOCATION = QStandardPaths.StandardLocation


class Network:
    """A drive at `/net`, and perhaps all others, that answer when the test lets them."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.everything = False
        self.asked: list[str] = []
        self.asked_in: set[int] = set()

    def __call__(self, folder: str) -> bool:
        self.asked.append(folder)
        self.asked_in.add(threading.get_ident())
        if self.everything or folder.startswith("/net"):
            self.go.wait(60)
            return False
        return Path(folder).is_dir()


@pytest.fixture
def network() -> Iterator[Network]:
    """Return drives that hang until the test ends."""
    made = Network()
    yield made
    made.go.set()


@pytest.fixture
def pictures_folder() -> str:
    """Make the folder that this computer has for pictures."""
    folder = QStandardPaths.writableLocation(LOCATION.PicturesLocation)
    Path(folder).mkdir(parents=True)
    return folder


def begun(look: FolderProbe, folder: str, qtbot: QtBot) -> str:
    """Return where a dialog begins that was to begin in `folder`."""
    heard: list[str] = []
    look.begin_in(folder, heard.append)
    qtbot.waitUntil(lambda: len(heard) == 1)
    return heard[0]


def test_a_dialog_begins_in_its_folder_else_in_the_usual_one_else_at_home(
    qtbot: QtBot, tmp_path: Path
) -> None:
    owner = QObject()
    look = FolderProbe(owner, timeout_ms=TIMEOUT_MS)
    home = str(tmp_path / "home")
    assert begun(look, str(tmp_path), qtbot) == str(tmp_path)
    assert begun(look, str(tmp_path / "gone"), qtbot) == home
    assert begun(look, "", qtbot) == home
    usual = QStandardPaths.writableLocation(LOCATION.PicturesLocation)
    Path(usual).mkdir(parents=True)
    assert begun(look, str(tmp_path / "gone"), qtbot) == usual
    assert begun(look, "", qtbot) == usual


def test_a_drive_that_does_not_answer_is_waited_for_once(qtbot: QtBot, network: Network) -> None:
    owner, heard = QObject(), list[str]()
    network.everything = True
    look = FolderProbe(owner, is_folder=network, timeout_ms=1)
    look.begin_in("/net/dead", heard.append)
    look.begin_in("/net/dead", heard.append)  # pressed twice: one dialog
    qtbot.waitUntil(lambda: len(heard) == 1)
    qtbot.waitUntil(lambda: len(network.asked) == 2)
    wait_for_ever(look)  # whoever waited again would never come to an end
    assert begun(look, "/net/dead", qtbot) == heard[0]
    assert len(network.asked) == 2, "no thread more for a look that hangs"
    assert threading.get_ident() not in network.asked_in


def test_files_are_chosen_elsewhere_where_the_last_folder_does_not_answer(
    open_window: WindowContents,
    qtbot: QtBot,
    network: Network,
    monkeypatch: pytest.MonkeyPatch,
    pictures_folder: str,
) -> None:
    look = open_window.intake.choosers.look
    monkeypatch.setattr(look, "_is_folder", network)
    wait_for_ever(look)
    open_window.show_preferences(Preferences(last_project="prj_1", last_folder="/net/dead"))
    open_window.shortcuts.files.trigger()
    let_time_out(look, qtbot)
    dialog = opened_dialog(open_window.window, qtbot)
    assert dialog.directory().path() == pictures_folder
    assert threading.get_ident() not in network.asked_in
    dialog.close()


def test_an_export_begins_where_the_last_one_went_or_among_the_documents(
    open_window: WindowContents,
    qtbot: QtBot,
    network: Network,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    documents = QStandardPaths.writableLocation(LOCATION.DocumentsLocation)
    Path(documents).mkdir(parents=True)
    asked: list[Question] = []
    chooser = HistoryExports(open_window.window, asked.append, open_window.toast, native=False)
    monkeypatch.setattr(chooser.look, "_is_folder", network)
    wait_for_ever(chooser.look)
    for last, folder in (("", documents), (str(tmp_path), str(tmp_path)), ("/net/dead", documents)):
        if last:
            chooser._picked(Export((), Path(last, "out.csv"), ExportFormat.CSV))
        chooser.choose(AssetFilter(account_id="org"))
        if last.startswith("/net"):
            let_time_out(chooser.look, qtbot)
        dialog = opened_dialog(open_window.window, qtbot)
        assert dialog.directory().path() == folder
        assert dialog.selectedFiles()[0].startswith(f"{folder}/layers-assets-")
        dialog.reject()
        dialog.hide()
    assert threading.get_ident() not in network.asked_in
