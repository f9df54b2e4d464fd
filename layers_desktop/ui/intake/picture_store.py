"""What was no file of this computer becomes one, off the window's thread: pictures, links, temporary files.

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
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal, Slot

from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.errors.base import UploadCancelled
from layers_desktop.api.link_download import LinkNotFetched, LinkResponse, open_link
from layers_desktop.core.background import DetachedTasks, Tasks
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.core.files import make_folder
from layers_desktop.media.inspection import Rejection
from layers_desktop.media.urls import Named, WebLink, from_uri_list, web_link
from layers_desktop.transfers.transfer import FileUsage
from layers_desktop.ui.intake.mime_data import Document, DocumentKind, OfferedPicture
from layers_desktop.ui.intake.picture_files import (
    NOT_SAVED,
    keep_blocks,
    keep_copies,
    keep_picture,
    rename,
    whole_type_of,
)
from layers_desktop.ui.intake.prompt_values import Origin, PictureSubject
from layers_desktop.ui.thumbnails.picture_decoder import PictureDecoder

Open: TypeAlias = Callable[[str, CancelToken], AbstractContextManager[LinkResponse]]
DIRECT_SAVE_PREFIX: Final = "direct-save-"
"""Of folders for one file each, into which other programs save; what is in them was not taken yet."""
YOUNG_SECONDS: Final = 24 * 3600
"""A younger file is never removed: another program may be about to use it."""
log = logging.getLogger(__name__)


def sort_out(folder: Path, files: FileUsage, *, started: float, now: float) -> list[tuple[Path, int]]:
    """Return the pictures that were never handed in, oldest first: path, bytes.

    `files` is what the journal says of the folder; `started` and `now` are seconds of the wall clock. Files
    of this run (changed after `started`) are left alone. Removed is what is older than a day and either was
    handed in and is not needed any more, or is no image, or ends too early; and what direct saves left
    unfinished. Nothing is decoded: a picture that cannot be shown is one all the same. The journal may know
    the folder by another path, one with a link or of before it was moved: what may be needed stays.
    """
    needed = {os.path.split(path)[1] for path in files.needed}
    done_with = _in_folder(files.done_with, folder)
    left: list[tuple[float, Path, int]] = []
    for entry in _entries(folder):
        try:
            path, name = Path(entry.path), os.fsencode(entry.name)
            found = entry.stat(follow_symlinks=False)
            if found.st_mtime >= started or name in needed:
                continue
            if entry.is_dir(follow_symlinks=False) and entry.name.startswith(DIRECT_SAVE_PREFIX):
                shutil.rmtree(path, ignore_errors=True)
            elif not entry.is_file(follow_symlinks=False):
                continue
            elif name not in done_with and whole_type_of(path).startswith("image/"):
                left.append((found.st_mtime, path, found.st_size))
            elif now - found.st_mtime > YOUNG_SECONDS:
                path.unlink(missing_ok=True)
        except OSError as error:  # nothing is known of it, or it stays
            log.warning("a pasted file was not looked at or removed: %s", type(error).__name__)
    return [one[1:] for one in sorted(left)]


def _in_folder(paths: Iterable[bytes], folder: Path) -> set[bytes]:
    """Return the names of those that lie in that folder, whatever links their paths lead through."""
    home = os.path.realpath(os.fsencode(folder))
    names: dict[bytes, set[bytes]] = {}
    for path in paths:
        parent, name = os.path.split(path)
        names.setdefault(parent, set()).add(name)
    return set().union(*(found for parent, found in names.items() if os.path.realpath(parent) == home))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder)) if stat.S_ISDIR(folder.lstat().st_mode) else []
    except OSError:
        return []  # nobody has pasted anything yet, or it cannot be read: then nothing is removed either


class PictureStore(QObject):
    """Writes, names and discards files in the program's own folder. Lives in the GUI thread.

    What is asked of it is told to the callable that came with the question, in that thread.
    """

    left_over = Signal(object)
    """`tuple[PictureSubject, ...]`: what an earlier run kept and never handed in, oldest first."""
    problem = Signal(object)
    """`Problem`: a picture could not be written, or not be given its name."""

    def __init__(
        self,
        folder: Path,
        decoder: PictureDecoder,
        parent: QObject | None = None,
        *,
        open_link: Open = open_link,
    ) -> None:
        super().__init__(parent)
        self.folder = folder
        """Where the files are kept."""
        self.decoder = decoder
        """Its owner's: once it is closed, a bitmap stays what it is."""
        self._open_link = open_link
        self._started = time.time()
        self._tasks = Tasks(self, threads=1)
        self._waiting = DetachedTasks(self)
        """For what other programs still write."""
        self._fetches = DetachedTasks(self)
        self._stop = threading.Event()
        self._cancels: WeakSet[CancelToken] = WeakSet()
        self._unused = b""
        """The folder that was prepared last."""

    @property
    def busy(self) -> bool:
        """True while something is written or fetched."""
        return any(tasks.busy for tasks in (self._tasks, self._waiting, self._fetches))

    @Slot(object)
    def sort_out(self, files: FileUsage) -> None:
        """Remove what earlier runs left and nobody needs; `left_over` follows if something was never sent."""

        def found(left: tuple[PictureSubject, ...]) -> None:
            if left:
                self.left_over.emit(left)

        self._tasks.run(partial(_left, self.folder, files, self._started), found)

    def prepare_direct_save(self, prepared: Callable[[bytes], object]) -> None:
        """Make an empty folder for a drag that hovers, for one direct save."""

        def made(folder: bytes) -> None:
            self._unused = folder
            prepared(folder)

        self._tasks.run(partial(_fresh_folder, self.folder), made)

    def keep(
        self,
        content: OfferedPicture | Document,
        done: Callable[[PictureSubject | WebLink | Rejection], None],
        *,
        pasted: bool = True,
    ) -> None:
        """Write the best that can be had of this.

        It is told of as a file under a name that a person may change, as a link that may be fetched, or as
        what it is refused for; or `problem` follows.
        """
        picture = content.picture if isinstance(content, Document) else content

        def not_kept(problem: Problem) -> None:
            # What is saved or carried was no original: its address may lead to it.
            link = replace(picture, saved_in=b"", carried=b"").link
            if link is not None:
                done(link)
            elif problem.code == NOT_SAVED.code:
                self.problem.emit(problem)
            else:
                done(Rejection(path=b"", name=picture.name, size=None, problem=problem))

        tasks = self._waiting if picture.saved_in else self._tasks
        tasks.run(
            partial(_kept, content, self.folder, self._stop, self.decoder, pasted=pasted), done, not_kept
        )

    def copy_files(self, uri_list: bytes, copied: Callable[[Named], None]) -> None:
        """Copy files that another program will remove; `copied` gets paths that last."""
        self._tasks.run(partial(_copied, uri_list, self.folder), copied, self.problem.emit)

    def name(self, path: bytes, stem: str, named: Callable[[bytes], None]) -> None:
        """Give a file of ours this name as far as a file can have it; `named` gets its path in any case."""

        def not_named(problem: Problem) -> None:
            self.problem.emit(problem)
            named(path)

        self._tasks.run(partial(rename, path, stem), named, not_named)

    def discard(self, path: bytes) -> None:
        """Remove a file of ours that is not to be uploaded."""
        self._tasks.run(lambda: Path(os.fsdecode(path)).unlink(missing_ok=True))

    def fetch(
        self,
        links: Sequence[WebLink],
        cancel: CancelToken,
        *,
        progress: Callable[[WebLink, int], object],
        done: Callable[[bytes | Rejection], object],
    ) -> None:
        """Fetch links one after another; of each its path is told, or why it was not fetched, until `cancel`.

        `progress` hears, on the thread that fetches, how many bytes have come.
        """
        self._cancels.add(cancel)

        def unless_cancelled(outcome: bytes | Rejection) -> None:
            if not cancel.cancelled:
                done(outcome)

        def came(link: WebLink, count: int) -> None:
            if not cancel.cancelled:
                progress(link, count)

        def refused(link: WebLink, problem: Problem) -> None:
            unless_cancelled(Rejection(path=b"", name=link.name, size=None, problem=problem))

        for link in links:
            self._fetches.run(
                partial(keep_link, link, self.folder, self._open_link, cancel, partial(came, link)),
                unless_cancelled,
                partial(refused, link),
            )

    def close(self) -> None:
        """Finish what is being written, wait for no other program and no server; for quit."""
        self._stop.set()
        for cancel in self._cancels:
            cancel.cancel()
        self._waiting.close()
        self._fetches.close()
        if self._unused:
            self._tasks.run(partial(shutil.rmtree, self._unused, ignore_errors=True))
        self._tasks.finish()


