"""Everything ever uploaded from here."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from layers_desktop.history.file_lookup import ReadProgress
from layers_desktop.history.messages import FileDigest
from tests.screenshots.scene import Scene, SceneSetup, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States

state = States()


@state.enter(also_small=True)
def history(setup: SceneSetup) -> Iterator[Scene]:
    with _opened(setup) as scene:
        yield scene


@state.enter()
def history_without_match(setup: SceneSetup) -> Iterator[Scene]:
    with _opened(setup) as scene:
        scene.window.history.bar.search.setText("winter")
        wait_until(lambda: scene.window.history.rows.assets == 0, "an empty history")
        yield scene


@state.enter()
def history_selected(setup: SceneSetup) -> Iterator[Scene]:
    with _opened(setup) as scene:
        table = scene.window.history.table
        table.setFocus(Qt.FocusReason.TabFocusReason)
        table.select_first()
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        yield scene


@state.enter(also_small=True)
def history_empty(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        scene.window.shortcuts.history.trigger()
        wait_until(lambda: scene.window.history.table.sentence, "that nothing was uploaded")
        yield scene


@state.enter(also_small=True)
def history_of_a_file(setup: SceneSetup) -> Iterator[Scene]:
    with _opened(setup) as scene:
        again = scene.samples.photograph("founder-shot-renamed.jpg", 30)
        scene.window.history.bar.search.file_given.emit(os.fsencode(again))
        wait_until(lambda: scene.window.history.rows.assets == 1, "the asset of the file")
        yield scene


@state.enter()
def history_without_the_file(setup: SceneSetup) -> Iterator[Scene]:
    with _opened(setup) as scene:
        never = scene.samples.photograph("never-uploaded.jpg", 300)
        scene.window.history.bar.search.file_given.emit(os.fsencode(never))
        wait_until(lambda: scene.window.history.rows.assets == 0, "that it was not uploaded")
        yield scene


@state.enter()
def history_looking_at_a_file(setup: SceneSetup) -> Iterator[Scene]:
    with (
        mock.patch("layers_desktop.history.file_lookup.digest_of", _read_from_a_slow_disk),
        _opened(setup) as scene,
    ):
        again = scene.samples.photograph("founder-shot-renamed.jpg", 30)
        scene.window.history.bar.search.file_given.emit(os.fsencode(again))
        wait_until(lambda: "42" in scene.window.history.bar.file.text(), "how far the file is read")
        yield scene


def _read_from_a_slow_disk(path: bytes, watch: ReadProgress) -> FileDigest | None:
    del path
    watch.size, watch.read = 100, 42
    while not watch.cancelled:
        time.sleep(0.01)
    return None


@contextmanager
def _opened(setup: SceneSetup) -> Iterator[Scene]:
    with starts.done(setup) as scene:
        scene.window.shortcuts.history.trigger()
        wait_until(lambda: scene.window.history.rows.assets == 5, "what was uploaded")
        yield scene
