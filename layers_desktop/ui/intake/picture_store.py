"""Pictures from the clipboard or from another program's drag become files, off the window's thread.

What earlier runs left in their folder is offered again, or removed once nobody needs it. Only regular files
that lie in the folder itself are touched; a link is neither followed nor removed.
"""

from __future__ import annotations

import logging
import os
import shutil
import stat
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from layers_desktop.core.background import DetachedTasks, Tasks
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.core.files import make_folder
from layers_desktop.media.inspection import Rejection
from layers_desktop.media.urls import Named, WebLink, from_uri_list, web_link
from layers_desktop.transfers.transfer import FileUsage
from layers_desktop.ui.intake.mime_data import Document, DocumentKind, OfferedPicture
from layers_desktop.ui.intake.picture_files import (
    NOT_SAVED,
    keep_copies,
    keep_picture,
    rename,
    whole_type_of,
)
from layers_desktop.ui.intake.transfer_submitter import Destination
from layers_desktop.ui.thumbnails.picture_decoder import PictureDecoder

DIRECT_SAVE_PREFIX: Final = "direct-save-"
"""Of folders for one file each, into which other programs save; what is in them was not taken yet."""
YOUNG_SECONDS: Final = 24 * 3600
"""A younger file is never removed: another program may be about to use it."""
log = logging.getLogger(__name__)


def sort_out(folder: Path, files: FileUsage, *, started: float, now: float) -> list[tuple[bytes, int]]:
    """Return the pictures that were never handed in, oldest first: path, bytes.

    `files` is what the journal says of the folder; `started` and `now` are seconds of the wall clock. Files
    of this run (changed after `started`) are left alone. Removed is what is older than a day and either was
    handed in and is not needed any more, or is no image, or ends too early; and what direct saves left
    unfinished. Nothing is decoded: a picture that cannot be shown is one all the same. The journal may know
    the folder by another path, one with a link or of before it was moved: what may be needed stays.
    """
    _remove_direct_saves(folder, started)
    needed = {os.path.split(path)[1] for path in files.needed}
    done_with = _in_folder(files.done_with, folder)
    left: list[tuple[float, bytes, int]] = []
    for path, found in _regular_files(folder):
        name, changed = os.fsencode(path.name), found.st_mtime
        if changed >= started or name in needed:
            continue
        try:
            offered = name not in done_with and whole_type_of(path).startswith("image/")
        except OSError:
            continue  # nothing is known of it
        if offered:
            left.append((changed, os.fsencode(path), found.st_size))
        elif now - changed > YOUNG_SECONDS:
            _remove(path)
    return [one[1:] for one in sorted(left)]


def _in_folder(paths: Iterable[bytes], folder: Path) -> set[bytes]:
    """Return the names of those that lie in that folder, whatever links their paths lead through."""
    home = os.path.realpath(os.fsencode(folder))
    names: dict[bytes, set[bytes]] = {}
    for path in paths:
        parent, name = os.path.split(path)
        names.setdefault(parent, set()).add(name)
    return set().union(*(found for parent, found in names.items() if os.path.realpath(parent) == home))


def _regular_files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield the files of the folder with what the system says of them; none where the folder is a link."""
    for entry in _entries(folder):
        try:
            if entry.is_file(follow_symlinks=False):
                yield Path(entry.path), entry.stat(follow_symlinks=False)
        except OSError:
            continue


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder)) if stat.S_ISDIR(folder.lstat().st_mode) else []
    except OSError:
        return []  # nobody has pasted anything yet, or it cannot be read: then nothing is removed either


def _remove_direct_saves(folder: Path, started: float) -> None:
    """Remove the folders of direct saves that an earlier run began."""
    for entry in _entries(folder):
        try:
            old = entry.stat(follow_symlinks=False).st_mtime < started
            if entry.name.startswith(DIRECT_SAVE_PREFIX) and entry.is_dir(follow_symlinks=False) and old:
                shutil.rmtree(entry.path, ignore_errors=True)
        except OSError:
            continue


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("a pasted file could not be removed: %s", type(error).__name__)


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture that is a file by now."""

    path: bytes
    destination: Destination = field(default_factory=Destination)
    document: DocumentKind | None = None
    """The text or table that brought it along: it is a picture only if a person says so."""
    host: str = ""
    """The site that it is from; empty when it is from none."""
    original: bool = False
    """These are the bytes that the site has, and not its pixels anew."""
    link: WebLink | None = None
    """Where its original may be fetched, if a person says so; None when this is it, or no one knows."""
    pasted: bool = True
    """False for one that was dropped."""
    size: int = 0
    """Bytes of the file."""

    @property
    def stem(self) -> str:
        """Its name without the extension."""
        return Path(os.fsdecode(self.path)).stem

    @property
    def suffix(self) -> str:
        """Its extension, with the dot."""
        return Path(os.fsdecode(self.path)).suffix