_BYPRODUCTS: Final[dict[DocumentKind | None, Origin]] = {
    DocumentKind.TABLE: Origin.CELLS,
    DocumentKind.TEXT: Origin.TEXT,
    DocumentKind.FORMATTED: Origin.DOCUMENT,
}


def _kept(
    content: OfferedPicture | Document,
    folder: Path,
    stop: threading.Event,
    decoder: PictureDecoder,
    *,
    pasted: bool,
) -> PictureSubject:
    document = content.kind if isinstance(content, Document) else None
    picture = content.picture if isinstance(content, Document) else content
    try:
        path, original = keep_picture(picture, folder, datetime.now().astimezone(), stop, decoder)
    except OSError:
        raise UserError(NOT_SAVED) from None
    found = web_link(picture.address)
    host = found.host if isinstance(found, WebLink) else ""
    origin = Origin.WEB if host else Origin.PASTED if pasted else Origin.DROPPED
    return PictureSubject(
        path=os.fsencode(path),
        stem=path.stem,
        extension=path.suffix[1:],
        origin=_BYPRODUCTS.get(document, origin),
        host=host,
        original=original,
        link=None if original else picture.link,
        size=path.stat().st_size,
    )


def keep_link(
    link: WebLink, folder: Path, fetch: Open, cancel: CancelToken, progress: Callable[[int], object]
) -> bytes:
    """Write what is behind a link to a file of its own name and return its path. Blocking: on no GUI thread.

    `progress` hears how many bytes have come. Raises `UserError`: it could not be fetched, is no media, is
    larger than Layers takes, or could not be written. Nothing is left behind then.
    """
    if cancel.cancelled:
        raise UploadCancelled
    progress(0)
    with fetch(link.url, cancel) as answer:
        blocks = _until(cancel, answer.blocks)
        try:
            return os.fsencode(
                keep_blocks(link.name, blocks, folder, length=answer.length, progress=progress)
            )
        except OSError:
            raise UserError(Problem.of("link.not_saved")) from None
        except UserError as error:
            if error.problem.code != "file.not_media":
                raise
            raise LinkNotFetched("file.link/because", why=error.problem.why) from None


def _until(cancel: CancelToken, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the blocks, and let nothing be kept that was stopped before its last byte was."""
    yield from blocks
    if cancel.cancelled:
        raise UploadCancelled


def _copied(uri_list: bytes, folder: Path) -> Named:
    named = from_uri_list(uri_list)
    return replace(named, paths=keep_copies(named.paths, folder))


def _fresh_folder(folder: Path) -> bytes:
    try:
        return os.fsencode(tempfile.mkdtemp(prefix=DIRECT_SAVE_PREFIX, dir=make_folder(folder)))
    except OSError:
        return b""  # nothing can be saved there: the next best is taken


def _left(folder: Path, files: FileUsage, started: float) -> tuple[PictureSubject, ...]:
    found = sort_out(folder, files, started=started, now=time.time())
    return tuple(
        PictureSubject(
            path=os.fsencode(path),
            stem=path.stem,
            extension=path.suffix[1:],
            origin=Origin.EARLIER,
            size=size,
        )
        for path, size in found
    )
