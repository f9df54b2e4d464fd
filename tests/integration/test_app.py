"""The whole window, offscreen, against the sandbox over real sockets."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from layers_desktop import app, services
from layers_desktop.core.secrets import ApiKey
from layers_desktop.media.formats import MediaKind
from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.settings.caches import KnownProject
from layers_desktop.settings.paths import places
from layers_desktop.settings.preferences import CopyFormat, ImageKind, Preferences
from layers_desktop.settings.store import PreferenceStore
from layers_desktop.transfers import commands
from layers_desktop.transfers.queue import QueueConfig
from layers_desktop.transfers.transfer import Stage
from layers_desktop.transfers.watch.watcher import WatchTimes
from layers_desktop.ui.message_bar import MessageKind
from tests.support.memory_keyring import MemoryKeyring
from tests.support.prompt_reader import PromptReader
from tests.support.running_window import running_window
from tests.support.timeouts import TIMEOUT_S
from tests.support.uploads_panel import upload_list

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
PROJECT = "Café Ünïcode iOS"

Open = Callable[..., app.Desktop]


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(SandboxConfig(tier="partner")) as sandbox:
        yield sandbox


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    memory = MemoryKeyring()
    # Not by asking for the one before: that looks at every backend class that other tests have made.
    monkeypatch.setattr("keyring.core._keyring_backend", memory)
    return memory


@pytest.fixture
def open_window(
    qtbot: QtBot, qapp: QApplication, box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """Open the window on the sandbox, signed in by the environment's key unless told otherwise."""
    monkeypatch.setenv("LAYERS_BASE_URL", box.base_url)
    monkeypatch.setenv("LAYERS_API_KEY", box.key)
    with ExitStack() as running:

        def go(**options: object) -> app.Desktop:
            running.close()  # a later start of the program
            key = ApiKey(os.environ.get("LAYERS_API_KEY", "")) or None
            chosen = app.WindowOptions(key=key, **options)  # type: ignore[arg-type]  # each test names fields of its own
            return running.enter_context(running_window(qapp, qtbot, chosen, tmp_path / "data"))

        yield go


