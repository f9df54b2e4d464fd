"""The whole program on its sandbox, with the keyboard in its window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from layers_desktop.ui.theme.theme import Theme
from tests.screenshots.scene import Act, Scenery, performed, wait_until


@pytest.fixture
def scenery(qapp: QApplication, tmp_path: Path) -> Iterator[Scenery]:
    font, theme = qapp.font(), Theme(qapp, "light", animations=False)
    yield Scenery(tmp_path, theme)
    theme.close()
    qapp.setFont(font)


@pytest.fixture
def act(scenery: Scenery) -> Iterator[Act]:
    with performed(scenery) as act:
        wait_until(act.window.header.picker._all.rowCount, "projects")
        act.frame.activateWindow()
        wait_until(act.frame.isActiveWindow, "the keyboard")
        yield act
