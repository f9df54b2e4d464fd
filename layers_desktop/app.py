"""The composition root of the window: builds every part, connects them, starts and stops them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from layers_desktop.errors import Problem
from layers_desktop.logs import Log
from layers_desktop.session.choices import Choices
from layers_desktop.settings.paths import Places, places
from layers_desktop.settings.preferences import Preferences, PreferenceStore
from layers_desktop.tasks import Tasks
from layers_desktop.ui.application import make_application
from layers_desktop.ui.main_window import MainWindow
from layers_desktop.ui.pasted_pictures import PastedPictures
from layers_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from layers_desktop.backend import Backend


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The arguments of the window."""

    data_dir: Path | None = None
    sandbox: bool = False
    project_id: str | None = None
    files: tuple[str, ...] = ()


def run(options: Options) -> int:
    """Show the window until it is closed; returns the exit code."""
    where = places(options.data_dir)
    application = make_application()
    with Log(where.logs):
        desktop = Desktop(options, where, Theme(application))
        desktop.start()
        code = application.exec()
        ended = desktop.stop()
    if not ended:
        # A thread that does not end would hang the interpreter's own exit.
        os._exit(code)
    return code


class Desktop(QObject):
    """All parts of the running window. Lives in the GUI thread.

    The window comes first: it shows itself when its settings say where; what is behind it is loaded after.
    """

    built = Signal(object)
    """Once: the `Backend`, before it starts."""

    def __init__(self, options: Options, where: Places, theme: Theme) -> None:
        super().__init__()
        self._options = options
        self._where = where
        self._tasks = Tasks(self, threads=1)
        self._backend: Backend | None = None
        self.window = MainWindow(theme)
        self.choices = Choices(PreferenceStore(where), self)
        self.pictures = PastedPictures(where.data / "pasted", self)
        self._connect_choices()
        self.window.picture_pasted.connect(self.pictures.keep)
        self.pictures.kept.connect(self.window.submit_paths)
        self.pictures.problem.connect(self.window.on_notice)

    def start(self) -> None:
        """Read the settings; window and backend follow."""
        self.choices.load()

    def stop(self) -> bool:
        """Stop every part; True when no thread is left."""
        self.window.panel.close_thumbnails()
        self._tasks.close()
        self.pictures.close()
        self.choices.close()
        return self._backend is None or self._backend.stop()

    def _connect_choices(self) -> None:
        choices, window = self.choices, self.window
        choices.loaded.connect(self._show_window)
        choices.preferences_changed.connect(window.show_preferences)
        choices.project_settings.connect(window.show_project_settings)
        choices.problem.connect(window.on_notice)
        window.project_chosen.connect(choices.project_chosen)
        window.settings_saved.connect(choices.save)
        window.project_settings_saved.connect(choices.save_project)
        window.closing.connect(choices.remember_window)

    @Slot(object)
    def _show_window(self, preferences: Preferences) -> None:
        self.window.show_preferences(preferences)
        if self._options.project_id is not None:
            self.window.choose_project(self._options.project_id)
        self.window.show()
        self._tasks.run(_load_backend, self._build, self._no_backend)

    def _build(self, backend: type[Backend]) -> None:
        self._backend = backend(self._where, self.window, self.choices)
        self.built.emit(self._backend)
        self._backend.start(sandbox=self._options.sandbox)
        if self._options.files:
            paths = tuple(os.fsencode(Path(file).absolute()) for file in self._options.files)
            self.window.submit_paths(paths)

    def _no_backend(self, problem: Problem) -> None:
        self.window.on_notice(problem)


def _load_backend() -> type[Backend]:
    """Import what is behind the window; on a background thread, because it takes longer than the window."""
    from layers_desktop.backend import Backend

    return Backend
