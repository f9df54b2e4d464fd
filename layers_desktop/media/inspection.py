"""A path → a file that can be sent, or the reason why not.

The MIME type comes from the content, from the extension where the content leaves several open; the kind comes
from the MIME type. Nothing here touches the network, and of a file only its first few KiB are read, and where
its tracks stand (`sniffing.MOST_BYTES`), by worker threads (an online-only cloud file is downloaded by that).
An image whose download broke off, kept under the name of the whole, is told by how its format ends.

The codes of the refusals are kept in the journal and printed by `upload --json`, so they do not change:

    file.not_media   file.empty   file.too_large    file.unreadable   file.gone
    file.not_a_file  file.folder  file.wrong_kind   file.link
"""

from __future__ import annotations

import errno
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from layers_desktop.core.errors import Problem, Size, Term
from layers_desktop.core.translation import N_
from layers_desktop.media.bounded_reader import bounded_size, file_id, modified_ns
from layers_desktop.media.display_name import display_name
from layers_desktop.media.formats import (
    IMAGE_KINDS,
    KIND_WORDS,
    MediaKind,
    cap_bytes,
    cap_words,
    extension_of,
    format_for_extension,
    format_for_type,
)
from layers_desktop.media.non_media import NonMedia, foreign_extension, refined
from layers_desktop.media.sniffing import HEAD_BYTES, Media, sniff


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """A file that can be sent."""

    path: bytes
    """As the file system gave it."""
    name: str
    """For a person; see `display_name`."""
    kind: MediaKind
    mime_type: str
    """Canonical; see `formats.FORMATS`."""
    size: int
    """Bytes, of the descriptor that was looked into."""
    mtime_ns: int
    """Of the same descriptor: a later difference means that the file was changed."""
    file_id: tuple[int, int]
    """Device and inode of the same descriptor: a later difference means that it is another file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Something that cannot be sent, with the reason."""

    path: bytes
    """Empty for what was never a file, such as a link."""
    name: str
    size: int | None
    problem: Problem

    @property
    def retry_helps(self) -> bool:
        """True where it could not be read at the moment; false where it is nothing that can be sent."""
        return self.problem.code in UNREADABLE_CODES


_Look = tuple[Media | NonMedia | None, os.stat_result]
"""What one look through one descriptor found."""


def inspect(
    path: bytes, *, image_kind: MediaKind = MediaKind.IMAGE, only_kind: MediaKind | None = None
) -> MediaFile | Rejection:
    """Return what a file is. Blocks on the file system: for worker threads. Never raises for a bad file.

    `image_kind` is what an image is sent as. With `only_kind` a file that cannot be of that kind is refused,
    and one that may be (an mp4 with unknown tracks, a video with sound, asked for as audio) is taken as it.
    """
    if image_kind not in IMAGE_KINDS:
        raise ValueError(f"an image cannot be sent as {image_kind}")
    name = display_name(path)
    look = _look(path)
    if isinstance(look, Problem):
        return Rejection(path=path, name=name, size=None, problem=look)
    content, status = look
    size = bounded_size(status.st_size)
    found = _judge(extension_of(Path(os.fsdecode(path)).name), content, size, image_kind, only_kind)
    if isinstance(found, Problem):
        return Rejection(path=path, name=name, size=size, problem=found)
    kind, mime_type = found
    return MediaFile(
        path=path,
        name=name,
        kind=kind,
        mime_type=mime_type,
        size=size,
        mtime_ns=modified_ns(status),
        file_id=file_id(status),
    )


# O_NONBLOCK: a pipe put in the file's place between stat and open must not block the thread for ever.
_OPEN_FLAGS = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY", "O_NOINHERIT"):
    _OPEN_FLAGS |= getattr(os, _flag, 0)


def regular_status(path: bytes) -> os.stat_result | Problem:
    """Return the status of a regular file, or why it is none. Blocks on the file system."""
    if not path:
        return Problem.of("file.unreadable/no_name")
    try:
        status = os.stat(path)  # noqa: PTH116 - making a Path costs several times the call
    except OSError as error:
        return from_os_error(error)
    except ValueError:  # a zero byte in the path
        return Problem.of("file.unreadable/no_name")
    return not_regular(status.st_mode) or status


def _look(path: bytes) -> _Look | Problem:
    status = regular_status(path)
    if isinstance(status, Problem):
        return status
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
        try:
            return _look_into(descriptor, extension_of(Path(os.fsdecode(path)).name))
        finally:
            os.close(descriptor)
    except OSError as error:
        return from_os_error(error)


def _look_into(descriptor: int, extension: str) -> _Look | Problem:
    status = os.fstat(descriptor)
    problem = not_regular(status.st_mode)
    if problem is not None:
        return problem
    head = os.read(descriptor, HEAD_BYTES)
    if status.st_size == 0:
        # /proc and its like have content but no size; Layers must be told one.
        if not head:
            return Problem.of("file.empty")
        report = Term(N_("a report of the system without a size"))
        return Problem.of("file.not_a_file", what=report)

    def read(at: int, count: int) -> bytes:
        os.lseek(descriptor, at, os.SEEK_SET)
        return os.read(descriptor, count)

    return sniff(head, bounded_size(status.st_size), extension=extension, read=read), status


