"""What a folder holds, before any of it is added: how many files of which kind, how large, what is skipped.

Judged by names and sizes. A file is opened only when its name does not say what it is: opening each one would
read a large folder twice, and download a folder of online-only files before anybody has said yes. What belies
its name is refused when it is added, with its reason, like any other.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from layers_desktop.media import refusals
from layers_desktop.media.folders import is_folder, walk
from layers_desktop.media.foreign import foreign_extension
from layers_desktop.media.inspect import MediaFile, Refusal, inspect, probable_kind
from layers_desktop.media.kinds import Kind, cap_bytes, extension_of
from layers_desktop.media.names import display_name

MOST_PLAIN: Final = 100
"""Up to so many files without a folder go straight in; more of them, or a folder, are shown first."""
MOST_FILES: Final = 200_000
"""So many files are looked at; a folder with more (a whole disk, by a slip) is not taken as one."""
TELL_EVERY: Final = 500
"""Files between two words on how far it has come."""
_EXAMPLES: Final = 3
_MOST_REASONS: Final = 20
_OTHER_REASONS: Final = "other reasons"

_AMBIGUOUS: Final = frozenset({"ts"})
"""Extensions of media that more often are something else (TypeScript): their files are opened."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Files that are left out for one reason."""

    reason: str
    """In short: "PDF", "empty", "image above 50 MB"."""
    count: int
    examples: tuple[str, ...]
    """Names of the first of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What was found in folders, or in a drop of very many files."""

    name: str
    """Of the first folder; empty when there is none, or when it is a disk."""
    others: int = 0
    """How many folders and files were given besides that folder."""
    paths: tuple[bytes, ...] = ()
    """The files that can be sent, in drop order."""
    images: int = 0
    videos: int = 0
    audio: int = 0
    size: int = 0
    """Bytes of all files that can be sent."""
    skipped: tuple[Skipped, ...] = ()
    """The most frequent reason first."""
    too_many: bool = False
    """True when there were more files than are looked at: then what was found is not all there is."""

    @property
    def skipped_count(self) -> int:
        """How many files are left out."""
        return sum(group.count for group in self.skipped)


@dataclass(slots=True)
class _Tally:
    """What was found so far."""

    paths: list[bytes] = field(default_factory=list)
    counts: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(Kind, 0))
    size: int = 0
    skipped: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)

    def take(self, path: bytes, kind: Kind, size: int) -> None:
        self.paths.append(path)
        self.counts[kind] += 1
        self.size += size

    def skip(self, name: str, reason: str) -> None:
        # A system may have a sentence for each file: neither they nor the names may pile up.
        if reason not in self.skipped and len(self.skipped) >= _MOST_REASONS:
            reason = _OTHER_REASONS
        count, examples = self.skipped.get(reason, (0, ()))
        self.skipped[reason] = (count + 1, (*examples, name)[:_EXAMPLES])


def may_need_survey(paths: Sequence[bytes]) -> bool:
    """Return whether something of this may be a folder, or is too much, by names alone: no file access.

    A folder that is called like a picture (`shots.jpg`) is not recognized; it is added without being shown.
    """
    return len(paths) > MOST_PLAIN or any(not _says_what_it_is(path) for path in paths)


def title_of(paths: Sequence[bytes]) -> tuple[str, int]:
    """Return the name of the first of these that may be a folder ("" without one), and the number of others.

    By names alone: no file access.
    """
    first = next((path for path in paths if not _says_what_it_is(path)), None)
    return ("", len(paths)) if first is None else (display_name(first.rstrip(b"/")), len(paths) - 1)


def is_plain(paths: Sequence[bytes]) -> bool:
    """Return whether this goes straight in: few files and no folder. Blocks: for worker threads."""
    return len(paths) <= MOST_PLAIN and not any(is_folder(path) for path in paths)


def survey(
    paths: Sequence[bytes],
    *,
    told: Callable[[int], object] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Survey:
    """Return what is in these folders and files. Blocks on the file system: for worker threads.

    `told` hears how many files were looked at so far; `stop` is asked between them, and True ends it with
    what was found until then.
    """
    tally = _Tally()
    too_many = False
    for number, found in enumerate(walk(paths, stop=stop), start=1):
        if number > MOST_FILES:
            too_many = True
            break
        if isinstance(found, Refusal):
            tally.skip(found.name, refusals.in_short(found.problem))
        else:
            _look_at(found, tally)
        if number % TELL_EVERY == 0:
            told(number)
    name, others = title_of(paths)
    groups = [Skipped(reason, count, names) for reason, (count, names) in tally.skipped.items()]
    return Survey(
        name=name,
        others=others,
        paths=tuple(tally.paths),
        images=tally.counts[Kind.IMAGE],
        videos=tally.counts[Kind.VIDEO],
        audio=tally.counts[Kind.AUDIO],
        size=tally.size,
        skipped=tuple(sorted(groups, key=lambda group: -group.count)),
        too_many=too_many,
    )


def _look_at(path: bytes, tally: _Tally) -> None:
    name = display_name(path)
    extension = extension_of(name)
    foreign = foreign_extension(extension)
    kind = None if extension in _AMBIGUOUS else probable_kind(name)
    if foreign is not None and kind is None:
        tally.skip(name, refusals.bare(foreign))
    elif kind is None:
        _open(path, tally)
    else:
        _measure(path, name, kind, tally)


def _measure(path: bytes, name: str, kind: Kind, tally: _Tally) -> None:
    try:
        status = Path(os.fsdecode(path)).stat()
    except OSError as error:
        tally.skip(name, refusals.in_short(refusals.from_os_error(error)))
        return
    if not stat.S_ISREG(status.st_mode):
        _open(path, tally)  # which has the words for pipes and devices, and opens none of them
    elif status.st_size == 0:
        tally.skip(name, refusals.in_short(refusals.empty()))
    elif status.st_size > cap_bytes(kind):
        tally.skip(name, refusals.in_short(refusals.too_large(kind, status.st_size)))
    else:
        tally.take(path, kind, status.st_size)


def _open(path: bytes, tally: _Tally) -> None:
    match inspect(path):
        case MediaFile() as media:
            tally.take(path, media.kind, media.size)
        case Refusal() as refusal:
            tally.skip(refusal.name, refusals.in_short(refusal.problem))


def _says_what_it_is(path: bytes) -> bool:
    extension = extension_of(display_name(path))
    return probable_kind(display_name(path)) is not None or foreign_extension(extension) is not None
