"""A dressed application, a window that is signed in, and transfers to show."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageWriter,
)
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.link_download import LinkNotFetched, LinkResponse
from layers_desktop.core.resources import resource
from layers_desktop.media.formats import MediaKind
from layers_desktop.session.state import Phase, SessionState
from layers_desktop.settings.caches import KnownProject
from layers_desktop.settings.preferences import Preferences, ProjectSettings
from layers_desktop.transfers.transfer import Activity, Snapshot, Stage, Transfer
from layers_desktop.ui.intake.picture_store import PictureStore
from layers_desktop.ui.main_window import MainWindow
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.thumbnails.picture_decoder import PictureDecoder
from layers_desktop.ui.window_contents import WindowContents
from tests.support.window_services import RecordingServices


@pytest.fixture(scope="session", autouse=True)
def _leave_nothing_on_the_clipboard(qapp: QApplication) -> Iterator[None]:  # noqa: ARG001  # who has the clipboard
    """Take off what a test put there: without a screen Qt would delete it after Python's end, and crash."""
    yield
    QGuiApplication.clipboard().clear()


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """Return the light theme, put on for this test only."""
    app_theme = Theme(qapp, "light", animations=False)
    yield app_theme
    # Widgets that qtbot closed wait for an event loop to be deleted; each one left would be dressed again.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    app_theme.close()


