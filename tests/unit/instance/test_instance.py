from __future__ import annotations

import os
import signal
import socket
import stat
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from layers_desktop.instance import HandOver, InstanceLock
from layers_desktop.instance.ipc import MOST_BYTES, InstanceServer, Reply, _Caller, hand_over, to_frame
from layers_desktop.settings.paths import places

T = TypeVar("T")
MESSAGE = HandOver(paths=(b"/tmp/caf\xe9.png", b"/b.png"), project_id="prj_1")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sockets of Unix are looked at")


@pytest.fixture
def claim(tmp_path: Path, runtime: Path) -> Iterator[InstanceLock]:
    made = InstanceLock(places(tmp_path / "data"), sandbox=False, folder=runtime)
    yield made
    made.release()


@pytest.fixture
def listener(claim: InstanceLock, qapp: QApplication) -> Iterator[InstanceServer]:
    made = InstanceServer(claim, qapp)
    assert made.listening
    yield made
    made.close()


CALL = """
import sys
from layers_desktop.instance.ipc import hand_over
from layers_desktop.instance.ipc import from_body
message, timeout = from_body(sys.stdin.buffer.read()), float(sys.argv[2])
print(hand_over(sys.argv[1], message, timeout=timeout, at_it=lambda: print("at it", flush=True)).name)
"""


def call(address: str, message: HandOver, timeout: float = 20) -> Reply:
    """Hand over from a process of its own: Qt's waiting functions keep Python's lock."""
    ended = subprocess.run(
        [sys.executable, "-c", CALL, address, str(timeout)],
        input=to_frame(message)[4:], capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    return Reply[ended.stdout.decode().splitlines()[-1]]


def taken_by(listener: InstanceServer) -> list[HandOver]:
    """Take what is handed over at once; returns the list of it."""
    heard: list[HandOver] = []

    def take(message: HandOver, done: Callable[[bool], object]) -> None:
        heard.append(message)
        done(True)

    listener.handed_over.connect(take)
    return heard


def meanwhile(qtbot: QtBot, work: Callable[[], T]) -> T:
    """Run `work` on another thread while this one answers."""
    results: list[T] = []
    thread = threading.Thread(target=lambda: results.append(work()))
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive())
    return results[0]


def test_the_first_start_holds_the_claim_and_the_second_does_not(claim: InstanceLock, tmp_path: Path) -> None:
    assert claim.held
    assert not claim.taken
    folder = Path(claim.address).parent
    second = InstanceLock(places(tmp_path / "data"), sandbox=False, folder=folder)
    # The lock of a process is its own: what this process holds, it may not take twice either.
    assert second.taken
    assert second.address == claim.address


def test_two_data_folders_are_two_programs_and_so_is_the_sandbox(claim: InstanceLock, tmp_path: Path) -> None:
    folder = Path(claim.address).parent
    other = InstanceLock(places(tmp_path / "other"), sandbox=False, folder=folder)
    sandbox = InstanceLock(places(tmp_path / "data"), sandbox=True, folder=folder)
    assert other.held
    assert sandbox.held
    assert len({claim.address, other.address, sandbox.address}) == 3
    other.release()
    sandbox.release()


def test_one_folder_by_two_names_is_one_program(claim: InstanceLock, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "alias").symlink_to(tmp_path / "data")
    second = InstanceLock(places(tmp_path / "alias"), sandbox=False, folder=Path(claim.address).parent)
    assert second.taken


@pytest.mark.parametrize("content", [b"", b"1\n"])
def test_a_claim_that_a_killed_start_left_is_taken(
    claim: InstanceLock, tmp_path: Path, content: bytes
) -> None:
    """Whatever stands in it: an empty one kept every window of QLockFile's from starting."""
    folder = Path(claim.address).parent
    claim.release()
    left = Path(claim.address).with_suffix(".lock")
    left.write_bytes(content)
    second = InstanceLock(places(tmp_path / "data"), sandbox=False, folder=folder)
    assert (second.held, second.taken) == (True, False)
    second.release()
    assert not left.exists()


def test_a_folder_that_others_can_write_to_is_not_used(tmp_path: Path, runtime: Path) -> None:
    runtime.mkdir(parents=True)
    runtime.chmod(0o777)
    made = InstanceLock(places(tmp_path / "data"), sandbox=False, folder=runtime)
    assert (made.held, made.taken, made.address) == (False, False, "")


def test_a_second_start_hands_its_files_and_its_project_over(
    listener: InstanceServer, claim: InstanceLock, qtbot: QtBot
) -> None:
    heard = taken_by(listener)
    assert meanwhile(qtbot, lambda: call(claim.address, MESSAGE)) is Reply.TAKEN
    assert meanwhile(qtbot, lambda: call(claim.address, HandOver())) is Reply.TAKEN
    assert heard == [MESSAGE, HandOver()]


