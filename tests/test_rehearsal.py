"""The Rehearse menu in the whole window: each situation really happens, and the program copes with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from layers_desktop import app
from layers_desktop.instance import HandOver
from layers_desktop.sandbox import Sandbox, parse_fault
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.ui.header.error_simulation import Place, Situation, situations
from layers_desktop.ui.message_bar import MessageKind
from tests.running_window import running_window

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
PROJECT = "Café Ünïcode iOS"
FAILS = {"Layers does not take the file", "The project was deleted", "The key may not upload"}
"""Here only a person can do something."""
FAILS_AT_THE_STORAGE = {"The storage refuses the file"}
WAITS = {"The key is rejected": MessageKind.KEY, "Layers suspends the key": MessageKind.SUSPENDED}


class Rehearsal:
    """A window in the sandbox."""

    def __init__(self, desktop: app.Desktop, qtbot: QtBot, folder: Path) -> None:
        assert desktop._services is not None
        self.window = desktop.contents
        self.session = desktop.services.session
        self._qtbot = qtbot
        self._folder = folder

    @property
    def box(self) -> Sandbox:
        assert isinstance(self.session._sandbox, Sandbox)
        return self.session._sandbox

    @property
    def transfers(self) -> list[Transfer]:
        return [snapshot.transfer for snapshot in self.window.panel._model.snapshots()]

    def entry(self, words: str) -> QAction:
        return next(one for one in self.window.header.rehearsal.actions() if one.text() == words)

    def submit(self, *sizes: int) -> None:
        paths = [self._folder / f"{size}.png" for size in sizes]
        for path, size in zip(paths, sizes, strict=True):
            path.write_bytes(PNG + os.urandom(size))
        self.window.take(HandOver(paths=tuple(bytes(path) for path in paths)))

    def wait(self, count: int) -> None:
        self._qtbot.waitUntil(lambda: [t.settled for t in self.transfers] == [True] * count)

    def wait_for_banner(self, topic: MessageKind) -> None:
        self._qtbot.waitUntil(lambda: self.window.banner.topic is topic)


@pytest.fixture
def rehearsal(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Rehearsal]:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with running_window(qapp, qtbot, app.WindowOptions(sandbox=True), tmp_path / "data") as desktop:
        made = Rehearsal(desktop, qtbot, tmp_path)
        window = desktop.contents
        qtbot.waitUntil(lambda: bool(window.header.picker._all.rowCount()))
        window.projects.choose(next(p.project_id for p in made.box.world.projects if p.name == PROJECT))
        qtbot.waitUntil(lambda: window.projects.known)
        yield made


def test_every_situation_is_one_that_the_sandbox_knows() -> None:
    table = situations()
    assert len({one.words for one in table}) == len(table)
    for situation in table:
        steps = [parse_fault(fault).step for fault in situation.faults]
        assert steps, situation.words
        # A small file goes in one call, and it must meet what is not about the storage, too.
        assert (steps == ["put"]) if situation.place is Place.STORAGE else ("inline" in steps)


@pytest.mark.parametrize("situation", situations(), ids=lambda one: one.words)
def test_what_is_rehearsed_happens_and_ends_as_one_asset_or_a_clear_sentence(
    rehearsal: Rehearsal, situation: Situation
) -> None:
    window, box = rehearsal.window, rehearsal.box
    rehearsal.entry(situation.words).trigger()
    assert situation.words in window.toast.words.text()
    rehearsal.submit(300_000, 1_000)
    if situation.words in WAITS:
        rehearsal.wait_for_banner(WAITS[situation.words])
        assert window.banner.action.isVisible()
        window.banner.action.click()
    rehearsal.wait(2)
    acted = {f"{record.step}:{record.fault}" for record in box.world.requests if record.fault}
    meant = {f"{fault.step}:{fault.kind}" for fault in map(parse_fault, situation.faults)}
    # What was still to come when a person lifted the rejection is not acted any more.
    assert acted <= meant if situation.words in WAITS else acted == meant
    assert acted
    failed = [one for one in rehearsal.transfers if one.stage is not Stage.DONE]
    wanted = 2 if situation.words in FAILS else 1 if situation.words in FAILS_AT_THE_STORAGE else 0
    assert [one.stage for one in failed] == [Stage.FAILED] * wanted
    assert all(one.problem and one.problem.action for one in failed)
    assert len(box.world.assets) == 2 - wanted


def test_nothing_goes_wrong_any_more_when_a_person_says_so(rehearsal: Rehearsal) -> None:
    rehearsal.entry("The storage refuses the file").trigger()
    rehearsal.entry("Layers suspends the key").trigger()
    assert {fault.kind for fault in rehearsal.box.world.faults.pending} == {"killswitch"}
    rehearsal.entry("Nothing goes wrong").trigger()
    rehearsal.submit(300_000)
    rehearsal.wait(1)
    assert not any(record.fault for record in rehearsal.box.world.requests)


def test_the_menu_is_there_in_the_sandbox_only(rehearsal: Rehearsal) -> None:
    header = rehearsal.window.header
    assert header.rehearse.isVisible()
    rehearsal.window.window.resize(560, 500)
    assert not header.rehearse.isVisible()
    assert header.rehearsal.menuAction().isVisible()
    rehearsal.session.sign_out()
    assert not header.rehearsal.menuAction().isVisible()
    rehearsal.session.simulate_faults(("put:403",))  # without a sandbox nobody acts anything
