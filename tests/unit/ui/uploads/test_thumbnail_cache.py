from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from threading import Event

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from layers_desktop.transfers.transfer import Snapshot, Stage, Transfer
from layers_desktop.ui.thumbnails.cache import ENTRY_BYTES, MOST_WISHES, Thumbnails
from layers_desktop.ui.thumbnails.picture_decoder import PictureDecoder
from layers_desktop.ui.thumbnails.thumbnail import Decoded, Picture, Wave

Make = Callable[..., Snapshot]
WriteImage = Callable[..., bytes]

ONE = 44 * 44 * 4 + ENTRY_BYTES


@pytest.fixture
def thumbnails(qtbot: QtBot, picture_decoder: PictureDecoder) -> Iterator[Thumbnails]:  # noqa: ARG001 - needs an application
    made = Thumbnails(decoder=picture_decoder, cache_bytes=3 * ONE)
    yield made
    assert made.close()


def image(make: Make, number: int, path: bytes, **fields: object) -> Transfer:
    return make(number, path=path, mime_type="image/png", **fields).transfer


def settle(qtbot: QtBot, thumbnails: Thumbnails) -> None:
    qtbot.waitUntil(lambda: not thumbnails.busy)


def test_a_picture_comes_later_and_sharp_for_the_screen(
    qtbot: QtBot, thumbnails: Thumbnails, make: Make, write_image: WriteImage
) -> None:
    transfer = image(make, 7, write_image("a.png"))
    with qtbot.waitSignal(thumbnails.arrived) as arrived:
        assert thumbnails.picture(transfer, 44, 2.0) is None
    assert arrived.args == [7]
    picture = thumbnails.picture(transfer, 44, 2.0)
    assert isinstance(picture, Picture)
    assert (picture.pixmap.width(), picture.pixmap.devicePixelRatio()) == (88, 2.0)


def test_files_are_opened_by_workers_once_a_file(
    qtbot: QtBot, thumbnails: Thumbnails, make: Make, write_image: WriteImage, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    really = thumbnails._decoder.square

    def watched(path: bytes, mime_type: str, pixels: int) -> Decoded:
        threads.append(threading.get_ident())
        return really(path, mime_type, pixels)

    monkeypatch.setattr(thumbnails._decoder, "square", watched)
    path = write_image("a.png")
    told: list[int] = []
    thumbnails.arrived.connect(told.append)
    for number in (1, 2, 1):
        thumbnails.picture(image(make, number, path), 44, 1.0)
    settle(qtbot, thumbnails)
    assert told == [1, 2]
    assert len(threads) == 1
    assert threads[0] != threading.get_ident()


def test_a_file_without_a_picture_is_tried_once(
    qtbot: QtBot, thumbnails: Thumbnails, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[bytes] = []
    monkeypatch.setattr(thumbnails._decoder, "square", lambda path, *_: tried.append(path))
    gone = image(make, 1, b"/nowhere/gone.png")
    for _ in range(3):
        assert thumbnails.picture(gone, 44, 1.0) is None
        settle(qtbot, thumbnails)
    assert tried == [gone.path]


@pytest.mark.filterwarnings("ignore")
def test_a_decoder_that_fails_leaves_an_icon(
    qtbot: QtBot, thumbnails: Thumbnails, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> QImage:
        raise MemoryError

    monkeypatch.setattr(thumbnails._decoder, "square", fails)
    thumbnails.picture(image(make, 1, b"/x.png"), 44, 1.0)
    settle(qtbot, thumbnails)
    assert thumbnails.picture(image(make, 1, b"/x.png"), 44, 1.0) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"mime_type": "video/webm"},
        {"mime_type": "image/heic"},
        {"mime_type": None},
        {"mime_type": "image/png", "path": b""},
        {"mime_type": "image/png", "stage": Stage.REFUSED},
    ],
)
def test_only_files_that_were_taken_and_have_a_picture_are_opened(
    thumbnails: Thumbnails, make: Make, fields: dict[str, object]
) -> None:
    assert thumbnails.picture(make(1, **fields).transfer, 44, 1.0) is None
    assert not thumbnails.busy


def test_a_wave_is_handed_on_as_it_is(
    qtbot: QtBot, thumbnails: Thumbnails, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Wave((0.5, 1.0))
    monkeypatch.setattr(thumbnails._decoder, "square", lambda *_: made)
    sound = make(1, path=b"/a.wav", mime_type="audio/wav").transfer
    assert thumbnails.picture(sound, 44, 1.0) is None
    settle(qtbot, thumbnails)
    assert thumbnails.picture(sound, 44, 1.0) is made
    assert thumbnails.used_bytes == ENTRY_BYTES


def test_memory_is_bounded_and_what_was_seen_last_is_kept(
    qtbot: QtBot, thumbnails: Thumbnails, make: Make, write_image: WriteImage
) -> None:
    transfers = [image(make, number, write_image(f"{number}.png")) for number in range(4)]
    for transfer in transfers[:3]:
        thumbnails.picture(transfer, 44, 1.0)
        settle(qtbot, thumbnails)
    assert thumbnails.picture(transfers[0], 44, 1.0) is not None
    thumbnails.picture(transfers[3], 44, 1.0)
    settle(qtbot, thumbnails)
    assert thumbnails.used_bytes == 3 * ONE
    assert thumbnails.picture(transfers[0], 44, 1.0) is not None
    assert thumbnails.picture(transfers[1], 44, 1.0) is None


def test_the_newest_wish_comes_first_and_old_ones_are_dropped(
    qtbot: QtBot, thumbnails: Thumbnails, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, order = Event(), list[bytes]()

    def waits(path: bytes, *_: object) -> None:
        gate.wait(5)
        order.append(path)

    monkeypatch.setattr(thumbnails._decoder, "square", waits)
    for number in range(500):
        thumbnails.picture(image(make, number, b"/%d.png" % number), 44, 1.0)
    gate.set()
    settle(qtbot, thumbnails)
    assert order == [b"/%d.png" % number for number in range(499, 499 - MOST_WISHES, -1)]


def test_what_flies_past_is_not_opened_until_the_list_rests(
    qtbot: QtBot, thumbnails: Thumbnails, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bytes] = []
    monkeypatch.setattr(thumbnails._decoder, "square", lambda path, *_: opened.append(path))
    for number in range(5):
        thumbnails.picture(image(make, number, b"/%d.png" % number), 44, 1.0)
        thumbnails._start()  # as when a picture that was begun before arrives
        assert not thumbnails._running
    settle(qtbot, thumbnails)
    assert len(opened) == 5


def test_nothing_runs_or_arrives_after_close(
    qtbot: QtBot, make: Make, write_image: WriteImage, picture_decoder: PictureDecoder
) -> None:
    thumbnails = Thumbnails(decoder=picture_decoder)
    told: list[int] = []
    thumbnails.arrived.connect(told.append)
    transfers = [image(make, number, write_image(f"{number}.png")) for number in range(6)]
    for transfer in transfers:
        thumbnails.picture(transfer, 44, 1.0)
    assert thumbnails.close()
    qtbot.wait(0)
    assert not told
    assert thumbnails.picture(transfers[0], 44, 1.0) is None
    assert not thumbnails.busy
