"""What of a drawing is passed on to be drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.media.plain_svg import DEEPEST, LONGEST, MOST_ELEMENTS, MOST_MATCHES, plain_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
SHAPE = '<path d="M0 0h9v9z"/>'


def svg(*parts: str) -> bytes:
    return "".join((HEAD, *parts, "</svg>")).encode()


def drawing(data: bytes) -> ET.Element:
    plain = plain_svg(data)
    assert plain is not None
    return ET.fromstring(plain)


def names(data: bytes) -> list[str]:
    return [element.tag.rpartition("}")[2] for element in drawing(data).iter()]


def test_shapes_gradients_and_styles_are_kept() -> None:
    kept = svg(
        "<style>/* Illustrator */ .cls-1, path { fill: url(#a); mask: url(#m) } #b{stroke:red}</style>",
        '<defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient>',
        '<radialGradient id="b" xlink:href="#a"/></defs>',
        f'<g transform="scale(2)" opacity=".5" style="fill:#fff;filter:url(#f)">{SHAPE}</g>',
    )
    assert names(kept) == [
        "svg", "style", "defs", "linearGradient", "stop", "radialGradient", "g", "path",
    ]  # fmt: skip
    root = drawing(kept)
    assert root[0].text == ".cls-1,path{fill:url(#a)}#b{stroke:red}"
    assert root[2].attrib == {"transform": "scale(2)", "opacity": ".5", "style": "fill:#fff"}
    assert root[1][1].attrib["{http://www.w3.org/1999/xlink}href"] == "#a"


def test_an_editors_notes_are_left_out() -> None:
    noted = svg(
        '<metadata><use xmlns="urn:other"/><x/></metadata><title>Logo</title>',
        '<view xmlns="urn:inkscape"><grid/></view>',
        '<path xmlns:i="urn:i" i:label="l" onload="alert()" clip-path="url(x)" d="M0 0h9"/>',
    )
    assert names(noted) == ["svg", "path"]
    assert drawing(noted)[0].attrib == {"d": "M0 0h9"}


def test_a_document_type_without_entities_is_harmless() -> None:
    public = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
    assert plain_svg(public + svg(SHAPE)) is not None


def test_text_in_attributes_stays_text() -> None:
    assert drawing(svg('<path d="&quot;&gt;&lt;use/&gt;"/>'))[0].attrib == {"d": '"><use/>'}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg",
        b"not a drawing",
        svg(),  # nothing to see
        b"<html><body/></html>",
        svg('<g id="a"/><use xlink:href="#a"/>', SHAPE),
        svg('<image href="file:///etc/passwd"/>', SHAPE),
        svg("<script>1</script>", SHAPE),
        svg("<text>Acme</text>"),
        svg('<filter id="f"/>', SHAPE),
        svg("<svg>", SHAPE, "</svg>"),
        svg('<pattern id="p"/>', SHAPE),
        svg('<animate attributeName="d"/>', SHAPE),
        svg('<path d="M0 0" fill="url(http://host/x)"/>'),
        svg('<path d="M0 0" style="fill:url(file:///x#a)"/>'),
        svg('<path d="M0 0h999999999999"/>'),
        svg('<path d="M0 0h1e9"/>'),
        svg('<linearGradient href="other.svg#a"/>', SHAPE),
        svg("<style>@import 'x';</style>", SHAPE),
        svg("<style>a > b {fill:red}</style>", SHAPE),
        svg("<style>a {fill:red} /* open</style>", SHAPE),
        svg(SHAPE * (MOST_ELEMENTS + 1)),
        svg("<g>" * DEEPEST, SHAPE, "</g>" * DEEPEST),
        svg(SHAPE + " " * LONGEST),
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + svg("<title>&b;</title>", SHAPE),
        svg(SHAPE).decode().encode("utf-16")[:-1],
    ],
)
def test_what_needs_more_than_that_has_no_picture(data: bytes) -> None:
    assert plain_svg(data) is None


PARTS = [
    "<g>",
    "</g>",
    SHAPE,
    "<style>",
    "</style>",
    ".a{fill:red}",
    "<use/>",
    "&a;",
    "<!--",
    "-->",
    "]]>",
    "\0",
]


@given(parts=st.lists(st.sampled_from(PARTS) | st.text(max_size=10), max_size=12))
def test_whatever_comes_out_is_on_the_lists(parts: list[str]) -> None:
    plain = plain_svg("".join((HEAD, *parts, SHAPE, "</svg>")).encode("utf-8", "surrogatepass"))
    if plain is not None:
        found = {element.tag.rpartition("}")[2] for element in ET.fromstring(plain).iter()}
        assert found <= {"svg", "g", "path", "style"}


def styled(rules: int, shapes: int, sheets: int = 1, classes: str = "a") -> bytes:
    sheet = f"<style>{'.a{fill:red}' * rules}</style>"
    return svg(sheet * sheets, f'<path class="{classes}" d="M0 0h9v9z"/>' * shapes)


def test_a_sheet_that_would_be_tried_on_everything_for_seconds_is_refused() -> None:
    assert plain_svg(styled(rules=100, shapes=400)) is not None
    assert plain_svg(styled(rules=500, shapes=1_000)) is None
    assert plain_svg(styled(rules=100, shapes=1_000, sheets=20)) is None, "many sheets count as one"
    assert plain_svg(styled(rules=1_000, shapes=100, classes=" ".join("abcdefghij"))) is None
    assert MOST_MATCHES < 1_000 * 1_000


def test_rules_that_say_nothing_are_left_out() -> None:
    assert b".a" not in (plain_svg(svg("<style>" + ".a{}" * 4_000 + "</style>", SHAPE)) or b".a")
