"""What every test needs: no display, no real keyring, no real settings, no network beyond loopback."""

from __future__ import annotations

import gc
import os
import socket
from pathlib import Path

import hypothesis
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from layers_desktop.ui import accessibility
from tests.support.timeouts import LongWaitBot

pytest_plugins = [
    "tests.architecture.qt_threads",  # coverage of code that runs in Qt's own threads
    "tests.architecture.sendable_reports",  # a failure's text never ends a test process
]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_LOGGING_RULES"] = "qt.qpa.fonts.warning=false;qt.accessibility.atspi.warning=false"

# Tests count, they do not time: a busy machine is no failure. Each run tries other examples.
hypothesis.settings.register_profile("layers", deadline=None, max_examples=40)
hypothesis.settings.load_profile("layers")

_LOOPBACK = ("127.", "::1", "localhost")
_HERE = Path(__file__).parent
_UNMEASURED = tuple(
    _HERE / part
    for part in (
        "architecture", "e2e", "integration/faults", "integration/kill", "integration/soak",
        "integration/test_secrets.py", "screenshots", "unit/transfers/test_every_fault_once.py",
        "unit/transfers/test_exactly_once.py",
    )
)  # fmt: skip
"""It has tests of its own below, and starts hundreds of processes, which are faster unmeasured."""
_LONG = (_HERE / "integration/kill", _HERE / "integration/soak")
_MEASURED = tuple(
    _HERE / part
    for part in ("architecture/test_qt_threads.py", "e2e/test_second_start.py", "e2e/test_ways_in.py")
)
"""But these: about the measuring itself, and what only a program on a screen comes to."""


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """Return the application, which tells assistive technology what the program tells it."""
    accessibility.install()
    return qapp


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> LongWaitBot:  # noqa: ARG001 - it needs one
    """Return pytest-qt's bot, with waits that a busy machine does not end."""
    return LongWaitBot(request)


@pytest.fixture(autouse=True)
def _no_network_beyond_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that would talk to anything but this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)  # type: ignore[arg-type]  # what the socket takes is the socket's to say

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give the test an empty home, so that nothing of this computer's user is read or written."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for bus in ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"):
        monkeypatch.setenv(bus, "disabled:")  # a test keeps nobody's computer awake
    for name in ("LAYERS_API_KEY", "LAYERS_BASE_URL", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME",
                 "XDG_STATE_HOME", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy",
                 "all_proxy", "NO_PROXY", "no_proxy"):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    # keyring looks once a process, and among the tests' own too: each test has it look anew, and find none.
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setattr("keyring.core._keyring_backend", None)


@pytest.fixture(autouse=True)
def _unmeasured_children(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the processes of a test that is not measured (`no_cover`) unmeasured, too."""
    if request.node.get_closest_marker("no_cover") is not None:
        monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage only where tests are about the code that they run, and begin with the longest tests.

    At the end of a run these would be waited for alone, each for a minute or more.
    """
    items.sort(key=lambda item: not any(item.path.is_relative_to(part) for part in _LONG))
    for item in items:
        if item.path not in _MEASURED and any(item.path.is_relative_to(part) for part in _UNMEASURED):
            item.add_marker(pytest.mark.no_cover)


def pytest_collection_finish() -> None:
    """Leave thousands of collected tests out of every collection of garbage to come."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Empty the clipboard: what a test put there belongs to Python, and Qt lets go of it after Python's end.

    The process would die of it (SIGSEGV) after its last test had passed.
    """
    if isinstance(QGuiApplication.instance(), QGuiApplication):
        QGuiApplication.clipboard().clear()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say the figures of the long runs (kill, soak), which docs/reliability.md repeats."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "figure":
                terminalreporter.write_line(f"{report.nodeid}: {value}")
