"""One run of the doctor: look, print, and pack what support needs."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from layers_desktop.core.console import printable, standard
from layers_desktop.core.findings import Finding, Verdict
from layers_desktop.core.secrets import ApiKey
from layers_desktop.diagnostics import connection, system
from layers_desktop.diagnostics.bundle import Anonymizer, write_bundle
from layers_desktop.settings.caches import StorageCache
from layers_desktop.settings.endpoint import base_url
from layers_desktop.settings.paths import Places, places

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
