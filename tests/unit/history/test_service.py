"""The history as the window meets it: questions in, values out, in a thread of its own."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Signal, Slot
from pytestqt.qtbot import QtBot

from layers_desktop.core.errors import Problem
from layers_desktop.history import file_lookup
from layers_desktop.history import messages as values
from layers_desktop.history.file_lookup import size_of
from layers_desktop.history.messages import FileDigest, Word
from layers_desktop.history.service import History
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.transfer import Activity, Snapshot, Stage
from tests.support.journal_rows import add_rows
from tests.support.timeouts import TIMEOUT_S
from tests.unit.history.test_search import ALL, ids, upload, write

T = TypeVar("T")


class Listener(QObject):
    """What a history said, in order."""

    def __init__(self, history: History) -> None:
        super().__init__()
        self._heard: list[object] = []
        for signal in (
            history.found, history.counted, history.collected, history.looked, history.exported,
            history.problem,
        ):  # fmt: skip
            signal.connect(self._hear)

    @Slot(object)
    def _hear(self, value: object) -> None:
        self._heard.append(value)

    def of(self, kind: type[T]) -> list[T]:
        return [value for value in self._heard if isinstance(value, kind)]


class Queue(QObject):
    """Emits from the test's thread, as the queue does from its own."""

    changed = Signal(object)

    def __init__(self, history: History) -> None:
        super().__init__()
        self.changed.connect(history.on_changed)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.sqlite3"


@pytest.fixture
def history(tmp_path: Path, journal: Path, qtbot: QtBot) -> Iterator[History]:  # noqa: ARG001 - an application
    made = History(journal, tmp_path / "cache" / "history.sqlite3")
    made.start()
    yield made
    assert made.stop()


@pytest.fixture
def heard(history: History) -> Listener:
    return Listener(history)