@pytest.mark.parametrize(("safe", "answer"), [(True, Reply.TAKEN), (False, Reply.NOT_KEPT)])
def test_a_second_start_ends_only_when_it_is_known_what_became_of_its_files(
    listener: InstanceServer, claim: InstanceLock, qtbot: QtBot, safe: bool, answer: Reply
) -> None:
    waiting: list[Callable[[bool], object]] = []
    listener.handed_over.connect(lambda _message, done: waiting.append(done))
    results: list[Reply] = []
    thread = threading.Thread(target=lambda: results.append(call(claim.address, MESSAGE)))
    thread.start()
    qtbot.waitUntil(lambda: bool(waiting))
    assert thread.is_alive()
    waiting[0](safe)
    qtbot.waitUntil(lambda: not thread.is_alive())
    assert results == [answer]


def test_a_second_start_waits_as_long_as_the_first_is_at_it(
    listener: InstanceServer, claim: InstanceLock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder on a slow server is listed for minutes: who is told that nobody answers gives it again."""
    monkeypatch.setattr("layers_desktop.instance.ipc.SIGN_OF_LIFE_MS", 100)
    signs: list[_Caller] = []
    say = _Caller._say_at_it

    def counted(caller: _Caller) -> None:
        signs.append(caller)
        say(caller)

    monkeypatch.setattr(_Caller, "_say_at_it", counted)
    waiting: list[Callable[[bool], object]] = []
    listener.handed_over.connect(lambda _message, done: waiting.append(done))
    with subprocess.Popen(
        [sys.executable, "-c", CALL, claim.address, "3"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        try:
            assert program.stdin is not None
            assert program.stdout is not None
            program.stdin.write(to_frame(MESSAGE)[4:])
            program.stdin.close()
            assert meanwhile(qtbot, program.stdout.readline) == b"at it\n"
            qtbot.waitUntil(lambda: len(signs) > 40)  # longer than its timeout
            waiting[0](True)
            assert meanwhile(qtbot, program.stdout.read) == b"TAKEN\n"
        finally:
            program.kill()


START = """
import signal, sys
from layers_desktop.cli.second_instance import run
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell makes its background ignore it
sys.exit(run(sys.argv[1], ["/a"], None))
"""


STILL_AT_IT = "The window that is open already is still taking in what you gave it. This may take a while."


def test_who_waits_long_is_told_why(claim: InstanceLock) -> None:
    with first_start(claim, b"at it\nat it\ntaken\n"):
        command = [sys.executable, "-c", START, claim.address]
        ended = subprocess.run(command, capture_output=True, check=True, timeout=60)
    said = (ended.stdout + ended.stderr).decode().splitlines()
    assert [line for line in said if "window" in line] == [
        STILL_AT_IT,
        "Handed over to the window that is open already.",
    ]


@pytest.mark.parametrize(
    ("session", "behind"),
    [
        ({"WAYLAND_DISPLAY": "wayland-1"}, True),
        ({"WAYLAND_DISPLAY": "wayland-1", "XDG_ACTIVATION_TOKEN": "a token"}, False),
        ({"WAYLAND_DISPLAY": "wayland-1", "DESKTOP_STARTUP_ID": "an id"}, False),
        ({"WAYLAND_DISPLAY": "wayland-1", "QT_QPA_PLATFORM": "xcb"}, False),
        ({"DISPLAY": ":1"}, False),
    ],
)
def test_who_may_not_bring_the_window_forward_is_told_where_to_look(
    claim: InstanceLock, session: dict[str, str], behind: bool
) -> None:
    others = {"WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM", "XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"}
    bare = {name: value for name, value in os.environ.items() if name not in others}
    with first_start(claim, b"taken\n"):
        command = [sys.executable, "-c", START, claim.address]
        ended = subprocess.run(command, capture_output=True, check=True, timeout=60, env=bare | session)
    words = "Handed over to the window that is open already"
    end = "; it's asking for your attention." if behind else "."
    assert (ended.stdout + ended.stderr).decode().strip() == words + end


def test_who_stops_waiting_is_told_that_the_window_goes_on(claim: InstanceLock) -> None:
    with first_start(claim, b"at it\n") as caller:
        command = [sys.executable, "-u", "-c", START, claim.address]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as program:
            try:
                assert program.stdout is not None
                assert program.stdout.readline().decode().strip() == STILL_AT_IT
                program.send_signal(signal.SIGINT)
                with suppress(BrokenPipeError):  # the signal came between two of its waits: it has ended
                    caller().sendall(b"at it\n")
                assert program.stdout.read().decode().strip() == "The window goes on with it."
            finally:
                program.kill()
        assert program.returncode == 130


@pytest.mark.parametrize("last", [b"", b"at", b"taken"])
def test_a_first_start_that_dies_while_it_is_at_it_is_waited_for_no_longer(
    claim: InstanceLock, last: bytes
) -> None:
    with first_start(claim, b"at it\nat it\n" + last, dies=True):
        assert call(claim.address, MESSAGE) is Reply.SILENT


@contextmanager
def first_start(
    claim: InstanceLock, says: bytes, *, dies: bool = False
) -> Iterator[Callable[[], socket.socket]]:
    """Hear one message and say this; yields what returns the connection once that was said."""
    connected: Future[socket.socket] = Future()

    def answer() -> None:
        try:
            caller, _ = first.accept()
            caller.settimeout(30)
            received = b""
            while len(received) < 4 or len(received) < 4 + struct.unpack(">I", received[:4])[0]:
                received += caller.recv(65_536)
            caller.sendall(says)
            if dies:
                caller.close()
            connected.set_result(caller)
        except OSError as error:
            connected.set_exception(error)

    with socket.socket(socket.AF_UNIX) as first:
        first.bind(claim.address)
        first.listen()
        first.settimeout(30)
        threading.Thread(target=answer).start()
        try:
            yield lambda: connected.result(30)
        finally:
            connected.result(30).close()


def test_who_does_not_wait_for_the_answer_is_no_fault(
    listener: InstanceServer, claim: InstanceLock, qtbot: QtBot
) -> None:
    waiting: list[Callable[[bool], object]] = []
    listener.handed_over.connect(lambda _message, done: waiting.append(done))
    assert meanwhile(qtbot, lambda: call(claim.address, MESSAGE, timeout=0.5)) is Reply.SILENT
    qtbot.waitUntil(lambda: bool(waiting))
    qtbot.waitUntil(lambda: not listener.children()[1:])
    waiting[0](True)


def test_thousands_of_files_fit(listener: InstanceServer, claim: InstanceLock, qtbot: QtBot) -> None:
    many = HandOver(paths=tuple(b"/folder/" + b"x" * 90 + b"%d.png" % n for n in range(20_000)))
    heard = taken_by(listener)
    assert meanwhile(qtbot, lambda: call(claim.address, many)) is Reply.TAKEN
    assert heard == [many]


def test_only_this_user_reaches_the_socket(listener: InstanceServer, claim: InstanceLock) -> None:
    assert listener.listening
    path = Path(claim.address)
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_socket_that_a_dead_start_left_is_replaced(
    claim: InstanceLock, qtbot: QtBot, qapp: QApplication
) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(claim.address)
    made = InstanceServer(claim, qapp)
    assert made.listening
    taken_by(made)
    assert meanwhile(qtbot, lambda: call(claim.address, MESSAGE)) is Reply.TAKEN
    made.close()


def test_a_first_start_that_hangs_does_not_hang_the_second(claim: InstanceLock) -> None:
    with socket.socket(socket.AF_UNIX) as hung:
        hung.bind(claim.address)
        hung.listen()
        assert hand_over(claim.address, MESSAGE, timeout=0.5) is Reply.SILENT


def test_a_first_start_that_listens_late_is_waited_for(
    claim: InstanceLock, qtbot: QtBot, qapp: QApplication
) -> None:
    results: list[Reply] = []
    thread = threading.Thread(target=lambda: results.append(call(claim.address, MESSAGE)))
    thread.start()
    made = InstanceServer(claim, qapp)
    taken_by(made)
    qtbot.waitUntil(lambda: not thread.is_alive())
    assert results == [Reply.TAKEN]
    made.close()


@pytest.mark.parametrize(
    "said",
    [
        struct.pack(">I", MOST_BYTES + 1),
        struct.pack(">I", 4) + b"nope",
        to_frame(MESSAGE) + b"more",
        b"GET / HTTP/1.1\r\n\r\n",
    ],
    ids=["too long", "nonsense", "more than it said", "another protocol"],
)
def test_who_talks_nonsense_is_refused_and_the_next_is_heard(
    listener: InstanceServer, claim: InstanceLock, qtbot: QtBot, said: bytes
) -> None:
    heard = taken_by(listener)

    def talk() -> bytes:
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(20)
            caller.connect(claim.address)
            caller.sendall(said)
            return caller.recv(64)

    assert meanwhile(qtbot, talk) == b"refused\n"
    assert meanwhile(qtbot, lambda: call(claim.address, MESSAGE)) is Reply.TAKEN
    assert heard == [MESSAGE]


def test_who_says_half_and_nothing_more_is_let_go(
    listener: InstanceServer, claim: InstanceLock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("layers_desktop.instance.ipc.TIMEOUT_MS", 200)
    heard = taken_by(listener)

    def talk() -> bytes:
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(20)
            caller.connect(claim.address)
            caller.sendall(to_frame(MESSAGE)[:20])
            return caller.recv(64)

    assert meanwhile(qtbot, talk) == b""
    assert heard == []


def test_a_folder_too_deep_for_a_socket_is_not_used(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    made = InstanceLock(places(tmp_path / "data"), sandbox=False, folder=deep / "run")
    assert (made.held, made.taken, made.address) == (False, False, "")
    assert not deep.exists()


def test_without_a_claim_nobody_listens_and_the_window_opens_all_the_same(
    tmp_path: Path, qapp: QApplication
) -> None:
    made = InstanceLock(places(tmp_path / "data"), sandbox=False, folder=tmp_path / ("d" * 100))
    ear = InstanceServer(made, qapp)
    assert not ear.listening
    ear.close()
