"""What was no file of this computer becomes one: named, judged by its content, in the program's own folder.

All of it is blocking: for workers, never for the window's thread. Files are readable by this user only.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtGui import QImage

from layers_desktop.core.errors import Problem, UserError
from layers_desktop.core.files import make_folder
from layers_desktop.media import inspection
from layers_desktop.media.display_name import file_stem
from layers_desktop.media.formats import (
    Format,
    MediaKind,
    cap_bytes,
    extension_of,
    format_for_type,
    probable_kind,
)
from layers_desktop.media.inspection import is_complete
from layers_desktop.media.non_media import NonMedia
from layers_desktop.media.sniffing import HEAD_BYTES, sniff
from layers_desktop.media.urls import embedded_blocks
from layers_desktop.ui.intake.mime_data import OfferedPicture
from layers_desktop.ui.thumbnails.picture_decoder import PictureDecoder
from layers_desktop.ui.thumbnails.protocol import MOST_BITMAP_BYTES, Still

EMBEDDED_NAME: Final = "Picture from a page"
"""Of a picture that is in its own address, which names none."""
_NAMELESS: Final = "Picture"
NO_PREVIEW: Final = Still(QImage())
_KEPT_AS_THEY_ARE: Final = frozenset({"image/png", "image/gif", "image/webp", "image/jpeg"})
"""Formats of pixels that need no other; the rest is as large as its pixels."""
_TELL_EVERY: Final = 256 * 1024
_MOST_PREVIEWED: Final = 50 * 2**20
"""Bytes."""
_GLANCE_S: Final = 0.02
_APPEAR_S: Final = 5.0
"""So long another program that said "saved" may take to begin."""
_STALL_S: Final = 30.0
"""So long it may write nothing more."""
_AT_REST_S: Final = 1.0
"""What does not grow so long is complete, on systems that do not say who writes."""

NOT_HANDED_OVER: Final = Problem.of("picture.not_handed_over")
NOT_SAVED: Final = Problem.of("picture.not_saved")
_DAMAGED: Final = Problem.of("file.not_media/in_page")


def keep_picture(
    picture: OfferedPicture, folder: Path, now: datetime, stop: threading.Event, decoder: PictureDecoder
) -> tuple[Path, bool]:
    """Write the best that can be had of a picture; returns its file, and whether it is the original.

    Raises `UserError` when there is neither original nor bitmap, or they are no media; OSError.
    """
    problem = NOT_HANDED_OVER
    if picture.has_original:
        try:
            return _keep_original(picture, folder, stop), True
        except UserError as error:
            problem = error.problem
    if not picture.bitmap:
        raise UserError(problem)
    stem = _stem(picture.name) or f"Pasted {now:%Y-%m-%d %H.%M.%S}"
    return _keep_bitmap(picture.bitmap, stem, folder, decoder), False


def _keep_original(picture: OfferedPicture, folder: Path, stop: threading.Event) -> Path:
    if picture.saved_in:
        return _take_saved(Path(os.fsdecode(picture.saved_in)), picture.name, folder, stop)
    if picture.carried:
        return keep_blocks(picture.name, iter((picture.carried,)), folder)
    try:
        return keep_blocks(picture.name or EMBEDDED_NAME, embedded_blocks(picture.address), folder)
    except ValueError:
        raise UserError(_DAMAGED) from None


def _keep_bitmap(bitmap: bytes | QImage, stem: str, folder: Path, decoder: PictureDecoder) -> Path:
    if isinstance(bitmap, QImage):
        return _save_image(bitmap, stem, folder)
    found = format_of(bitmap[:HEAD_BYTES], len(bitmap))
    if found.mime_type in _KEPT_AS_THEY_ARE or len(bitmap) > MOST_BITMAP_BYTES:
        return keep_blocks(f"{stem}.png", iter((bitmap,)), folder)
    # It is as large as its pixels: what may be sent is judged by the PNG that it becomes.
    raw = free_place(make_folder(folder), stem, found.extension)
    try:
        raw.write_bytes(bitmap)
        png = decoder.png(os.fsencode(raw), found.mime_type)
        if png is None:
            _check_size(found, len(bitmap))
            return raw
        smaller = keep_blocks(f"{stem}.png", iter((png,)), folder)
    except BaseException:
        raw.unlink(missing_ok=True)
        raise
    raw.unlink()
    return smaller


def _save_image(image: QImage, stem: str, folder: Path) -> Path:
    place = free_place(make_folder(folder), stem, "png")
    if not image.save(str(place), "PNG"):  # type: ignore[call-overload]  # its stub asks for bytes
        place.unlink()
        raise UserError(NOT_SAVED)
    return place


# Blocks of bytes


def keep_blocks(
    name: str,
    blocks: Iterator[bytes],
    folder: Path,
    *,
    length: int | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> Path:
    """Write bytes to a file that is called like this, with an extension that their content has.

    `length` is how many there will be, as far as somebody says so; `progress` hears how many have come.
    Raises `UserError` for what is no media or larger than Layers takes, and OSError; nothing is left behind.
    """
    head = b""
    for block in blocks:
        head += block
        if len(head) >= HEAD_BYTES:
            break
    found = format_of(head[:HEAD_BYTES], length or len(head), extension_of(name))
    if length is not None:
        _check_size(found, length)
    place = _named_place(name, found, make_folder(folder))
    _write(place, itertools.chain((head,), blocks), found, progress)
    return place


def format_of(head: bytes, size: int, extension: str = "") -> Format:
    """Return what something is, by its content; nobody's word for it is believed.

    Raises `UserError` with `file.empty` or `file.not_media` where it is no media.
    """
    if not head:
        raise UserError(Problem.of("file.empty"))
    found = sniff(head, size, extension=extension)
    if isinstance(found, NonMedia):
        raise UserError(inspection.not_media(found.what, found.instead))
    row = format_for_type(found.types[0]) if found is not None else None
    if row is None:
        raise UserError(Problem.of("file.not_media/unknown"))
    return row


def _check_size(found: Format, size: int) -> None:
    if size > cap_bytes(found.family):
        raise UserError(inspection.too_large(found.family, size))


def _write(place: Path, blocks: Iterable[bytes], found: Format, progress: Callable[[int], object]) -> None:
    received = reported = 0
    try:
        with place.open("wb") as file:
            for block in blocks:
                received += file.write(block)
                _check_size(found, received)
                if received - reported >= _TELL_EVERY:
                    reported = received
                    progress(received)
    except BaseException:
        place.unlink(missing_ok=True)
        raise


# Files of other programs


def _take_saved(saved_in: Path, name: str, folder: Path, stop: threading.Event) -> Path:
    """Take the file that another program saves into this folder of its own, and remove the folder."""
    try:
        saved = _wait_for_file(saved_in, stop)
        if saved is None:
            raise UserError(NOT_HANDED_OVER)
        with saved.open("rb") as file:
            head = file.read(HEAD_BYTES)
        size = saved.stat().st_size
        found = format_of(head, size, extension_of(name or saved.name))
        _check_size(found, size)
        if found.mime_type.startswith("image/") and not is_complete(saved.read_bytes(), found.mime_type):
            raise UserError(NOT_HANDED_OVER)
        saved.chmod(0o600)
        return saved.replace(_named_place(name or saved.name, found, folder))
    finally:
        shutil.rmtree(saved_in, ignore_errors=True)


def _wait_for_file(folder: Path, stop: threading.Event) -> Path | None:
    """Return the file that appears in an empty folder, once nobody writes it any more; None for none."""
    seen, size = time.monotonic(), 0
    while not stop.is_set():
        for file in folder.iterdir():
            status = file.lstat()
            if status.st_size != size and stat.S_ISREG(status.st_mode):
                seen, size = time.monotonic(), status.st_size
            elif size and _is_at_rest(file, time.monotonic() - seen):
                return file
        if time.monotonic() - seen > (_STALL_S if size else _APPEAR_S):
            break
        stop.wait(_GLANCE_S)
    return None


def _is_at_rest(file: Path, unchanged: float) -> bool:
    """Return whether nobody has a file open to write it; `unchanged` seconds tell where the system does not.

    Linux grants a lease for reading only while nobody writes. Who begins to write has it broken by a signal:
    by one that nobody minds, instead of SIGIO, which would end the program.
    """
    if sys.platform != "linux":
        return unchanged >= _AT_REST_S
    import fcntl  # noqa: PLC0415 - Windows has none

    with file.open("rb") as opened:
        try:
            fcntl.fcntl(opened, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(opened, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except BlockingIOError:
            return False
        except OSError:  # a network's file system may have no leases
            return unchanged >= _AT_REST_S
        fcntl.fcntl(opened, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return True


def keep_copies(paths: Sequence[bytes], folder: Path) -> tuple[bytes, ...]:
    """Return copies of files that another program will remove; as they are where no copy can be made."""
    return tuple(_copied(Path(os.fsdecode(path)), folder) for path in paths)


def _copied(file: Path, folder: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            size = os.fstat(opened.fileno()).st_size
            blocks = iter(lambda: opened.read(_TELL_EVERY), b"")
            return os.fsencode(keep_blocks(file.name, blocks, folder, length=size))
    except (UserError, OSError):
        return os.fsencode(file)  # it is refused, with the reason, like every other file


# Names


def _stem(name: str) -> str:
    """Return a file's name without the extension of an image, video or sound; "" for no name."""
    known = probable_kind(name) is not None
    return file_stem(name[: -len(extension_of(name)) - 1] if known else name)


