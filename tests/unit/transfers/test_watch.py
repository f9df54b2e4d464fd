"""Watched folders: real files, real restarts. What must not be sent is shown by what is sent after it."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest
from PySide6.QtCore import QFileSystemWatcher, QObject, QThreadPool
from pytestqt.qtbot import QtBot

from layers_desktop.core import background
from layers_desktop.core.background import Tasks
from layers_desktop.media.bounded_reader import LARGEST_NUMBER, LARGEST_SIZE
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import MediaFile, Rejection, inspect
from layers_desktop.sandbox import Sandbox
from layers_desktop.transfers import queue
from layers_desktop.transfers.commands import Pause, Resume, UseAccount, WatchedFolder, WatchFolders
from layers_desktop.transfers.transfer import Stage
from layers_desktop.transfers.watch import folder_listing
from layers_desktop.transfers.watch import watcher as watcher_module
from layers_desktop.transfers.watch.folder_listing import Look, SubmittedFiles, look, passing
from layers_desktop.transfers.watch.watcher import FolderWatcher, WatchTimes
from tests.support.engine_harness import Harness, make_png
from tests.support.timeouts import ENDLESS_S, TIMEOUT_S

QUICKLY = WatchTimes(rest=0.05, poll=0.2)
LARGE = 400_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


@pytest.fixture
def watcher(make_engine: Callable[..., Harness], box: Sandbox) -> Harness:
    """An engine that is signed in and looks often."""
    harness = make_engine(watch=QUICKLY)
    harness.sign_in(box)
    return harness


def watch(harness: Harness, box: Sandbox, folder: Path, *, existing: bool = False) -> None:
    wanted = box.world.projects[0]
    harness.post(
        WatchFolders((WatchedFolder(
            path=bytes(folder), project_id=wanted.project_id, project_name=wanted.name, existing=existing
        ),))
    )  # fmt: skip


def noted(tmp_path: Path) -> list[Path]:
    """What is remembered of folders as they were when watching began."""
    memory = tmp_path / "data" / "watched"
    return list(memory.glob("*.json")) if memory.exists() else []


def wait_noted(harness: Harness, tmp_path: Path) -> None:
    harness.wait_until(lambda: bool(noted(tmp_path)))


def names(box: Sandbox) -> Counter[str | None]:
    return Counter(asset.filename for asset in box.world.assets)


def wait_names(harness: Harness, box: Sandbox, *expected: str) -> None:
    """Wait for these assets, and for no others."""
    harness.wait_until(lambda: sum(names(box).values()) >= len(expected))
    assert names(box) == Counter(expected)


def test_what_appears_is_uploaded_once_and_what_was_there_is_not(
    watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path
) -> None:
    make_png(folder / "before.png", 2_000)
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    make_png(folder / "one.png", 2_000)
    wait_names(watcher, box, "one.png")
    make_png(folder / "two.png", LARGE)
    wait_names(watcher, box, "one.png", "two.png")
    assert [asset.path.read_bytes() for asset in box.world.assets if asset.filename == "two.png"] == [
        (folder / "two.png").read_bytes()
    ]


def test_what_was_there_is_sent_too_when_that_is_wanted(watcher: Harness, box: Sandbox, folder: Path) -> None:
    make_png(folder / "before.png", 2_000)
    watch(watcher, box, folder, existing=True)
    wait_names(watcher, box, "before.png")


def test_hidden_and_unfinished_names_wait_until_they_have_their_own(
    watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path
) -> None:
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    for name in (".hidden.png", "clip.png.part", "clip.png.crdownload", "~$sheet.png", "Thumbs.db"):
        make_png(folder / name, 2_000)
    make_png(folder / "film.png.part", 3_000)
    make_png(folder / "seen.png", 2_000)
    wait_names(watcher, box, "seen.png")
    (folder / "film.png.part").rename(folder / "film.png")
    wait_names(watcher, box, "seen.png", "film.png")


def test_an_empty_file_is_waited_for(watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path) -> None:
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    (folder / "slow.png").touch()
    make_png(folder / "seen.png", 2_000)
    wait_names(watcher, box, "seen.png")
    make_png(folder / "slow.png", 2_000)
    wait_names(watcher, box, "seen.png", "slow.png")


def test_subfolders_are_left_alone(watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path) -> None:
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    make_png(folder / "below" / "deep.png", 2_000)
    make_png(folder / "seen.png", 2_000)
    wait_names(watcher, box, "seen.png")
    assert len(watcher.rows) == 1


def test_what_is_no_media_is_listed_with_its_reason_once(
    watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path
) -> None:
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    (folder / "notes.txt").write_text("not a picture")
    watcher.wait_until(lambda: watcher.stages()[Stage.REFUSED] == 1)
    make_png(folder / "seen.png", 2_000)
    wait_names(watcher, box, "seen.png")
    assert watcher.stages()[Stage.REFUSED] == 1


def test_a_later_start_sends_nothing_twice_and_what_came_meanwhile_once(
    watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path
) -> None:
    make_png(folder / "before.png", 2_000)
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    make_png(folder / "one.png", 2_000)
    (folder / "notes.txt").write_text("not a picture")
    wait_names(watcher, box, "one.png")
    watcher.wait_until(lambda: watcher.stages()[Stage.REFUSED] == 1)
    assert watcher.stop()

    make_png(folder / "meanwhile.png", 2_000)
    watcher.start_anew()
    watcher.sign_in(box)
    watch(watcher, box, folder)
    wait_names(watcher, box, "one.png", "meanwhile.png")
    make_png(folder / "seen.png", 2_000)
    wait_names(watcher, box, "one.png", "meanwhile.png", "seen.png")
    assert watcher.stages()[Stage.REFUSED] == 0


def test_a_stop_in_the_middle_makes_no_file_two_assets(
    watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path
) -> None:
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    box.world.faults.add("put:stall-mid")
    make_png(folder / "large.png", LARGE)
    for number in range(5):
        make_png(folder / f"{number}.png", 2_000)
    assert box.world.faults.wait_held(1, 30)
    assert watcher.stop()

    watcher.start_anew()
    watcher.sign_in(box)
    watch(watcher, box, folder)
    wait_names(watcher, box, "large.png", *(f"{number}.png" for number in range(5)))
    make_png(folder / "seen.png", 2_000)
    watcher.wait_until(lambda: names(box)["seen.png"] == 1)
    assert max(names(box).values()) == 1


def test_a_file_written_anew_is_a_new_version(
    watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path
) -> None:
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    path = make_png(folder / "one.png", 2_000)
    wait_names(watcher, box, "one.png")
    path.write_bytes(path.read_bytes()[:1_500] + b"another end")
    wait_names(watcher, box, "one.png", "one.png")
    assert {asset.path.read_bytes() for asset in box.world.assets} > {path.read_bytes()}


def test_a_file_that_was_only_touched_keeps_its_id(
    watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path
) -> None:
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    path = make_png(folder / "one.png", LARGE)
    wait_names(watcher, box, "one.png")
    watcher.wait_settled()
    os.utime(path, (1_700_000_000, 1_700_000_000))
    watcher.wait_until(lambda: watcher.stages()[Stage.DONE] == 2)
    assert len({row.transfer.asset_id for row in watcher.rows.values()}) == 1
    assert names(box) == Counter(["one.png"])


def test_a_folder_that_goes_away_is_told_of_and_watched_again_when_it_is_back(
    watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path
) -> None:
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    folder.rename(tmp_path / "away")
    watcher.wait_until(lambda: bool(watcher.lost_folders))
    [problem] = watcher.lost_folders[-1]
    assert problem.words.title.startswith("The watched folder “inbox” of ")
    make_png(tmp_path / "away" / "one.png", 2_000)
    (tmp_path / "away").rename(folder)
    wait_names(watcher, box, "one.png")
    assert watcher.lost_folders[-1] == ()


@pytest.fixture
def drives(monkeypatch: pytest.MonkeyPatch) -> set[bytes]:
    """The folders at which a drive begins: only the system could connect a real one."""
    there: set[bytes] = set()
    monkeypatch.setattr(folder_listing, "is_mount_point", there.__contains__, raising=False)
    return there


def test_a_drive_that_was_away_when_watching_began_sends_nothing_of_what_lay_on_it(
    watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path, drives: set[bytes]
) -> None:
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)  # the empty folder that a drive leaves behind
    drive = tmp_path / "drive"
    make_png(drive / "long there.png", 2_000)
    before = noted(tmp_path)[0].read_bytes()
    folder.rmdir()
    drives.add(bytes(folder))
    drive.rename(folder)
    watcher.wait_until(lambda: noted(tmp_path)[0].read_bytes() != before)
    make_png(folder / "one.png", 2_000)
    wait_names(watcher, box, "one.png")


def test_the_empty_folder_that_a_drive_leaves_is_told_as_lost_and_nothing_is_sent_twice(
    watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path, drives: set[bytes]
) -> None:
    drives.add(bytes(folder))
    make_png(folder / "before.png", 2_000)
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    make_png(folder / "one.png", 2_000)
    wait_names(watcher, box, "one.png")
    watcher.wait_settled()
    drives.clear()
    folder.rename(tmp_path / "drive")
    folder.mkdir()
    watcher.wait_until(lambda: "drive or server" in str(watcher.lost_folders[-1:]))
    folder.rmdir()
    drives.add(bytes(folder))
    make_png(tmp_path / "drive" / "two.png", 2_000)
    (tmp_path / "drive").rename(folder)
    wait_names(watcher, box, "one.png", "two.png")
    assert watcher.lost_folders[-1] == ()


def test_several_projects_watch_at_once(watcher: Harness, box: Sandbox, tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for place in folders:
        place.mkdir()
    projects = box.world.projects[:2]
    pairs = zip(folders, projects, strict=True)
    watcher.post(
        WatchFolders(tuple(
            WatchedFolder(path=bytes(place), project_id=project.project_id, project_name=project.name)
            for place, project in pairs
        ))
    )  # fmt: skip
    watcher.wait_until(lambda: len(noted(tmp_path)) == 2)
    for place in folders:
        make_png(place / f"{place.name}.png", 2_000)
    wait_names(watcher, box, "a.png", "b.png")
    assert {asset.filename: asset.project_id for asset in box.world.assets} == {
        "a.png": projects[0].project_id,
        "b.png": projects[1].project_id,
    }


def test_a_pause_holds_what_appears_too(watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path) -> None:
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    watcher.post(Pause())
    make_png(folder / "one.png", 2_000)
    watcher.wait_until(lambda: len(watcher.rows) == 1)
    assert not box.world.assets
    watcher.post(Resume())
    wait_names(watcher, box, "one.png")


def test_nothing_is_watched_while_nobody_is_signed_in(
    watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path
) -> None:
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    watcher.post(UseAccount(None))
    make_png(folder / "one.png", 2_000)
    account = watcher.sign_in(box)
    make_png(tmp_path / "dropped.png", 2_000)
    watcher.submit(box, tmp_path / "dropped.png")
    wait_names(watcher, box, "dropped.png")
    assert account.organization_id
    watch(watcher, box, folder)
    wait_names(watcher, box, "dropped.png", "one.png")


def test_switching_off_forgets_and_switching_on_begins_anew(
    watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path
) -> None:
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    watcher.post(WatchFolders((), off=(box.world.projects[0].project_id,)))
    watcher.wait_until(lambda: not noted(tmp_path))
    make_png(folder / "while-off.png", 2_000)
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    make_png(folder / "one.png", 2_000)
    wait_names(watcher, box, "one.png")


class SlowLook:
    """The first look into a file lasts until it is let go, as one at a file on a share that hangs."""

    def __init__(self) -> None:
        self.begun, self._go_on = threading.Event(), threading.Event()

    def __call__(
        self, path: bytes, *, image_kind: MediaKind, only_kind: MediaKind | None
    ) -> MediaFile | Rejection:
        first = not self.begun.is_set()
        self.begun.set()
        if first:
            self._go_on.wait(60)
        return inspect(path, image_kind=image_kind, only_kind=only_kind)

    def let_go(self) -> None:
        self._go_on.set()


@pytest.fixture
def slow_look(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowLook]:
    slow = SlowLook()
    monkeypatch.setattr("layers_desktop.transfers.steps.inspect", slow)
    yield slow
    slow.let_go()


def test_a_file_that_is_looked_at_while_somebody_signs_out_and_in_is_sent_once(
    watcher: Harness, box: Sandbox, folder: Path, slow_look: SlowLook
) -> None:
    make_png(folder / "one.png", 500)
    watch(watcher, box, folder, existing=True)
    watcher.wait_until(slow_look.begun.is_set)
    watcher.post(UseAccount(None))
    watcher.sign_in(box)
    watch(watcher, box, folder, existing=True)
    slow_look.let_go()
    wait_names(watcher, box, "one.png")
    make_png(folder / "seen.png", 500)
    wait_names(watcher, box, "one.png", "seen.png")
    assert len(watcher.rows) == 2


def test_a_file_that_was_handed_in_before_watching_is_switched_off_is_sent_once(
    watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path, slow_look: SlowLook
) -> None:
    make_png(folder / "one.png", 500)
    watch(watcher, box, folder, existing=True)
    watcher.wait_until(slow_look.begun.is_set)
    watcher.post(WatchFolders((), off=(box.world.projects[0].project_id,)))
    watcher.submit(box, make_png(tmp_path / "dropped.png", 500))
    wait_names(watcher, box, "dropped.png")  # by then the watching is off
    slow_look.let_go()
    wait_names(watcher, box, "dropped.png", "one.png")
    assert len(watcher.rows) == 2


def test_another_folder_begins_anew(watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path) -> None:
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    before = noted(tmp_path)[0].read_bytes()
    other = tmp_path / "other"
    make_png(other / "there.png", 2_000)
    watch(watcher, box, other)
    watcher.wait_until(lambda: noted(tmp_path)[0].read_bytes() != before)
    make_png(other / "one.png", 2_000)
    make_png(folder / "not-watched-any-more.png", 2_000)
    wait_names(watcher, box, "one.png")


def test_a_damaged_note_sends_nothing_unasked(
    watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path
) -> None:
    make_png(folder / "before.png", 2_000)
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    assert watcher.stop()
    noted(tmp_path)[0].write_bytes(b'{"folder": 3')
    watcher.start_anew()
    watcher.sign_in(box)
    watch(watcher, box, folder)
    watcher.wait_until(lambda: b"seen" in noted(tmp_path)[0].read_bytes())
    make_png(folder / "one.png", 2_000)
    wait_names(watcher, box, "one.png")


def test_a_name_that_is_no_text_is_uploaded_too(
    watcher: Harness, box: Sandbox, folder: Path, tmp_path: Path
) -> None:
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    make_png(tmp_path / "x.png", 2_000)
    shutil.move(tmp_path / "x.png", os.fsdecode(bytes(folder) + b"/caf\xe9.png"))
    watcher.wait_until(lambda: len(box.world.assets) == 1)


def test_hundreds_of_files_become_one_asset_each(
    make_engine: Callable[..., Harness], box: Sandbox, folder: Path, tmp_path: Path
) -> None:
    watcher = make_engine(watch=WatchTimes(rest=1.0, poll=1.0), concurrency=8)
    watcher.sign_in(box)
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    (tmp_path / "all").mkdir()
    for number in range(300):
        make_png(tmp_path / "all" / f"{number:04}.png", 500)
    for path in (tmp_path / "all").iterdir():
        path.rename(folder / path.name)
    watcher.wait_settled(300)
    assert watcher.stages() == {Stage.DONE: 300}
    assert len(box.world.assets) == 300
    assert max(names(box).values()) == 1


@pytest.mark.parametrize(
    ("name", "passed"),
    [
        (b"a.png", False),
        (b"A B.MP4", False),
        (b"partial.png", False),
        (b"a.png.PART", True),
        (b"a.crdownload", True),
        (b"~$a.png", True),
        (b".a.png", True),
        (b"a.png~", True),
        (b"desktop.ini", True),
        (b".DS_Store", True),
    ],
)
def test_names_that_are_passed_over(name: bytes, passed: bool) -> None:
    assert passing(name) is passed


def test_numbers_of_a_foreign_file_system_are_those_that_its_row_will_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where they differ, the file is a new one at each look."""
    odd = SimpleNamespace(st_mode=stat.S_IFREG, st_size=2**60, st_mtime_ns=2**70)
    entry = SimpleNamespace(name=b"a.png", path=b"/a.png", stat=lambda: odd)
    monkeypatch.setattr(os, "scandir", lambda _: contextlib.nullcontext([entry]))
    folder = WatchedFolder(project_id="prj_1", project_name="", path=b"/", existing=True)
    assert look(folder, tmp_path).found == ((b"/a.png", LARGEST_SIZE, LARGEST_NUMBER),)


