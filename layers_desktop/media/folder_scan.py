"""What folders and long lists of files hold, before any of it is entered. For worker threads.

Judged by names and sizes alone, no file is opened: that would read a large folder twice, and download a
folder of online-only files before anybody has said yes. What belies its name is refused later, by the
inspection of its own row; a name that says nothing counts as "other" and is taken along.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import islice
from typing import Final

from layers_desktop.core.errors import Problem
from layers_desktop.media import refusals
from layers_desktop.media.bounded import bounded_size, modified_ns
from layers_desktop.media.folders import walk
from layers_desktop.media.foreign import foreign_extension, is_document
from layers_desktop.media.inspect import Refusal, not_regular
from layers_desktop.media.kinds import Kind, cap_bytes, extension_of, format_for_extension, probable_kind
from layers_desktop.media.names import display_name
from layers_desktop.media.new_file import NewFile

MOST_UNASKED: Final = 100
"""Up to so many files without a folder are taken without a question."""
MOST_FILES: Final = 200_000
"""So many files are counted; a folder with more (a whole disk, by a slip) is not taken as one."""
TELL_EVERY: Final = 500
"""Files between two calls of `progress`."""
_EXAMPLES: Final = 3
_MOST_REASONS: Final = 20
_OTHER_REASONS: Final = "other reasons"
_AMBIGUOUS: Final = frozenset({"ts"})
"""Extensions of media that more often are something else (TypeScript): only their content tells."""


class SkipCategory(Enum):
    """Why files are left out, coarsely."""

    DOCUMENT = auto()
    OTHER_TYPE = auto()
    """Surely no media, and no document: a ZIP archive, a program."""
    EMPTY = auto()
    TOO_LARGE = auto()
    """Above the cap of its kind."""
    UNREADABLE = auto()
    """Gone, forbidden, a pipe, a link to a folder."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Files that are left out for one reason."""

    reason: str
    """In short, English: "PDF", "empty", "too large (images up to 50 MB)"."""
    count: int
    examples: tuple[str, ...]
    """Names of the first of them."""
    category: SkipCategory
    kind: Kind | None = None
    """Of TOO_LARGE: whose cap they exceed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanResult:
    """What was found in folders, or among very many files."""

    name: str = ""
    """Of the first folder; empty when there is none, or when it is a disk."""
    others: int = 0
    """How many folders and files were given besides that folder."""
    folder: bool = False
    """Whether a folder was given: few files without one need no question (`MOST_UNASKED`)."""
    files: tuple[NewFile, ...] = ()
    """What can be sent as far as names and sizes tell, in the order given."""
    images: int = 0
    videos: int = 0
    audio: int = 0
    unknown: int = 0
    """Files whose name does not say what they are."""
    size: int = 0
    """Bytes of all of them."""
    small: int = 0
    """Files below `small_below`, which Layers takes in one write; the others take two."""
    skipped: tuple[Skipped, ...] = ()
    """The most frequent reason first."""
    named: tuple[bytes, ...] = ()
    """Paths of those among them that were given themselves, and did not only lie in a folder."""
    too_many: bool = False
    """True when there were more than `MOST_FILES`: then what was found is not all there is."""

    @property
    def large(self) -> int:
        """How many files are not small."""
        return len(self.files) - self.small

    @property
    def skipped_count(self) -> int:
        """How many files are left out."""
        return sum(group.count for group in self.skipped)


_Group = tuple[SkipCategory, Kind | None, str]


@dataclass(slots=True)
class _Tally:
    """What was found so far."""

    small_below: int
    files: list[NewFile] = field(default_factory=list)
    counts: dict[Kind | None, int] = field(default_factory=dict)
    size: int = 0
    small: int = 0
    skipped: dict[_Group, tuple[int, tuple[str, ...]]] = field(default_factory=dict)

    def take(self, path: bytes, status: os.stat_result, kind: Kind | None) -> None:
        size = bounded_size(status.st_size)
        self.files.append(NewFile(path, size, modified_ns(status)))
        self.counts[kind] = self.counts.get(kind, 0) + 1
        self.size += size
        self.small += size < self.small_below

    def skip(self, name: str, reason: str, category: SkipCategory, kind: Kind | None = None) -> None:
        group = (category, kind, reason)
        # A system may have a sentence for each file: neither they nor the names may pile up.
        if group not in self.skipped and len(self.skipped) >= _MOST_REASONS:
            group = (category, kind, _OTHER_REASONS)
        count, examples = self.skipped.get(group, (0, ()))
        self.skipped[group] = (count + 1, (*examples, name)[:_EXAMPLES])

    def skip_unreadable(self, name: str, problem: Problem) -> None:
        self.skip(name, refusals.in_short(problem), SkipCategory.UNREADABLE)

    def groups(self) -> tuple[Skipped, ...]:
        found = (
            Skipped(reason, count, examples, category, kind)
            for (category, kind, reason), (count, examples) in self.skipped.items()
        )
        return tuple(sorted(found, key=lambda group: -group.count))


def needs_scan(paths: Sequence[bytes]) -> bool:
    """Return whether something of this may be a folder, or is too much, by names alone: no file access.

    A folder that is called like a picture (`shots.jpg`) is not recognized.
    """
    return len(paths) > MOST_UNASKED or any(may_be_folder(path) for path in paths)


def title_of(paths: Sequence[bytes]) -> tuple[str, int]:
    """Return the name of the first of these that may be a folder ("" without one), and the number of others.

    By the first hundred names alone, no file access: the scan tells it for certain.
    """
    first = next((path for path in islice(paths, MOST_UNASKED) if may_be_folder(path)), None)
    return ("", len(paths)) if first is None else (display_name(first.rstrip(b"/")), len(paths) - 1)


def scan(
    paths: Sequence[bytes],
    *,
    small_below: int,
    progress: Callable[[int], object] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> ScanResult:
    """Return what is in these folders and files, in the order of `folders.walk`. Blocks on the file system.

    Args:
        paths: what was given, in its order.
        small_below: bytes below which Layers takes a file in one write (`api.limits.INLINE_LIMIT`).
        progress: is told how many files were seen so far: 0 as soon as it is certain that this takes a while
            (a folder, or more than `MOST_UNASKED` files), then every `TELL_EVERY`.
        stop: is asked between files; True ends the scan with what was found until then.

    """
    tally = _Tally(small_below)
    folders: list[bytes] = []
    given, named = frozenset(paths), []

    def entered(folder: bytes) -> None:
        if not folders and len(paths) <= MOST_UNASKED:
            progress(0)
        folders.append(folder)

    if len(paths) > MOST_UNASKED:
        progress(0)
    too_many = False
    for number, found in enumerate(walk(paths, stop=stop, entered=entered), start=1):
        if number > MOST_FILES:
            too_many = True
            break
        taken = len(tally.files)
        if isinstance(found, Refusal):
            tally.skip_unreadable(found.name, found.problem)
        else:
            _judge(found, tally)
            if found in given and len(tally.files) == taken:
                named.append(found)
        if number % TELL_EVERY == 0:
            progress(number)
    # By what is on the disk, not by the names: `shots.jpg` may be a folder, and `README` is none.
    name = display_name(folders[0].rstrip(b"/")) if folders else ""
    return ScanResult(
        name=name,
        others=len(paths) - bool(folders),
        folder=bool(folders),
        files=tuple(tally.files),
        images=tally.counts.get(Kind.IMAGE, 0),
        videos=tally.counts.get(Kind.VIDEO, 0),
        audio=tally.counts.get(Kind.AUDIO, 0),
        unknown=tally.counts.get(None, 0),
        size=tally.size,
        small=tally.small,
        skipped=tally.groups(),
        named=tuple(named),
        too_many=too_many,
    )


def _judge(path: bytes, tally: _Tally) -> None:
    name = display_name(path)
    extension = extension_of(name)
    kind = None if extension in _AMBIGUOUS else probable_kind(name)
    foreign = foreign_extension(extension) if kind is None else None
    status = _status(path)
    if isinstance(status, Problem):
        tally.skip_unreadable(name, status)
    elif foreign is not None:
        category = SkipCategory.DOCUMENT if is_document(extension) else SkipCategory.OTHER_TYPE
        tally.skip(name, refusals.bare(foreign.words), category)
    elif status.st_size == 0:
        tally.skip(name, refusals.in_short(refusals.empty()), SkipCategory.EMPTY)
    elif kind is not None and status.st_size > cap_bytes(kind):
        reason = refusals.in_short(refusals.too_large(kind, status.st_size))
        tally.skip(name, reason, SkipCategory.TOO_LARGE, kind)
    else:
        tally.take(path, status, kind)


def _status(path: bytes) -> os.stat_result | Problem:
    """Return the status of a regular file, or why there is none."""
    if not path:
        return refusals.impossible_path()
    try:
        status = os.stat(path)  # noqa: PTH116 - making a Path costs several times the call
    except OSError as error:
        return refusals.from_os_error(error)
    except ValueError:  # a zero byte in the path
        return refusals.impossible_path()
    if stat.S_ISREG(status.st_mode):
        return status
    return not_regular(status.st_mode) or refusals.folder()


def may_be_folder(path: bytes) -> bool:
    """Return whether a name does not say that this is a file: no file access."""
    extension = extension_of(os.path.basename(os.fsdecode(path)))  # noqa: PTH119 - there may be thousands
    return format_for_extension(extension) is None and foreign_extension(extension) is None
