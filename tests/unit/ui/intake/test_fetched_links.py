"""What is behind a link becomes a file, one after another, until somebody stops it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeAlias

import pytest
from pytestqt.qtbot import QtBot

from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.link_download import LinkNotFetched, LinkResponse, open_link
from layers_desktop.core.errors import UserError
from layers_desktop.core.resources import resource
from layers_desktop.media.formats import MediaKind, cap_bytes
from layers_desktop.media.inspection import MediaFile, Rejection, inspect
from layers_desktop.media.urls import WebLink
from layers_desktop.ui.intake.picture_store import Open, PictureStore, keep_link
from tests.unit.ui.conftest import Fetch

JPEG = resource("samples", "founder-shot.jpg").read_bytes()
SHOT = WebLink("https://example.com/shot.jpg", "example.com", "shot.jpg", MediaKind.IMAGE)


def answering(*blocks: bytes, length: int | None = None) -> Open:
    """A fetch that brings these bytes; the real one has tests of its own over real connections."""

    @contextlib.contextmanager
    def fetch(_url: str, _cancel: CancelToken) -> Iterator[LinkResponse]:
        yield LinkResponse(length, iter(blocks))

    return fetch


def kept(link: WebLink, folder: Path, fetch: Open) -> Path:
    return Path(os.fsdecode(keep_link(link, folder, fetch, CancelToken(), lambda _: None)))


def link(name: str) -> WebLink:
    return WebLink(f"https://example.com/{name}", "example.com", name, None)


def test_a_link_becomes_a_file_of_its_name_with_its_bytes(tmp_path: Path) -> None:
    place = kept(SHOT, tmp_path / "new", answering(JPEG[:5], JPEG[5:90_000], JPEG[90_000:], length=len(JPEG)))
    assert place.name == "shot.jpg"
    assert place.read_bytes() == JPEG
    assert place.stat().st_mode & 0o777 == 0o600
    assert isinstance(inspect(os.fsencode(place)), MediaFile)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("shot.png", "shot.jpg"),
        ("photo-15", "photo-15.jpg"),
        ("image.php", "image.php.jpg"),
        ("shot.JPEG", "shot.jpeg"),
        ("../../etc/cron.jpg", "etc cron.jpg"),
        ("..", "Picture.jpg"),
        ("example.com", "example.com.jpg"),
    ],
)
def test_the_extension_is_that_of_the_content_and_the_name_stays_in_its_folder(
    tmp_path: Path, name: str, file: str
) -> None:
    place = kept(link(name), tmp_path, answering(JPEG))
    assert (place.parent, place.name) == (tmp_path, file)


@pytest.mark.parametrize(
    ("blocks", "length", "words"),
    [
        ([b"<!doctype html><html><body>Sign in"], None, "this is a web page"),
        ([b"%PDF-1.7 ..."], None, "this is a PDF"),
        ([b"\x00\x01\x02\x03" * 9], None, "cannot be told"),
        ([], None, "empty"),
        ([JPEG], cap_bytes(MediaKind.IMAGE) + 1, "images up to 50 MB"),
    ],
)
def test_what_is_no_media_or_too_large_is_refused_and_leaves_nothing(
    tmp_path: Path, blocks: list[bytes], length: int | None, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        kept(SHOT, tmp_path, answering(*blocks, length=length))
    assert list(tmp_path.glob("*.*")) == []


def test_a_server_that_hides_the_length_is_stopped_at_the_cap(tmp_path: Path) -> None:
    taken = 0

    @contextlib.contextmanager
    def endless(_url: str, _cancel: CancelToken) -> Iterator[LinkResponse]:
        def blocks() -> Iterator[bytes]:
            nonlocal taken
            yield JPEG
            while True:
                taken += 2**20
                yield bytes(2**20)

        yield LinkResponse(None, blocks())

    with pytest.raises(UserError, match="images up to 50 MB"):
        kept(SHOT, tmp_path, endless)
    assert taken <= cap_bytes(MediaKind.IMAGE) + 2**20
    assert list(tmp_path.glob("*.*")) == []


def test_a_fetch_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    @contextlib.contextmanager
    def broken(_url: str, _cancel: CancelToken) -> Iterator[LinkResponse]:
        def blocks() -> Iterator[bytes]:
            yield JPEG[:50_000]
            raise LinkNotFetched("file.link/because", why="It broke off.")

        yield LinkResponse(len(JPEG), blocks())

    with pytest.raises(LinkNotFetched):
        kept(SHOT, tmp_path, broken)
    assert list(tmp_path.glob("*.*")) == []


def test_a_folder_that_cannot_be_written_to_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="could not write"):
        kept(SHOT, tmp_path / "file" / "in", answering(JPEG))


def test_the_fetch_has_the_shape_that_is_asked_for() -> None:
    opened: AbstractContextManager[LinkResponse] = open_link("http://x.example/", CancelToken())
    with pytest.raises(LinkNotFetched), opened:
        pass


# One after another, off the window's thread


Outcome: TypeAlias = bytes | Rejection


class Fetcher:
    """A store, and what it told of the links of each request."""

    def __init__(self, store: PictureStore) -> None:
        self.store = store
        self.received: list[tuple[WebLink, int]] = []
        self.told: list[Outcome] = []

    def fetch(self, *links: WebLink) -> CancelToken:
        cancel = CancelToken()
        self.store.fetch(
            links, cancel, progress=lambda *now: self.received.append(now), done=self.told.append
        )
        return cancel


@pytest.fixture
def fetcher(picture_store: PictureStore) -> Fetcher:
    return Fetcher(picture_store)


def test_each_link_is_told_of(fetcher: Fetcher, fetch: Fetch, qtbot: QtBot) -> None:
    team = link("team.jpg")
    fetcher.fetch(SHOT, team)
    qtbot.waitUntil(lambda: len(fetcher.told) == 2)
    assert fetcher.told == [os.fsencode(fetcher.store.folder / name) for name in ("shot.jpg", "team.jpg")]
    assert fetch.asked == [SHOT.url, team.url]
    assert fetcher.received[0] == (SHOT, 0)
    assert {one for one, _ in fetcher.received} == {SHOT, team}


def test_why_a_link_is_not_fetched_is_told_by_its_name(fetcher: Fetcher, fetch: Fetch, qtbot: QtBot) -> None:
    fetch.reason = "It is gone."
    fetcher.fetch(SHOT)
    qtbot.waitUntil(lambda: bool(fetcher.told))
    [refusal] = fetcher.told
    assert isinstance(refusal, Rejection)
    assert (refusal.name, refusal.problem.words.explanation) == ("shot.jpg", "It is gone.")


def test_what_is_stopped_is_told_of_no_more_and_the_rest_goes_on(
    fetcher: Fetcher, fetch: Fetch, qtbot: QtBot
) -> None:
    fetch.hold()
    stopped = fetcher.fetch(SHOT, link("next.jpg"))
    fetcher.fetch(link("other.jpg"))
    qtbot.waitUntil(lambda: bool(fetch.asked))
    stopped.cancel()
    fetch.release()
    qtbot.waitUntil(lambda: bool(fetcher.told))
    assert fetcher.told == [os.fsencode(fetcher.store.folder / "other.jpg")]
    assert fetch.asked == [SHOT.url, "https://example.com/other.jpg"]
