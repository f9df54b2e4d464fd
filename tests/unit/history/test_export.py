"""Exported assets: all of them, in a form that other programs read, and never half a file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.history.export import COLUMNS, NotExported, csv_safe, export
from layers_desktop.history.messages import Asset, ExportFormat
from layers_desktop.media.formats import MediaKind
from tests.support.tables import for_each

ASSET = Asset(
    number=1, asset_id="med_1", account_id="org", project_id="prj", project_name="Café", name="a, “b”.png",
    asset_url="https://media.example/1", kind=MediaKind.IMAGE, mime_type="image/png", size=3_000_000_000,
    sha256="ab" * 32, path=b"/a", id=7, finished_at=1_777_809_600.9,
)  # fmt: skip


def written(path: Path, form: ExportFormat, *parts: list[Asset]) -> bytes:
    assert list(export(parts, path, form)) == [sum(map(len, parts[: n + 1])) for n in range(len(parts))]
    return path.read_bytes()


def test_csv_has_the_columns_in_order_and_lines_end_as_rfc_4180_says(tmp_path: Path) -> None:
    content = written(tmp_path / "x.csv", ExportFormat.CSV, [ASSET]).decode("utf-8")
    head, line, rest = content.split("\r\n")
    assert head == "name,assetId,url,kind,mimeType,sizeBytes,sha256,projectId,projectName,uploadedAt"
    assert line == (
        f'"a, “b”.png",med_1,https://media.example/1,image,image/png,3000000000,{"ab" * 32},prj,Café,'
        "2026-05-03T12:00:00Z"
    )
    assert rest == ""


def test_json_is_one_array_whatever_the_parts(tmp_path: Path) -> None:
    second = replace(ASSET, asset_id="med_2", asset_url=None, kind=None, sha256=None)
    content = written(tmp_path / "x.json", ExportFormat.JSON, [ASSET], [second, second])
    first, *others = json.loads(content)
    assert list(first) == list(COLUMNS)
    assert first["sizeBytes"] == 3_000_000_000
    assert [one["assetId"] for one in others] == ["med_2", "med_2"]
    assert others[0]["url"] is None
    assert json.loads(written(tmp_path / "none.json", ExportFormat.JSON)) == []


FORMULAS = tuple("=+-@＝＋－＠")


ODD = st.sampled_from("=+-@＝＋－＠;,\t\r\n '\"a\u3000")


@given(st.text(st.one_of(ODD, st.characters(codec="utf-8", exclude_characters="\0")), max_size=20))
def test_no_cell_of_a_csv_begins_a_formula_and_the_rest_comes_back(name: str) -> None:
    parts = io.BytesIO()
    from layers_desktop.history import export as history_export  # noqa: PLC0415 - its inner half, without a disk

    row = [csv_safe(value) for value in history_export.fields(replace(ASSET, name=name)).values()]
    parts.write(history_export._csv([row]))
    (cells,) = csv.reader(io.StringIO(parts.getvalue().decode(), newline=""))
    assert not cells[0].startswith(("\t", "\r", "\n"))
    assert cells[0].replace("'", "") == name.replace("'", "")
    # Parted in another way, and by a program that does not heed quotes.
    for cell in [*cells, *re.split(r"[;\t\r\n]", cells[0])]:
        assert not cell.lstrip().startswith(FORMULAS)


@for_each(
    ("name", "cell"),
    [
        ("a;=1+1.png", "a;'=1+1.png"),
        ("＝HYPERLINK(1).png", "'＝HYPERLINK(1).png"),
        ("a\n@SUM(1).png", "a\n'@SUM(1).png"),
        (" \u3000-1.png", "' \u3000-1.png"),
        ("2+2=4; really.png", "2+2=4; really.png"),
        ("'=1.png", "'=1.png"),
    ],
)
def test_a_formula_is_guarded_wherever_a_cell_may_begin(name: str, cell: str) -> None:
    assert csv_safe(name) == cell


def test_a_file_is_replaced_only_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"before")
    writing = export([[ASSET], [ASSET]], path, ExportFormat.CSV)
    next(writing)
    assert path.read_bytes() == b"before"
    writing.close()
    assert path.read_bytes() == b"before"
    assert [file for file in tmp_path.iterdir() if file.is_file()] == [path]


def test_a_source_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def parts() -> Iterator[list[Asset]]:
        yield [ASSET]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        list(export(parts(), tmp_path / "x.csv", ExportFormat.CSV))
    assert not [file for file in tmp_path.iterdir() if file.is_file()]


def test_a_disk_that_does_not_take_it_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotExported) as caught:
        list(export([[ASSET]], tmp_path / "file" / "x.csv", ExportFormat.CSV))
    assert "“x.csv” could not be written" in caught.value.problem.sentence()
    assert caught.value.problem.words.action
