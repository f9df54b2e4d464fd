"""A watched folder: what lies in it, what lay there when watching began, and which files have arrived.

Only looking at it is blocking; what is new is decided from looks alone.
"""

from __future__ import annotations

import base64
import binascii
import errno
import json
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from layers_desktop.media.bounded_reader import bounded_size, modified_ns
from layers_desktop.media.folder_scan import unwanted
from layers_desktop.settings.json_file import atomic_write
from layers_desktop.settings.paths import file_stem
from layers_desktop.transfers.commands import WatchedFolder

Sighting: TypeAlias = tuple[bytes, int, int]
"""A file as it was seen: path, size in bytes, modification time in nanoseconds."""

_TEMPORARY_ENDS: Final = (
    b".part", b".crdownload", b".download", b".opdownload", b".tmp", b".temp", b".partial", b".filepart",
    b".!ut", b".aria2", b".swp", b"~",
)  # fmt: skip
"""Names under which browsers, copiers and editors write what is not finished."""
_TEMPORARY_STARTS: Final = (b"~$", b".~")


@dataclass(frozen=True, slots=True)
class Look:
    """What a look into the folder found."""

    found: tuple[Sighting, ...]
    """Files that may be sent one day, by name."""
    there_before: frozenset[Sighting]
    """What lay there when watching began, and is not sent."""


def passing(name: bytes) -> bool:
    """Tell whether a name says that the file is hidden, of the system, or not finished."""
    small = name.lower()
    return unwanted(name) or small.startswith(_TEMPORARY_STARTS) or small.endswith(_TEMPORARY_ENDS)


def look(folder: WatchedFolder, memory: Path) -> Look:
    """Look into the folder; raises OSError where it cannot be read.

    The first look at a folder notes what is there in a file of `memory`, unless that is to be sent too. A
    drive that is not connected leaves an empty folder where it was: that is no look at it, and what lies on
    a drive that is there for the first time lay there before.
    """
    mounted = is_mount_point(folder.path)
    found = tuple(_files(folder.path))
    if folder.existing:
        return Look(found, frozenset())
    note = memory / f"{file_stem(folder.project_id)}.json"
    noted = _read(note, folder.path)
    if noted is not None and noted.mounted and not mounted and not found:
        raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))
    if noted is None or (mounted and not noted.mounted):
        noted = _Noted(frozenset(found), mounted)
        _write(note, folder.path, noted)
    return Look(found, noted.seen)


def is_mount_point(path: bytes) -> bool:
    """Tell whether a drive begins at this folder."""
    return os.path.ismount(path)


def forget(project_ids: Iterable[str], memory: Path) -> None:
    """Let go of what was noted for these projects: their folders are not watched any more."""
    for project_id in project_ids:
        (memory / f"{file_stem(project_id)}.json").unlink(missing_ok=True)


def _files(folder: bytes) -> list[Sighting]:
    found: list[Sighting] = []
    with os.scandir(folder) as listing:
        for entry in listing:
            if passing(entry.name):
                continue
            try:
                status = entry.stat()
            except OSError:
                continue  # gone again, or a link to nowhere
            if stat.S_ISREG(status.st_mode):
                found.append((entry.path, bounded_size(status.st_size), modified_ns(status)))
    return sorted(found)


@dataclass(frozen=True, slots=True)
class _Noted:
    """A folder as it was when watching began."""

    seen: frozenset[Sighting]
    mounted: bool
    """Whether a drive began there."""


def _read(note: Path, folder: bytes) -> _Noted | None:
    """Return what was noted of this folder; None when nothing was, or nothing that can be read."""
    try:
        content = json.loads(note.read_bytes())
        if base64.b64decode(content["folder"]) != folder:
            return None
        seen = frozenset(
            (base64.b64decode(path), int(size), int(time)) for path, size, time in content["seen"]
        )
        return _Noted(seen, bool(content["mounted"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, binascii.Error, RecursionError):
        return None  # damaged: what is there now counts as there before, so that nothing is sent unasked


def _write(note: Path, folder: bytes, noted: _Noted) -> None:
    content = {
        "folder": base64.b64encode(folder).decode("ascii"),
        "mounted": noted.mounted,
        "seen": [
            [base64.b64encode(path).decode("ascii"), size, time] for path, size, time in sorted(noted.seen)
        ],
    }
    with atomic_write(note) as file:
        file.write(json.dumps(content).encode("ascii"))


@dataclass(frozen=True, slots=True)
class SubmittedFiles:
    """What the journal knows of a folder's files."""

    seen: frozenset[tuple[bytes, int | None, int | None]]
    """Path, size and time of each upload, whatever became of it. Those that editions before journal format 4
    refused have no time."""
    open: frozenset[bytes]
    """Paths of uploads that are not settled: they send what the file is by then."""

    def has(self, sighting: Sighting) -> bool:
        """Tell whether the file as it is now was handed in."""
        path, size, _ = sighting
        return sighting in self.seen or (path, size, None) in self.seen


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a look found that was not handed in as far as is known."""

    at_rest: tuple[Sighting, ...]
    """The same as at the look before."""
    restless: tuple[Sighting, ...]
    """New, or still being written: it may come to rest soon."""


class NewFileDetector:
    """What is remembered of one folder from look to look."""

    def __init__(self) -> None:
        self._before: dict[bytes, tuple[int, int]] = {}
        """Size and time of each file at the last look."""
        self._handed: set[Sighting] = set()
        """What needs no more questions to the journal."""

    def see(self, found: Look) -> Arrived:
        """Return what is new, compared with the look before."""
        before, self._before = self._before, {path: (size, time) for path, size, time in found.found}
        new = [one for one in found.found if one not in found.there_before and one not in self._handed]
        new = [one for one in new if one[1] > 0]  # an empty file is one that somebody begins to write
        return Arrived(
            at_rest=tuple(one for one in new if before.get(one[0]) == one[1:]),
            restless=tuple(one for one in new if before.get(one[0]) != one[1:]),
        )

    def to_submit(self, at_rest: tuple[Sighting, ...], known: SubmittedFiles) -> tuple[Sighting, ...]:
        """Return those that the journal does not know, and has nothing open for."""
        self._handed |= {one for one in at_rest if known.has(one)}
        not_yet = (one for one in at_rest if one not in self._handed)
        return tuple(one for one in not_yet if one[0] not in known.open)