def _named_place(name: str, found: Format, folder: Path) -> Path:
    """Make a file that is called like this, with an extension that its content has."""
    extension = extension_of(name)
    suitable = extension if extension in found.extensions else found.extension
    return free_place(folder, _stem(name) or _NAMELESS, suitable)


def free_place(folder: Path, stem: str, extension: str) -> Path:
    """Return a file with a name that nobody has, made at once so that two pastes in one second do not meet.

    Raises OSError.
    """
    for number in range(1, 1_000):
        path = folder / (f"{stem}.{extension}" if number == 1 else f"{stem} {number}.{extension}")
        with contextlib.suppress(FileExistsError):
            path.touch(mode=0o600, exist_ok=False)
            return path
    raise FileExistsError(stem)


def rename(path: bytes, stem: str) -> bytes:
    """Give a file of ours another name, as far as a file can have it, and return its path.

    What is no name changes nothing. Raises `UserError` where the system does not rename it.
    """
    file, wanted = Path(os.fsdecode(path)), file_stem(stem)
    if not wanted or wanted == file.stem:
        return path
    try:
        new = free_place(file.parent, wanted, file.suffix.removeprefix("."))
        try:
            return os.fsencode(file.replace(new))
        except OSError:
            new.unlink(missing_ok=True)
            raise
    except OSError:
        raise UserError(Problem.of("picture.not_named", file=file.name)) from None


def whole_type_of(file: Path) -> str:
    """Return the MIME type of media; "" for what is none, and for an image that surely ends too early.

    Nothing is decoded. Raises OSError: then nothing is known of the file.
    """
    with file.open("rb") as opened:
        head = opened.read(HEAD_BYTES)
        try:
            found = format_of(head, os.fstat(opened.fileno()).st_size, extension_of(file.name))
        except UserError:
            return ""
        if found.family is MediaKind.IMAGE and not is_complete(head + opened.read(), found.mime_type):
            return ""
    return found.mime_type


def preview_of(file: Path, side: int, decoder: PictureDecoder) -> Still:
    """Return an image small: it covers a square of `side` pixels. A null one says nothing about the file.

    The decoder may be closed, or not have answered in time.
    """
    try:
        mime_type = whole_type_of(file) if file.stat().st_size <= _MOST_PREVIEWED else ""
    except OSError:
        return NO_PREVIEW
    shown = decoder.whole(os.fsencode(file), mime_type, side) if mime_type else None
    return shown if isinstance(shown, Still) else NO_PREVIEW
