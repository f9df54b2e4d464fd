"""The composition root of the window: builds every part, connects them, starts and stops them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from layers_desktop.core.background import DetachedTasks, Tasks
from layers_desktop.core.errors import Problem
from layers_desktop.core.secrets import ApiKey
from layers_desktop.instance import HandOver, InstanceLock
from layers_desktop.session.settings_service import SettingsService
from layers_desktop.settings.paths import Places, places
from layers_desktop.settings.preferences import Preferences
from layers_desktop.settings.store import PreferenceStore
from layers_desktop.ui.application import make_application
from layers_desktop.ui.geometry import state_of
from layers_desktop.ui.main_window import MainWindow
from layers_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from layers_desktop.instance.ipc import InstanceServer
    from layers_desktop.services import Services
    from layers_desktop.ui.platform.termination import TerminationSignals
    from layers_desktop.ui.window_contents import WindowContents


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowOptions:
    """The arguments of the window."""

    data_dir: Path | None = None
    sandbox: bool = False
    project_id: str | None = None
    files: tuple[str, ...] = ()
    key: ApiKey | None = None
    """The key of the environment."""

    @property
    def paths(self) -> tuple[bytes, ...]:
        """The files as absolute paths: another working folder means others."""
        from layers_desktop.media.urls import local_argument

        return tuple(map(local_argument, self.files))


def run(options: WindowOptions, claim: InstanceLock | None = None) -> int:
    """Show the window until it is closed; returns the exit code. With a `claim`, further starts end in it."""
    where = places(options.data_dir)
    application = make_application()
    desktop = Desktop(options, where, Theme(application), claim)
    desktop.built.connect(desktop.follow_session)
    desktop.start()
    code = application.exec()
    ended = desktop.stop()
    if claim is not None:
        claim.release()
    if not ended:
        # A thread that does not end would hang the interpreter's own exit.
        os._exit(code)
    return code


class Desktop(QObject):
    """All parts of the running window. Lives in the GUI thread.

    The window's frame comes first: it shows itself when its settings say where. What is in it and behind it
    takes longer to import than the frame takes to appear, and is loaded meanwhile on another thread.
    """

    built = Signal(object)
    """Once: the `Services`, before they start."""

    def __init__(
        self, options: WindowOptions, where: Places, theme: Theme, claim: InstanceLock | None = None
    ) -> None:
        super().__init__()
        self._options = options
        self._claim = claim
        self._listener: InstanceServer | None = None
        self._session_end: TerminationSignals | None = None
        self._where = where
        self._tasks = Tasks(self, threads=1)
        self._services: Services | None = None
        self._contents: WindowContents | None = None
        self._early: list[Problem] = []
        self._taken = False
        self._theme = theme
        self.window = MainWindow(theme)
        self.choices = SettingsService(PreferenceStore(where), self)
        self.choices.loaded.connect(self._show_window)
        self.choices.preferences_changed.connect(self.window.show_preferences)
        self.choices.problem.connect(self._notice)
        self.window.closing.connect(self._remember_window)

    def start(self) -> None:
        """Read the settings; the window follows, then what is in it and behind it."""
        self.choices.load()

    def stop(self) -> bool:
        """Stop every part; True when no thread is left."""
        if self._session_end is not None:
            self._session_end.close()
        if self._listener is not None:
            self._listener.close()
        self._tasks.close()
        self.choices.close()
        if self._contents is not None:
            self._contents.shutdown()
        if self._services is None:
            return _all_ended(self, self.window)
        ended = self._services.stop()
        return _all_ended(self, self.window, self._services) and ended

    @Slot()
    def follow_session(self) -> None:
        """End when the operating system's signals say so; for a program of its own, not for tests."""
        from layers_desktop.ui.platform.termination import TerminationSignals

        self._session_end = TerminationSignals(self)
        self._session_end.requested.connect(self.end)

    @Slot()
    def end(self) -> None:
        """End without a question: whoever asks for it does not wait for an answer."""
        if self._contents is not None:
            self._contents.end()
        QCoreApplication.quit()

    @Slot()
    def _remember_window(self) -> None:
        built = self._contents
        self.choices.remember_window(state_of(self.window) if built is None else built.window_state())

    @Slot(object)
    def _show_window(self, preferences: Preferences) -> None:
        self.window.show_preferences(preferences)
        self.window.show()
        self._tasks.run(_load, self._build, self._notice)

    @property
    def contents(self) -> WindowContents:
        """What is in the window, once it is `built`."""
        if self._contents is None:
            raise RuntimeError("the window has no contents yet")
        return self._contents

    @property
    def services(self) -> Services:
        """What is behind the window, once it is `built`."""
        if self._services is None:
            raise RuntimeError("there are no services yet")
        return self._services

    def _build(self, backend: type[Services]) -> None:
        from layers_desktop.ui.window_contents import WindowContents

        self._services = backend(self._where, self.choices, self._options.key)
        self._contents = WindowContents(self.window, self._theme, self._services.for_window())
        self._services.show_in(self._contents)
        self._contents.show_preferences(self.choices.preferences)
        for problem in self._early:
            self._contents.on_notice(problem)
        self.built.emit(self._services)
        if self._options.sandbox:
            # What was meant for the sandbox must not wait on disk for whoever signs in to Layers next.
            self._services.session.account_changed.connect(self._take_start)
        self._services.start(sandbox=self._options.sandbox)
        if not self._options.sandbox:
            self._take_start()

    @property
    def _in_sandbox(self) -> bool:
        return self._services is not None and self._services.session.state.sandbox

    @Slot()
    def _take_start(self) -> None:
        """Take what this start was given, and what later ones are; once."""
        if self._taken or (self._options.sandbox and not self._in_sandbox):
            return
        self._taken = True
        self.contents.take(HandOver(paths=self._options.paths, project_id=self._options.project_id))
        if self._claim is not None:
            from layers_desktop.instance.ipc import InstanceServer

            self._listener = InstanceServer(self._claim, self)
            self._listener.handed_over.connect(self._handed_over)

    @Slot(object, object)
    def _handed_over(self, hand_over: HandOver, done: Callable[[bool], object]) -> None:
        """Take what a second start was given, and come to the front in its place."""
        self.contents.take(hand_over, done)
        self.contents.activate_window(hand_over.activation)

    @Slot(object)
    def _notice(self, problem: Problem) -> None:
        if self._contents is not None:
            self._contents.on_notice(problem)
        else:
            self._early.append(problem)


def _all_ended(*parts: QObject) -> bool:
    """Tell whether no background task of these parts, all of them closed, runs any more."""
    kinds = (Tasks, DetachedTasks)
    return all(tasks.ended for part in parts for kind in kinds for tasks in part.findChildren(kind))


def _load() -> type[Services]:
    """Import what is in the window and behind it, and read its icons; on a background thread."""
    from layers_desktop.core.problem_catalogue import all_rows
    from layers_desktop.instance import ipc
    from layers_desktop.services import Services
    from layers_desktop.ui import window_contents
    from layers_desktop.ui.theme import icons

    if sys.platform.startswith("linux"):
        from layers_desktop.ui.platform import dbus

        del dbus
    all_rows()  # while files can be opened, and not on the window's thread
    del window_contents, ipc  # for the window's thread, which imports them when it builds
    icons.preload()
    return Services
