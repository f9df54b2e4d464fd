"""A picture from the clipboard or from another program's drag becomes a file that can be uploaded."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from layers_desktop.errors import Problem, UserError
from layers_desktop.settings.paths import make_folder
from layers_desktop.tasks import Tasks


class PastedPictures(QObject):
    """Writes pictures off the window's thread."""

    kept = Signal(object)
    """`tuple[bytes]`: the path of the file, ready to be uploaded."""
    problem = Signal(object)
    """`Problem`: the picture could not be written."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._tasks = Tasks(self, threads=1)

    @Slot(object)
    def keep(self, picture: QImage) -> None:
        """Write this picture; `kept` or `problem` follows."""
        now = datetime.now().astimezone()
        self._tasks.run(
            lambda: save_picture(picture, self._folder, now),
            lambda path: self.kept.emit((path,)),
            self.problem.emit,
        )

    def close(self) -> None:
        """Finish what is being written; for quit."""
        self._tasks.finish()


def save_picture(picture: QImage, folder: Path, now: datetime) -> bytes:
    """Write the picture as a PNG named by date; returns its path. Blocking: never on the window's thread.

    Raises `UserError` when it cannot be written.
    """
    stem = f"Pasted {now:%Y-%m-%d %H.%M.%S}"
    try:
        make_folder(folder)
        path = _free(folder, stem)
        written = picture.save(str(path), "PNG")  # type: ignore[call-overload]  # its stub asks for bytes
    except OSError:
        written = False
    if not written:
        raise UserError(
            Problem(
                code="picture.not_saved",
                title="The pasted picture could not be kept",
                explanation="This computer could not write it to a file.",
                action="Check that the disk is not full, then paste it again.",
            )
        )
    return os.fsencode(path)


def _free(folder: Path, stem: str) -> Path:
    """Return a name that nobody has, taken at once so that two pastes in one second do not meet."""
    for number in range(1, 1_000):
        path = folder / (f"{stem}.png" if number == 1 else f"{stem} {number}.png")
        try:
            path.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(stem)
