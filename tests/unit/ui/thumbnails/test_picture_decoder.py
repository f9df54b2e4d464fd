"""The process that decodes pictures: what it answers, what ends it, and what it never gets."""

from __future__ import annotations

import math
import os
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from layers_desktop.cli.main import DECODE_PICTURES
from layers_desktop.ui.thumbnails import decoder, picture_decoder
from layers_desktop.ui.thumbnails.picture_decoder import MOST_FAILED_STARTS, WORD, PictureDecoder
from layers_desktop.ui.thumbnails.protocol import (
    LONGEST_ANSWER,
    READY,
    Operation,
    Plate,
    Request,
    Still,
    Wave,
    decode_picture,
    encode_picture,
    read_request,
)
from tests.support.processes import wait_until
from tests.support.timeouts import TIMEOUT_S
from tests.unit.ui.thumbnails.hostile_files import HOSTILE, jpeg_of_countless_scans
from tests.unit.ui.thumbnails.test_quit import BUSY_TICKS

WriteImage = Callable[..., bytes]
FOR_EVER = 600
QUICK = {"cpu_seconds": 1, "wall_seconds": float(FOR_EVER)}
"""The system ends what computes too long, however slow the computer is."""
limited = pytest.mark.skipif(sys.platform == "win32", reason="computing has no limit here")


@pytest.fixture
def made() -> Iterator[Callable[..., PictureDecoder]]:
    """Make decoders that are closed at the end."""
    decoders: list[PictureDecoder] = []

    def make(*words: str, **limits: float) -> PictureDecoder:
        command = [sys.executable, "-c", *words] if words else None
        decoders.append(PictureDecoder(command, **limits))  # type: ignore[arg-type]  # names of its arguments
        return decoders[-1]

    yield make
    for one in decoders:
        one.close()


Made = Callable[..., PictureDecoder]


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_it_answers_what_the_decoder_makes(
    picture_decoder: PictureDecoder, write_image: WriteImage, tmp_path: Path
) -> None:
    path = write_image("a.png", width=300, height=200)
    here, there = decoder.square(path, "image/png", 88), picture_decoder.square(path, "image/png", 88)
    assert isinstance(here, Still)
    assert isinstance(there, Still)
    assert there.image == here.image
    assert there.size == QSize(300, 200)
    shape = picture_decoder.whole(path, "image/png", 50)
    assert isinstance(shape, Still)
    assert shape.image.size() == QSize(75, 50)
    png = picture_decoder.png(write_image("a.bmp", "bmp"), "image/bmp")
    assert png is not None
    assert png.startswith(b"\x89PNG")
    sound = tmp_path / "a.wav"
    sound.write_bytes(
        b"RIFF\0\0\0\0WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8_000, 8_000, 1, 8) + b"data"
    )
    with sound.open("ab") as file:
        file.write(struct.pack("<I", 900) + bytes(range(90)) * 10)
    assert isinstance(picture_decoder.square(bytes(sound), "audio/wav", 44), Wave)


def test_nothing_is_started_before_there_is_a_file(made: Made, tmp_path: Path) -> None:
    pictures = made()
    assert pictures.square(bytes(tmp_path / "gone.png"), "image/png", 44) is None
    assert pictures.square(bytes(tmp_path), "image/png", 44) is None
    assert pictures.pid is None


@limited
@pytest.mark.parametrize(("hostile", "mime_type"), HOSTILE, ids=lambda one: getattr(one, "__name__", ""))
def test_what_a_hostile_file_costs_is_its_own_picture(
    made: Made, write_image: WriteImage, tmp_path: Path, hostile: Callable[[], bytes], mime_type: str
) -> None:
    pictures = made(**QUICK)
    path = tmp_path / "hostile"
    path.write_bytes(hostile())
    pictures.square(bytes(path), mime_type, 88)
    assert pictures.square(write_image("a.png"), "image/png", 44) is not None


@limited
def test_who_computes_too_long_or_keeps_silent_too_long_is_ended(
    made: Made, write_image: WriteImage, tmp_path: Path
) -> None:
    path = tmp_path / "hostile.jpg"
    path.write_bytes(jpeg_of_countless_scans())
    for limits in (QUICK, {"cpu_seconds": FOR_EVER, "wall_seconds": 0.5}):
        pictures = made(**limits)
        assert pictures.square(bytes(path), "image/jpeg", 88) is None
        assert pictures.pid is None
    assert made().square(write_image("a.png"), "image/png", 44) is not None


