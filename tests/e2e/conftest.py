"""Screens, buses and the running program for the end-to-end tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from layers_desktop.sandbox import Sandbox, SandboxConfig
from tests.support.desktop.program import Program, StartOnWayland, WaylandProgram
from tests.support.desktop.screen import Screen
from tests.support.desktop.session_bus import LAUNCHERS, SYSTEM_PYTHON, SessionBus
from tests.support.desktop.wayland import WaylandScreen


def _require(missing: list[str]) -> None:
    """Skip where a tool cannot be had; fail in CI, where `make test` installs them all."""
    if missing:
        reason = f"not installed: {', '.join(missing)} (packaging/linux/system-libraries.sh --tests)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture
def bare_environment(tmp_path: Path) -> dict[str, str]:
    """An environment with a home of its own and nothing of this computer's user."""
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    return {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PATH": f"{os.environ['PATH']}:/usr/bin:/bin",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "XDG_RUNTIME_DIR": str(runtime),
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "DBUS_SYSTEM_BUS_ADDRESS": "disabled:",
        "PYTHONUNBUFFERED": "1",
        **{name: value for name, value in os.environ.items() if name.startswith(("COVERAGE_", "COV_"))},
    }


@pytest.fixture
def screen(bare_environment: dict[str, str]) -> Iterator[Screen]:
    """A screen with a window manager and nothing on it, without a session bus."""
    _require([tool for tool in Screen.TOOLS if not shutil.which(tool)])
    screen = Screen(bare_environment)
    yield screen
    screen.close()


@pytest.fixture
def wayland(bare_environment: dict[str, str]) -> Iterator[WaylandScreen]:
    """A Wayland screen with nothing on it, without a session bus."""
    _require([tool for tool in WaylandScreen.TOOLS if not shutil.which(tool)])
    screen = WaylandScreen(bare_environment)
    yield screen
    screen.close()


@pytest.fixture
def wayland_bus(wayland: WaylandScreen) -> Iterator[SessionBus]:
    """A session bus on the Wayland screen."""
    yield from _session_bus(wayland)


@pytest.fixture
def session_bus(screen: Screen) -> Iterator[SessionBus]:
    """A session bus on the screen; programs started on the screen from now on are accessible there."""
    yield from _session_bus(screen)


def _session_bus(screen: Screen | WaylandScreen) -> Iterator[SessionBus]:
    missing = [tool for tool in ("dbus-daemon", "dbus-send") if not shutil.which(tool)]
    if not any(path.exists() for path in LAUNCHERS):
        missing.append("at-spi2-core")
    if not any(Path("/usr").glob("lib*/**/girepository-1.0/Atspi-2.0.typelib")) or not SYSTEM_PYTHON.exists():
        missing.append("gir1.2-atspi-2.0")
    _require(missing)
    bus = SessionBus(screen.environment)
    screen.environment = bus.environment
    yield bus
    screen.close()
    bus.close()


@pytest.fixture
def layers() -> Iterator[Sandbox]:
    """Layers in this process, so that the test sees what was stored."""
    with Sandbox(SandboxConfig(tier="pilot")) as sandbox:
        yield sandbox


@pytest.fixture
def program(screen: Screen, session_bus: SessionBus, layers: Sandbox, tmp_path: Path) -> Program:
    """The program in a process of its own, signed in at `layers` by its environment."""
    environment = {"LAYERS_BASE_URL": layers.base_url, "LAYERS_API_KEY": layers.key}
    return Program(screen, session_bus, tmp_path / "data", environment)


@pytest.fixture
def start(wayland: WaylandScreen, wayland_bus: SessionBus, layers: Sandbox, tmp_path: Path) -> StartOnWayland:
    """Start the program on the Wayland screen, its settings in `data`, with the second project.

    Named arguments are for its environment.
    """

    def start(*arguments: str | Path, **more: str) -> WaylandProgram:
        environment = {"LAYERS_BASE_URL": layers.base_url, "LAYERS_API_KEY": layers.key, **more}
        project = layers.world.projects[1].project_id
        return WaylandProgram(
            wayland, wayland_bus, tmp_path / "data", environment, "--project", project, *arguments
        )

    return start