_SPECIAL = (
    (stat.S_ISFIFO, N_("a pipe")),
    (stat.S_ISSOCK, N_("a socket")),
    (stat.S_ISCHR, N_("a device")),
    (stat.S_ISBLK, N_("a device")),
)


def not_regular(mode: int) -> Problem | None:
    """Return why what has this `st_mode` is no regular file, None when it is one."""
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISDIR(mode):
        return Problem.of("file.folder")
    words = next((words for is_one, words in _SPECIAL if is_one(mode)), N_("something of the system"))
    return Problem.of("file.not_a_file", what=Term(words))


def _judge(
    extension: str,
    content: Media | NonMedia | None,
    size: int,
    image_kind: MediaKind,
    only_kind: MediaKind | None,
) -> tuple[MediaKind, str] | Problem:
    found = _media(extension, content)
    if isinstance(found, Problem):
        return found
    mime_type, family = _choose(found, extension, only_kind)
    if only_kind is not None and family is not _family_of(only_kind):
        silent = found.silent and (family, only_kind) == (MediaKind.VIDEO, MediaKind.AUDIO)
        return Problem.of("file.wrong_kind/silent") if silent else wrong_kind(family, only_kind)
    kind = family
    if family is MediaKind.IMAGE:
        kind = image_kind if only_kind is None else only_kind
    if size > cap_bytes(kind):
        return too_large(kind, size)
    return kind, mime_type


def _choose(found: Media, extension: str, only_kind: MediaKind | None) -> tuple[str, MediaKind]:
    """Choose among the types a file can be: those of the wanted family, then what its extension says."""
    types = found.types
    if only_kind is not None:
        wanted = tuple(name for name in types if _family(name) is _family_of(only_kind))
        if not wanted and only_kind is MediaKind.AUDIO and not found.silent:
            # A person knows that the sound of a video is wanted.
            wanted = _sound_of(_named(types, extension))
        types = wanted or types
    mime_type = _named(types, extension)
    return mime_type, _family(mime_type)


def _named(types: tuple[str, ...], extension: str) -> str:
    row = format_for_extension(extension)
    return row.mime_type if row is not None and row.mime_type in types else types[0]


def _sound_of(mime_type: str) -> tuple[str, ...]:
    row = format_for_type(mime_type)
    return (row.sound_type,) if row is not None and row.sound_type else ()


def _family(mime_type: str) -> MediaKind:
    return MediaKind(mime_type.partition("/")[0])


def _family_of(kind: MediaKind) -> MediaKind:
    return MediaKind.IMAGE if kind in IMAGE_KINDS else kind


def _media(extension: str, content: Media | NonMedia | None) -> Media | Problem:
    """Return what can be sent, or the refusal, in words of the extension where the content does not say."""
    if isinstance(content, Media):
        return content
    named = foreign_extension(extension) if content is None else refined(content, extension)
    row = None if content is not None else format_for_extension(extension)
    if row is not None:
        return Problem.of("file.not_media/damaged", extension=extension, format=Term(row.label))
    if named is None:
        return Problem.of("file.not_media/unknown")
    return not_media(named.what, named.instead)


# Why a file is refused, as problems; their words are in the catalogue

UNREADABLE_CODES = frozenset({"file.gone", "file.unreadable"})
"""Codes of files that may be there again, or readable, a little later."""
FILE, FOLDER = Term(N_("file")), Term(N_("folder"))
_PLURALS = {
    MediaKind.IMAGE: N_("images"),
    MediaKind.VIDEO: N_("videos"),
    MediaKind.AUDIO: N_("audio"),
    MediaKind.LOGO: N_("logos"),
    MediaKind.REFERENCE_IMAGE: N_("reference images"),
}
_ONE = {
    MediaKind.IMAGE: N_("an image"),
    MediaKind.VIDEO: N_("a video"),
    MediaKind.AUDIO: N_("audio"),
}
_IMAGE_AS = N_("an image to be sent as {kind}")


def not_media(what: Term, instead: str = "") -> Problem:
    """Refuse what is surely something else; `what` with its article: "a PDF".

    For media that is not sent all the same, `instead` is the format in which a person can save it.
    """
    if instead:
        return Problem.of("file.not_media/instead", what=what, instead=instead)
    return Problem.of("file.not_media", what=what)


def too_large(kind: MediaKind, size: int) -> Problem:
    """Refuse a file above its kind's cap; `size` in bytes."""
    most, kinds = Size(cap_words(kind)), Term(_PLURALS[kind])
    return Problem.of("file.too_large", kinds=kinds, most=most, size=Size(human_size(size)))


