"""The proxy of the settings and the test of the connection, in the whole window and over real sockets."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from layers_desktop import app
from layers_desktop.api.backoff import Backoff
from layers_desktop.cli.main import main
from layers_desktop.core.secrets import ApiKey
from layers_desktop.instance import HandOver
from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.session.state import Phase
from layers_desktop.settings.fields import Page
from layers_desktop.settings.paths import places
from layers_desktop.settings.preferences import Preferences, ProxyMode
from layers_desktop.settings.store import PreferenceStore
from layers_desktop.ui.settings.dialog import SettingsDialog
from tests.support.accessible_name import named
from tests.support.running_window import running_window
from tests.support.tls import certificate_for

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
HOST = "layers.example"


@dataclass
class Proxy:
    """A proxy on loopback behind which every host is the sandbox, over TLS."""

    address: str
    asked_for: list[str] = field(default_factory=list)


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(SandboxConfig(tier="partner", project_count=1)) as sandbox:
        yield sandbox


@pytest.fixture
def proxy(box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """Start the proxy; the computer trusts what is behind it, and Layers is at a host that only it knows."""
    public, context = certificate_for(HOST, folder=tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    monkeypatch.setenv("LAYERS_BASE_URL", f"https://{HOST}")
    monkeypatch.setenv("LAYERS_API_KEY", box.key)
    behind = ("127.0.0.1", int(box.base_url.rpartition(":")[2]))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Proxy(f"127.0.0.1:{listener.getsockname()[1]}")
        threading.Thread(target=_accept, args=(listener, context, behind, made), daemon=True).start()
        yield made
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, context: ssl.SSLContext, behind: tuple[str, int], proxy: Proxy) -> None:
    with contextlib.suppress(OSError):
        while True:
            line, _ = listener.accept()
            threading.Thread(target=_tunnel, args=(line, context, behind, proxy), daemon=True).start()


def _tunnel(line: socket.socket, context: ssl.SSLContext, behind: tuple[str, int], proxy: Proxy) -> None:
    """Read a CONNECT, answer it, and carry what comes over TLS to the sandbox and back."""
    with contextlib.suppress(OSError), line:
        head = b""
        while b"\r\n\r\n" not in head:
            part = line.recv(1)
            if not part:
                return
            head += part
        proxy.asked_for.append(head.split(b" ")[1].decode())
        line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with (
            context.wrap_socket(line, server_side=True) as secure,
            socket.create_connection(behind) as inner,
        ):
            answers = threading.Thread(target=_carry, args=(inner, secure), daemon=True)
            answers.start()
            _carry(secure, inner)


def _carry(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while part := source.recv(65_536):
            target.sendall(part)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def dead_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        return f"127.0.0.1:{closed.getsockname()[1]}"


def manual(address: str) -> Preferences:
    return Preferences(proxy=ProxyMode.MANUAL, proxy_address=address)


def picture(folder: Path) -> Path:
    path = folder / "beach.png"
    path.write_bytes(PNG + os.urandom(1_000))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


@pytest.fixture
def open_window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, box: Sandbox
) -> Iterator[Callable[[], app.Desktop]]:
    options = app.WindowOptions(key=ApiKey(box.key))
    with ExitStack() as running:
        yield lambda: running.enter_context(running_window(qapp, qtbot, options, tmp_path / "data"))


def test_another_proxy_is_used_at_once_and_what_waited_goes_on(
    qtbot: QtBot, proxy: Proxy, open_window: Callable[[], app.Desktop], tmp_path: Path
) -> None:
    PreferenceStore(places(tmp_path / "data")).save(manual(dead_address()))
    desktop = open_window()
    session = desktop.services.session if desktop._services else None
    assert session is not None
    qtbot.waitUntil(lambda: session.state.notice is not None)
    assert session.state.notice is not None
    assert "proxy" in session.state.notice.words.explanation
    assert not proxy.asked_for

    desktop.choices.save(manual(proxy.address))
    qtbot.waitUntil(lambda: session.state.phase is Phase.SIGNED_IN)
    qtbot.waitUntil(lambda: desktop.contents.projects.known)
    desktop.choices.save(manual(dead_address()))
    desktop.contents.take(HandOver(paths=(os.fsencode(picture(tmp_path)),)))
    footer = desktop.contents.footer
    qtbot.waitUntil(lambda: "proxy" in footer.words.text().lower())
    desktop.choices.save(manual(proxy.address))
    qtbot.waitUntil(lambda: desktop.contents.panel.totals.done == 1)
    assert set(proxy.asked_for) == {f"{HOST}:443"}


@pytest.mark.usefixtures("proxy")
def test_the_connection_is_tried_as_the_page_has_it_and_the_failing_layer_named(
    qtbot: QtBot, proxy: Proxy, open_window: Callable[[], app.Desktop], tmp_path: Path
) -> None:
    PreferenceStore(places(tmp_path / "data")).save(manual(proxy.address))
    desktop = open_window()
    qtbot.waitUntil(lambda: desktop.contents.pages.at_work)
    desktop.contents.shortcuts.settings.trigger()
    dialog = desktop.contents.settings.dialog
    assert isinstance(dialog, SettingsDialog)

    dialog.test.button.click()
    qtbot.waitUntil(lambda: not dialog.test.running)
    assert dialog.test.summary.text() == "Layers can be reached."
    names = [title.text() for _, title, _ in dialog.test.rows]
    assert names == [
        "Address", "Name service (DNS)", "Connection (TCP)", "Proxy", "Encryption (TLS)", "Layers (API)",
        "Storage",
    ]  # fmt: skip
    assert "lets connections to layers.example through" in dialog.test.rows[3][2].text()

    dialog.open_at(Page.NETWORK)
    named(dialog, QLineEdit, "Proxy address").setText(dead_address())
    dialog.test.button.click()
    qtbot.waitUntil(lambda: not dialog.test.running)
    assert dialog.test.summary.text() == "It fails at: Connection (TCP)"
    dialog.reject()


def test_a_test_that_nobody_waits_for_any_more_does_not_keep_the_window_open(
    qtbot: QtBot, proxy: Proxy, open_window: Callable[[], app.Desktop], tmp_path: Path
) -> None:
    PreferenceStore(places(tmp_path / "data")).save(manual(proxy.address))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        desktop = open_window()
        qtbot.waitUntil(lambda: desktop.contents.pages.at_work)
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        desktop.services.for_window().test_connection(manual(address))


def test_the_command_line_uses_the_proxy_of_the_settings(
    proxy: Proxy,
    box: Sandbox,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    qtbot: QtBot,
) -> None:
    del qtbot  # the application whose event loop the upload uses
    store = PreferenceStore(places(tmp_path / "data"))
    words = ["upload", "--data-dir", str(tmp_path / "data"), "--project", box.world.projects[0].name]
    monkeypatch.setattr(Backoff, "delay", lambda *_: 0.01)  # its six tries are not what this is about
    store.save(manual(dead_address()))
    assert main([*words, str(picture(tmp_path))]) == 1
    assert "proxy" in capfd.readouterr().err
    store.save(manual(proxy.address))
    monkeypatch.setenv("LAYERS_API_KEY", box.key)
    assert main([*words, str(picture(tmp_path))]) == 0
    assert proxy.asked_for
