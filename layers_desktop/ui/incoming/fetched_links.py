"""What is behind a link becomes a file that can be uploaded, once a person has said so."""

from __future__ import annotations

import contextlib
import itertools
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
from layers_desktop.media.embedded import embedded_picture
from layers_desktop.media.foreign import Foreign
from layers_desktop.media.inspect import Refusal
from layers_desktop.media.kinds import Format, Kind, cap_bytes, extension_of, format_for_type
from layers_desktop.media.names import file_stem
from layers_desktop.media.sniff import HEAD_BYTES, sniff
from layers_desktop.media.web_links import WebLink
from layers_desktop.settings.paths import make_folder
from layers_desktop.tasks import StallingTasks, Tasks
from layers_desktop.ui.incoming.target import Target
from layers_desktop.ui.pasted_pictures import free_place

_NAMELESS: Final = "Picture"
_IN_A_PAGE: Final = WebLink(url="", host="", name="Picture from a page", kind=Kind.IMAGE)
_TELL_EVERY: Final = 256 * 1024
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
        self._local = Tasks(self, threads=1)
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

    @Slot(object, object)
    def keep_embedded(self, urls: tuple[bytes, ...], target: Target) -> None:
        """Keep pictures that are in their own address, without network; `kept` or `refused` follows."""
        for url in urls:
            self._local.run(
                partial(keep_link, _IN_A_PAGE, self._folder, _unpacking(url), CancelToken(), _ignore),
                partial(self._unpacked, target),
                partial(self._not_unpacked, target),
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
        self._local.finish()

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

    def _unpacked(self, target: Target, path: bytes) -> None:
        self.kept.emit((path,), target)

    def _not_unpacked(self, target: Target, problem: Problem) -> None:
        self.refused.emit(Refusal(path=b"", name=_IN_A_PAGE.name, size=None, problem=problem), target)

    def _one_less(self) -> None:
        self._left -= 1
        if self._left == 0:
            self.ended.emit()


def _unpacking(url: bytes) -> Open:
    """Return what opens a picture that is in its own address as if it were fetched."""

    @contextlib.contextmanager
    def unpack(_url: str, _cancel: CancelToken) -> Iterator[Answer]:
        content = embedded_picture(url)
        if not content:
            raise LinkNotFetched(explanation="The picture in the page is damaged, or too large to be one.")
        yield Answer(len(content), iter((content,)))

    return unpack


def _ignore(_: int) -> None:
    """Take a count that nobody waits for."""


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
        head = _head(answer.blocks)
        found = _format(head, answer.length or len(head), link)
        if answer.length is not None:
            _check_size(found, answer.length)
        try:
            place = _place(link, found, make_folder(folder))
            _write(place, _until(cancel, itertools.chain((head,), answer.blocks)), found, told)
        except OSError:
            raise UserError(_NOT_KEPT) from None
    return os.fsencode(place)


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


def _head(blocks: Iterator[bytes]) -> bytes:
    head = b""
    for block in blocks:
        head += block
        if len(head) >= HEAD_BYTES:
            break
    return head


def _format(head: bytes, size: int, link: WebLink) -> Format:
    """Return what was fetched, by its content; a server's own word for it is not believed."""
    if not head:
        raise UserError(refusals.empty())
    found = sniff(head[:HEAD_BYTES], size, extension=extension_of(link.name))
    if isinstance(found, Foreign):
        raise LinkNotFetched(explanation=refusals.not_media(found.words).explanation)
    row = format_for_type(found.types[0]) if found is not None else None
    if row is None:
        raise LinkNotFetched(explanation=refusals.unknown_content().explanation)
    return row


def _check_size(found: Format, size: int) -> None:
    if size > cap_bytes(found.family):
        raise UserError(refusals.too_large(found.family, size))


def _place(link: WebLink, found: Format, folder: Path) -> Path:
    """Make a file that is called as the link is, with an extension that its content has."""
    extension = extension_of(link.name)
    if extension in found.extensions:
        return free_place(folder, file_stem(link.name[: -len(extension) - 1]) or _NAMELESS, extension)
    return free_place(folder, file_stem(link.name) or _NAMELESS, found.extensions[0])


def _write(place: Path, blocks: Iterable[bytes], found: Format, told: Callable[[int], object]) -> None:
    """Write the file, or leave nothing behind."""
    received = said = 0
    try:
        with place.open("wb") as file:
            for block in blocks:
                received += file.write(block)
                _check_size(found, received)
                if received - said >= _TELL_EVERY:
                    said = received
                    told(received)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
