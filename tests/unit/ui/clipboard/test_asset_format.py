from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

from layers_desktop.media.formats import MediaKind
from layers_desktop.settings.preferences import CopyFormat, ProjectSettings
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.ui.clipboard.asset_format import format_assets
from tests.support.tables import for_each

Make = Callable[..., Transfer]


def test_ids_come_one_a_line_in_drop_order_without_a_last_newline(asset: Make) -> None:
    assert format_assets([asset(2), asset(1)], ProjectSettings()) == f"med_{1:026}\nmed_{2:026}"


def test_what_has_no_asset_is_left_out(asset: Make) -> None:
    unfinished = asset(2, stage=Stage.QUEUED, asset_id=None)
    assert format_assets([asset(1), unfinished], ProjectSettings()) == f"med_{1:026}"


@for_each("wanted", list(CopyFormat))
def test_nothing_finished_is_no_text_in_any_format(wanted: CopyFormat, asset: Make) -> None:
    unfinished = asset(1, stage=Stage.QUEUED, asset_id=None)
    assert format_assets([unfinished], ProjectSettings(copy_format=wanted)) == ""


def test_urls_fall_back_to_the_id(asset: Make) -> None:
    settings = ProjectSettings(copy_format=CopyFormat.URL)
    text = format_assets([asset(1), asset(2, asset_url=None)], settings)
    assert text == f"https://media.example/1.jpg\nmed_{2:026}"


def test_name_and_id_are_two_columns_even_for_a_name_with_tabs_and_newlines(asset: Make) -> None:
    text = format_assets([asset(1, name="a\tb\nc.png")], ProjectSettings(copy_format=CopyFormat.NAME_AND_ID))
    assert text == f"a b c.png\tmed_{1:026}"


def test_markdown_shows_pictures_and_links_the_rest(asset: Make) -> None:
    settings = ProjectSettings(copy_format=CopyFormat.MARKDOWN)
    clip = asset(2, name="clip [1].mp4", kind=MediaKind.VIDEO, asset_url="https://media.example/a (1).mp4")
    bare = asset(3, name="x.png", asset_url=None)
    assert format_assets([asset(1), clip, bare], settings).splitlines() == [
        "![founder-shot.jpg](https://media.example/1.jpg)",
        "[clip \\[1\\].mp4](https://media.example/a%20%281%29.mp4)",
        f"x.png `med_{3:026}`",
    ]


def test_a_name_is_no_markup_in_markdown(asset: Make) -> None:
    settings = ProjectSettings(copy_format=CopyFormat.MARKDOWN)
    name = "a`b](javascript:alert(1)) <img src=x>\n# c.png"
    assert format_assets([asset(1, name=name)], settings) == (
        "![a\\`b\\](javascript:alert(1)) \\<img src=x> # c.png](https://media.example/1.jpg)"
    )


@for_each(
    ("name", "shown"),
    [
        ("*sale* ~~old~~.png", "\\*sale\\* \\~\\~old\\~\\~.png"),
        ("a&lt;b | c.png", "a\\&lt;b \\| c.png"),
        ("_draft_.png", "\\_draft\\_.png"),
        ("my_final_shot_2.png", "my_final_shot_2.png"),
    ],
)
def test_a_name_keeps_its_stars_and_underscores_in_markdown(asset: Make, name: str, shown: str) -> None:
    settings = ProjectSettings(copy_format=CopyFormat.MARKDOWN)
    text = format_assets([asset(1, name=name)], settings)
    assert text == f"![{shown}](https://media.example/1.jpg)"


def test_json_and_csv_carry_the_same_fields(asset: Make) -> None:
    rows = [asset(1, name='quote " and, comma.png'), asset(2)]
    as_json = json.loads(format_assets(rows, ProjectSettings(copy_format=CopyFormat.JSON)))
    text = format_assets(rows, ProjectSettings(copy_format=CopyFormat.CSV))
    as_csv = list(csv.DictReader(io.StringIO(text)))
    assert [row["filename"] for row in as_csv] == ['quote " and, comma.png', "founder-shot.jpg"]
    assert [{name: str(value) for name, value in row.items()} for row in as_json] == as_csv


@for_each("name", ["=1+1.png", "+1.png", "-1.png", "@sum.png", "\tx.png", "＠x.png"])
def test_a_name_is_no_formula_for_the_spreadsheet_it_is_pasted_into(asset: Make, name: str) -> None:
    text = format_assets([asset(1, name=name)], ProjectSettings(copy_format=CopyFormat.CSV))
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["filename"] == f"'{name}"
    (as_it_is,) = json.loads(
        format_assets([asset(1, name=name)], ProjectSettings(copy_format=CopyFormat.JSON))
    )
    assert as_it_is["filename"] == name


def test_a_name_with_its_id_is_no_formula_either(asset: Make) -> None:
    settings = ProjectSettings(copy_format=CopyFormat.NAME_AND_ID)
    assert format_assets([asset(1, name="=1+1.png")], settings).startswith("'=1+1.png\t")


def test_a_template_fills_what_it_knows_and_keeps_other_braces(asset: Make) -> None:
    settings = ProjectSettings(
        copy_format=CopyFormat.TEMPLATE, copy_template="{filename}|{assetId}|{kind}|{project}|{other}|{0}"
    )
    assert format_assets([asset(1, name="{url}.png")], settings) == (
        f"{{url}}.png|med_{1:026}|reference_image|Café Ünïcode iOS|{{other}}|{{0}}"
    )
