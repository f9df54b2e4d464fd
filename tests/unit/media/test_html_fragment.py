from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.media.html_fragment import Fragment, parse_fragment
from tests.support.tables import for_each

PNG = "https://b.example/1.png"


@for_each(
    ("markup", "picture"),
    [
        (
            '<a href="https://a.example/page"><img src="https://b.example/1.png?a=1&amp;b=2"></a>',
            f"{PNG}?a=1&b=2",
        ),
        (f"<IMG alt=\"a > b\" SRC='{PNG}'>", PNG),
        (f"<img\nsrc = {PNG} />", PNG),
        (f"<img/src={PNG}>", PNG),
        (f'\ufeff<img src="{PNG}" width="200" src="{PNG}?second">', PNG),
        (f'<img data-src="https://c.example/" src=" {PNG} ">', PNG),
        (f'<!-- <img src="{PNG}?old"> --><img src="{PNG}"><!--', PNG),
        (f'<img src="{PNG}"><img src="https://b.example/2.png">', ""),
        ('<a href="https://a.example/"><img src="data:image/png;base64,AA"></a>', "data:image/png;base64,AA"),
        (f'<img src="data:image/png;base64,{"A" * 1_000_000}">', f"data:image/png;base64,{'A' * 1_000_000}"),
        (f'<image src="{PNG}"><imgs src="{PNG}">', ""),
        ('<img src="/relative.png">', ""),
        ('<img src="data:text/html,x">', ""),
        (f'<img src="{PNG}', ""),
        ("<img src=", ""),
        ("<img>", ""),
        ("<<<", ""),
    ],
)
def test_the_one_picture_of_a_piece_of_a_page(markup: str, picture: str) -> None:
    assert parse_fragment(markup).picture == picture


@for_each(
    ("markup", "has_text", "has_table"),
    [
        (f'<meta charset="utf-8"><img src="{PNG}">', False, False),
        (
            f'<html><body>\r\n<!--StartFragment--><img src="{PNG}"/>&nbsp;<!--EndFragment--></body></html>',
            False,
            False,
        ),
        (f'<p><img src="{PNG}"> and words</p>', True, False),
        ("<table><tr><td>Budget</td><td>100</td></tr></table>", True, True),
        ("words alone", True, False),
        ("", False, False),
    ],
)
def test_text_and_tables_are_seen(markup: str, has_text: bool, has_table: bool) -> None:
    found = parse_fragment(markup)
    assert (found.has_text, found.has_table) == (has_text, has_table)


@given(st.text(st.sampled_from("<!-img/ srctable=\"'> \n&#x;"), max_size=80))
def test_malformed_markup_raises_nothing(markup: str) -> None:
    assert isinstance(parse_fragment(markup), Fragment)


@for_each(
    "piece",
    ["<!--", "<img ", "<img a='", '<img a="', "<img" + " " * 9, "<a", "<![CDATA[", "</", "<img =", "a=b "],
)
def test_hostile_markup_takes_linear_time(piece: str) -> None:
    markup = "<img " + piece * (3_000_000 // len(piece))
    started = time.process_time()
    parse_fragment(markup)
    assert time.process_time() - started < 1


def test_a_character_of_too_many_digits_is_left_as_it_is() -> None:
    number = f"&#{'9' * 5_000};"
    assert parse_fragment(number).has_text
    assert parse_fragment(f'<img src="{PNG}?{number}">').picture == f"{PNG}?{number}"