def test_a_process_that_is_gone_costs_one_picture(made: Made, write_image: WriteImage) -> None:
    pictures = made()
    path = write_image("a.png")
    assert pictures.square(path, "image/png", 44) is not None
    assert pictures.pid is not None
    os.kill(pictures.pid, signal.SIGTERM)
    assert pictures.square(path, "image/png", 44) is None
    assert pictures.square(path, "image/png", 44) is not None


def has_computed(pid: int | None) -> bool:
    """Return whether a process has computed for longer than starting takes."""
    if pid is None:
        return False
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, times)) >= BUSY_TICKS


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what processes are at")
def test_closing_ends_it_whatever_it_is_at(made: Made, tmp_path: Path, qtbot: QtBot) -> None:
    pictures = made(cpu_seconds=FOR_EVER, wall_seconds=FOR_EVER)
    path = tmp_path / "hostile.jpg"
    path.write_bytes(jpeg_of_countless_scans())
    worker = threading.Thread(target=pictures.square, args=(bytes(path), "image/jpeg", 88))
    worker.start()
    wait_until(lambda: has_computed(pictures.pid), "the decoder at work", deadline=TIMEOUT_S)
    pid = pictures.pid
    assert pid is not None
    pictures.close()
    worker.join(TIMEOUT_S)
    assert not worker.is_alive()
    qtbot.waitUntil(lambda: gone(pid))
    assert pictures.square(bytes(path), "image/jpeg", 88) is None
    assert pictures.pid is None


def test_it_is_ended_when_nothing_is_wanted_and_comes_back(
    made: Made, write_image: WriteImage, qtbot: QtBot
) -> None:
    pictures = made(idle_seconds=0.0)
    path = write_image("a.png")
    for _ in range(2):
        assert pictures.square(path, "image/png", 44) is not None
        qtbot.waitUntil(lambda: pictures.pid is None)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the environment of a process")
