"""A file that its process holds: nothing but that process's life decides."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from layers_desktop.core.files import FileLock, is_locked
from tests.support.processes import killed_at_end

_HOLDER = """
import sys
from pathlib import Path
from layers_desktop.core.files import FileLock
held = FileLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds it until it is killed."""
    started = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with killed_at_end(started) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "one.lock"


def test_it_is_held_until_it_is_released_and_then_gone(path: Path) -> None:
    assert not is_locked(path)
    held = FileLock(path)
    assert is_locked(path)
    with pytest.raises(BlockingIOError):
        FileLock(path)
    held.release()
    held.release()
    assert not is_locked(path)
    assert not path.exists()
    FileLock(path).release()


def test_a_process_holds_it_for_as_long_as_it_lives_and_no_longer(path: Path) -> None:
    with holder(path) as process:
        assert is_locked(path)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert path.exists()
        assert not is_locked(path)
        FileLock(path).release()


@pytest.mark.parametrize("content", [b"", b"\0" * 90, b"1\npython3\n"])
def test_what_stands_in_it_says_nothing(path: Path, content: bytes) -> None:
    """As a kill between making it and writing into it left one, or a power cut, or a PID that lives again."""
    path.write_bytes(content)
    assert not is_locked(path)
    held = FileLock(path)
    assert is_locked(path)
    held.release()


def test_asking_is_in_nobodys_way_and_leaves_nothing_behind(path: Path) -> None:
    """Two starts that ask at once must not take each other's question for a living program."""
    path.touch()
    answers: list[bool] = []
    ready = threading.Barrier(4)

    def ask() -> None:
        ready.wait(20)
        answers.extend(is_locked(path) for _ in range(500))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert answers == [False] * 2_000
    assert [file.name for file in path.parent.glob("*.lock*")] == [path.name]


def test_of_many_that_want_it_one_has_it(path: Path) -> None:
    """Also while those that had it remove it: two files of one name would be two holders."""
    both = threading.Lock()

    def use() -> None:
        for _ in range(200):
            try:
                held = FileLock(path)
            except BlockingIOError:
                continue
            alone.append(both.acquire(blocking=False))
            both.release()
            held.release()

    alone: list[bool] = []
    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert alone
    assert all(alone)


def test_what_cannot_be_found_out_is_said(tmp_path: Path) -> None:
    (tmp_path / "no folder").touch()
    with pytest.raises(OSError, match="no folder"):
        is_locked(tmp_path / "no folder" / "one.lock")
    with pytest.raises(OSError, match="no folder"):
        FileLock(tmp_path / "no folder" / "one.lock")
