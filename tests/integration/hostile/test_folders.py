"""A drop full of what is no file, and one with more than anybody expects."""

from __future__ import annotations

import os
import socket
import sys
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from layers_desktop.core.clock import Clocks
from layers_desktop.media.folder_scan import walk
from layers_desktop.media.inspection import NewFile
from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.transfers.commands import Submit
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.queue import LISTED_AT_ONCE
from layers_desktop.transfers.recovery import ProcessRun
from layers_desktop.transfers.retry_policy import RetryPolicy
from layers_desktop.transfers.store import TransferStore
from layers_desktop.transfers.transfer import Stage
from tests.integration.hostile.engine_run import EngineRun
from tests.support.engine_harness import QuietListener, make_png
from tests.support.operation_count import operations

MANY = 100_000


def _special(folder: Path) -> list[Path]:
    """Make what a drop may hold besides files; return what was dropped itself, the good file first."""
    good = make_png(folder / "good.png", 2_000)
    (folder / "loop.png").symlink_to(folder / "loop.png")
    (folder / "to-nothing.png").symlink_to(folder / "gone.png")
    os.mkfifo(folder / "pipe.png")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(folder)  # a socket's address is short
        try:
            listener.bind("socket.png")
        finally:
            os.chdir(here)
    tree = folder / "tree"
    inside = make_png(tree / "deep" / "inside.png", 3_000)
    (tree / "deep" / "up").symlink_to(tree, target_is_directory=True)
    os.mkfifo(tree / "pipe inside.png")
    (tree / "loop inside").symlink_to(tree / "loop inside")
    (tree / "to-nothing inside.png").symlink_to(tree / "gone.png")
    (tree / ".hidden").symlink_to(tree)
    assert inside.exists()
    return [
        good,
        *(folder / name for name in ("loop.png", "to-nothing.png", "pipe.png", "socket.png")),
        Path("/dev/zero"),
        Path("/dev/null"),
        tree,
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="made with Linux' own devices and pipes")
def test_what_is_no_file_is_refused_with_a_sentence_and_the_rest_is_sent(run: EngineRun, files: Path) -> None:
    with Sandbox(SandboxConfig(tier="partner")) as box:
        run.harness.sign_in(box)
        run.harness.submit(box, *_special(files))
        run.harness.wait_settled(12)
        assert sorted(asset.filename or "" for asset in box.world.assets) == ["good.png", "inside.png"]
    rows = {row.transfer.name: row.transfer for row in run.harness.rows.values()}
    refused = {name for name, one in rows.items() if one.stage is Stage.REFUSED}
    assert refused == {"pipe.png", "socket.png", "zero", "null", "up", "pipe inside.png"}
    failed = {name for name, one in rows.items() if one.stage is Stage.FAILED}
    assert failed == {"loop.png", "to-nothing.png", "loop inside", "to-nothing inside.png"}
    problems = [one.problem for one in rows.values() if one.stage is not Stage.DONE]
    assert all(problem is not None and problem.words.explanation for problem in problems)
    run.check_calm()


def test_an_unreadable_folder_is_refused_and_its_neighbours_are_sent(
    run: EngineRun, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_png(files / "a.png", 2_000)
    locked = files / "locked"
    make_png(locked / "b.png", 2_000)
    really = os.scandir

    def as_another_user(folder: bytes) -> object:  # root, as whom tests may run, may read everything
        if folder == bytes(locked):
            raise PermissionError(13, "Permission denied")
        return really(folder)

    monkeypatch.setattr(os, "scandir", as_another_user)
    with Sandbox(SandboxConfig(tier="partner")) as box:
        run.harness.sign_in(box)
        run.harness.submit(box, files)
        run.harness.wait_settled(2)
    assert {row.transfer.stage for row in run.harness.rows.values()} == {Stage.DONE, Stage.REFUSED}
    run.check_calm()


@pytest.fixture
def fill(files: Path) -> Callable[[int], bytes]:
    """Make a folder of so many empty files."""

    def make(count: int) -> bytes:
        folder = files / str(count)
        folder.mkdir()
        for number in range(count):
            os.close(os.open(folder / f"shot {number}.png", os.O_CREAT | os.O_WRONLY))
        return bytes(folder)

    return make


def test_a_folder_of_a_hundred_thousand_files_is_walked_in_bounded_memory(
    fill: Callable[[int], bytes],
) -> None:
    folder = fill(MANY)
    tracemalloc.start()
    try:
        found = sum(1 for _ in walk([folder]))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == MANY
    assert peak < MANY * 1_200  # its entry, its path and the path's absolute form: about 0.6 KB


def test_twice_the_files_are_twice_the_work(fill: Callable[[int], bytes]) -> None:
    few, many = (operations(partial(_receive, fill(count))) for count in (1_000, 4_000))
    assert many < few * 4 * 1.15


def _receive(folder: bytes) -> None:
    """Take all files of a folder in, and put them on the list, a few at a time."""
    data = Path(os.fsdecode(folder) + " data")
    clocks = Clocks(monotonic=lambda: 0.0, wall=lambda: 1_700_000_000.0)

    store = TransferStore(
        Journal(data / "journal"), ProcessRun(data / "runs"), clocks, QuietListener(), RetryPolicy()
    )
    files = tuple(NewFile(path) for path in walk([folder]) if isinstance(path, bytes))
    store.add(Submit(files=files, project_id="p", project_name="P"), "")
    while store.list_more(LISTED_AT_ONCE):
        pass
    assert len(list(store.ready)) == len(files)
    store.close()
