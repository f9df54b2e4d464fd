"""Everything ever uploaded from here."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from layers_desktop.history.asset import FileDigest
from layers_desktop.history.file_lookup import ReadProgress
from tests.screenshots.scene import Act, Scenery, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States

state = States()


@state.enter(also_small=True)
def history(scenery: Scenery) -> Iterator[Act]:
    with _opened(scenery) as act:
        yield act


@state.enter()
def history_without_match(scenery: Scenery) -> Iterator[Act]:
    with _opened(scenery) as act:
        act.window.history.bar.search.setText("winter")
        wait_until(lambda: act.window.history.rows.assets == 0, "an empty history")
        yield act


@state.enter()
def history_selected(scenery: Scenery) -> Iterator[Act]:
    with _opened(scenery) as act:
        table = act.window.history.table
        table.setFocus(Qt.FocusReason.TabFocusReason)
        table.select_first()
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        yield act


@state.enter(also_small=True)
def history_empty(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        act.window.shortcuts.history.trigger()
        wait_until(lambda: act.window.history.table.sentence, "that nothing was uploaded")
        yield act


@state.enter(also_small=True)
def history_of_a_file(scenery: Scenery) -> Iterator[Act]:
    with _opened(scenery) as act:
        again = act.material.photograph("founder-shot-renamed.jpg", 30)
        act.window.history.bar.search.file_given.emit(os.fsencode(again))
        wait_until(lambda: act.window.history.rows.assets == 1, "the asset of the file")
        yield act


@state.enter()
def history_without_the_file(scenery: Scenery) -> Iterator[Act]:
    with _opened(scenery) as act:
        never = act.material.photograph("never-uploaded.jpg", 300)
        act.window.history.bar.search.file_given.emit(os.fsencode(never))
        wait_until(lambda: act.window.history.rows.assets == 0, "that it was not uploaded")
        yield act


@state.enter()
def history_looking_at_a_file(scenery: Scenery) -> Iterator[Act]:
    with (
        mock.patch("layers_desktop.history.file_lookup.digest_of", _read_from_a_slow_disk),
        _opened(scenery) as act,
    ):
        again = act.material.photograph("founder-shot-renamed.jpg", 30)
        act.window.history.bar.search.file_given.emit(os.fsencode(again))
        wait_until(lambda: "42" in act.window.history.bar.file.text(), "how far the file is read")
        yield act


def _read_from_a_slow_disk(path: bytes, watch: ReadProgress) -> FileDigest | None:
    del path
    watch.size, watch.read = 100, 42
    while not watch.cancelled:
        time.sleep(0.01)
    return None


@contextmanager
def _opened(scenery: Scenery) -> Iterator[Act]:
    with starts.done(scenery) as act:
        act.window.shortcuts.history.trigger()
        wait_until(lambda: act.window.history.rows.assets == 5, "what was uploaded")
        yield act