@pytest.fixture
def open_without_key(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open the window with no key in the environment."""
    monkeypatch.delenv("LAYERS_API_KEY")
    return open_window


def pick(qtbot: QtBot, desktop: app.Desktop, name: str = PROJECT) -> None:
    qtbot.waitUntil(lambda: desktop.contents.pages.at_work)

    def known() -> list[KnownProject]:
        return desktop.services.catalogue.projects if desktop._services else []

    qtbot.waitUntil(lambda: any(project.name == name for project in known()))
    project = next(project for project in known() if project.name == name)
    desktop.contents.projects.choose(project.id)
    qtbot.waitUntil(lambda: desktop.contents.projects.known)
    assert desktop.contents.projects.current is not None


def drop(desktop: app.Desktop, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    window = desktop.window
    middle = window.rect().center()
    copy, left, no_key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(middle, copy, mime, left, no_key))
    QApplication.sendEvent(window, QDropEvent(QPointF(middle), copy, mime, left, no_key))


def wait_done(qtbot: QtBot, desktop: app.Desktop, count: int) -> None:
    qtbot.waitUntil(lambda: desktop.contents.panel.totals.done == count)


def picture(folder: Path, name: str = "beach.png", size: int = 1_000) -> Path:
    path = folder / name
    path.write_bytes(PNG + os.urandom(size))
    os.utime(
        path, (1_700_000_000, 1_700_000_000)
    )  # younger ones are waited for: they may still be written to
    return path


def test_a_drop_becomes_assets_and_copy_puts_their_ids_on_the_clipboard(
    qtbot: QtBot, box: Sandbox, open_window: Open, tmp_path: Path
) -> None:
    desktop = open_window()
    pick(qtbot, desktop)
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(MP4 + os.urandom(400_000))

    drop(desktop, picture(tmp_path), clip)
    wait_done(qtbot, desktop, 2)
    desktop.contents.shortcuts.copy_all.trigger()

    in_drop_order = [t.asset_id for t in desktop.contents.panel.all_done()]
    assert QGuiApplication.clipboard().text().splitlines() == in_drop_order
    assert {asset.asset_id for asset in box.world.assets} == set(in_drop_order)


def test_files_on_the_command_line_wait_for_a_project_and_are_then_uploaded(
    qtbot: QtBot, box: Sandbox, open_window: Open, tmp_path: Path
) -> None:
    wanted = box.world.projects[2]
    desktop = open_window(files=(str(picture(tmp_path)),), project_id=wanted.project_id)
    wait_done(qtbot, desktop, 1)
    assert [asset.project_id for asset in box.world.assets] == [wanted.project_id]


def test_files_for_a_project_that_the_key_does_not_see_go_to_no_other(
    qtbot: QtBot, box: Sandbox, open_window: Open, tmp_path: Path
) -> None:
    del box.world.projects[1:]
    desktop = open_window(files=(str(picture(tmp_path)),), project_id="prj_of_somebody_else")
    asked = "This key does not see the project “prj_of_somebody_else”. 1 file waits"
    qtbot.waitUntil(lambda: desktop.contents.banner.words.text().startswith(asked))
    assert not box.world.assets
    desktop.contents.header.picker.popup.chosen.emit(box.world.projects[0].project_id)
    desktop.contents.header.picker.hidePopup()
    wait_done(qtbot, desktop, 1)
    assert [asset.project_id for asset in box.world.assets] == [box.world.projects[0].project_id]


def test_project_settings_decide_what_images_are_sent_as(
    qtbot: QtBot, box: Sandbox, open_window: Open, tmp_path: Path
) -> None:
    project = box.world.projects[0]
    store = PreferenceStore(places(tmp_path / "data"))
    store.save_project(project.project_id, {"image_kind": ImageKind.LOGO})
    desktop = open_window(project_id=project.project_id, files=(str(picture(tmp_path)),))
    wait_done(qtbot, desktop, 1)
    assert [asset.kind for asset in box.world.assets] == ["logo"]


def test_the_picked_project_and_the_window_are_remembered(qtbot: QtBot, open_window: Open) -> None:
    desktop = open_window()
    pick(qtbot, desktop)
    picked = desktop.contents.projects.current
    desktop.contents.window.resize(700, 500)

    again = open_window()
    qtbot.waitUntil(lambda: again.contents.projects.current is not None)

    assert again.contents.projects.current == picked
    assert (again.window.width(), again.window.height()) == (700, 500)


def test_a_typed_key_is_kept_in_the_keyring_and_used_at_the_next_start(
    qtbot: QtBot, box: Sandbox, open_window: Open, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LAYERS_API_KEY")
    desktop = open_window()
    qtbot.waitUntil(desktop.contents.pages.first_start.isVisible)

    desktop.services.session.connect_key(f"  {box.key}\n")
    qtbot.waitUntil(lambda: desktop.contents.pages.at_work)
    qtbot.waitUntil(lambda: list(ring.kept.values()) == [box.key])

    again = open_window()
    qtbot.waitUntil(lambda: again.contents.pages.at_work)


def test_the_environments_key_is_never_stored(qtbot: QtBot, open_window: Open, ring: MemoryKeyring) -> None:
    desktop = open_window()
    qtbot.waitUntil(lambda: desktop.contents.pages.at_work)
    assert ring.kept == {}


def test_a_rejected_key_in_mid_batch_waits_for_another_and_loses_nothing(
    qtbot: QtBot, box: Sandbox, open_window: Open, tmp_path: Path, ring: MemoryKeyring
) -> None:
    desktop = open_window()
    pick(qtbot, desktop)
    box.world.revoke_key(box.key)
    drop(desktop, picture(tmp_path, "one.png"), picture(tmp_path, "two.png"))
    qtbot.waitUntil(lambda: desktop.contents.panel.totals.count == 2)
    qtbot.waitUntil(desktop.contents.banner.isVisible)

    fresh = box.world.add_key("projects:read", "projects:write", tier="partner")
    desktop.services.session.connect_key(fresh)

    wait_done(qtbot, desktop, 2)
    assert len(box.world.assets) == 2
    assert fresh in ring.kept.values()


def stop_in_the_middle(
    qtbot: QtBot, box: Sandbox, open_window: Open, folder: Path, *, stalls: int = 1
) -> Path:
    """Upload a file until the storage stalls in the middle of it; the next `open_window` ends that run."""
    box.world.faults.add(f"put:stall-mid:{stalls}")
    clip = folder / "clip.mp4"
    clip.write_bytes(MP4 + os.urandom(900_000))
    desktop = open_window()
    pick(qtbot, desktop)
    drop(desktop, clip)
    assert box.world.faults.wait_held(1, 20)
    return clip


def test_what_was_not_finished_goes_on_at_the_next_start(
    qtbot: QtBot, box: Sandbox, open_window: Open, tmp_path: Path
) -> None:
    clip = stop_in_the_middle(qtbot, box, open_window, tmp_path)

    again = open_window()
    wait_done(qtbot, again, 1)

    assert [asset.path.read_bytes() for asset in box.world.assets] == [clip.read_bytes()]


def test_a_start_says_that_what_was_left_goes_on(
    qtbot: QtBot, box: Sandbox, open_window: Open, tmp_path: Path
) -> None:
    stop_in_the_middle(qtbot, box, open_window, tmp_path, stalls=2)

    banner = open_window().contents.banner
    qtbot.waitUntil(lambda: banner.topic is MessageKind.RESTORED)
    assert banner.words.text() == "1 upload from last time goes on."


def paste_picture(qtbot: QtBot, desktop: app.Desktop) -> PromptReader:
    pick(qtbot, desktop)
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    QGuiApplication.clipboard().setImage(image)
    desktop.contents.shortcuts.paste.trigger()
    prompt = PromptReader(desktop.contents.intake.prompt)
    qtbot.waitUntil(lambda: prompt.shown)
    return prompt


def test_a_pasted_picture_is_uploaded_as_a_png_under_the_name_it_is_given(
    qtbot: QtBot, box: Sandbox, open_window: Open
) -> None:
    desktop = open_window()
    prompt = paste_picture(qtbot, desktop)
    assert prompt.name.text().startswith("Pasted 20")
    prompt.write("Team photo")
    QTest.keyClick(prompt.name, Qt.Key.Key_Return)
    wait_done(qtbot, desktop, 1)

    asset = box.world.assets[0]
    assert asset.mime_type == "image/png"
    assert asset.filename == "Team photo.png"
    assert QImage.fromData(asset.path.read_bytes()).size() == QSize(64, 48)


def test_a_pasted_picture_that_was_not_sent_is_asked_about_at_the_next_start(
    qtbot: QtBot, box: Sandbox, open_window: Open
) -> None:
    desktop = open_window()
    prompt = paste_picture(qtbot, desktop)
    name = prompt.name.text()

    desktop = open_window()
    pick(qtbot, desktop)
    prompt = PromptReader(desktop.contents.intake.prompt)
    qtbot.waitUntil(lambda: prompt.shown)
    assert prompt.name.text() == name
    assert "Picture not sent yet" in prompt.said
    assert box.world.assets == []
    prompt.find_button("Upload").click()
    wait_done(qtbot, desktop, 1)
    assert box.world.assets[0].filename == name

    desktop = open_window()  # what was handed in is not asked about again
    pick(qtbot, desktop)
    assert desktop._services is not None
    queue, pictures = desktop.services.engine.queue, desktop.services.pictures
    with qtbot.waitSignal(queue.file_usage) as told:
        queue.post(commands.QueryFiles(bytes(pictures.folder)))
    assert told.args is not None
    assert told.args[0].needed == {bytes(pictures.folder / name)}
    qtbot.waitUntil(lambda: not pictures._tasks.busy)
    assert not desktop.contents.intake.prompt.isVisible()


def test_the_sandbox_can_be_tried_and_left_again(
    qtbot: QtBot, open_window: Open, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LAYERS_API_KEY")
    desktop = open_window()
    qtbot.waitUntil(desktop.contents.pages.first_start.isVisible)
    desktop.services.session.try_sandbox()
    pick(qtbot, desktop)
    desktop.services.session.sign_out()
    qtbot.waitUntil(desktop.contents.pages.first_start.isVisible)
    assert ring.kept == {}


def test_the_settings_of_a_project_count_without_its_being_picked(
    qtbot: QtBot, box: Sandbox, open_window: Open, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    picture(inbox, "found.png")
    other = next(one for one in box.world.projects if one.name != PROJECT)
    chosen = {"watch_folder": str(inbox), "watch_existing": True, "copy_automatically": True, "notify": False}
    store = PreferenceStore(places(tmp_path / "data"))
    store.save(Preferences(copy_format=CopyFormat.NAME_AND_ID))
    store.save_project(other.project_id, chosen)
    QGuiApplication.clipboard().setText("before")
    desktop = open_window()
    pick(qtbot, desktop)
    wait_done(qtbot, desktop, 1)
    clipboard = QGuiApplication.clipboard()
    qtbot.waitUntil(lambda: clipboard.text() != "before")
    [asset] = box.world.assets
    assert asset.project_id == other.project_id
    assert clipboard.text() == f"found.png\t{asset.asset_id}"
    assert not desktop.contents.projects.settings_of(other.project_id).notify


def test_a_watched_folder_is_watched_from_the_settings_on_and_after_a_restart(
    qtbot: QtBot, box: Sandbox, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quickly = partial(QueueConfig, watch=WatchTimes(rest=0.2, poll=0.5))
    monkeypatch.setattr(services, "QueueConfig", quickly)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    picture(inbox, "before.png")
    desktop = open_window()
    pick(qtbot, desktop)
    project = desktop.contents.projects.current
    assert project is not None
    chosen = {"watch_folder": str(inbox), "image_kind": ImageKind.LOGO}
    desktop.choices.save_project(project.id, chosen)
    noted = tmp_path / "data" / "data" / "watched"
    qtbot.waitUntil(lambda: noted.is_dir() and any(noted.glob("*.json")))
    picture(inbox, "one.png")
    qtbot.waitUntil(lambda: len(box.world.assets) == 1)

    again = open_window()
    picture(inbox, "two.png")
    qtbot.waitUntil(lambda: len(box.world.assets) == 2)
    assert [(one.filename, one.kind, one.project_id) for one in box.world.assets] == [
        ("one.png", "logo", project.id),
        ("two.png", "logo", project.id),
    ]
    inbox.rename(tmp_path / "away")
    qtbot.waitUntil(lambda: again.contents.banner.topic is MessageKind.WATCH)
    (tmp_path / "away").rename(inbox)
    qtbot.waitUntil(lambda: again.contents.banner.topic is None)


def _never_waits(connecting: object) -> bool:
    """Tell whether this is a socket of this computer that answers at once, with a refusal if need be."""
    return (
        isinstance(connecting, socket.socket)
        and connecting.family is socket.AF_UNIX
        and connecting.gettimeout() == 0.0
    )


def run_alone(request: pytest.FixtureRequest) -> bool:
    """Run this test in a process of its own; True in the test's process, which has nothing more to do."""
    if _ALONE in os.environ:
        return False
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", f"{__file__}::{request.node.name}"],
        env=environment | {_ALONE: "1"}, capture_output=True, text=True, check=False, timeout=TIMEOUT_S,
    )  # fmt: skip
    assert "1 passed" in result.stdout, result.stdout + result.stderr
    return True


