"""Where things live on this computer: configuration, data, cache, logs; and file names for foreign ids."""

from __future__ import annotations

import hashlib
import re
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs
from platformdirs.api import PlatformDirsABC


@dataclass(frozen=True, slots=True)
class Places:
    """Four different folders. None of them is made until somebody writes: see `core.files.make_folder`."""

    config: Path
    """What a person chose: preferences, project settings."""
    data: Path
    """What must not be lost: the journal of transfers and assets."""
    cache: Path
    """What can be fetched again: lists of projects, thumbnails."""
    logs: Path


def places(data_dir: Path | None = None) -> Places:
    """Return the folders of this computer's conventions, or all four beneath `data_dir` (`--data-dir`)."""
    if data_dir is None:
        name = "Layers Desktop" if sys.platform in ("darwin", "win32") else "layers-desktop"
        return from_platform(PlatformDirs(appname=name, appauthor=False))
    root = data_dir.expanduser().absolute()
    return Places(config=root / "config", data=root / "data", cache=root / "cache", logs=root / "logs")


def runtime_folder() -> Path:
    """Return the folder for locks and sockets: of this computer and this login, never on the network."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR, which we can do without
        return PlatformDirs(appname="layers-desktop", appauthor=False).user_runtime_path


def from_platform(dirs: PlatformDirsABC) -> Places:
    """Return the four folders that `dirs` names, kept apart where the platform has one folder for several.

    macOS (and Windows) give configuration and data the same folder; a subfolder each keeps a file of one
    from ever being taken for a file of the other.
    """
    config, data = dirs.user_config_path, dirs.user_data_path
    if config == data:
        config, data = config / "config", data / "data"
    return Places(config=config, data=data, cache=dirs.user_cache_path, logs=dirs.user_log_path)


def file_stem(opaque_id: str) -> str:
    """Return a file name without suffix for an id that may hold anything (`../`, `CON`, 4 000 letters).

    A readable part for whoever looks into the folder, and a hash that tells ids apart, also on file systems
    that ignore letter case.
    """
    readable = re.sub(r"[^a-z0-9]+", "-", opaque_id.lower()[:200]).strip("-")[:40] or "id"
    digest = hashlib.sha256(opaque_id.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return f"{readable}-{digest}"
