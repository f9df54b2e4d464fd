"""The real program on a Layers of its own, driven as a person would, for pictures of its window."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit

from PySide6.QtCore import QEventLoop, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from layers_desktop import app
from layers_desktop.core.secrets import ApiKey
from layers_desktop.sandbox import Fault, Sandbox, SandboxConfig
from layers_desktop.services import Services
from layers_desktop.settings.paths import places
from layers_desktop.transfers.transfer import Snapshot, Stage, Transfer
from layers_desktop.ui.main_window import MainWindow
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.window_contents import WindowContents
from tests.integration.faults.servers import Gateway
from tests.screenshots.sample_media import SampleMedia
from tests.support.timeouts import TIMEOUT_MS, TIMEOUT_S
from tests.support.uploads_panel import upload_rows

PROJECT = "Café Ünïcode iOS"
_POLL_MS = 15
_PRESSED = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def wait_until(condition: Callable[[], object], what: str) -> None:
    """Run the event loop until `condition` holds; AssertionError with `what` when it never does."""
    loop, poll, end = QEventLoop(), QTimer(interval=_POLL_MS), QTimer(singleShot=True)
    poll.timeout.connect(lambda: loop.quit() if condition() else None)
    end.timeout.connect(loop.quit)
    poll.start()
    end.start(TIMEOUT_MS)
    loop.exec()
    poll.stop()
    assert condition(), f"waited {TIMEOUT_S:g} s in vain: {what}"


class SceneSetup:
    """What one state starts with: how Layers is set up, who is signed in, what lies in the folders."""

    def __init__(self, folder: Path, theme: Theme, *, size: tuple[int, int] = (880, 640)) -> None:
        self.folder = folder
        self.theme = theme
        self.size = size
        self.samples = SampleMedia(folder / "media")


class Scene:
    """One window, the Layers that it talks to, and what a person does with both."""

    def __init__(self, setup: SceneSetup, box: Sandbox, line: Gateway, desktop: app.Desktop) -> None:
        self.box = box
        self.line = line
        """Before the storage: `line.pace` is how many seconds it takes over each 64 KiB."""
        self.samples = setup.samples
        self.theme = setup.theme
        self._desktop = desktop
        self._drag: QMimeData | None = None

    @property
    def frame(self) -> MainWindow:
        """The window itself, there before its contents are."""
        return self._desktop.window

    @property
    def window(self) -> WindowContents:
        """What is in the window."""
        return self._desktop.contents

    @property
    def backend(self) -> Services:
        """What is behind it."""
        return self._desktop.services

    @property
    def rows(self) -> list[Snapshot]:
        """What the window's list knows of its uploads, as dropped: the queue is a turn or two ahead of it."""
        contents = self._desktop._contents  # the first frame has none
        return contents.panel.snapshots() if contents is not None else []

    @property
    def transfers(self) -> list[Transfer]:
        """All uploads of the list, as dropped."""
        return [row.transfer for row in self.rows]

    def pick_project(self, name: str = PROJECT) -> None:
        """Pick a project once the list has come."""
        wait_until(self.window.header.picker._all.rowCount, "projects")
        self.window.projects.choose(next(p.project_id for p in self.box.world.projects if p.name == name))
        wait_until(lambda: self.window.projects.known, "the project's settings")

    def drop(self, *files: Path) -> None:
        """Drop files in the middle of the window, and wait for their rows."""
        expected = len(self.rows) + len(files)
        self.drag(*files)
        self.let_go()
        if self.window.projects.current is not None:
            wait_until(lambda: len(self.rows) == expected, f"{expected} rows")

    def let_go(self) -> None:
        """Drop what is dragged, in the middle of the window."""
        assert self._drag is not None
        middle = QPointF(self.frame.rect().center())
        QApplication.sendEvent(
            self.frame, QDropEvent(middle, Qt.DropAction.CopyAction, self._drag, *_PRESSED)
        )

    def drag(self, *files: Path, to: QPoint | None = None) -> None:
        """Drag files over the window, to its middle or to this point."""
        self._drag_urls([QUrl.fromLocalFile(str(file)) for file in files], to)

    def drag_links(self, *links: str) -> None:
        """Drag links out of a browser over the window."""
        self._drag_urls([QUrl(link) for link in links], None)

    def drag_text(self, text: str) -> None:
        """Drag a piece of a document over the window."""
        dragged = QMimeData()
        dragged.setText(text)
        self._drag_over(dragged, None)

    def _drag_urls(self, urls: list[QUrl], to: QPoint | None) -> None:
        dragged = QMimeData()
        dragged.setUrls(urls)
        self._drag_over(dragged, to)

    def _drag_over(self, dragged: QMimeData, to: QPoint | None) -> None:
        point = to or self.frame.rect().center()
        self._drag = dragged
        for event in (QDragEnterEvent, QDragMoveEvent):
            QApplication.sendEvent(self.frame, event(point, Qt.DropAction.CopyAction, self._drag, *_PRESSED))

    def fault(self, text: str, *, skip: int = 0) -> None:
        """Have the sandbox do this wrong (`step:kind[:times[:seconds]]`), after `skip` good calls."""
        step, kind, *_ = text.split(":")
        if skip:
            self.box.world.faults.add(Fault(step, kind, 1, None, skip))
        else:
            self.box.world.faults.add(text)

    def wait_settled(self) -> None:
        """Wait until every upload has its id or its reason."""
        wait_until(lambda: all(one.settled for one in self.transfers), "all uploads to be settled")

    def wait_done(self, *names: str) -> None:
        """Wait until these have their ids."""
        wait_until(lambda: all(self._stage(name) is Stage.DONE for name in names), f"{names} to be done")

    def wait_row(self, condition: Callable[[Snapshot], bool], what: str) -> None:
        """Wait until some row is so."""
        wait_until(lambda: any(condition(row) for row in self.rows), what)

    def wait_sent(self, name: str, part: float) -> None:
        """Wait until this part of a file has gone."""
        wait_until(lambda: self._part(name) >= part, f"{part:.0%} of {name}")

    def settle(self) -> None:
        """Let everything that was asked for be painted: layouts, thumbnails."""
        self.frame.grab()  # what is painted asks for its thumbnail
        thumbnails = self.window.panel._thumbnails if self._desktop._contents is not None else None
        wait_until(lambda: thumbnails is None or not thumbnails.busy, "thumbnails")
        QApplication.sendPostedEvents()

    def close(self) -> None:
        """End the program as a person would."""
        self.box.world.faults.release()
        for widget in QApplication.topLevelWidgets():
            if widget is not self.frame and widget.isVisible():
                widget.close()
        self.frame.close()
        assert self._desktop.stop(), "a thread of the program hangs"
        self.frame.deleteLater()

    def _stage(self, name: str) -> Stage | None:
        return next((one.stage for one in self.transfers if one.name == name), None)

    def _part(self, name: str) -> float:
        for row in upload_rows(self.window.panel)._rows:
            one = row.snapshot.transfer
            if one.name == name and one.size:
                return 1.0 if one.settled else row.sent / one.size
        return 0.0


