from __future__ import annotations

from tests.unit.media.formats import PAGE, page


def test_the_page_of_formats_is_that_of_the_code() -> None:
    assert PAGE.read_text("utf-8") == page(), "make it anew: python -m tests.unit.media.formats"