@pytest.fixture
def frame(theme: Theme, qtbot: QtBot) -> QWidget:  # noqa: ARG001
    """Return a shown widget to put others into; pytest keeps it as long as the test runs."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(520, 400)
    made.show()
    return made


@pytest.fixture
def asset() -> Callable[..., Transfer]:
    """Make a finished transfer: `asset(3, name="beach.png")`."""

    def make(number: int, **changes: object) -> Transfer:
        values: dict[str, Any] = {
            "batch_id": 1,
            "account_id": "org_1",
            "project_id": "prj_1",
            "project_name": "Café Ünïcode iOS",
            "path": b"/pictures/founder-shot.jpg",
            "name": "founder-shot.jpg",
            "kind": MediaKind.REFERENCE_IMAGE,
            "mime_type": "image/jpeg",
            "size": 482_112,
            "stage": Stage.DONE,
            "sha256": "ab" * 32,
            "asset_id": f"med_{number:026}",
            "asset_url": f"https://media.example/{number}.jpg",
        }
        return Transfer(id=number, **(values | changes))

    return make


@pytest.fixture
def done(asset: Callable[..., Transfer]) -> Callable[..., Snapshot]:
    """Make a finished row: `done(3)`."""

    def make(number: int, **changes: object) -> Snapshot:
        return Snapshot(transfer=asset(number, **changes), activity=Activity.FINISHED)

    return make


@pytest.fixture
def signed_in() -> SessionState:
    """Return the state of a session with a kept key."""
    return SessionState(
        phase=Phase.SIGNED_IN, organization_id="org_1", organization_name="Acme Growth", tier="standard"
    )


@pytest.fixture
def projects() -> list[KnownProject]:
    """Return three projects."""
    return [
        KnownProject(id="prj_1", name="Café Ünïcode iOS", customer_external_id="cust_1"),
        KnownProject(id="prj_2", name="Beta", customer_external_id="shop-42"),
        KnownProject(id="prj_3", name="Gamma"),
    ]


@pytest.fixture
def waiting(asset: Callable[..., Transfer]) -> Callable[..., Snapshot]:
    """Make a row that has just come in and waits for a project: `waiting(3, project_id="prj_1")`."""

    def make(number: int, **changes: object) -> Snapshot:
        values: dict[str, object] = {
            "stage": Stage.QUEUED,
            "project_id": "",
            "project_name": "",
            "kind": None,
            "mime_type": None,
            "size": None,
            "sha256": None,
            "asset_id": None,
            "asset_url": None,
        }
        return Snapshot(transfer=asset(number, **(values | changes)), activity=Activity.WAITING)

    return make


class Fetch:
    """A fetch of links that brings a picture, after a while if a test wants that."""

    def __init__(self) -> None:
        self.content = resource("samples", "founder-shot.jpg").read_bytes()
        self.reason = ""
        """Why a link is not fetched; empty: it is."""
        self.asked: list[str] = []
        self.ended = threading.Event()
        """One was let go of."""
        self._go = threading.Event()
        self._go.set()

    def hold(self) -> None:
        """Have the next one wait until it is released, or stopped."""
        self._go.clear()

    def release(self) -> None:
        """Let go on what waits."""
        self._go.set()

    @contextlib.contextmanager
    def __call__(self, url: str, cancel: CancelToken) -> Iterator[LinkResponse]:
        self.asked.append(url)
        while not cancel.cancelled and not self._go.wait(0.01):
            pass
        self.ended.set()
        if self.reason:
            raise LinkNotFetched("file.link/because", why=self.reason)
        yield LinkResponse(len(self.content), iter((self.content,)))


@pytest.fixture
def fetch() -> Fetch:
    """Return what the window fetches links by; the real one has tests of its own over real connections."""
    return Fetch()


@pytest.fixture(scope="session")
def picture_decoder() -> Iterator[PictureDecoder]:
    """Return what decodes pictures, with one process for all tests."""
    made = PictureDecoder()
    yield made
    made.close()


@pytest.fixture
def picture_store(
    tmp_path: Path,
    qapp: QApplication,  # noqa: ARG001 - there is one
    picture_decoder: PictureDecoder,
    fetch: Fetch,
) -> Iterator[PictureStore]:
    """Return where the window keeps what is no file."""
    made = PictureStore(tmp_path / "pasted", picture_decoder, open_link=fetch)
    yield made
    made.close()


@pytest.fixture
def services(qapp: QApplication) -> RecordingServices:  # noqa: ARG001 - there is one
    """Return what is behind the window: it writes down what is asked of it."""
    return RecordingServices()


@pytest.fixture
def window(
    theme: Theme,
    qtbot: QtBot,
    services: RecordingServices,
    picture_store: PictureStore,
    picture_decoder: PictureDecoder,
) -> Iterator[WindowContents]:
    """Return a window as it is right after the start."""
    frame = MainWindow(theme)
    behind = services.with_stores(picture_store, picture_decoder)
    made = WindowContents(frame, theme, behind, native_dialogs=False)
    qtbot.addWidget(frame)
    frame.show()
    yield made
    made.intake.close()
    made.panel.close_thumbnails()


@pytest.fixture
def open_window(
    window: WindowContents, signed_in: SessionState, projects: list[KnownProject]
) -> WindowContents:
    """Return a window that is signed in, with the first project picked and its settings known."""
    window.show_preferences(Preferences(last_project="prj_1"))
    window.show_session(signed_in)
    window.show_projects(projects)
    window.on_projects_listed()
    window.projects.show_settings(ProjectSettings())
    return window


class Drag:
    """A drag over a window, with a `QMimeData` that lives as long as it does."""

    def __init__(self, window: QWidget, mime: QMimeData) -> None:
        self.window = window
        self.mime = mime

    def enter(self, at: QPoint = QPoint(300, 200)) -> bool:  # noqa: B008 - a point is a value
        """Enter, and move once, as every real drag does; True when the window takes it here."""
        entered = QDragEnterEvent(at, Qt.DropAction.CopyAction, self.mime, *_PRESSED)
        QApplication.sendEvent(self.window, entered)
        return entered.isAccepted() and self.move(at)

    def move(self, at: QPoint) -> bool:
        """Move; True when the window takes a drop here, as a copy."""
        moved = QDragMoveEvent(at, Qt.DropAction.CopyAction, self.mime, *_PRESSED)
        QApplication.sendEvent(self.window, moved)
        return moved.isAccepted() and moved.dropAction() == Qt.DropAction.CopyAction

    def leave(self) -> None:
        """Go elsewhere with it."""
        QApplication.sendEvent(self.window, QDragLeaveEvent())

    def drop(self, at: QPoint = QPoint(300, 200)) -> bool:  # noqa: B008 - a point is a value
        """Let go."""
        dropped = QDropEvent(at.toPointF(), Qt.DropAction.CopyAction, self.mime, *_PRESSED)
        QApplication.sendEvent(self.window, dropped)
        return dropped.isAccepted()


_PRESSED = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


@pytest.fixture
def drag_of() -> Callable[..., Drag]:
    """Start a drag of paths, links (`https:…`), a picture or text: `drag_of(window, "/a.png")`."""

    def start(over: WindowContents | QWidget, *names: str, picture: object = None, text: str = "") -> Drag:
        mime = QMimeData()
        if names:
            mime.setUrls([QUrl(name) if ":" in name else QUrl.fromLocalFile(name) for name in names])
        if picture is not None:
            mime.setImageData(picture)
        if text:
            mime.setText(text)
        return Drag(over.window if isinstance(over, WindowContents) else over, mime)

    return start


@pytest.fixture
def write_image(tmp_path: Path) -> Callable[..., bytes]:
    """Write an image of one colour: `write_image("a.png", "png", width=90, height=60)` returns its path."""

    def write(
        name: str, file_format: str = "png", width: int = 90, height: int = 60, colour: str = "#3b5bdb"
    ) -> bytes:
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        path = tmp_path / name
        assert QImageWriter(str(path), file_format.encode()).write(image)
        return bytes(path)

    return write