def test_pages_follow_each_other_and_the_count_comes_with_the_first(
    history: History, heard: Listener, journal: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("layers_desktop.history.service.PAGE", 2)
    write(journal, [upload(f"{number}.png") for number in range(3)])
    history.post(values.Search(ALL))
    qtbot.waitUntil(lambda: len(heard.of(values.Counted)) == 1)
    (first,) = heard.of(values.SearchResult)
    assert ids(list(first.assets)) == ["med_2.png", "med_1.png"]
    assert first.more
    assert heard.of(values.Counted) == [values.Counted(ALL, 3)]
    history.post(values.Search(ALL, first.assets[-1].number))
    qtbot.waitUntil(lambda: len(heard.of(values.SearchResult)) == 2)
    assert ids(list(heard.of(values.SearchResult)[1].assets)) == ["med_0.png"]
    assert not heard.of(values.SearchResult)[1].more
    assert len(heard.of(values.Counted)) == 1


def test_all_that_fits_is_collected_whatever_is_searched_meanwhile(
    history: History, heard: Listener, journal: Path, qtbot: QtBot
) -> None:
    write(journal, [upload(f"{number}.png") for number in range(1_500)] + [upload("x.mp4")])
    asked = values.Collect(replace(ALL, words=(Word(".png"),)))
    history.post(asked)
    history.post(values.Search(ALL))
    qtbot.waitUntil(lambda: bool(heard.of(values.Collected) and heard.of(values.Counted)))
    (collected,) = heard.of(values.Collected)
    assert collected.question == asked
    read = [asset.asset_id for asset in collected.assets]
    assert read == [f"med_{number}.png" for number in range(1_499, -1, -1)]


def test_only_the_last_of_many_searches_is_answered(journal: Path, qtbot: QtBot) -> None:
    write(journal, [upload("a.png")])
    wanted = [replace(ALL, words=(Word("a" * length),)) for length in range(30, 0, -1)]
    history = History(journal, journal.with_name("history.sqlite3"))
    heard = Listener(history)
    for one in wanted:
        history.post(values.Search(one))
    history.start()
    qtbot.waitUntil(lambda: len(heard.of(values.Counted)) == 1)
    assert [answer.question for answer in heard.of(values.SearchResult)] == [values.Search(wanted[-1])]
    assert history.stop()


def test_what_earlier_editions_searched_is_removed(journal: Path, tmp_path: Path, qtbot: QtBot) -> None:
    old = [tmp_path / "history.sqlite3", tmp_path / "history.sqlite3-journal"]
    for file in old:
        file.touch()
    history = History(journal, old[0])
    history.start()
    qtbot.waitUntil(lambda: not any(file.exists() for file in old))
    assert history.stop()


def test_new_assets_are_told(history: History, heard: Listener, journal: Path, qtbot: QtBot) -> None:
    write(journal, [upload("a.png")])
    history.post(values.Search(ALL))
    qtbot.waitUntil(lambda: bool(heard.of(values.Counted)))
    write(journal, [upload("b.png")])
    done = Snapshot(transfer=replace(upload("b.png"), stage=Stage.DONE), activity=Activity.FINISHED)
    queue = Queue(history)
    queue.changed.emit([replace(done, transfer=upload("c.png"))])
    with qtbot.waitSignal(history.grown):
        queue.changed.emit([done])
    history.post(values.NewerAssets(ALL, heard.of(values.SearchResult)[0].assets[0].number))
    qtbot.waitUntil(lambda: len(heard.of(values.SearchResult)) == 2)
    assert ids(list(heard.of(values.SearchResult)[1].assets)) == ["med_b.png"]


def test_a_file_is_found_by_what_is_in_it(
    history: History, heard: Listener, journal: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    content = os.urandom(3_000_000)
    mark = FileDigest(len(content), hashlib.sha256(content).hexdigest())
    write(journal, [upload("other name.png", "med_1", size=mark.size, sha256=mark.sha256)])
    file = tmp_path / "renamed.png"
    file.write_bytes(content)
    history.post(values.FindFile("org", os.fsencode(file)))
    qtbot.waitUntil(lambda: bool(heard.of(values.FileIdentified)))
    assert heard.of(values.FileIdentified) == [values.FileIdentified(os.fsencode(file), mark)]
    history.post(values.Search(replace(ALL, file=mark)))
    qtbot.waitUntil(lambda: bool(heard.of(values.SearchResult)))
    assert ids(list(heard.of(values.SearchResult)[0].assets)) == ["med_1"]


def test_a_file_of_a_size_that_was_never_uploaded_is_not_even_read(
    history: History, heard: Listener, journal: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    write(journal, [upload("a.png", size=10)])
    file = tmp_path / "huge.mp4"
    with file.open("wb") as sparse:
        sparse.truncate(1 << 40)  # a terabyte: reading it would take hours
    history.post(values.FindFile("org", os.fsencode(file)))
    qtbot.waitUntil(lambda: bool(heard.of(values.FileIdentified)))
    assert heard.of(values.FileIdentified) == [values.FileIdentified(os.fsencode(file), None)]


def test_looking_tells_how_far_it_is_and_can_be_stopped(
    history: History, heard: Listener, journal: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    write(journal, [upload("a.png", size=1 << 40)])
    file = tmp_path / "huge.mp4"
    with file.open("wb") as sparse:
        sparse.truncate(1 << 40)
    with qtbot.waitSignal(history.looking) as told:
        history.post(values.FindFile("org", os.fsencode(file)))
    (looking,) = told.args or []
    assert isinstance(looking, values.Looking)
    assert 0 <= looking.part < 1
    history.post(values.StopLooking())
    qtbot.waitUntil(lambda: not history._files._tasks.busy)
    assert heard.of(values.FileIdentified) == []


def test_nothing_is_said_of_a_file_that_nobody_looks_for_any_more(
    history: History, heard: Listener, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()

    def slow(path: bytes) -> int:
        gate.wait(TIMEOUT_S)
        return size_of(path)

    monkeypatch.setattr(file_lookup, "size_of", slow)
    history.post(values.FindFile("org", os.fsencode(tmp_path / "gone")))
    history.post(values.StopLooking())
    history.post(values.Search(ALL))
    qtbot.waitUntil(lambda: bool(heard.of(values.SearchResult)))  # it was told to stop
    gate.set()
    file = tmp_path / "there"
    file.write_bytes(b"x")
    history.post(values.FindFile("org", os.fsencode(file)))
    qtbot.waitUntil(lambda: bool(heard.of(values.FileIdentified)))
    assert heard.of(Problem) == []


@pytest.mark.parametrize("what", ["folder", "gone"])
def test_what_is_no_file_is_a_sentence(
    history: History, heard: Listener, qtbot: QtBot, tmp_path: Path, what: str
) -> None:
    path = tmp_path if what == "folder" else tmp_path / "gone"
    history.post(values.FindFile("org", os.fsencode(path)))
    qtbot.waitUntil(lambda: bool(heard.of(Problem)))
    assert heard.of(Problem)[0].words.action


def test_a_search_is_exported_whole_and_not_only_its_first_page(
    history: History, heard: Listener, journal: Path, qtbot: QtBot
) -> None:
    write(journal, [upload(f"{number}.png") for number in range(2_500)] + [upload("x.mp4")])
    path = journal.parent / "out"
    wanted = replace(ALL, words=(Word(".png"),))
    history.post(values.Export(wanted, path, values.ExportFormat.JSON))
    qtbot.waitUntil(lambda: bool(heard.of(values.Exported)))
    assert heard.of(values.Exported) == [values.Exported(path, 2_500)]
    rows = json.loads(path.read_text(encoding="utf-8"))
    assert [row["assetId"] for row in rows] == [f"med_{number}.png" for number in range(2_499, -1, -1)]


def test_a_journal_that_cannot_be_read_is_a_sentence(
    history: History, heard: Listener, journal: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    journal.parent.mkdir()
    journal.write_bytes(b"no database" * 1_000)
    file = tmp_path / "a.png"
    file.touch()
    for question in (
        values.Search(ALL),
        values.Collect(ALL),
        values.Export(ALL, tmp_path / "out.csv", values.ExportFormat.CSV),
        values.FindFile("org", os.fsencode(file)),
    ):
        history.post(question)
    qtbot.waitUntil(lambda: len(heard.of(Problem)) == 4)
    assert {problem.code for problem in heard.of(Problem)} == {"history.unreadable"}
    assert not (tmp_path / "out.csv").exists()


def test_the_queue_writes_while_the_history_reads(
    history: History, heard: Listener, journal: Path, qtbot: QtBot
) -> None:
    write(journal, [upload(f"{number}.png") for number in range(3_000)])
    queue = Journal(journal)
    queue._db.execute("PRAGMA busy_timeout = 5000")
    try:
        for number in range(20):
            history.post(values.Search(replace(ALL, words=(Word(str(number)),))))
            queue.save([replace(one, paused=True) for one in add_rows(queue, [upload(f"w{number}")], "run")])
    finally:
        queue.close()
    qtbot.waitUntil(lambda: bool(heard.of(values.Counted)))
    assert heard.of(Problem) == []


def test_quit_gives_up_what_is_under_way(tmp_path: Path, journal: Path, qtbot: QtBot) -> None:
    write(journal, [upload(f"{number}.png", size=1 << 40) for number in range(1_500)])
    file = tmp_path / "huge.mp4"
    with file.open("wb") as sparse:
        sparse.truncate(1 << 40)
    history = History(journal, tmp_path / "history.sqlite3")
    heard = Listener(history)
    history.start()
    history.post(values.FindFile("org", os.fsencode(file)))
    history.post(values.Export(ALL, tmp_path / "out.csv", values.ExportFormat.CSV))
    history.post(values.Search(ALL))
    qtbot.waitUntil(lambda: bool(heard.of(values.SearchResult)))
    assert history.stop()
    assert not list(tmp_path.glob(".out.csv*"))
