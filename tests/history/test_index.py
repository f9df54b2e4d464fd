"""The index of the history answers what a plain filter over the assets would, and may be lost."""

from __future__ import annotations

import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers_desktop.core.text import words_of
from layers_desktop.history import index as history_index
from layers_desktop.history import index as history_rows
from layers_desktop.history.asset import Asset, AssetFilter, FileDigest, fits, kind_mark, searched_text
from layers_desktop.history.index import HistoryIndex, Superseded, statement
from layers_desktop.history.journal_reader import HistoryUnusable
from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.transfer import Stage, Transfer
from tests.transfers.journal_rows import add_rows
from tests.transfers.test_journal import draft

ALL = AssetFilter(account_id="org")


def always(_done: int, _of: int) -> bool:
    return True


def never() -> bool:
    return False


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
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "history.sqlite3"


@pytest.fixture
def open_index(path: Path, journal: Path) -> Iterator[Callable[..., HistoryIndex]]:
    with ExitStack() as stack:

        def opened(*, stop: Callable[[], bool] = never, full_text: bool = True) -> HistoryIndex:
            index = HistoryIndex(path, journal, stop, full_text=full_text)
            stack.callback(index.close)
            return index

        yield opened


@pytest.fixture
def index(open_index: Callable[..., HistoryIndex]) -> HistoryIndex:
    return open_index()


def ids(assets: list[Asset]) -> list[str]:
    return [asset.asset_id for asset in assets]


def found(index: HistoryIndex, typed: str) -> list[str]:
    words = tuple((word,) for word in words_of(typed))
    return ids(index.page(replace(ALL, words=words), None, 100))


# Against a plain filter

letters = st.text(alphabet="abçÇé3_-.%\"'*^()ẞİ漢字 \t\0", max_size=12) | st.text(max_size=12).filter(
    lambda text: text.isprintable()
)
uploads = st.lists(
    st.builds(
        upload,
        name=letters,
        asset_id=st.text(alphabet="abc3", min_size=1, max_size=4).map(lambda tail: f"med_{tail}"),
        account_id=st.sampled_from(["org", "other"]),
        project_id=st.sampled_from(["p1", "p2"]),
        project_name=letters,
        kind=st.sampled_from(MediaKind),
        sha256=st.none() | st.text(alphabet="0123456789abcdef", max_size=8),
        finished_at=st.floats(1, 4e9),
    ),
    max_size=25,
)
filters = st.builds(
    AssetFilter,
    account_id=st.sampled_from(["org", "other"]),
    project_id=st.none() | st.sampled_from(["p1", "p2", "p3"]),
    words=st.lists(
        (letters | st.sampled_from(["med_", "image", "reference im", "3", "a", ".", '"', "OR", "AND NOT"]))
        .map(words_of)
        .filter(bool)
        .map(tuple),
        max_size=3,
    ).map(tuple),
)


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
        and fits(
            wanted.words,
            searched_text(
                transfer.name, transfer.asset_id or "", transfer.kind or "", transfer.project_name,
                transfer.sha256,
            ),
        )
    ]  # fmt: skip
    return fitting[::-1]


@pytest.mark.parametrize("full_text", [True, False])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(transfers=uploads, wanted=filters, size=st.integers(1, 7))
def test_every_search_finds_what_a_plain_filter_finds_page_by_page(
    tmp_path: Path, full_text: bool, transfers: list[Transfer], wanted: AssetFilter, size: int
) -> None:
    journal = tmp_path / "journal.sqlite3"
    journal.unlink(missing_ok=True)
    write(journal, transfers)
    in_memory = tmp_path / "no folder"
    in_memory.touch()
    with closing(HistoryIndex(in_memory / "x", journal, never, full_text=full_text)) as index:
        index.catch_up(always)
        pages: list[str] = []
        page = index.page(wanted, None, size)
        while page:
            pages += ids(page)
            page = index.page(wanted, page[-1].number, size)
        assert pages == plainly(transfers, wanted)
        assert index.count(wanted) == len(pages)


def test_an_asset_comes_back_with_everything_that_is_known_of_it(index: HistoryIndex, journal: Path) -> None:
    write(
        journal, [upload("Caf\u00e9.png", "med_1", path=b"/caf\xe9/x.png", sha256="ab", kind=MediaKind.LOGO)]
    )
    index.catch_up(always)
    (asset,) = index.page(ALL, None, 10)
    assert asset == Asset(
        number=1, asset_id="med_1", account_id="org", project_id="project", project_name="Project",
        url="https://media.example/1", kind=MediaKind.LOGO, mime_type="image/png", name="Café.png", size=10,
        sha256="ab", path=b"/caf\xe9/x.png", transfer_id=1, made_at=1000.0,
    )  # fmt: skip
    assert asset.as_transfer().asset_id == "med_1"
    assert asset.as_transfer().stage is Stage.DONE


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
        ("e", ["med_2", "med_1"]),
        ("%", []),
        ('"', []),
        ("*", []),
        ("cafe clip", []),
    ],
)
def test_words_are_looked_for_in_name_id_kind_project_and_hash(
    index: HistoryIndex, journal: Path, typed: str, expected: list[str]
) -> None:
    first = upload("Café.png", "med_1", sha256="00ff", project_name="Beta")
    second = upload("clip.mp4", "med_2", sha256="aa3f9c", project_name="Acme", kind=MediaKind.REFERENCE_IMAGE)
    write(journal, [first, second])
    index.catch_up(always)
    assert found(index, typed) == expected