_ALONE = "LAYERS_TEST_ALONE"


class _Eavesdropper:
    """Notes each file, socket and database that this thread opens.

    For a process of its own: audit hooks cannot be taken away again, and CPython 3.11 begins no thread
    while another is in such a hook for `sys.settrace`, by which coverage follows each thread.
    """

    def __init__(self) -> None:
        self.active = False
        self.thread = threading.get_ident()
        self.heard: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.active or threading.get_ident() != self.thread:
            return
        if event == "socket.connect" and _never_waits(arguments[0]):
            return  # the desktop's buses, which keep the computer awake and notify
        if event in {"sqlite3.connect", "socket.connect", "socket.getaddrinfo", "os.scandir", "os.listdir"}:
            self.heard.append(f"{event} {arguments[:1]}")
        elif event == "open" and not str(arguments[0]).endswith((".py", ".pyc", ".so")):
            # A module that is imported late is read too; what belongs to a person is not.
            self.heard.append(f"open {arguments[0]}")


def test_the_windows_thread_opens_no_file_no_socket_and_no_database(
    qtbot: QtBot, box: Sandbox, open_window: Open, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if run_alone(request):
        return
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(MP4 + os.urandom(400_000))
    images = [picture(tmp_path, f"{number}.png") for number in range(20)]
    eavesdropper = _Eavesdropper()
    desktop = open_window()
    eavesdropper.active = True
    try:
        pick(qtbot, desktop)
        drop(desktop, clip, *images)
        wait_done(qtbot, desktop, 21)
        desktop.contents.shortcuts.copy_all.trigger()
        desktop.contents.window.grab()
    finally:
        eavesdropper.active = False
    assert eavesdropper.heard == []
    assert {t.stage for t in desktop.contents.panel.all_done()} == {Stage.DONE}
    assert len(box.world.assets) == 21


def test_a_switch_of_the_organization_shows_its_projects_and_uploads_and_the_way_back(
    qtbot: QtBot, box: Sandbox, open_without_key: Open, tmp_path: Path, ring: MemoryKeyring
) -> None:
    globex = box.world.add_organization("Globex", "Globex iOS", "Globex Web")
    desktop = open_without_key()
    window = desktop.contents
    names = window.header.accounts

    def connect(key: str, organization: str) -> None:
        window.pages.first_start.field.setText(key)
        window.pages.first_start.connect_button.click()
        qtbot.waitUntil(lambda: window.header.organization.text() == organization)

    def switch(organization: str) -> None:
        next(action for action in names.actions() if action.text() == organization).trigger()
        qtbot.waitUntil(lambda: window.header.organization.text() == organization)

    def wait_picked(name: str) -> None:
        qtbot.waitUntil(
            lambda: (project := window.projects.current) is not None and project.name == name,
        )

    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.pages.first_start)
    connect(box.key, "Acme Growth")
    pick(qtbot, desktop)
    drop(desktop, picture(tmp_path))
    wait_done(qtbot, desktop, 1)
    window.header.add_account.trigger()
    assert window.pages.first_start.title.text() == "Add an account"
    connect(globex, "Globex")
    qtbot.waitUntil(lambda: window.panel.totals.count == 0)
    assert window.projects.current is None
    pick(qtbot, desktop, "Globex Web")
    drop(desktop, picture(tmp_path, "shop.png"))
    wait_done(qtbot, desktop, 1)
    assert sorted(ring.kept.values()) == sorted([box.key, globex])
    desktop.services.engine.queue.post(commands.Pause())
    drop(desktop, picture(tmp_path, "later.png"))
    qtbot.waitUntil(lambda: window.panel.totals.active == 1)
    switch("Acme Growth")
    assert window.toast.words.text() == "1 upload waits until you come back to Globex."
    desktop.services.engine.queue.post(commands.Resume())
    wait_done(qtbot, desktop, 1)
    wait_picked(PROJECT)
    switch("Globex")
    wait_picked("Globex Web")
    wait_done(qtbot, desktop, 2)
    assert {asset.filename for asset in box.world.assets} == {"beach.png", "shop.png", "later.png"}


