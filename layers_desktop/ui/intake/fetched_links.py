"""What is behind a link becomes a file that can be uploaded, once a person has said so."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.errors.base import UploadCancelled
from layers_desktop.api.link_download import LinkNotFetched, LinkResponse, open_link
from layers_desktop.core.background import DetachedTasks
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.media.inspection import Rejection
from layers_desktop.media.urls import WebLink
from layers_desktop.ui.intake.picture_files import keep_blocks

Open = Callable[[str, CancelToken], AbstractContextManager[LinkResponse]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A link that a person wants to have fetched."""

    link: WebLink
    request_id: int
    """Of the prompt that was agreed to."""


@dataclass(frozen=True, slots=True)
class Fetching:
    """How far a fetch is."""

    wanted: Wanted
    received: int
    """Bytes."""


class FetchedLinks(QObject):
    """Fetches links one after another, on a thread that quit does not wait for. Lives in the GUI thread."""

    progress = Signal(object)
    """`Fetching`; from the thread that fetches."""
    kept = Signal(bytes, object)
    """The path of the file, and its `Wanted`."""
    refused = Signal(object, object)
    """`Refusal`: why a link was not fetched, and its `Wanted`."""

    def __init__(self, folder: Path, parent: QObject | None = None, *, fetch: Open = open_link) -> None:
        super().__init__(parent)
        self._folder = folder
        self._open = fetch
        self._tasks = DetachedTasks(self)
        self._running: dict[int, CancelToken] = {}

    def fetch(self, wanted: Sequence[Wanted]) -> None:
        """Fetch these, all of one prompt; `kept` or `refused` follows for each unless it is stopped."""
        for one in wanted:
            cancel = self._running.setdefault(one.request_id, CancelToken())
            self._tasks.run(
                partial(keep_link, one.link, self._folder, self._open, cancel, partial(self._tell, one)),
                partial(self._kept, one, cancel),
                partial(self._refused, one, cancel),
            )

    def stop(self, request_id: int) -> None:
        """Stop fetching what was agreed to in that prompt, and forget what was still to be."""
        if (cancel := self._running.pop(request_id, None)) is not None:
            cancel.cancel()

    def close(self) -> None:
        """Stop; for quit."""
        for request_id in list(self._running):
            self.stop(request_id)
        self._tasks.close()

    def _tell(self, wanted: Wanted, received: int) -> None:
        self.progress.emit(Fetching(wanted, received))

    def _kept(self, wanted: Wanted, cancel: CancelToken, path: bytes) -> None:
        if not cancel.cancelled:
            self.kept.emit(path, wanted)

    def _refused(self, wanted: Wanted, cancel: CancelToken, problem: Problem) -> None:
        if not cancel.cancelled:
            refusal = Rejection(path=b"", name=wanted.link.name, size=None, problem=problem)
            self.refused.emit(refusal, wanted)


def keep_link(
    link: WebLink, folder: Path, fetch: Open, cancel: CancelToken, told: Callable[[int], object]
) -> bytes:
    """Write what is behind a link to a file of its own name and return its path. Blocking: on no GUI thread.

    `told` hears how many bytes have come. Raises `UserError`: it could not be fetched, is no media, is larger
    than Layers takes, or could not be written. Nothing is left behind then.
    """
    if cancel.cancelled:
        raise UploadCancelled
    told(0)
    with fetch(link.url, cancel) as answer:
        blocks = _until(cancel, answer.blocks)
        try:
            return os.fsencode(keep_blocks(link.name, blocks, folder, length=answer.length, told=told))
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