def test_a_kind_is_found_by_its_name_in_another_language(index: HistoryIndex, journal: Path) -> None:
    write(journal, [upload("a.png", "med_1"), upload("image.mp4", "med_2", kind=MediaKind.VIDEO)])
    index.catch_up(always)
    wanted = replace(ALL, words=(("bild", kind_mark(MediaKind.IMAGE)),))
    assert ids(index.page(wanted, None, 10)) == ["med_1"]


def test_a_file_is_found_by_its_size_and_hash(index: HistoryIndex, journal: Path) -> None:
    write(journal, [upload("a.png", "med_1", sha256="ab"), upload("b.png", "med_2", sha256="cd")])
    index.catch_up(always)
    assert ids(index.page(replace(ALL, file=FileDigest(10, "cd")), None, 10)) == ["med_2"]
    assert index.page(replace(ALL, file=FileDigest(11, "cd")), None, 10) == []
    assert index.has_size("org", 10)
    assert not index.has_size("org", 11)
    assert not index.has_size("other", 10)


# Keeping up with the journal


def test_only_what_is_new_is_read(
    index: HistoryIndex, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_index, "READ_AT_ONCE", 2)
    write(journal, [upload(f"{number}.png") for number in range(5)])
    parts: list[tuple[int, int]] = []

    def told(done: int, of: int) -> bool:
        parts.append((done, of))
        return True

    assert index.catch_up(told) == 5
    assert parts == [(2, 5), (4, 5), (5, 5)]
    assert index.catch_up(always) == 0
    write(journal, [upload("new.png")])
    assert index.catch_up(always) == 1
    assert ids(index.newer(ALL, 5, 10)) == ["med_new.png"]


def test_who_says_stop_is_obeyed_and_the_rest_follows_later(
    index: HistoryIndex, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_index, "READ_AT_ONCE", 2)
    write(journal, [upload(f"{number}.png") for number in range(5)])
    assert index.catch_up(lambda _done, _of: False) == 2
    assert index.catch_up(always) == 3
    assert index.count(ALL) == 5


def test_a_repeated_finalize_is_one_asset(index: HistoryIndex, journal: Path) -> None:
    write(journal, [upload("a.png", "med_1")])
    index.catch_up(always)
    write(journal, [upload("a.png", "med_1")])
    index.catch_up(always)
    assert ids(index.page(ALL, None, 10)) == ["med_1"]


def test_another_journal_in_its_place_is_read_from_the_start(index: HistoryIndex, journal: Path) -> None:
    write(journal, [upload("a.png"), upload("b.png")])
    index.catch_up(always)
    journal.unlink()
    write(journal, [upload("c.png"), upload("d.png"), upload("e.png")])
    assert index.catch_up(always) == 3
    assert found(index, "png") == ["med_e.png", "med_d.png", "med_c.png"]


def test_without_a_journal_there_is_no_history_and_no_fault(index: HistoryIndex, journal: Path) -> None:
    assert index.catch_up(always) == 0
    assert index.page(ALL, None, 10) == []
    assert not journal.exists()


def test_the_journal_is_never_written(index: HistoryIndex, journal: Path) -> None:
    write(journal, [upload("a.png")])
    before = journal.read_bytes()
    index.catch_up(always)
    index.page(ALL, None, 10)
    assert journal.read_bytes() == before
    # Beside it the writer's own rollback journal may stay, empty.
    assert [file.name for file in journal.parent.iterdir() if file.stat().st_size] == ["journal.sqlite3"]


def test_a_journal_that_cannot_be_read_is_a_sentence_and_what_is_known_stays(
    index: HistoryIndex, journal: Path
) -> None:
    write(journal, [upload("a.png")])
    index.catch_up(always)
    journal.write_bytes(b"no database" * 1000)
    with pytest.raises(HistoryUnusable) as caught:
        index.catch_up(always)
    assert caught.value.problem.kept
    assert found(index, "a.png") == ["med_a.png"]


# A cache