def test_it_gets_no_key_and_no_screen(
    made: Made, write_image: WriteImage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAYERS_API_KEY", "lyr_sk_a_key_to_look_for")
    monkeypatch.setenv("QT_QPA_PLATFORMTHEME", "gtk3")
    pictures = made()
    assert pictures.square(write_image("a.png"), "image/png", 44) is not None
    told = Path(f"/proc/{pictures.pid}")
    environment, words = (told / "environ").read_bytes(), (told / "cmdline").read_bytes()
    assert b"a_key_to_look_for" not in environment + words
    assert b"QT_QPA_PLATFORM=offscreen" in environment
    assert b"PLATFORMTHEME" not in environment


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows what a process has loaded")
def test_it_is_small(made: Made, write_image: WriteImage, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("COV")]:
        monkeypatch.delenv(name)  # coverage would load its database
    pictures = made()
    assert pictures.square(write_image("a.png"), "image/png", 44) is not None
    loaded = Path(f"/proc/{pictures.pid}/maps").read_text()
    assert "QtGui" in loaded
    for unneeded in ("QtWidgets", "QtNetwork", "QtDBus", "_sqlite3", "_ssl"):
        assert unneeded not in loaded


def answering(*answers: bytes) -> str:
    """Return a program that says these bytes, and then waits until it is killed."""
    return f"import sys; sys.stdout.buffer.write({b''.join(answers)!r}); sys.stdout.flush(); sys.stdin.read()"


def framed(answer: bytes) -> bytes:
    return struct.pack("!I", len(answer)) + answer


STILL = struct.Struct("!BHHII")


@pytest.mark.parametrize(
    "answer",
    [
        b"\0\0",
        struct.pack("!I", LONGEST_ANSWER + 1) + b"\0" * 64,
        framed(b"?"),
        framed(STILL.pack(0, 2, 2, 9, 9) + b"\0" * 15),
        framed(STILL.pack(0, 2, 2, 9, 9) + b"\0" * 17),
        framed(STILL.pack(0, 1_000, 1_000, 9, 9) + b"\0" * 4_000_000),
        framed(STILL.pack(0, 0, 0, 9, 9)),
        framed(STILL.pack(3, 1, 1, 9, 9) + b"\0" * 4),
        framed(STILL.pack(0, 1, 1, 2**32 - 1, 9) + b"\0" * 4),
        framed(struct.pack("!9d", *[math.nan] * 9)),
        framed(struct.pack("!9d", *[0.5] * 8, 1.5)),
    ],
)
def test_what_is_no_answer_is_no_picture_and_ends_the_process(
    made: Made, write_image: WriteImage, answer: bytes
) -> None:
    pictures = made(answering(framed(READY), answer), wall_seconds=1.0)
    assert pictures.square(write_image("a.png"), "image/png", 44) is None
    assert pictures.pid is None


TALKING = f"""
import os, struct, sys
os.write(1, {framed(READY)!r})
_, _, _, kind, path = struct.unpack("!BHHHI", sys.stdin.buffer.read(11))
sys.stdin.buffer.read(kind + path)
os.write(1, {framed(STILL.pack(0, 1, 1, 9, 9) + bytes(4))!r})
for said in range(1, 1_000):
    os.write(1, {struct.pack("!I", 40_000)!r} + bytes(40_000))
    open(sys.argv[1], "w").write(str(said))
sys.stdin.read()
"""


def test_a_process_that_says_what_it_was_not_asked_is_ended_and_nothing_of_it_kept(
    made: Made, write_image: WriteImage, tmp_path: Path, qtbot: QtBot
) -> None:
    said = tmp_path / "said"
    said.write_text("0")
    pictures = made(TALKING, str(said))
    assert pictures.square(write_image("a.png"), "image/png", 44) is not None
    pid = pictures.pid
    assert pid is not None
    qtbot.waitUntil(lambda: gone(pid))
    assert int(said.read_text() or 0) < 10, "it waits until somebody reads"


def test_what_does_not_start_is_tried_a_few_times(
    made: Made, write_image: WriteImage, tmp_path: Path
) -> None:
    pictures = made("import sys; open(sys.argv[1], 'a').write('x')", str(tmp_path / "starts"))
    for _ in range(MOST_FAILED_STARTS + 2):
        assert pictures.square(write_image("a.png"), "image/png", 44) is None
    assert (tmp_path / "starts").read_text() == "x" * MOST_FAILED_STARTS
    missing = PictureDecoder([str(tmp_path / "none")])
    assert missing.square(write_image("a.png"), "image/png", 44) is None


def test_pictures_waves_and_nothing_arrive_as_they_were(write_image: WriteImage) -> None:
    made = decoder.square(write_image("a.png"), "image/png", 44)
    assert isinstance(made, Still)
    for plate in (None, *Plate):
        told = decode_picture(encode_picture(Still(made.image, plate, QSize(90, 60))), 44)
        assert isinstance(told, Still)
        assert (told.image, told.plate, told.size) == (made.image, plate, QSize(90, 60))
    sound = Wave(tuple(n / 8 for n in range(9)))
    assert decode_picture(encode_picture(sound), 44) == sound
    assert decode_picture(encode_picture(None), 44) is None


def test_the_working_folder_is_not_looked_into_for_modules(
    made: Made, write_image: WriteImage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("layers_desktop.py", "PySide6.py", "struct.py"):
        (tmp_path / name).write_text("import os; os._exit(1)")
    monkeypatch.chdir(tmp_path)
    assert made().square(write_image("a.png"), "image/png", 44) is not None


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert WORD == DECODE_PICTURES
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert picture_decoder._command() == [sys.executable, WORD]


def test_a_request_is_read_as_it_was_written(tmp_path: Path) -> None:
    asked = [
        Request(Operation.WHOLE, b"/caf\xe9.png", "image/png", 400, 3),
        Request(Operation.PNG, b"/" + b"a" * 4_000, "image/bmp", 0, 3),
    ]
    (tmp_path / "requests").write_bytes(b"".join(one.encoded() for one in asked))
    with (tmp_path / "requests").open("rb") as stream:
        assert [read_request(stream), read_request(stream)] == asked
        assert read_request(stream) is None
