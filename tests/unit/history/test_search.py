"""A search of the journal answers what a plain filter over the assets would, and holds nobody up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers_desktop.core.text import words_of
from layers_desktop.history import search as asset_search
from layers_desktop.history.messages import Asset, AssetFilter, FileDigest, Word
from layers_desktop.history.search import AssetSearch, HistoryUnusable
from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.journal.schema import VERSION, searched_text
from layers_desktop.transfers.transfer import Stage, Transfer
from tests.support.journal_rows import add_rows
from tests.unit.transfers.test_journal import draft

ALL = AssetFilter(account_id="org")


def write(journal: Path, transfers: list[Transfer]) -> None:
    """Finish these uploads, through the journal itself."""
    with closing(Journal(journal)) as opened:
        opened.save(
            replace(transfer, stage=Stage.DONE, finished_at=transfer.finished_at or 1000.0 + number)
            for number, transfer in enumerate(add_rows(opened, transfers, "run"))
        )


def upload(name: str = "it.png", asset_id: str | None = None, **values: object) -> Transfer:
    return draft(name, asset_id=asset_id or f"med_{name}", asset_url="https://media.example/1", **values)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.sqlite3"


@pytest.fixture
def search(journal: Path) -> AssetSearch:
    return AssetSearch(journal, closing=lambda: False)


def ids(assets: list[Asset]) -> list[str]:
    return [asset.asset_id for asset in assets]


def found(search: AssetSearch, typed: str) -> list[str]:
    return ids(search.page(replace(ALL, words=tuple(map(Word, words_of(typed)))), 100))


# Against a plain filter

letters = st.text(alphabet="abçÇé3_-.%\"'*^()ẞİ漢字 \t\0\ud800", max_size=12) | st.text(max_size=12).filter(
    lambda text: text.isprintable()
)
names = letters.map(lambda text: text.replace("\ud800", "x"))
uploads = st.lists(
    st.builds(
        upload,
        name=names,
        asset_id=st.text(alphabet="abc3", min_size=1, max_size=4).map(lambda tail: f"med_{tail}"),
        account_id=st.sampled_from(["org", "other"]),
        project_id=st.sampled_from(["p1", "p2"]),
        project_name=names,
        kind=st.sampled_from(MediaKind),
        sha256=st.none() | st.text(alphabet="0123456789abcdef", max_size=8),
        finished_at=st.floats(1, 4e9),
    ),
    max_size=25,
)
typed_words = (letters | st.sampled_from(["med_", "image", "reference im", "3", "a", ".", '"', "OR"])).map(
    words_of
)
kinds = st.lists(st.sampled_from(MediaKind), max_size=2).map(tuple)
filters = st.builds(
    lambda words, kinds, **values: AssetFilter(words=tuple(Word(word, kinds) for word in words), **values),
    words=typed_words,
    kinds=kinds,
    account_id=st.sampled_from(["org", "other"]),
    project_id=st.none() | st.sampled_from(["p1", "p2", "p3"]),
)


def fits(words: tuple[Word, ...], transfer: Transfer) -> bool:
    text = searched_text(
        transfer.name, transfer.asset_id or "", transfer.kind or "", transfer.project_name, transfer.sha256
    )
    return all(word.text.replace("\ud800", "?") in text or transfer.kind in word.kinds for word in words)


def plainly(transfers: list[Transfer], wanted: AssetFilter) -> list[str]:
    """Return the ids that fit, newest first: the journal keeps one row for an asset, the one written last."""
    kept: dict[tuple[str, str, str | None], Transfer] = {}
    for transfer in transfers:
        key = (transfer.account_id, transfer.project_id, transfer.asset_id)
        kept.pop(key, None)
        kept[key] = transfer
    fitting = [
        transfer.asset_id or ""
        for transfer in kept.values()
        if transfer.account_id == wanted.account_id
        and wanted.project_id in (None, transfer.project_id)
        and fits(wanted.words, transfer)
    ]
    return fitting[::-1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(transfers=uploads, wanted=filters, size=st.integers(1, 7), at_once=st.integers(1, 9))
def test_every_search_finds_what_a_plain_filter_finds_page_by_page(
    tmp_path: Path, transfers: list[Transfer], wanted: AssetFilter, size: int, at_once: int
) -> None:
    journal = tmp_path / "journal.sqlite3"
    journal.unlink(missing_ok=True)
    write(journal, transfers)
    search = AssetSearch(journal, closing=lambda: False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asset_search, "READ_AT_ONCE", at_once)
        pages: list[str] = []
        page = search.page(wanted, size)
        while page:
            pages += ids(page)
            page = search.page(wanted, size, before=page[-1].number)
        assert pages == plainly(transfers, wanted)
        assert search.count(wanted) == len(pages)


def test_an_asset_comes_back_with_everything_that_is_known_of_it(search: AssetSearch, journal: Path) -> None:
    write(
        journal, [upload("Caf\u00e9.png", "med_1", path=b"/caf\xe9/x.png", sha256="ab", kind=MediaKind.LOGO)]
    )
    (asset,) = search.page(ALL, 10)
    assert asset == Asset(
        number=1, asset_id="med_1", account_id="org", project_id="project", project_name="Project",
        asset_url="https://media.example/1", kind=MediaKind.LOGO, mime_type="image/png", name="Café.png",
        size=10, sha256="ab", path=b"/caf\xe9/x.png", id=1, created_at=1000.0, finished_at=1000.0,
    )  # fmt: skip
    assert asset.stage is Stage.DONE


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("CAFE", ["med_1"]),
        ("fé.", ["med_1"]),
        ("3f9c", ["med_2"]),
        ("acme clip", ["med_2"]),
        ("reference image", ["med_2"]),
        ("reference_image", ["med_2"]),
        ("med_", ["med_2", "med_1"]),
        ("%", []),
        ("cafe clip", []),
    ],
)
def test_words_are_looked_for_in_name_id_kind_project_and_hash(
    search: AssetSearch, journal: Path, typed: str, expected: list[str]
) -> None:
    first = upload("Café.png", "med_1", sha256="00ff", project_name="Beta")
    second = upload("clip.mp4", "med_2", sha256="aa3f9c", project_name="Acme", kind=MediaKind.REFERENCE_IMAGE)
    write(journal, [first, second])
    assert found(search, typed) == expected


def test_a_file_is_found_by_its_size_and_hash(search: AssetSearch, journal: Path) -> None:
    write(journal, [upload("a.png", "med_1", sha256="ab"), upload("b.png", "med_2", sha256="cd")])
    assert ids(search.page(replace(ALL, file=FileDigest(10, "cd")), 10)) == ["med_2"]
    assert ids(search.page(replace(ALL, file=FileDigest(10)), 10)) == ["med_2", "med_1"]
    assert search.page(replace(ALL, file=FileDigest(11, "cd")), 10) == []


def test_what_is_new_comes_after_a_number(search: AssetSearch, journal: Path) -> None:
    write(journal, [upload("a.png"), upload("b.png")])
    (newest,) = search.page(ALL, 1)
    write(journal, [upload("c.png"), upload("a.png")])
    assert ids(search.page(ALL, 10, after=newest.number)) == ["med_a.png", "med_c.png"]
    assert search.count(ALL) == 3


# The journal as a file


def test_without_a_journal_there_is_no_history_and_no_fault(search: AssetSearch, journal: Path) -> None:
    assert search.page(ALL, 10) == []
    assert not journal.exists()
    journal.parent.mkdir()
    journal.touch()
    assert search.count(ALL) == 0


def test_the_journal_is_never_written(search: AssetSearch, journal: Path) -> None:
    write(journal, [upload("a.png")])
    before = journal.read_bytes()
    search.page(ALL, 10)
    search.count(ALL)
    assert journal.read_bytes() == before
    # Beside it the writer's own rollback journal may stay, empty.
    assert [file.name for file in journal.parent.iterdir() if file.stat().st_size] == ["journal.sqlite3"]


def test_a_damaged_journal_is_a_sentence(search: AssetSearch, journal: Path) -> None:
    journal.parent.mkdir()
    journal.write_bytes(b"no database" * 1000)
    with pytest.raises(HistoryUnusable) as caught:
        search.page(ALL, 10)
    assert caught.value.problem.code == "history.unreadable"
    assert caught.value.problem.words.kept


@pytest.mark.parametrize(("edition", "busy"), [(VERSION - 1, True), (VERSION + 1, False)])
def test_a_journal_of_another_edition_is_read_unless_it_is_about_to_be_migrated(
    search: AssetSearch, journal: Path, edition: int, *, busy: bool
) -> None:
    write(journal, [upload("a.png")])
    with closing(sqlite3.connect(journal)) as db:
        db.execute(f"PRAGMA user_version = {edition}")
    if busy:
        with pytest.raises(HistoryUnusable) as caught:
            search.page(ALL, 10)
        assert caught.value.problem.code == "history.busy"
    else:
        assert found(search, "a.png") == ["med_a.png"]


@pytest.fixture
def writer(journal: Path) -> Iterator[sqlite3.Connection]:
    """Return a program in the middle of a commit."""
    write(journal, [upload("a.png")])
    with closing(sqlite3.connect(journal, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        yield db


def test_a_writer_is_waited_for(journal: Path, writer: sqlite3.Connection) -> None:
    asked: list[None] = []

    def commit_when_asked_twice() -> bool:
        asked.append(None)
        if len(asked) == 2:
            writer.commit()
        return False

    assert ids(AssetSearch(journal, commit_when_asked_twice).page(ALL, 10)) == ["med_a.png"]


@pytest.mark.usefixtures("writer")
@pytest.mark.parametrize("quits", [True, False])
def test_a_writer_that_never_ends_is_called_busy(
    journal: Path, monkeypatch: pytest.MonkeyPatch, *, quits: bool
) -> None:
    if not quits:
        monkeypatch.setattr(asset_search, "BUSY_SECONDS", 0.1)
    with pytest.raises(HistoryUnusable) as caught:
        AssetSearch(journal, closing=lambda: quits).page(ALL, 10)
    assert (caught.value.problem.code, caught.value.problem.words.title) == (
        "history.busy",
        "History is busy",
    )


@pytest.mark.parametrize("words", [(), (Word("nowhere"),)])
def test_a_writer_commits_between_two_slices(
    search: AssetSearch, journal: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[Word, ...]
) -> None:
    """Each statement reads a few rows by their numbers alone and lets go of the file."""
    write(journal, [upload(f"{number}.png") for number in range(10)])
    monkeypatch.setattr(asset_search, "READ_AT_ONCE", 3)
    statements: list[str] = []
    connect = sqlite3.connect

    def watched(*arguments: object, **values: object) -> sqlite3.Connection:
        db = connect(*arguments, **values)  # type: ignore[call-overload]  # as the module called it
        db.set_trace_callback(statements.append)
        assert isinstance(db, sqlite3.Connection)
        return db

    monkeypatch.setattr(sqlite3, "connect", watched)
    wanted = replace(ALL, words=words, account_id="other")
    assert search.page(wanted, 100) == []
    slices = [statement for statement in statements if "LIMIT" in statement]
    assert len(slices) == 4
    with closing(connect(journal)) as db:
        plan = "\n".join(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {slices[0]}"))
    assert "rowid>? AND rowid<?" in plan
    assert "TEMP B-TREE" not in plan
