"""The whole program on its sandbox, with the keyboard in its window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from layers_desktop.ui.theme.theme import Theme
from tests.screenshots.scene import Scene, SceneSetup, running_scene, wait_until


@pytest.fixture
def setup(qapp: QApplication, tmp_path: Path) -> Iterator[SceneSetup]:
    font, theme = qapp.font(), Theme(qapp, "light", animations=False)
    yield SceneSetup(tmp_path, theme)
    theme.close()
    qapp.setFont(font)


@pytest.fixture
def scene(setup: SceneSetup) -> Iterator[Scene]:
    with running_scene(setup) as scene:
        wait_until(scene.window.header.picker._all.rowCount, "projects")
        scene.frame.activateWindow()
        wait_until(scene.frame.isActiveWindow, "the keyboard")
        yield scene