def test_removed_rows_come_back_and_a_finished_image_goes_up_again_as_a_logo(
    qtbot: QtBot, box: Sandbox, open_window: Open, tmp_path: Path
) -> None:
    desktop = open_window()
    pick(qtbot, desktop)
    drop(desktop, picture(tmp_path, "a.png"), picture(tmp_path, "b.png"))
    wait_done(qtbot, desktop, 2)
    panel, before = desktop.contents.panel, desktop.contents.panel.all_done()
    QTest.keyClick(upload_list(panel), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(upload_list(panel), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: panel.totals.count == 0)
    assert desktop.contents.toast.words.text() == "2 uploads removed"
    desktop.contents.toast.button.click()
    wait_done(qtbot, desktop, 2)
    assert panel.all_done() == before
    panel.rows.submit_again(MediaKind.LOGO, panel.snapshots())
    wait_done(qtbot, desktop, 4)
    assert [row.kind for row in panel.all_done()] == [
        MediaKind.IMAGE,
        MediaKind.IMAGE,
        MediaKind.LOGO,
        MediaKind.LOGO,
    ]
    assert len({asset.asset_id for asset in box.world.assets}) == 4


def test_what_was_uploaded_is_in_the_history_of_this_start_and_the_next(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    def shown(desktop: app.Desktop) -> list[str]:
        rows = desktop.contents.history.rows
        found = (rows.asset(rows.index(row, 0)) for row in range(rows.rowCount()))
        return [asset.name for asset in found if asset is not None]

    desktop = open_window()
    pick(qtbot, desktop)
    drop(desktop, picture(tmp_path, "first.png"))
    wait_done(qtbot, desktop, 1)
    desktop.contents.shortcuts.history.trigger()
    qtbot.waitUntil(lambda: shown(desktop) == ["first.png"])
    drop(desktop, picture(tmp_path, "second.png"))
    wait_done(qtbot, desktop, 2)
    assert desktop.contents.pages.currentWidget() is desktop.contents.panel  # a drop turns to the uploads
    again = open_window()
    pick(qtbot, again)
    again.contents.shortcuts.history.trigger()
    qtbot.waitUntil(lambda: shown(again) == ["second.png", "first.png"])


def test_the_frame_of_the_window_does_not_wait_for_the_libraries_of_the_network() -> None:
    """They take as long to import as all that the frame needs; `services` imports them meanwhile."""
    script = "import sys, layers_desktop.app\nprint(*{'httpx', 'keyring'} & {*sys.modules})"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=TIMEOUT_S
    )
    assert ended.stdout.split() == []
