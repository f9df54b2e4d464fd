"""A picture from the clipboard or from another program's drag becomes a file that can be uploaded."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from layers_desktop.errors import Problem, UserError
from layers_desktop.media.names import file_stem
from layers_desktop.settings.paths import make_folder
from layers_desktop.tasks import Tasks
from layers_desktop.transfers.transfer import FilesOf
from layers_desktop.ui.incoming import left_behind
from layers_desktop.ui.incoming.target import Target

PREVIEW_SIDE: Final = 64
"""Pixels of the small picture that is shown beside its name."""


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture that is a file by now."""

    path: bytes
    target: Target = field(default_factory=Target)
    preview: QImage = field(default_factory=QImage, compare=False)

    @property
    def stem(self) -> str:
        """Its name without the extension."""
        return Path(os.fsdecode(self.path)).stem


class PastedPictures(QObject):
    """Writes, names and discards pictures off the window's thread."""

    kept = Signal(object)
    """`KeptPicture`, under a name of the program's own: a person may give it another."""
    ready = Signal(object)
    """`KeptPicture`, under its last name: to be uploaded."""
    left_over = Signal(object)
    """`tuple[KeptPicture, ...]`: what an earlier run kept and never handed in, oldest first."""
    problem = Signal(object)
    """`Problem`: the picture could not be written, or not be given its name."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._started = time.time()
        self._tasks = Tasks(self, threads=1)

    @property
    def folder(self) -> Path:
        """Where the pictures are kept."""
        return self._folder

    @Slot(object)
    def sort_out(self, files: FilesOf) -> None:
        """Remove what earlier runs left and nobody needs; `left_over` follows if something was never sent."""
        self._tasks.run(partial(_left, self._folder, files, self._started), self._found_left)

    @Slot(object, object)
    def keep(self, picture: QImage, target: Target) -> None:
        """Write this picture; `kept` or `problem` follows."""
        now = datetime.now().astimezone()
        self._tasks.run(partial(_kept, picture, self._folder, now, target), self.kept.emit, self.problem.emit)

    @Slot(object, str)
    def name(self, picture: KeptPicture, stem: str) -> None:
        """Give a kept picture this name as far as a file can have it; `ready` follows in any case."""
        self._tasks.run(
            lambda: rename_picture(picture, stem),
            self.ready.emit,
            lambda problem: self._not_named(picture, problem),
        )

    @Slot(object)
    def discard(self, picture: KeptPicture) -> None:
        """Remove a kept picture that is not to be uploaded."""
        self._tasks.run(lambda: _remove(picture))

    def close(self) -> None:
        """Finish what is being written; for quit."""
        self._tasks.finish()

    def _found_left(self, left: tuple[KeptPicture, ...]) -> None:
        if left:
            self.left_over.emit(left)

    def _not_named(self, picture: KeptPicture, problem: Problem) -> None:
        self.problem.emit(problem)
        self.ready.emit(picture)


def _kept(picture: QImage, folder: Path, now: datetime, target: Target) -> KeptPicture:
    path = save_picture(picture, folder, now)
    preview = picture.scaled(
        PREVIEW_SIDE,
        PREVIEW_SIDE,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return KeptPicture(path, target, preview)


def _left(folder: Path, files: FilesOf, started: float) -> tuple[KeptPicture, ...]:
    found = left_behind.sort_out(folder, files, PREVIEW_SIDE, started=started, now=time.time())
    return tuple(KeptPicture(path, preview=preview) for path, preview in found)


def save_picture(picture: QImage, folder: Path, now: datetime) -> bytes:
    """Write the picture as a PNG named by date; returns its path. Blocking: never on the window's thread.

    Raises `UserError` when it cannot be written.
    """
    stem = f"Pasted {now:%Y-%m-%d %H.%M.%S}"
    try:
        make_folder(folder)
        path = free_place(folder, stem, "png")
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


def rename_picture(picture: KeptPicture, stem: str) -> KeptPicture:
    """Give a kept picture another name, as far as a file can have it. Blocking: never on the window's thread.

    Returns the picture with its path; what is no name changes nothing. Raises `UserError` when the system
    does not rename it.
    """
    wanted = file_stem(stem)
    if not wanted or wanted == picture.stem:
        return picture
    old = Path(os.fsdecode(picture.path))
    try:
        new = free_place(old.parent, wanted, old.suffix.removeprefix("."))
        _move(old, new)
    except OSError:
        raise UserError(
            Problem(
                code="picture.not_named",
                title="The pasted picture could not be renamed",
                explanation="This computer did not give the file its new name.",
                kept=f"It is uploaded as {old.name}.",
            )
        ) from None
    return replace(picture, path=os.fsencode(new))


def _move(old: Path, new: Path) -> None:
    try:
        old.replace(new)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def free_place(folder: Path, stem: str, extension: str) -> Path:
    """Return a file with a name that nobody has, made at once so that two pastes in one second do not meet.

    Readable by this user only. Raises OSError.
    """
    for number in range(1, 1_000):
        path = folder / (f"{stem}.{extension}" if number == 1 else f"{stem} {number}.{extension}")
        try:
            path.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(stem)


def _remove(picture: KeptPicture) -> None:
    Path(os.fsdecode(picture.path)).unlink(missing_ok=True)
