"""All ways by which files come into the window: drop, paste, choose, arguments."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from layers_desktop.ui.choosers import Choosers
from layers_desktop.ui.drop_overlay import DropOverlay, has_file, urls_of
from layers_desktop.ui.project_choice import ProjectChoice
from layers_desktop.ui.submission import Submission
from layers_desktop.ui.theme import Theme


class WindowIntake(QObject):
    """Turns what comes in into `Submit` commands for the picked project."""

    command = Signal(object)
    picture_pasted = Signal(object)
    """A `QImage` that is no file yet."""
    project_needed = Signal(int)
    """So many things wait for a project."""
    said = Signal(str)
    """A sentence for the toast."""

    def __init__(self, dress: Theme, projects: ProjectChoice, window: QWidget, *, native: bool) -> None:
        super().__init__(window)
        self._projects = projects
        self.overlay = DropOverlay(dress, window)
        self.choosers = Choosers(window, native=native)
        self.submission = Submission(self)
        self.submission.submitted.connect(self.command)
        self.submission.project_needed.connect(self.project_needed)
        self.overlay.dropped.connect(self.submission.offer_urls)
        self.overlay.picture_dropped.connect(self.picture_pasted)
        self.choosers.chosen.connect(self.submission.offer)
        projects.ready.connect(self._project_ready)

    def open_to_drops(self, *, accepting: bool) -> None:
        """Take drops, or refuse them while nobody is signed in.

        Who signs out lets go of what waited for a project; what was given at the start waits for both.
        """
        if self.overlay.accepting and not accepting:
            self.submission.forget()
        self.overlay.accepting = accepting

    @Slot()
    def paste(self) -> None:
        """Take files, else a picture, else links from the clipboard: each with its own words if refused."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime.hasImage() and not has_file(mime):
            picture = QGuiApplication.clipboard().image()
            if not picture.isNull():
                self.picture_pasted.emit(picture)
                return
        urls = urls_of(mime)
        if urls:
            self.submission.offer_urls(urls)
        else:
            self.said.emit(self.tr("There is no picture and no file on the clipboard."))

    @Slot()
    def _project_ready(self) -> None:
        project = self._projects.current
        self.overlay.set_project(project.name or project.id if project is not None else "")
        if project is None or self._projects.known:
            self.submission.use_settings(self._projects.settings)
            self.submission.use_project(project)
        else:
            # Its settings say what images are sent as: what is dropped before they are read waits for them.
            self.submission.use_project(None)
