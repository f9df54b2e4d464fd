from __future__ import annotations

from collections.abc import Callable

import pytest

from layers_desktop.settings.preferences import CopyFormat
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.ui.clipboard.copy_controller import copied
from tests.support.tables import for_each

pytestmark = pytest.mark.usefixtures("qapp")
Asset = Callable[..., Transfer]


@for_each(
    ("copy_format", "one", "three"),
    [
        (CopyFormat.ID, f"Copied med_{1:026}", "Copied 3 IDs"),
        (CopyFormat.URL, "Copied the link of photo.jpg", "Copied 3 links"),
        (CopyFormat.NAME_AND_ID, "Copied photo.jpg and its ID", "Copied 3 names and IDs"),
        (CopyFormat.MARKDOWN, "Copied photo.jpg as Markdown", "Copied 3 assets as Markdown"),
        (CopyFormat.JSON, "Copied photo.jpg as JSON", "Copied 3 assets as JSON"),
        (CopyFormat.CSV, "Copied photo.jpg as CSV", "Copied 3 assets as CSV"),
        (CopyFormat.TEMPLATE, "Copied photo.jpg as your template", "Copied 3 assets as your template"),
    ],
)
def test_it_says_what_is_on_the_clipboard(
    asset: Asset, copy_format: CopyFormat, one: str, three: str
) -> None:
    assets = [asset(number, name="photo.jpg") for number in (1, 2, 3)]
    assert copied(assets[:1], copy_format) == one
    assert copied(assets, copy_format) == three


@for_each(
    ("others", "says"),
    [
        ([{"stage": Stage.QUEUED}], "Copied 2 IDs; 1 is still uploading"),
        ([{"stage": Stage.QUEUED}, {"stage": Stage.PRESIGNED}], "Copied 2 IDs; 2 are still uploading"),
        ([{"stage": Stage.QUEUED}, {"stage": Stage.FAILED}], "Copied 2 IDs; 1 is still uploading"),
        ([{"stage": Stage.FAILED}], "Copied 2 IDs; 1 needs you"),
        (
            [{"stage": Stage.REFUSED}, {"stage": Stage.QUEUED, "known_asset_id": "med_1"}],
            "Copied 2 IDs; 2 need you",
        ),
    ],
)
def test_it_says_what_is_missing_of_what_was_meant(
    asset: Asset, others: list[dict[str, object]], says: str
) -> None:
    without = [asset(number, asset_id=None, **more) for number, more in enumerate(others, 3)]
    assert copied([asset(1), *without, asset(2)], CopyFormat.ID) == says


def test_every_format_has_its_words(asset: Asset) -> None:
    for copy_format in CopyFormat:
        assert copied([asset(1)], copy_format)
        assert copied([asset(1), asset(2)], copy_format)


def test_an_id_in_place_of_a_missing_link_is_called_an_id(asset: Asset) -> None:
    assert copied([asset(1, asset_url=None)], CopyFormat.URL) == f"Copied med_{1:026}"
