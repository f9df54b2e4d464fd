"""The file manager, asked over a session bus of the test's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from layers_desktop.transfers.transfer import Transfer
from layers_desktop.ui.uploads import file_opener
from layers_desktop.ui.uploads.file_opener import FileOpener
from tests.support.desktop.desktop_bus import Desktop


@pytest.fixture
def folders(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What was opened as a folder, with no file manager at hand to do it."""
    opened: list[bytes] = []
    monkeypatch.setattr(FileOpener, "_open_folder", lambda _self, path: opened.append(path))
    return opened


def test_the_file_manager_selects_the_files(
    desktop: Desktop, asset: Callable[..., Transfer], qtbot: QtBot, tmp_path: Path, folders: list[bytes]
) -> None:
    manager = desktop.start_file_manager()
    paths = [tmp_path / "a b.png", tmp_path / "gone.png", tmp_path / "c.png"]
    for path in (paths[0], paths[2]):
        path.touch()
    opener = FileOpener()
    opener.show_in_folder([asset(number, path=bytes(path)) for number, path in enumerate(paths)])
    qtbot.waitUntil(lambda: "items" in manager.output)
    said = manager.output.rpartition("items ")[2].splitlines()[0]
    assert json.loads(said) == [file_opener.uri(bytes(paths[0])), file_opener.uri(bytes(paths[2]))]
    assert opener.close()
    assert folders == []


def test_where_the_file_manager_refuses_the_folder_is_opened(
    desktop: Desktop, asset: Callable[..., Transfer], qtbot: QtBot, tmp_path: Path, folders: list[bytes]
) -> None:
    desktop.start_file_manager("refuse")
    (tmp_path / "a.png").touch()
    opener = FileOpener()
    for times in (1, 2):
        opener.show_in_folder([asset(1, path=bytes(tmp_path / "a.png"))])
        qtbot.waitUntil(lambda times=times: len(folders) == times)  # type: ignore[misc]  # mypy cannot infer a lambda's default
    assert opener.close()