class PictureStore(QObject):
    """Writes, names and discards pictures in the program's own folder. Lives in the GUI thread."""

    kept = Signal(object)
    """`KeptPicture`, under a name that a person may change."""
    ready = Signal(object)
    """`KeptPicture`, under its last name: to be uploaded."""
    left_over = Signal(object)
    """`tuple[KeptPicture, ...]`: what an earlier run kept and never handed in, oldest first."""
    refused = Signal(object, object)
    """`Refusal`: why there is no picture, and the `Destination` it had."""
    link_left = Signal(object, object)
    """`WebLink`, `Destination`: the picture could not be had otherwise; it may be fetched."""
    copied = Signal(object, object)
    """`Named` with paths that last, and its `Destination`."""
    direct_save_prepared = Signal(object)
    """The path (`bytes`) of an empty folder for one direct save."""
    problem = Signal(object)
    """`Problem`: a picture could not be written, or not be given its name."""

    def __init__(self, folder: Path, decoder: PictureDecoder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.decoder = decoder
        """Its owner's: once it is closed, a bitmap stays what it is."""
        self._started = time.time()
        self._tasks = Tasks(self, threads=1)
        self._waiting = DetachedTasks(self)
        """For what other programs still write."""
        self._stop = threading.Event()
        self._unused = b""
        """The folder that was prepared last."""

    @property
    def folder(self) -> Path:
        """Where the pictures are kept."""
        return self._folder

    @Slot(object)
    def sort_out(self, files: FileUsage) -> None:
        """Remove what earlier runs left and nobody needs; `left_over` follows if something was never sent."""
        self._tasks.run(partial(_left, self._folder, files, self._started), self._found_left)

    @Slot()
    def prepare_direct_save(self) -> None:
        """Make an empty folder for a drag that hovers; `direct_save_prepared` follows."""
        self._tasks.run(partial(_fresh_folder, self._folder), self._prepared)

    def keep(
        self, content: OfferedPicture | Document, destination: Destination, *, pasted: bool = True
    ) -> None:
        """Write the best that can be had of this; `kept`, `link_left`, `refused` or `problem` follows."""
        picture = content.picture if isinstance(content, Document) else content
        tasks = self._waiting if picture.saved_in else self._tasks
        tasks.run(
            partial(_kept, content, self._folder, destination, self._stop, self.decoder, pasted=pasted),
            self.kept.emit,
            partial(self._not_kept, picture, destination),
        )

    @Slot(bytes, object)
    def copy_files(self, uri_list: bytes, destination: Destination) -> None:
        """Copy files that another program will remove; `copied` follows."""
        self._tasks.run(
            partial(_copied, uri_list, self._folder),
            lambda named: self.copied.emit(named, destination),
            self.problem.emit,
        )

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
        self._tasks.run(lambda: Path(os.fsdecode(picture.path)).unlink(missing_ok=True))

    def close(self) -> None:
        """Finish what is being written, and wait for no other program; for quit."""
        self._stop.set()
        self._waiting.close()
        if self._unused:
            self._tasks.run(partial(shutil.rmtree, self._unused, ignore_errors=True))
        self._tasks.finish()

    def _prepared(self, folder: bytes) -> None:
        self._unused = folder
        self.direct_save_prepared.emit(folder)

    def _found_left(self, left: tuple[KeptPicture, ...]) -> None:
        if left:
            self.left_over.emit(left)

    def _not_kept(self, picture: OfferedPicture, destination: Destination, problem: Problem) -> None:
        # What is saved or carried was no original: its address may lead to it.
        link = replace(picture, saved_in=b"", carried=b"").link
        if link is not None:
            self.link_left.emit(link, destination)
        elif problem.code == NOT_SAVED.code:
            self.problem.emit(problem)
        else:
            self.refused.emit(Rejection(path=b"", name=picture.name, size=None, problem=problem), destination)

    def _not_named(self, picture: KeptPicture, problem: Problem) -> None:
        self.problem.emit(problem)
        self.ready.emit(picture)


def _kept(
    content: OfferedPicture | Document,
    folder: Path,
    destination: Destination,
    stop: threading.Event,
    decoder: PictureDecoder,
    *,
    pasted: bool,
) -> KeptPicture:
    document = content.kind if isinstance(content, Document) else None
    picture = content.picture if isinstance(content, Document) else content
    try:
        path, original = keep_picture(picture, folder, datetime.now().astimezone(), stop, decoder)
    except OSError:
        raise UserError(NOT_SAVED) from None
    link = None if original else picture.link
    found = web_link(picture.address)
    return KeptPicture(
        os.fsencode(path),
        destination,
        document,
        host=found.host if isinstance(found, WebLink) else "",
        original=original,
        link=link,
        pasted=pasted,
        size=path.stat().st_size,
    )


def _copied(uri_list: bytes, folder: Path) -> Named:
    named = from_uri_list(uri_list)
    return replace(named, paths=keep_copies(named.paths, folder))


def _fresh_folder(folder: Path) -> bytes:
    try:
        return os.fsencode(tempfile.mkdtemp(prefix=DIRECT_SAVE_PREFIX, dir=make_folder(folder)))
    except OSError:
        return b""  # nothing can be saved there: the next best is taken


def _left(folder: Path, files: FileUsage, started: float) -> tuple[KeptPicture, ...]:
    found = sort_out(folder, files, started=started, now=time.time())
    return tuple(KeptPicture(path, size=size) for path, size in found)


def rename_picture(picture: KeptPicture, stem: str) -> KeptPicture:
    """Give a kept picture another name, as far as a file can have it. Blocking: never on the window's thread.

    Returns the picture with its path; what is no name changes nothing. Raises `UserError` when the system
    does not rename it.
    """
    old = Path(os.fsdecode(picture.path))
    try:
        return replace(picture, path=os.fsencode(rename(old, stem)))
    except OSError:
        raise UserError(Problem.of("picture.not_named", file=old.name)) from None
