"""What earlier runs left in the folder of pasted pictures: offered again, or removed once nobody needs it.

Blocking: never on the window's thread. Only regular files that lie in the folder itself are touched; a link
is neither followed nor removed.
"""

from __future__ import annotations

import logging
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from layers_desktop.transfers.transfer import FilesOf
from layers_desktop.ui.intake.picture_files import whole_type_of

DIRECT_SAVE_PREFIX: Final = "direct-save-"
"""Of folders for one file each, into which other programs save; what is in them was not taken yet."""
YOUNG_SECONDS: Final = 24 * 3600
"""A younger file is never removed: another program may be about to use it."""
log = logging.getLogger(__name__)


def sort_out(folder: Path, files: FilesOf, *, started: float, now: float) -> list[tuple[bytes, int]]:
    """Return the pictures that were never handed in, oldest first: path, bytes.

    `files` is what the journal says of the folder; `started` and `now` are seconds of the wall clock. Files
    of this run (changed after `started`) are left alone. Removed is what is older than a day and either was
    handed in and is not needed any more, or is no image, or ends too early; and what direct saves left
    unfinished. Nothing is decoded: a picture that cannot be shown is one all the same. The journal may know
    the folder by another path, one with a link or of before it was moved: what may be needed stays.
    """
    _remove_direct_saves(folder, started)
    needed = {os.path.split(path)[1] for path in files.needed}
    done_with = _in_folder(files.done_with, folder)
    left: list[tuple[float, bytes, int]] = []
    for path, found in _regular_files(folder):
        name, changed = os.fsencode(path.name), found.st_mtime
        if changed >= started or name in needed:
            continue
        try:
            offered = name not in done_with and whole_type_of(path).startswith("image/")
        except OSError:
            continue  # nothing is known of it
        if offered:
            left.append((changed, os.fsencode(path), found.st_size))
        elif now - changed > YOUNG_SECONDS:
            _remove(path)
    return [one[1:] for one in sorted(left)]


def _in_folder(paths: Iterable[bytes], folder: Path) -> set[bytes]:
    """Return the names of those that lie in that folder, whatever links their paths lead through."""
    home = os.path.realpath(os.fsencode(folder))
    names: dict[bytes, set[bytes]] = {}
    for path in paths:
        parent, name = os.path.split(path)
        names.setdefault(parent, set()).add(name)
    return set().union(*(found for parent, found in names.items() if os.path.realpath(parent) == home))


def _regular_files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield the files of the folder with what the system says of them; none where the folder is a link."""
    for entry in _entries(folder):
        try:
            if entry.is_file(follow_symlinks=False):
                yield Path(entry.path), entry.stat(follow_symlinks=False)
        except OSError:
            continue


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder)) if stat.S_ISDIR(folder.lstat().st_mode) else []
    except OSError:
        return []  # nobody has pasted anything yet, or it cannot be read: then nothing is removed either


def _remove_direct_saves(folder: Path, started: float) -> None:
    """Remove the folders of direct saves that an earlier run began."""
    for entry in _entries(folder):
        try:
            old = entry.stat(follow_symlinks=False).st_mtime < started
            if entry.name.startswith(DIRECT_SAVE_PREFIX) and entry.is_dir(follow_symlinks=False) and old:
                shutil.rmtree(entry.path, ignore_errors=True)
        except OSError:
            continue


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("a pasted file could not be removed: %s", type(error).__name__)
