from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.media.urls import embedded_blocks, is_embedded_picture


def embedded_picture(url: bytes) -> bytes:
    return b"".join(embedded_blocks(url))


@pytest.mark.parametrize(
    ("url", "content"),
    [
        (b"data:image/png;base64,iVBORw0KGgo=", b"\x89PNG\r\n\x1a\n"),
        (b"data:image/png;base64,iVBORw0KGgo", b"\x89PNG\r\n\x1a\n"),
        (b"data:image/png;base64,iVBO Rw0K\nGgo%3D", b"\x89PNG\r\n\x1a\n"),
        (b"DATA:image/svg+xml;charset=utf-8;BASE64,PHN2Zy8+", b"<svg/>"),
        (b"data:image/svg+xml,%3Csvg/%3E", b"<svg/>"),
        (b"data:image/svg+xml;utf8,<svg/>", b"<svg/>"),
        (b"data:image/png;base64,", b""),
    ],
)
def test_a_picture_in_its_address_is_unpacked(url: bytes, content: bytes) -> None:
    assert is_embedded_picture(url)
    assert embedded_picture(url) == content


def test_half_a_byte_is_damage() -> None:
    with pytest.raises(ValueError, match="base64"):
        embedded_picture(b"data:image/png;base64,i")


@pytest.mark.parametrize(
    "url", [b"data:text/html;base64,PGI+", b"data:,x", b"data:image/png", b"https://a.example/1.png", b""]
)
def test_other_addresses_hold_no_picture(url: bytes) -> None:
    assert not is_embedded_picture(url)
    assert embedded_picture(url) == b""


@given(st.integers(65_500, 65_600), st.binary(max_size=40))
def test_an_escape_between_two_blocks_is_not_cut(before: int, content: bytes) -> None:
    escaped = b"".join(b"%%%02x" % byte for byte in content)
    assert embedded_picture(b"data:image/png," + b"a" * before + escaped) == b"a" * before + content


@pytest.mark.parametrize("head", [b"data:image/png,", b"data:image/png;base64,"])
def test_millions_of_escapes_are_unpacked_in_little_memory(head: bytes) -> None:
    url = head + b"%41" * 2_000_000
    tracemalloc.start()
    try:
        size = sum(map(len, embedded_blocks(url)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size == (2_000_000 if head.endswith(b"png,") else 1_500_000)
    assert peak < 10_000_000
