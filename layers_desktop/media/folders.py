"""Paths → files: files as they are, folders walked."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Generator, Iterable, Iterator
from enum import Enum, auto
from pathlib import Path

from layers_desktop.core.errors import Problem
from layers_desktop.media import refusals
from layers_desktop.media.inspect import Refusal
from layers_desktop.media.names import display_name

_SYSTEM_NAMES = frozenset(
    {
        b"thumbs.db",
        b"ehthumbs.db",
        b"desktop.ini",
        b"icon\r",
        b"__macosx",
        b"$recycle.bin",
        b"system volume information",
        b"lost+found",
        b"@eadir",
    }
)
"""What systems leave in folders, in lower case. Names that begin with a dot are skipped besides."""

_HAS_ATTRIBUTES = hasattr(os.stat_result, "st_file_attributes") or hasattr(os.stat_result, "st_flags")
_SEPARATORS = tuple(os.fsencode(one) for one in (os.sep, os.altsep) if one)
_DIGITS = re.compile(rb"(\d+)")
_Key = tuple[list[bytes | int], bytes]


def walk(
    paths: Iterable[bytes],
    *,
    stop: Callable[[], bool] = lambda: False,
    entered: Callable[[bytes], object] = lambda _: None,
) -> Iterator[bytes | Refusal]:
    """Yield each file once, in the order of the arguments; folders give what is in them, at any depth.

    * An argument that is no folder is yielded as it is, even when it is gone or a device: `inspect` has the
      sentence for that. A link to a folder given as an argument is walked.
    * Inside folders: sorted as file managers do (`shot 2` before `shot 10`); hidden and system files and
      folders are skipped. A link to a file, to nothing or in a circle, a device, pipe or socket is yielded
      like a file, for the same reason. A link to a folder, which is not followed, and a folder that cannot be
      read are each a `Refusal`, and the rest goes on.

    Lazy and without recursion: one folder's listing at a time is read; what vanishes meanwhile is left to
    `inspect`, a folder that does is a `Refusal`. `stop` is asked between entries; True ends the walk.
    `entered` hears each argument that is a folder, before anything of it is yielded. Blocks: for worker
    threads.
    """
    seen: set[bytes] = set()
    walked: set[tuple[int, int]] = set()
    for path in paths:
        if stop():
            return
        if os.path.isdir(path):  # noqa: PTH112 - there may be thousands, and a Path costs more than the call
            entered(path)
            yield from _tree(path, stop, seen, walked)
        elif (key := _absolute(path)) not in seen:
            seen.add(key)
            yield path


def _tree(
    root: bytes, stop: Callable[[], bool], seen: set[bytes], walked: set[tuple[int, int]]
) -> Iterator[bytes | Refusal]:
    # One stack of entries instead of recursion: a tree is as deep as its maker liked.
    pending = yield from _enter(root, stop, walked)
    # Made once: an absolute path of its own for each file costs more than all the rest of the walk.
    base, start = _as_prefix(_absolute(root)), len(_as_prefix(root))
    while pending and not stop():
        entry = pending.pop()
        match _nature(entry):
            case _Nature.FOLDER:
                pending += yield from _enter(entry.path, stop, walked)
            case _Nature.LINKED_FOLDER:
                problem = refusals.linked_folder()
                yield Refusal(path=entry.path, name=display_name(entry.path), size=None, problem=problem)
            case _Nature.FILE if (key := base + entry.path[start:]) not in seen:
                seen.add(key)
                yield entry.path


def _enter(
    folder: bytes, stop: Callable[[], bool], walked: set[tuple[int, int]]
) -> Generator[Refusal, None, list[os.DirEntry[bytes]]]:
    """Return a folder's wanted entries, the last one first; yield the refusal when it cannot be read."""
    if not _first_visit(folder, walked):
        return []
    entries, problem = _listing(folder, stop)
    if problem is not None:
        yield Refusal(path=folder, name=display_name(folder), size=None, problem=problem)
    return entries[::-1]


class _Nature(Enum):
    """What it is to the walk; whether a file can be sent is for `inspect` to say."""

    FILE = auto()
    FOLDER = auto()
    LINKED_FOLDER = auto()


def _nature(entry: os.DirEntry[bytes]) -> _Nature:
    try:
        if entry.is_dir(follow_symlinks=False):
            return _Nature.FOLDER
        return _Nature.LINKED_FOLDER if entry.is_dir() else _Nature.FILE
    except OSError:  # a link in a circle, or one that may not be followed
        return _Nature.FILE


def _listing(folder: bytes, stop: Callable[[], bool]) -> tuple[list[os.DirEntry[bytes]], Problem | None]:
    """Return what of a folder is wanted, sorted, and what went wrong (what was read before it counts)."""
    entries: list[os.DirEntry[bytes]] = []
    problem: Problem | None = None
    try:
        with os.scandir(folder) as listing:
            for entry in listing:
                if stop():
                    return [], None
                if not _hidden(entry):
                    entries.append(entry)
    except OSError as error:
        problem = refusals.from_os_error(error, refusals.FOLDER)
    entries.sort(key=_natural)
    return entries, problem


def _natural(entry: os.DirEntry[bytes]) -> _Key:
    parts = _DIGITS.split(entry.name.lower())
    return [int(part) if at % 2 else part for at, part in enumerate(parts)], entry.name


def unwanted(name: bytes) -> bool:
    """Tell by its name alone whether a file is hidden or the system's own."""
    return name.startswith(b".") or name.lower() in _SYSTEM_NAMES


def _hidden(entry: os.DirEntry[bytes]) -> bool:
    if unwanted(entry.name):
        return True
    # Only where there are attributes: a stat of each entry costs.
    if not _HAS_ATTRIBUTES:
        return False
    try:
        return hidden_by_attribute(entry.stat(follow_symlinks=False))
    except OSError:  # gone meanwhile, or not ours to ask: `inspect` says which
        return False


def hidden_by_attribute(status: os.stat_result) -> bool:
    """Return whether Windows' or macOS' attributes hide a file (both are 0 where there are none)."""
    attributes: int = getattr(status, "st_file_attributes", 0)
    flags: int = getattr(status, "st_flags", 0)
    windows = stat.FILE_ATTRIBUTE_HIDDEN | stat.FILE_ATTRIBUTE_SYSTEM
    return bool(attributes & windows or flags & stat.UF_HIDDEN)


def _first_visit(folder: bytes, walked: set[tuple[int, int]]) -> bool:
    """Remember a folder by its identity: arguments may overlap, and junctions or mounts may make circles."""
    try:
        status = Path(os.fsdecode(folder)).stat()
    except OSError:
        return True  # the listing will say why
    if status.st_ino == 0:  # a file system without identities
        return True
    identity = (status.st_dev, status.st_ino)
    known = identity in walked
    walked.add(identity)
    return not known


def _absolute(path: bytes) -> bytes:
    return os.path.abspath(path)  # noqa: PTH100 - as above


def _as_prefix(folder: bytes) -> bytes:
    """Return what the paths of a folder's entries begin with."""
    return folder if folder.endswith(_SEPARATORS) else folder + _SEPARATORS[0]
