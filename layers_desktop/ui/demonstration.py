"""Drives the window as a person would, for a demo without a display: project, drop, copy, picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication

from layers_desktop.core.background import Tasks
from layers_desktop.core.errors import Problem
from layers_desktop.settings.caches import KnownProject
from layers_desktop.transfers.transfer import BatchSummary
from layers_desktop.ui.window_contents import WindowContents

TIMEOUT_MS = 120_000
"""A demo that takes longer has failed; the sandbox needs a few seconds."""
SETTLE_MS = 800


class Demonstration(QObject):
    """Picks the project; with a `screenshot` to write, also drops the samples, prints the ids and quits."""

    message = Signal(str)
    """Lines for the person."""

    def __init__(
        self, contents: WindowContents, project_name: str, samples: Path, screenshot: Path | None
    ) -> None:
        super().__init__(contents)
        self._contents = contents
        self._window = contents.window
        self._project_name = project_name
        self._samples = samples
        self._screenshot = screenshot
        self._tasks = Tasks(self, threads=1)
        self._dropped = False
        self._needs_you = 0
        self._end = QTimer(self, singleShot=True, interval=TIMEOUT_MS)
        self._end.timeout.connect(self._too_long)
        if screenshot is not None:
            self._end.start()

        contents.projects.ready.connect(self._project_ready)

    @Slot(object)
    def projects_known(self, projects: Sequence[KnownProject]) -> None:
        """Pick the demo's project once it is on the list."""
        if self._contents.projects.current is None:
            for project in projects:
                if project.name == self._project_name:
                    self._contents.projects.choose(project.id)

    @Slot(object)
    def batch_finished(self, summary: BatchSummary) -> None:
        """Print what became of the samples, copy the ids and take the picture."""
        if self._screenshot is not None:
            self._needs_you = summary.needs_you
            # The window shows what the queue tells a moment later.
            QTimer.singleShot(SETTLE_MS, self, self._tell)

    @Slot()
    def _tell(self) -> None:
        for transfer in self._contents.panel.all_done():
            self.message.emit(f"{transfer.name} → {transfer.asset_id}")
        if self._needs_you:
            self.message.emit(f"{self._needs_you} not sent: the list says why.")
        self._contents.shortcuts.copy_all.trigger()
        # The toast and the thumbnails belong on the picture.
        QTimer.singleShot(SETTLE_MS, self, self._take_picture)

    @Slot()
    def _project_ready(self) -> None:
        if self._screenshot is None or self._dropped or not self._contents.projects.known:
            return
        self._dropped = True
        self._tasks.run(lambda: sorted(self._samples.iterdir()), self._drop, self._failed)

    def _drop(self, files: Sequence[Path]) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        middle = self._window.rect().center()
        copy, left, no_key = (
            Qt.DropAction.CopyAction,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        for event in (
            QDragEnterEvent(middle, copy, mime, left, no_key),
            QDragMoveEvent(middle, copy, mime, left, no_key),
            QDropEvent(QPointF(middle), copy, mime, left, no_key),
        ):
            QApplication.sendEvent(self._window, event)

    @Slot()
    def _take_picture(self) -> None:
        picture, target = self._window.grab().toImage(), self._screenshot or Path("demo.png")
        self._tasks.run(lambda: _write(picture, target), self._written, self._failed)

    def _written(self, target: Path) -> None:
        self.message.emit(f"Screenshot: {target}")
        self._quit(0)

    def _failed(self, problem: Problem) -> None:
        self.message.emit(problem.sentence())
        self._quit(1)

    @Slot()
    def _too_long(self) -> None:
        self.message.emit("The demo did not come to its end.")
        self._quit(1)

    def _quit(self, code: int) -> None:
        self._end.stop()
        self._tasks.finish()
        QApplication.exit(code)


def _write(picture: QImage, file: Path) -> Path:
    """Write the picture and return where it is. Blocking: never on the window's thread."""
    target = file.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    if not picture.save(str(target), "PNG"):  # type: ignore[call-overload]  # its stub asks for bytes
        raise OSError(str(target))
    return target
