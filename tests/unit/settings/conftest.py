"""Places in a temporary folder, keyrings in memory, and one real gnome-keyring."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from keyring.backend import KeyringBackend

import layers_desktop
from layers_desktop.settings.paths import Places, places
from tests.support.memory_keyring import MemoryKeyring

ROOT = Path(layers_desktop.__file__).parents[1]


@pytest.fixture
def room(tmp_path: Path) -> Places:
    return places(tmp_path / "profile")


@pytest.fixture
def memory_keyring() -> MemoryKeyring:
    return MemoryKeyring()


MakeKeyring = Callable[..., KeyringBackend]


@pytest.fixture
def make_keyring() -> MakeKeyring:
    """Make a memory keyring that differs: methods by name, `module` where its class says it comes from."""

    def make(module: str = __name__, **methods: Callable[..., Any]) -> KeyringBackend:
        backend: KeyringBackend = type("Keyring", (MemoryKeyring,), {"__module__": module, **methods})()
        return backend

    return make


Child = Callable[..., dict[str, Any]]


@pytest.fixture
def credential_child(tmp_path: Path) -> Child:
    """Run the child program alone, on a computer without D-Bus."""

    def run(name: str) -> dict[str, Any]:
        out = tmp_path / "result.json"
        subprocess.run([*_child(name), str(out)], env=_environment(tmp_path), check=True, timeout=60)
        return _result(out)

    return run


@pytest.fixture(scope="session")
def real_keyring(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the child program saw in a real gnome-keyring, step by step, and the keyring's "home"."""
    for program in ("dbus-run-session", "gnome-keyring-daemon"):
        if shutil.which(program) is None:
            reason = f"{program} is not installed (Debian: dbus, gnome-keyring)"
            if os.environ.get("CI") == "true":
                pytest.fail(f"{reason}: in CI the keyring must be tested")
            pytest.skip(reason)
    home = tmp_path_factory.mktemp("keyring")
    outputs = {name: home / f"{name}.json" for name in ("saves", "finds", "locked")}
    # The daemon leaves with its bus, when the shell ends. A pipe for its output would be held open by it.
    daemon = "printf password | gnome-keyring-daemon --unlock --components=secrets >daemon.log 2>&1"
    children = [" ".join([*_child(name), str(out)]) for name, out in outputs.items()]
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-ec", "; ".join([daemon, *children])],
        env=_environment(home),
        cwd=home,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {name: _result(out) for name, out in outputs.items()} | {"home": home}


def _child(name: str) -> list[str]:
    return [sys.executable, str(Path(__file__).with_name("credential_child.py")), name]


def _environment(home: Path) -> dict[str, str]:
    """An environment without D-Bus or display: nothing of the user's session can be reached."""
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_DATA_HOME": str(home / "data"),
        "DBUS_SESSION_BUS_ADDRESS": "",
        "PYTHONPATH": str(ROOT),
    }


def _result(out: Path) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(out.read_text())
    return result