@contextmanager
def running_scene(
    setup: SceneSetup,
    *,
    config: SandboxConfig | None = None,
    key: bool = True,
    sandbox: bool = False,
    faults: tuple[str, ...] = (),
    built: bool = True,
    before: Callable[[Sandbox, Gateway], None] | None = None,
) -> Iterator[Scene]:
    """Start the program, signed in by its environment unless `key` is off; end it afterwards.

    `sandbox` starts it as `--sandbox` does; with `built` off it stays at its first frame. `before` is
    what happens in its environment before the start.
    """
    with Sandbox(config or SandboxConfig(tier="pilot")) as box:
        box.world.faults.add(*faults)
        storage_port = urlsplit(box.storage_url).port
        assert storage_port is not None
        line = Gateway(storage_port)
        box.world.storage_origin = f"http://127.0.0.1:{line.port}"
        environment = {
            "LAYERS_BASE_URL": box.base_url,
            "LAYERS_API_KEY": box.key if key else "",  # for the programs that some states start
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        loading, load = threading.Event(), app._load

        def load_when_let() -> type[Services]:
            assert loading.wait(TIMEOUT_S)
            return load()

        if built:
            loading.set()
        try:
            with mock.patch.dict(os.environ, environment), mock.patch.object(app, "_load", load_when_let):
                if before is not None:
                    before(box, line)
                desktop = app.Desktop(
                    app.WindowOptions(sandbox=sandbox, key=ApiKey(box.key) if key else None),
                    places(setup.folder / "data"),
                    setup.theme,
                )
                scene = Scene(setup, box, line, desktop)
                scene.frame.resize(*setup.size)
                desktop.start()
                wait_until(scene.frame.isVisible, "the frame")
                if built:
                    wait_until(lambda: desktop._contents is not None, "the window")
                if sandbox:
                    wait_until(lambda: scene.backend.session._sandbox is not None, "the sandbox")
                    inner = scene.backend.session._sandbox
                    assert isinstance(inner, Sandbox)
                    scene.box = inner
                # To its end: the environment is read on a background thread, whenever that comes to it.
                try:
                    yield scene
                finally:
                    loading.set()
                    wait_until(lambda: desktop._contents is not None, "the window")
                    scene.close()
        finally:
            line.stop()


def visible_windows(window: QWidget) -> list[QWidget]:
    """Return the window and what lies on it (lists, menus, dialogs), lowest first."""
    others = [
        widget
        for widget in QApplication.topLevelWidgets()
        if widget is not window and widget.isVisible() and not widget.size().isEmpty()
    ]
    return [window, *sorted(others, key=lambda widget: widget.windowType() is Qt.WindowType.Popup)]
