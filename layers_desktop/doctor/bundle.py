"""The zip for support: report, logs, settings and what lies in the folders. Readable by its owner alone."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from layers_desktop.core.errors import UserError
from layers_desktop.core.logging import LOG_NAME
from layers_desktop.doctor.discretion import Discretion
from layers_desktop.settings.json_file import atomic_write
from layers_desktop.settings.paths import Places
from layers_desktop.transfers.journal.database import stage_counts

MOST_BYTES = 2_000_000
"""Of one file: a log rotates at 1 MB, settings are a few kB. Of a longer one the end is taken."""


def write_bundle(target: Path, report: str, where: Places, discretion: Discretion, *, now: datetime) -> None:
    """Write the zip, in place of one that is there. Raises OSError."""
    with atomic_write(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        written = f"Layers Desktop, {now:%Y-%m-%d %H:%M} UTC\n\n"
        _add(bundle, "report.txt", written + report, now)
        _add(bundle, "files.txt", discretion.sent(_listing(where)), now)
        _add(bundle, "journal.txt", discretion.sent(_stages(where.data / "journal.sqlite3")), now)
        for name, path in _texts(where):
            _add(bundle, name, discretion.sent(_text(path)), now)


def _texts(where: Places) -> Iterator[tuple[str, Path]]:
    """Yield name in the bundle and path of each text that is packed.

    Not packed: the journal, which is the list of a person's files, and the cache, which holds the names of
    their customers' projects.
    """
    for path in sorted(where.logs.glob(f"{LOG_NAME}*")):
        yield f"logs/{path.name}", path
    for path in sorted(where.config.rglob("*.json")):
        yield f"settings/{path.relative_to(where.config).as_posix()}", path


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - MOST_BYTES))
            return file.read(MOST_BYTES).decode("utf-8", "backslashreplace")
    except OSError as error:
        return f"could not be read: {error.strerror}\n"


def _stages(journal: Path) -> str:
    """Return how many uploads stand at each stage: no names, no ids."""
    if not journal.exists():
        return "there is no list of uploads yet\n"
    try:
        counts = stage_counts(journal)
    except UserError as error:
        return f"{error.problem.sentence()}\n"
    return "".join(f"{count:>8} {stage}\n" for stage, count in counts.items()) or "no uploads\n"


def _listing(where: Places) -> str:
    """Return size, permissions and age of each file of the program, the journal among them."""
    lines: list[str] = []
    for name, folder in {"configuration": where.config, "data": where.data, "logs": where.logs}.items():
        lines.append(name)
        for path in sorted(folder.rglob("*")):
            try:
                state = path.lstat()
            except OSError as error:
                lines.append(f"  {path.relative_to(folder)}: {error.strerror}")
                continue
            changed = datetime.fromtimestamp(state.st_mtime, UTC)
            lines.append(
                f"  {state.st_mode & 0o777:04o} {state.st_size:>12} {changed:%Y-%m-%d %H:%M} "
                f"{path.relative_to(folder)}"
            )
    return "\n".join([*lines, ""])


def _add(bundle: zipfile.ZipFile, name: str, text: str, now: datetime) -> None:
    entry = zipfile.ZipInfo(name, now.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    bundle.writestr(entry, text.encode("utf-8", "backslashreplace"))