def test_it_is_kept_between_two_runs(
    open_index: Callable[..., HistoryIndex], journal: Path, path: Path
) -> None:
    write(journal, [upload("a.png")])
    first = open_index()
    first.catch_up(always)
    first.close()
    again = open_index()
    assert found(again, "a.png") == ["med_a.png"]
    assert again.catch_up(always) == 0
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("damage", ["no database", "torn", "other edition"])
def test_an_index_that_is_of_no_use_is_made_again(
    open_index: Callable[..., HistoryIndex], journal: Path, path: Path, damage: str
) -> None:
    write(journal, [upload(f"{number}.png") for number in range(300)])
    first = open_index()
    first.catch_up(always)
    first.close()
    if damage == "other edition":
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA user_version = 99")
    else:
        content = path.read_bytes()
        path.write_bytes(b"x" * 9000 if damage == "no database" else content[:4096] + bytes(len(content)))
    again = open_index()
    again.catch_up(always)
    assert again.count(ALL) == 300
    assert found(again, "299.png") == ["med_299.png"]


def test_damage_that_is_met_in_a_search_costs_one_answer_at_most(
    open_index: Callable[..., HistoryIndex], journal: Path, path: Path
) -> None:
    write(journal, [upload(f"{number}.png") for number in range(300)])
    index = open_index()
    index.catch_up(always)
    content = path.read_bytes()
    path.write_bytes(content[: 4096 * 4] + b"\xff" * (len(content) - 4096 * 4))
    index._db.execute("PRAGMA cache_size = 0")
    assert found(index, "299.png") == ["med_299.png"]
    assert index.count(ALL) == 300


def test_an_index_made_without_full_text_is_made_again_with_it(
    open_index: Callable[..., HistoryIndex], journal: Path
) -> None:
    write(journal, [upload("a.png")])
    plain = open_index(full_text=False)
    plain.catch_up(always)
    assert found(plain, "a.pn") == ["med_a.png"]
    plain.close()
    full = open_index(full_text=True)
    assert full.catch_up(always) == 1
    assert found(full, "a.pn") == ["med_a.png"]


def test_a_folder_that_cannot_be_written_leaves_the_index_in_memory(tmp_path: Path, journal: Path) -> None:
    (tmp_path / "cache").touch()
    write(journal, [upload("a.png")])
    with closing(HistoryIndex(tmp_path / "cache" / "h.sqlite3", journal, never, full_text=True)) as index:
        index.catch_up(always)
        assert found(index, "a.png") == ["med_a.png"]


def test_this_computer_can_or_cannot_search_full_text_and_says_so() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize='trigram')")
        except sqlite3.OperationalError:
            assert not history_rows.has_trigrams()
        else:
            assert history_rows.has_trigrams()


# Speed, by what is read and not by the clock


def test_a_search_that_nobody_wants_any_more_is_given_up(
    open_index: Callable[..., HistoryIndex], journal: Path
) -> None:
    write(journal, [upload(f"{number}.png") for number in range(400)])
    stopped: list[bool] = []
    index = open_index(stop=lambda: bool(stopped), full_text=False)
    index.catch_up(always)
    wanted = replace(ALL, words=(("nowhere",),) * 20)
    assert index.page(wanted, None, 10) == []
    stopped.append(True)
    index._db.set_progress_handler(index._stop, 10)
    with pytest.raises(Superseded):
        index.page(wanted, None, 10)


def plan(index: HistoryIndex, wanted: AssetFilter, columns: str = "entry.*") -> str:
    made = statement(wanted, full_text=True)
    made.add(f"{made.number} < ?", 1000)
    end = f"ORDER BY {made.number} DESC LIMIT 100" if columns == "entry.*" else ""
    rows = index._db.execute(f"EXPLAIN QUERY PLAN {made.select(columns, end)}", made.values).fetchall()
    return "\n".join(row["detail"] for row in rows)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (ALL, "USING INDEX entry_account (account_id=? AND rowid<?)"),
        (replace(ALL, project_id="p"), "INDEX entry_project (account_id=? AND project_id=? AND rowid<?)"),
        (replace(ALL, words=(("launch",),)), "SCAN entry_text VIRTUAL TABLE INDEX"),
        (replace(ALL, file=FileDigest(1, "ab")), "INDEX entry_file (account_id=? AND size=? AND sha256=?"),
    ],
)  # fmt: skip
def test_no_page_reads_the_whole_table_or_sorts_it(
    index: HistoryIndex, wanted: AssetFilter, expected: str
) -> None:
    steps = plan(index, wanted)
    assert expected in steps
    assert "SCAN entry\n" not in steps
    assert "TEMP B-TREE" not in steps


def test_counting_reads_an_index_alone(index: HistoryIndex) -> None:
    assert "USING COVERING INDEX entry_account" in plan(index, ALL, "count(*)")
