"""What can be told without a network: versions, folders, platform, key and settings of proxies."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import ssl
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import PySide6
from PySide6.QtCore import QLibraryInfo, qVersion

from layers_desktop import __version__
from layers_desktop.api.proxy import ProxyChoice, ProxyUse, system_proxies, without_credentials
from layers_desktop.core.background import TooLate, within
from layers_desktop.core.findings import Finding, Verdict
from layers_desktop.core.secrets import VARIABLE, redacted
from layers_desktop.session.network import proxy_of
from layers_desktop.settings.account_keys import StoredAccounts, account_name
from layers_desktop.settings.keyring import KeyringSeen, keyring_seen
from layers_desktop.settings.paths import Places
from layers_desktop.settings.store import PreferenceStore
from layers_desktop.ui.platform.display import why_no_window

_VARIABLES = (
    *("LAYERS_BASE_URL", "LAYERS_LOG", "SSL_CERT_FILE", "SSL_CERT_DIR", "PYTHON_KEYRING_BACKEND"),
    *("XDG_CURRENT_DESKTOP", "WAYLAND_DISPLAY", "DISPLAY"),
)
"""Environment variables that change what the program does; none of them is a secret."""


def versions() -> list[Finding]:
    """Return what runs here."""
    return [
        Finding("Layers Desktop", __version__),
        Finding("Python", f"{platform.python_version()} ({platform.machine()}, {_built()})"),
        Finding("PySide6, Qt", f"{PySide6.__version__}, {qVersion()}"),
        Finding("httpx", metadata.version("httpx")),
        Finding("TLS", ssl.OPENSSL_VERSION),
        Finding("System", platform.platform()),
    ]


def folders(where: Places) -> list[Finding]:
    """Return the four folders, whether they can be written, and who may read them."""
    named = {"Configuration": where.config, "Data": where.data, "Cache": where.cache, "Logs": where.logs}
    return [_folder(name, path) for name, path in named.items()]


def surroundings() -> list[Finding]:
    """Return the environment variables that are set, Qt's platform plugins, and whether a window opens."""
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    names = sorted(file.name.split(".")[0].removeprefix("lib") for file in plugins.glob("*"))
    lacking = why_no_window()
    window = "can be opened" if lacking is None else f"{lacking.words.explanation} {lacking.words.action}"
    chosen = os.environ.get("QT_QPA_PLATFORM") or "Qt chooses by the session"
    return [
        Finding("Qt platform", f"{chosen}; installed: {', '.join(names) or 'none'}"),
        Finding("Window", window),
        Finding("Session", os.environ.get("XDG_SESSION_TYPE") or "not named by the system"),
        *(Finding(name, redacted(os.environ[name])) for name in _VARIABLES if name in os.environ),
    ]


def key_noted(where: Places, url: str) -> bool:
    """Tell whether the keyring is noted to have a key for this address; the keyring itself is left alone."""
    try:
        with _copied(where) as copy:
            kept, address = StoredAccounts(copy), account_name(url)
            return bool(kept.organizations(address)) or kept.may_have(address)
    except OSError:
        return True  # not known: the program would ask the keyring then


def chosen_proxy(where: Places) -> ProxyChoice:
    """Return the proxy of the settings, the default where they cannot be read."""
    try:
        with _copied(where) as copy:
            return proxy_of(PreferenceStore(copy).load().value)
    except OSError:
        return ProxyChoice()


@contextlib.contextmanager
def _copied(where: Places) -> Iterator[Places]:
    """Lend a copy of the settings: reading a damaged file sets it aside, and a doctor changes nothing."""
    with tempfile.TemporaryDirectory(prefix="layers-desktop-doctor-") as folder:
        for path in where.config.glob("*.json"):
            shutil.copyfile(path, Path(folder) / path.name)
        yield replace(where, config=Path(folder))


def key(*, given: bool, noted: bool, limit: float) -> list[Finding]:
    """Return where the key comes from: `given` by the environment, or `noted` to be in the keyring.

    Whatever looks for a keyring is given up after `limit` seconds: a session bus may be stuck.
    """
    try:
        seen = within(limit, keyring_seen)
    except TooLate:
        seen = KeyringSeen("none", f"looking for one had no answer within {limit:g} s")
    if seen.unfit_because is None:
        backend = f"{seen.name}, used"
    else:
        backend = f"{seen.name}, not used: {seen.unfit_because}"
    if given:
        source = f"from {VARIABLE}"
    elif noted:
        source = "from the keyring, which was noted to have one (not asked, as it may want a password)"
    else:
        source = f"there is none: connect in the window, or set {VARIABLE}"
    return [Finding("Keyring", backend), Finding("Key", source)]


def proxies(choice: ProxyChoice) -> list[Finding]:
    """Return which proxy is chosen, and the system's settings, without names and passwords."""
    settings, _ = system_proxies()
    found = [Finding(name, without_credentials(value)) for name, value in sorted(settings.items())]
    match choice.use:
        case ProxyUse.SYSTEM:
            return found or [Finding("none", "connections are direct")]
        case ProxyUse.MANUAL:
            chosen = f"{without_credentials(choice.address)}, not the system's"
        case ProxyUse.NONE:
            chosen = "none, whatever the system says"
    return [Finding("Chosen in Settings", chosen), *found]


def _built() -> str:
    return "packaged" if getattr(sys, "frozen", False) else "from source or a wheel"


def _folder(name: str, path: Path) -> Finding:
    try:
        mode = path.stat().st_mode if path.exists() else None
    except OSError as error:
        return Finding(name, f"{path} cannot be looked at ({error.strerror})", Verdict.FAILED)
    if mode is None:
        return _missing_folder(name, path)
    described = f"{path} (mode {mode & 0o777:04o})"
    if not path.is_dir():
        return Finding(name, f"{path} is no folder", Verdict.FAILED)
    if not os.access(path, os.W_OK | os.X_OK):
        return Finding(name, f"{described} cannot be written", Verdict.FAILED)
    # Windows keeps permissions elsewhere; a profile's folders are its user's own.
    if sys.platform != "win32" and mode & 0o077:
        return Finding(name, f"{described} is open to other users of this computer", Verdict.FAILED)
    return Finding(name, f"{described} can be written", Verdict.OK)


def _missing_folder(name: str, path: Path) -> Finding:
    nearest = next((parent for parent in path.parents if parent.exists()), path)
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return Finding(name, f"{path} is not there yet and can be made", Verdict.OK)
    return Finding(name, f"{path} is not there and cannot be made in {nearest}", Verdict.FAILED)
