"""What folders and long lists of files hold, before any of it is entered; folders walked. For worker threads.

Judged by names and sizes alone, no file is opened: that would read a large folder twice, and download a
folder of online-only files before anybody has said yes. What belies its name is refused later, by the
inspection of its own row; a name that says nothing counts as "other" and is taken along.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import islice
from pathlib import Path
from typing import Final

from layers_desktop.core.errors import Problem, Term
from layers_desktop.core.translation import N_
from layers_desktop.media import inspection
from layers_desktop.media.bounded_reader import bounded_size, modified_ns
from layers_desktop.media.display_name import display_name
from layers_desktop.media.formats import (
    MediaKind,
    cap_bytes,
    extension_of,
    format_for_extension,
    probable_kind,
)
from layers_desktop.media.inspection import NewFile, Rejection, regular_status
from layers_desktop.media.non_media import foreign_extension, is_document

MOST_UNASKED: Final = 100
"""Up to so many files without a folder are taken without a question."""
MOST_FILES: Final = 200_000
"""So many files are counted; a folder with more (a whole disk, by a slip) is not taken as one."""
TELL_EVERY: Final = 500
"""Files between two calls of `progress`."""
_EXAMPLES: Final = 3
_MOST_REASONS: Final = 20
_OTHER_REASONS: Final = Term(N_("other reasons"))
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

    reason: Term
    """In short, English: "PDF", "empty", "too large (images up to 50 MB)"."""
    count: int
    examples: tuple[str, ...]
    """Names of the first of them."""
    category: SkipCategory
    kind: MediaKind | None = None
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


_Group = tuple[SkipCategory, MediaKind | None, Term]


@dataclass(slots=True)
class _Tally:
    """What was found so far."""

    small_below: int
    files: list[NewFile] = field(default_factory=list)
    counts: dict[MediaKind | None, int] = field(default_factory=dict)
    size: int = 0
    small: int = 0
    skipped: dict[_Group, tuple[int, tuple[str, ...]]] = field(default_factory=dict)

    def take(self, path: bytes, status: os.stat_result, kind: MediaKind | None) -> None:
        size = bounded_size(status.st_size)
        self.files.append(NewFile(path, size, modified_ns(status)))
        self.counts[kind] = self.counts.get(kind, 0) + 1
        self.size += size
        self.small += size < self.small_below

    def skip(self, name: str, reason: Term, category: SkipCategory, kind: MediaKind | None = None) -> None:
        group = (category, kind, reason)
        # A system may have a sentence for each file: neither they nor the names may pile up.
        if group not in self.skipped and len(self.skipped) >= _MOST_REASONS:
            group = (category, kind, _OTHER_REASONS)
        count, examples = self.skipped.get(group, (0, ()))
        self.skipped[group] = (count + 1, (*examples, name)[:_EXAMPLES])

    def skip_unreadable(self, name: str, problem: Problem) -> None:
        self.skip(name, inspection.in_short(problem), SkipCategory.UNREADABLE)

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
        if isinstance(found, Rejection):
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
        images=tally.counts.get(MediaKind.IMAGE, 0),
        videos=tally.counts.get(MediaKind.VIDEO, 0),
        audio=tally.counts.get(MediaKind.AUDIO, 0),
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
    status = regular_status(path)
    if isinstance(status, Problem):
        tally.skip_unreadable(name, status)
    elif foreign is not None:
        category = SkipCategory.DOCUMENT if is_document(extension) else SkipCategory.OTHER_TYPE
        tally.skip(name, inspection.bare(foreign.what), category)
    elif status.st_size == 0:
        tally.skip(name, inspection.in_short(Problem.of("file.empty")), SkipCategory.EMPTY)
    elif kind is not None and status.st_size > cap_bytes(kind):
        reason = inspection.in_short(inspection.too_large(kind, status.st_size))
        tally.skip(name, reason, SkipCategory.TOO_LARGE, kind)
    else:
        tally.take(path, status, kind)


def may_be_folder(path: bytes) -> bool:
    """Return whether a name does not say that this is a file: no file access."""
    extension = extension_of(os.path.basename(os.fsdecode(path)))  # noqa: PTH119 - there may be thousands
    return format_for_extension(extension) is None and foreign_extension(extension) is None


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
) -> Iterator[bytes | Rejection]:
    """Yield each file once, in the order of the arguments; folders give what is in them, at any depth.

    * An argument that is no folder is yielded as it is, even when it is gone or a device: `inspect` has the
      sentence for that. A link to a folder given as an argument is walked.
    * Inside folders: sorted as file managers do (`shot 2` before `shot 10`); hidden and system files and
      folders are skipped. A link to a file, to nothing or in a circle, a device, pipe or socket is yielded
      like a file, for the same reason. A link to a folder, which is not followed, and a folder that cannot be
      read are each a `Rejection`, and the rest goes on.

    Lazy and without recursion: one folder's listing at a time is read; what vanishes meanwhile is left to
    `inspect`, a folder that does is a `Rejection`. `stop` is asked between entries; True ends the walk.
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
) -> Iterator[bytes | Rejection]:
    # One stack of entries instead of recursion: a tree is as deep as its maker liked.
    pending = yield from _enter(root, stop, walked)
    # Made once: an absolute path of its own for each file costs more than all the rest of the walk.
    base, start = _as_prefix(_absolute(root)), len(_as_prefix(root))
    while pending and not stop():
        entry = pending.pop()
        try:
            folder, link = entry.is_dir(), not entry.is_dir(follow_symlinks=False)
        except OSError:  # a link in a circle, or one that may not be followed: `inspect` says so
            folder = link = False
        if folder and link:
            problem = Problem.of("file.folder/link")
            yield Rejection(path=entry.path, name=display_name(entry.path), size=None, problem=problem)
        elif folder:
            pending += yield from _enter(entry.path, stop, walked)
        elif (key := base + entry.path[start:]) not in seen:
            seen.add(key)
            yield entry.path


def _enter(
    folder: bytes, stop: Callable[[], bool], walked: set[tuple[int, int]]
) -> Generator[Rejection, None, list[os.DirEntry[bytes]]]:
    """Return a folder's wanted entries, the last one first; yield the refusal when it cannot be read."""
    if not _first_visit(folder, walked):
        return []
    entries, problem = _listing(folder, stop)
    if problem is not None:
        yield Rejection(path=folder, name=display_name(folder), size=None, problem=problem)
    return entries[::-1]


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
        problem = inspection.from_os_error(error, inspection.FOLDER)
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
