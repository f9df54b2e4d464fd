"""One run of the doctor: look, print, and pack what support needs into a zip that its owner alone can read.

What leaves this computer for support says nothing about whose it is or what was uploaded.

Beyond keys and links, which no text of the program holds anyway:

* the home folder is written `~`;
* the names of media files become `….png`: a request id and a transfer's number are what support needs;
* any other quoted path becomes `…`, except paths of program files, which are what a traceback is read for.

The program's own log lines name no file; exceptions of the operating system do.
"""

from __future__ import annotations

import logging
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from layers_desktop.core.console import printable, standard
from layers_desktop.core.errors import UserError
from layers_desktop.core.findings import Finding, Verdict
from layers_desktop.core.logging import LOG_NAME
from layers_desktop.core.secrets import ApiKey, redacted
from layers_desktop.diagnostics import connection, system
from layers_desktop.media.formats import FORMATS
from layers_desktop.settings.account_keys import base_url
from layers_desktop.settings.caches import StorageCache
from layers_desktop.settings.json_file import atomic_write
from layers_desktop.settings.paths import Places, places
from layers_desktop.transfers.journal.database import stage_counts

WELL, NOT_WELL = 0, 1
"""Exit codes."""

_NOWHERE = logging.NullHandler()


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorOptions:
    """The arguments of `doctor`."""

    data_dir: Path | None = None
    bundle: Path | None = None
    limit: float = connection.LIMIT_SECONDS
    """Seconds for each layer of the way to Layers."""
    key: ApiKey | None = None
    """The key of the environment."""


def run(options: DoctorOptions) -> int:
    """Print the report, write the bundle, and return the exit code."""
    # The doctor has no log of its own; without a handler, warnings of other packages would go to stderr.
    logging.getLogger("layers_desktop").addHandler(_NOWHERE)
    where = places(options.data_dir)
    discretion = Anonymizer.of_this_computer([options.key.reveal()] if options.key else [])
    found = {heading: list(check()) for heading, check in checks(where, options.limit, options.key).items()}
    report = discretion.redact_report(_rendered(found))
    console = standard()
    for line in report.splitlines():
        console.result(line)
    if options.bundle is not None:
        folder = Path(os.path.realpath(options.bundle)).parent
        if not folder.exists():
            # Nothing is made but the file: a wrong letter would put it where nobody looks for it.
            console.say(f"{options.bundle} was not written: the folder {folder} does not exist.")
            return NOT_WELL
        try:
            write_bundle(options.bundle, report, where, discretion, now=datetime.now(UTC))
        except OSError as error:
            console.say(f"{options.bundle} could not be written: {error.strerror or 'no reason given'}.")
            return NOT_WELL
        console.result(f"For support: {options.bundle}")
    failed = any(one.verdict is Verdict.FAILED for section in found.values() for one in section)
    return NOT_WELL if failed or console.results_lost else WELL


def checks(where: Places, limit: float, key: ApiKey | None) -> dict[str, Callable[[], Iterable[Finding]]]:
    """Return what is looked at, by heading and in this order; the window runs the last one by itself."""
    url = base_url()
    noted = system.key_noted(where, url)
    proxy = system.chosen_proxy(where)
    probe = connection.Probe(
        url=url, key=key, other_key=noted, limit=limit, proxy=proxy, storage=StorageCache(where).load(url)
    )
    return {
        "Versions": system.versions,
        "Folders": lambda: system.folders(where),
        "Surroundings": system.surroundings,
        "Key": lambda: system.key(given=key is not None, noted=noted, limit=limit),
        "Proxy settings": lambda: system.proxies(proxy),
        "The way to Layers": lambda: connection.reachability(probe),
    }


def _rendered(found: Mapping[str, Sequence[Finding]]) -> str:
    """Return the report as text."""
    width = max(len(finding.subject) for section in found.values() for finding in section)
    lines: list[str] = []
    for heading, section in found.items():
        lines += [heading, *(_line(finding, width) for finding in section), ""]
    return "\n".join(lines)


def _line(finding: Finding, width: int) -> str:
    verdict = f"{finding.verdict}: " if finding.verdict else ""
    return f"  {finding.subject:<{width}}  {verdict}{printable(str(finding.text))}"


_MEDIA = "|".join(sorted({extension for form in FORMATS for extension in form.extensions}))
_QUOTED_MEDIA = re.compile(rf"([\"'])(?:(?!\1)[^\n])*\.({_MEDIA})\1", re.IGNORECASE)
_BARE_MEDIA = re.compile(rf"(?<![^\s\"'<>])[^\s\"'<>]*[^\s\"'<>…]\.({_MEDIA})(?![\w.])", re.IGNORECASE)
_QUOTED_PATH = re.compile(r"([\"'])(?:~|file:)?(?:[A-Za-z]:)?[\\/](?:(?!\1)[^\n])*\1")
_PROGRAM_FILE = (".py", ".pyc", ".so", ".dll", ".pyd", ".dylib")


@dataclass(frozen=True, slots=True)
class Anonymizer:
    """Makes texts fit to be sent."""

    homes: tuple[str, ...]
    """Every way in which this computer writes the home folder, the longest first."""
    secrets: tuple[str, ...]

    @classmethod
    def of_this_computer(cls, secrets: Iterable[str]) -> Self:
        """Return the discretion for whoever runs the program."""
        try:
            home = Path.home()
        except RuntimeError:  # a user without a home
            return cls((), tuple(secrets))
        spelled = {str(home), str(home.resolve())} - {home.anchor}
        spelled |= {text.replace("\\", "\\\\") for text in spelled}
        return cls(tuple(sorted(spelled, key=len, reverse=True)), tuple(secrets))

    def redact_report(self, text: str) -> str:
        """Return a text of the program's own, without secrets and without the home folder's name."""
        text = redacted(text, self.secrets)
        for home in self.homes:
            text = re.sub(rf"{re.escape(home)}(?![\w.-])", "~", text)
        return text

    def redact_text(self, text: str) -> str:
        """Return a text that may hold anything, without the names of a person's files too."""
        text = _QUOTED_MEDIA.sub(r"\1….\2\1", self.redact_report(text))
        text = _BARE_MEDIA.sub(r"….\1", text)
        return _QUOTED_PATH.sub(_path, text)


def _path(found: re.Match[str]) -> str:
    quote = found[1]
    is_program = found[0][:-1].lower().endswith(_PROGRAM_FILE)
    return found[0] if is_program else f"{quote}…{quote}"


MOST_BYTES = 2_000_000
"""Of one file: a log rotates at 1 MB, settings are a few kB. Of a longer one the end is taken."""


def write_bundle(target: Path, report: str, where: Places, discretion: Anonymizer, *, now: datetime) -> None:
    """Write the zip, in place of one that is there. Raises OSError."""
    with atomic_write(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        written = f"Layers Desktop, {now:%Y-%m-%d %H:%M} UTC\n\n"
        _add(bundle, "report.txt", written + report, now)
        _add(bundle, "files.txt", discretion.redact_text(_listing(where)), now)
        _add(bundle, "journal.txt", discretion.redact_text(_stages(where.data / "journal.sqlite3")), now)
        for name, path in _texts(where):
            _add(bundle, name, discretion.redact_text(_text(path)), now)


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
