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
from tests.screenshots.scene import PROJECT, Scene, SceneSetup, running_scene, wait_until
from tests.screenshots.states import starts
from tests.screenshots.states.register import States
from tests.screenshots.states.starts import SLOW
from tests.support.processes import killed_at_end
from tests.support.timeouts import TIMEOUT_S

state = States()


@state.enter()
def closing(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        scene.line.pace = SLOW
        scene.drop(scene.samples.video("launch-teaser.mp4", 48_000_000))
        scene.wait_row(lambda row: row.activity is Activity.SENDING, "a file on its way")
        scene.frame.close()
        wait_until(lambda: isinstance(QApplication.activeModalWidget(), CloseDialog), "the question")
        yield scene
        scene.line.pace = 0.0


@state.enter(also_small=True)
def ended_while_uploading(setup: SceneSetup) -> Iterator[Scene]:
    with _again(setup, signal.SIGTERM) as scene:
        yield scene


@state.enter(also_small=True)
def killed_while_uploading(setup: SceneSetup) -> Iterator[Scene]:
    with _again(setup, signal.SIGKILL) as scene:
        yield scene


@contextmanager
def _again(setup: SceneSetup, end: signal.Signals) -> Iterator[Scene]:
    """Start the window where another process was uploading until it got this signal."""
    clips = [setup.samples.video(f"interview-cut-{number}.mp4", 48_000_000) for number in (1, 2, 3)]

    def earlier(box: Sandbox, line: Gateway) -> None:
        line.pace = SLOW
        command = [sys.executable, "-m", "layers_desktop", "upload", "--project", PROJECT]
        command += ["--data-dir", str(setup.folder / "data"), *map(str, clips)]
        started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with killed_at_end(started) as run:
            wait_until(lambda: len(box.world.uploads) == len(clips) or run.poll() is not None, "uploads")
            run.send_signal(end)
            run.wait(TIMEOUT_S)

    with running_scene(setup, before=earlier) as scene:
        scene.pick_project()
        wait_until(lambda: scene.window.banner.topic is MessageKind.RESTORED, "what goes on")
        yield scene
        scene.line.pace = 0.0


@state.enter(also_small=True)
def lost_folder(setup: SceneSetup) -> Iterator[Scene]:
    watched = setup.folder / "Handed over by the agency"  # on a drive that is not there today
    with starts.at_work(setup) as scene:
        project = scene.window.projects.current
        assert project is not None
        scene.backend.for_window().settings.save_project(project.id, {"watch_folder": str(watched)})
        wait_until(lambda: scene.window.banner.topic is MessageKind.WATCH, "that it is gone")
        yield scene


@state.enter(also_small=True)
def watching(setup: SceneSetup) -> Iterator[Scene]:
    with starts.done(setup) as scene:
        _watch(scene, setup.folder, "Handed over by the agency")
        wait_until(scene.window.footer.watched.isVisible, "that a folder is watched")
        yield scene


@state.enter(also_small=True)
def watching_from_the_start(setup: SceneSetup) -> Iterator[Scene]:
    with starts.at_work(setup) as scene:
        _watch(scene, setup.folder, "Handed over by the agency")
        # Long words in a small window leave it no room.
        wait_until(lambda: scene.window.pages.empty.watched.watches, "that a folder is watched")
        yield scene


@state.enter()
def watching_several(setup: SceneSetup) -> Iterator[Scene]:
    with starts.done(setup) as scene:
        _watch(scene, setup.folder, "Handed over by the agency", "Holiday", "Clips")
        sign = scene.window.footer.watched
        wait_until(lambda: sign.isVisible() and len(sign.menu().actions()) == 3, "that folders are watched")
        starts.open_menu(sign)
        yield scene
        sign.menu().close()


def _watch(scene: Scene, place: Path, *names: str) -> None:
    for name, project in zip(names, scene.box.world.projects, strict=False):
        folder = place / name
        folder.mkdir()
        scene.backend.for_window().settings.save_project(project.project_id, {"watch_folder": str(folder)})


@state.enter()
def tray_menu(setup: SceneSetup) -> Iterator[Scene]:
    # The platform that draws into memory has no tray; everything else of it is the program's own.
    there = mock.patch.object(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    with there, starts.busy(setup) as scene:
        scene.window.show_preferences(Preferences(tray_icon=True))
        menu = scene.window.desktop.tray._menu
        corner = scene.frame.rect().topRight()
        menu.popup(scene.frame.mapToGlobal(corner - QPoint(menu.sizeHint().width() + 24, -64)))
        wait_until(menu.isVisible, "the menu of the tray")
        yield scene
        menu.close()
        scene.window.show_preferences(Preferences())