def wrong_kind(found: MediaKind, asked: MediaKind) -> Problem:
    """Refuse a file that is of another family than the kind a person asked for."""
    special = asked in IMAGE_KINDS and asked is not MediaKind.IMAGE
    wanted = Term.of(_IMAGE_AS, kind=Term(KIND_WORDS[asked])) if special else Term(_ONE[asked])
    return Problem.of("file.wrong_kind", wanted=wanted, found=Term(_ONE[found]))


def _numbers(*names: str) -> frozenset[int]:
    """Return the error numbers of those names that this system has."""
    return frozenset(getattr(errno, name) for name in names if hasattr(errno, name))


_BY_ERROR: tuple[tuple[frozenset[int], str], ...] = (
    (_numbers("EACCES", "EPERM"), "file.unreadable/forbidden"),
    (_numbers("ELOOP"), "file.unreadable/circle"),
    (_numbers("ENAMETOOLONG"), "file.unreadable/long_path"),
    (
        _numbers("ESTALE", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "EREMOTEIO"),
        "file.unreadable/silent",
    ),
    (_numbers("EIO", "ENXIO", "ENODEV", "EUCLEAN"), "file.unreadable/disk"),
    (_numbers("EMFILE", "ENFILE"), "file.unreadable/too_many_open"),
)
_GONE = _numbers("ENOENT", "ENOTDIR")
_WINDOWS_IN_USE = frozenset({32, 33})
"""ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION; Python calls both EACCES."""


def from_os_error(error: OSError, what: Term = FILE) -> Problem:
    """Return why a FILE or FOLDER could not be read, from what the system said."""
    if error.errno in _GONE:
        return Problem.of("file.gone", what=what)
    if getattr(error, "winerror", None) in _WINDOWS_IN_USE:
        return Problem.of("file.unreadable/in_use")
    for numbers, row in _BY_ERROR:
        if error.errno in numbers:
            return Problem.of(row, what=what)
    return Problem.of("file.unreadable", what=what, why=error.strerror or "no reason was given")


def in_short(problem: Problem) -> Term:
    """Return a refusal as the words for a group of files: "PDF", "empty", "too large (images up to 50 MB)".

    Without what only one file of the group has, such as its size.
    """
    match problem.code:
        case "file.empty":
            return Term(N_("empty"))
        case "file.too_large":
            shared = tuple(pair for pair in problem.parameters if pair[0] != "size")
            return Term(N_("too large ({kinds} up to {most})"), shared)
    return problem.why


def bare(what: Term) -> Term:
    """Return "PDF" for "a PDF"; `packaging/translations/update.py` gives both to translators."""
    article, _, rest = what.text.partition(" ")
    return Term(rest, what.parameters) if article in {"a", "an"} else what


def human_size(size: int) -> str:
    """Return a size in bytes as a person reads it, in powers of 1000: "482 KB", "52.4 MB", "1.07 GB"."""
    if size < 1000:
        return f"{size} B"
    value, unit = size / 1000, "KB"
    for larger in ("MB", "GB", "TB"):
        if value < 999.5:
            break
        value, unit = value / 1000, larger
    digits = 0 if value >= 99.95 or unit == "KB" else 1 if value >= 9.995 else 2
    return f"{value:.{digits}f} {unit}"


class NewFile(NamedTuple):
    """A file as it came in: nothing of it was opened."""

    path: bytes
    size: int | None = None
    """Bytes; None where nobody has looked yet."""
    mtime_ns: int | None = None
    """Nanoseconds since the epoch, within 64 bits; likewise."""


_SOS: Final = 0xDA
_NEXT_MARKER: Final = re.compile(rb"[^\xff]*+\xff++[^\xff]", re.DOTALL)
"""With the fill bytes in front of it, found at the speed of `re`: there may be millions."""
_END_OF_PNG: Final = b"IEND\xaeB`\x82"
_END_OF_IMAGE: Final = b"\xff\xd9"


def is_complete(data: bytes, mime_type: str) -> bool:
    """Return False when an image surely ends too early; True also for formats that do not tell."""
    match mime_type:
        case "image/png":
            return _END_OF_PNG in data[-65_536:]  # some programs write more behind it
        case "image/jpeg":
            return _END_OF_IMAGE in data[_scan_of_jpeg(data) :]
        case "image/gif":
            return data.rstrip(b"\0").endswith(b";")
        case "image/webp":
            return int.from_bytes(data[4:8], "little") + 8 <= len(data)
        case _:
            return True


def _scan_of_jpeg(data: bytes) -> int:
    """Return where the first scan begins: a small picture in the segments before it has an end of its own."""
    at = 2
    while (marker := _NEXT_MARKER.match(data, at)) is not None:
        at = marker.end()
        if data[at - 1] == _SOS:
            return at
        at += max(int.from_bytes(data[at : at + 2], "big"), 2)
    return len(data)