def test_what_hangs_in_several_places_is_waited_for_once_at_quit(
    make_engine: Callable[..., Harness],
    box: Sandbox,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watcher = make_engine(watch=QUICKLY, join_seconds=0.3)
    watcher.sign_in(box)
    looking, go_on = threading.Semaphore(0), threading.Event()
    deadlines: list[int] = []
    close = Tasks.close

    def noted_close(pool: Tasks, deadline_ms: int = 5_000) -> bool:
        deadlines.append(deadline_ms)
        return close(pool, deadline_ms)

    def hang(*_: object, **__: object) -> NoReturn:
        looking.release()
        go_on.wait(ENDLESS_S)
        raise OSError(errno.EIO, "the share hung")

    monkeypatch.setattr(Tasks, "close", noted_close)
    monkeypatch.setattr("layers_desktop.transfers.steps.inspect", hang)
    monkeypatch.setattr("layers_desktop.transfers.watch.watcher.look", hang)
    watcher.submit(box, make_png(tmp_path / "dropped.png", 500))
    watch(watcher, box, folder)
    watcher.wait_until(lambda: looking.acquire(blocking=False))
    watcher.wait_until(lambda: looking.acquire(blocking=False))
    ended = threading.Thread(target=_when_the_run_ended, args=(tmp_path / "data" / "runs", go_on))
    ended.start()
    assert not watcher.stop(), "something was left behind"
    ended.join(TIMEOUT_S)
    # The workers have used up the deadline of all; 50 ms are for whoever is at its end already.
    assert deadlines == [50]


def test_a_file_that_hangs_beyond_the_deadline_of_quit_is_told_and_ends_no_process(
    make_engine: Callable[..., Harness], box: Sandbox, tmp_path: Path, slow_look: SlowLook
) -> None:
    """Qt aborts the process that deletes a running thread: the queue stays until the worker has ended."""
    watcher = make_engine(join_seconds=0.1)
    watcher.engine._deadline_ms = 1_000
    watcher.sign_in(box)
    watcher.submit(box, make_png(tmp_path / "dropped.png", 500))
    watcher.wait_until(slow_look.begun.is_set)
    assert not watcher.stop()
    assert not list((tmp_path / "data" / "runs").glob("*.lock")), "its run ended, and its journal was closed"
    slow_look.let_go()
    assert watcher.engine._thread.wait(int(TIMEOUT_S * 1_000))


def _when_the_run_ended(runs: Path, then: threading.Event) -> None:
    """Let go what hangs as soon as the journal is closed and the run has ended."""
    end = time.monotonic() + TIMEOUT_S
    while list(runs.glob("*.lock")) and time.monotonic() < end:
        then.wait(0.05)
    then.set()


def test_what_qt_connects_by_itself_is_made_before_the_thread_runs(
    make_engine: Callable[..., Harness],
    box: Sandbox,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made_in: list[int] = []

    class Pool(QThreadPool):
        def __init__(self, parent: QObject) -> None:
            made_in.append(threading.get_ident())
            super().__init__(parent)

    class News(QFileSystemWatcher):
        def __init__(self, parent: QObject) -> None:
            made_in.append(threading.get_ident())
            super().__init__(parent)

    monkeypatch.setattr(background, "QThreadPool", Pool)
    monkeypatch.setattr(queue, "QFileSystemWatcher", News)
    watcher = make_engine(watch=QUICKLY)
    watcher.sign_in(box)
    watch(watcher, box, folder)
    wait_noted(watcher, tmp_path)
    make_png(folder / "it.png", 500)
    wait_names(watcher, box, "it.png")
    box.world.faults.add("presign:reset-before:1")  # it asks whether the network is there
    watcher.submit(box, make_png(tmp_path / "other.png", LARGE))
    watcher.wait_settled(2)
    assert len(made_in) == 2
    assert set(made_in) == {threading.get_ident()}


def test_news_of_the_system_reach_the_queues_thread(
    make_engine: Callable[..., Harness], box: Sandbox, folder: Path
) -> None:
    watcher = make_engine(watch=WatchTimes(rest=0.05, poll=3600))
    watcher.sign_in(box)
    watch(watcher, box, folder)
    news = watcher.engine.queue.findChild(QFileSystemWatcher)
    assert isinstance(news, QFileSystemWatcher)
    watcher.wait_until(lambda: bool(news.directories()))
    make_png(folder / "it.png", 500)
    wait_names(watcher, box, "it.png")


def test_news_that_come_while_it_looks_are_looked_into_soon(
    folder: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    gate = threading.Event()

    def slow(watched: WatchedFolder, memory: Path) -> Look:
        found = look(watched, memory)
        looks.append(len(found.found))
        if len(looks) == 2:
            gate.wait(20)
        return found

    monkeypatch.setattr(watcher_module, "look", slow)
    owner = QObject()
    news = QFileSystemWatcher(owner)
    watching = FolderWatcher(
        tmp_path / "memory",
        WatchTimes(rest=3600, poll=3600),
        monotonic=time.monotonic,
        handed_in=lambda _folder: SubmittedFiles(frozenset(), frozenset()),
        submit=lambda _submit: None,
        on_lost=lambda _lost: None,
        news=news,
        tasks=Tasks(owner, threads=2),
        parent=owner,
    )
    watching.set_folders([WatchedFolder(path=bytes(folder), project_id="prj_1", project_name="Beta")], [])
    qtbot.waitUntil(lambda: bool(news.directories()))
    (folder / "empty-1.png").touch()  # of no concern yet, but news
    qtbot.waitUntil(lambda: len(looks) == 2)
    with qtbot.waitSignal(news.directoryChanged):
        (folder / "empty-2.png").touch()
    gate.set()
    qtbot.waitUntil(lambda: looks == [0, 1, 2])
    watching.close(20.0)
