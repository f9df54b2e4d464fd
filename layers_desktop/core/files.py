"""Folders and files that only this user may read."""

from __future__ import annotations

from pathlib import Path


def make_folder(folder: Path) -> Path:
    """Make `folder` and its missing parents, each for this user only (0700), and return it.

    Folders that exist keep their permissions. `Path.mkdir(parents=True)` would give the parents the default
    ones instead. Raises OSError.
    """
    for missing in reversed([place for place in (folder, *folder.parents) if not place.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    return folder
