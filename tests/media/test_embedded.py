from __future__ import annotations

import pytest

from layers_desktop.media.embedded import embedded_picture, is_embedded_picture
from layers_desktop.media.kinds import Kind, cap_bytes


@pytest.mark.parametrize(
    ("url", "content"),
    [
        (b"data:image/png;base64,iVBORw0KGgo=", b"\x89PNG\r\n\x1a\n"),
        (b"data:image/png;base64,iVBORw0KGgo%3D", b"\x89PNG\r\n\x1a\n"),
        (b"DATA:image/svg+xml;charset=utf-8;BASE64,PHN2Zy8+", b"<svg/>"),
        (b"data:image/svg+xml,%3Csvg/%3E", b"<svg/>"),
        (b"data:image/svg+xml;utf8,<svg/>", b"<svg/>"),
        (b"data:image/png;base64,i", b""),
        (b"data:image/png;base64,", b""),
    ],
)
def test_a_picture_in_its_address_is_unpacked(url: bytes, content: bytes) -> None:
    assert is_embedded_picture(url)
    assert embedded_picture(url) == content


@pytest.mark.parametrize(
    "url", [b"data:text/html;base64,PGI+", b"data:,x", b"data:image/png", b"https://a.example/1.png", b""]
)
def test_other_addresses_hold_no_picture(url: bytes) -> None:
    assert not is_embedded_picture(url)
    assert embedded_picture(url) == b""


def test_more_than_an_image_may_have_is_not_unpacked() -> None:
    assert embedded_picture(b"data:image/png," + b"a" * (2 * cap_bytes(Kind.IMAGE))) == b""
