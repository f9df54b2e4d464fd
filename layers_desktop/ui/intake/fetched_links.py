"""What is behind a link becomes a file that can be uploaded, once a person has said so."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from layers_desktop.api.cancel import CancelToken
from layers_desktop.api.download import Answer, LinkNotFetched, open_link
from layers_desktop.api.failure import UploadCancelled
from layers_desktop.errors import Problem, UserError
from layers_desktop.media import refusals
from layers_desktop.media.inspect import Refusal
from layers_desktop.media.web_links import WebLink
from layers_desktop.tasks import StallingTasks
from layers_desktop.ui.incoming.target import Target
from layers_desktop.ui.intake.picture_files import keep_blocks

Open = Callable[[str, CancelToken], AbstractContextManager[Answer]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A link that a person wants to have fetched."""

    link: WebLink
    target: Target = field(default_factory=Target)


@dataclass(frozen=True, slots=True)
class Fetching:
    """How far a fetch is."""

    link: WebLink
    received: int
    """Bytes."""


class FetchedLinks(QObject):
    """Fetches links one after another, on a thread that quit does not wait for. Lives in the GUI thread."""

    progress = Signal(object)
    """`Fetching`; from the thread that fetches."""
    kept = Signal(object, object)
    """`tuple[bytes]`, the path of the file, and its `Target`."""
    refused = Signal(object, object)
    """`Refusal`: why a link was not fetched, and the `Target` it had."""
    ended = Signal()
    """All that was wanted is kept or refused, or it was stopped."""

    def __init__(self, folder: Path, parent: QObject | None = None, *, fetch: Open = open_link) -> None:
        super().__init__(parent)
        self._folder = folder
        self._open = fetch
        self._tasks = StallingTasks(self)
        self._cancel = CancelToken()
        self._left = 0

    @Slot(object)
    def fetch(self, wanted: tuple[Wanted, ...]) -> None:
        """Fetch these; `kept` or `refused` follows for each, then `ended`."""
        if self._left == 0:
            self._cancel = CancelToken()
        cancel = self._cancel
        self._left += len(wanted)
        for one in wanted:
            self._tasks.run(
                partial(keep_link, one.link, self._folder, self._open, cancel, partial(self._tell, one.link)),
                partial(self._kept, one, cancel),
                partial(self._refused, one, cancel),
            )

    @Slot()
    def stop(self) -> None:
        """Stop what is being fetched and forget what was still to be."""
        self._cancel.cancel()
        if self._left:
            self._left = 0
            self.ended.emit()

    def close(self) -> None:
        """Stop; for quit."""
        self._cancel.cancel()
        self._tasks.close()

    def _tell(self, link: WebLink, received: int) -> None:
        self.progress.emit(Fetching(link, received))

    def _kept(self, wanted: Wanted, cancel: CancelToken, path: bytes) -> None:
        if not cancel.cancelled:
            self.kept.emit((path,), wanted.target)
            self._one_less()

    def _refused(self, wanted: Wanted, cancel: CancelToken, problem: Problem) -> None:
        if not cancel.cancelled:
            refusal = Refusal(path=b"", name=wanted.link.name, size=None, problem=problem)
            self.refused.emit(refusal, wanted.target)
            self._one_less()

    def _one_less(self) -> None:
        self._left -= 1
        if self._left == 0:
            self.ended.emit()


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
            raise UserError(_NOT_KEPT) from None
        except UserError as error:
            if error.problem.code != "file.not_media":
                raise
            raise LinkNotFetched(explanation=error.problem.explanation) from None


_NOT_KEPT: Final = refusals.refused(
    "link.not_saved",
    "This computer could not write to a file what the link leads to.",
    "Check that the disk is not full, then drop the link again.",
)


def _until(cancel: CancelToken, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the blocks, and let nothing be kept that was stopped before its last byte was."""
    yield from blocks
    if cancel.cancelled:
        raise UploadCancelled
