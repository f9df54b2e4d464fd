"""The window and its desktop: closed, ended, started again."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from layers_desktop.sandbox import Sandbox
from layers_desktop.settings.preferences import Preferences
from layers_desktop.transfers.transfer import Activity
from layers_desktop.ui.message_bar import MessageKind
from layers_desktop.ui.platform.close_behavior import CloseDialog
from tests.integration.faults.servers import Gateway
from tests.screenshots.scene import PROJECT, Act, Scenery, performed, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States
from tests.screenshots.states.starts import SLOW
from tests.support.processes import killed_at_end
from tests.support.timeouts import PATIENCE_S

state = States()


@state.enter()
def closing(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        act.line.pace = SLOW
        act.drop(act.material.video("launch-teaser.mp4", 48_000_000))
        act.wait_row(lambda row: row.activity is Activity.SENDING, "a file on its way")
        act.frame.close()
        wait_until(lambda: isinstance(QApplication.activeModalWidget(), CloseDialog), "the question")
        yield act
        act.line.pace = 0.0


@state.enter(also_small=True)
def ended_while_uploading(scenery: Scenery) -> Iterator[Act]:
    with _again(scenery, signal.SIGTERM) as act:
        yield act


@state.enter(also_small=True)
def killed_while_uploading(scenery: Scenery) -> Iterator[Act]:
    with _again(scenery, signal.SIGKILL) as act:
        yield act


@contextmanager
def _again(scenery: Scenery, end: signal.Signals) -> Iterator[Act]:
    """Start the window where another process was uploading until it got this signal."""
    clips = [scenery.material.video(f"interview-cut-{number}.mp4", 48_000_000) for number in (1, 2, 3)]

    def earlier(box: Sandbox, line: Gateway) -> None:
        line.pace = SLOW
        command = [sys.executable, "-m", "layers_desktop", "upload", "--project", PROJECT]
        command += ["--data-dir", str(scenery.folder / "data"), *map(str, clips)]
        started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with killed_at_end(started) as run:
            wait_until(lambda: len(box.world.uploads) == len(clips) or run.poll() is not None, "uploads")
            run.send_signal(end)
            run.wait(PATIENCE_S)

    with performed(scenery, before=earlier) as act:
        act.pick_project()
        wait_until(lambda: act.window.banner.topic is MessageKind.RESTORED, "what goes on")
        yield act
        act.line.pace = 0.0


@state.enter(also_small=True)
def lost_folder(scenery: Scenery) -> Iterator[Act]:
    watched = scenery.folder / "Handed over by the agency"  # on a drive that is not there today
    with starts.at_work(scenery) as act:
        project = act.window.projects.current
        assert project is not None
        act.backend.for_window().settings.save_project(project.id, {"watch_folder": str(watched)})
        wait_until(lambda: act.window.banner.topic is MessageKind.WATCH, "that it is gone")
        yield act


@state.enter(also_small=True)
def watching(scenery: Scenery) -> Iterator[Act]:
    with starts.done(scenery) as act:
        _watch(act, scenery.folder, "Handed over by the agency")
        wait_until(act.window.footer.watched.isVisible, "that a folder is watched")
        yield act


@state.enter(also_small=True)
def watching_from_the_start(scenery: Scenery) -> Iterator[Act]:
    with starts.at_work(scenery) as act:
        _watch(act, scenery.folder, "Handed over by the agency")
        # Long words in a small window leave it no room.
        wait_until(lambda: act.window.pages.empty.watched.watches, "that a folder is watched")
        yield act


@state.enter()
def watching_several(scenery: Scenery) -> Iterator[Act]:
    with starts.done(scenery) as act:
        _watch(act, scenery.folder, "Handed over by the agency", "Holiday", "Clips")
        sign = act.window.footer.watched
        wait_until(lambda: sign.isVisible() and len(sign.menu().actions()) == 3, "that folders are watched")
        starts.open_menu(sign)
        yield act
        sign.menu().close()


def _watch(act: Act, place: Path, *names: str) -> None:
    for name, project in zip(names, act.box.world.projects, strict=False):
        folder = place / name
        folder.mkdir()
        act.backend.for_window().settings.save_project(project.project_id, {"watch_folder": str(folder)})


@state.enter()
def tray_menu(scenery: Scenery) -> Iterator[Act]:
    # The platform that draws into memory has no tray; everything else of it is the program's own.
    there = mock.patch.object(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    with there, starts.busy(scenery) as act:
        act.window.show_preferences(Preferences(tray_icon=True))
        menu = act.window.life.tray._menu
        corner = act.frame.rect().topRight()
        menu.popup(act.frame.mapToGlobal(corner - QPoint(menu.sizeHint().width() + 24, -64)))
        wait_until(menu.isVisible, "the menu of the tray")
        yield act
        menu.close()
        act.window.show_preferences(Preferences())
