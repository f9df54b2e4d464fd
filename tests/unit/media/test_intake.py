from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.core.errors import Term
from layers_desktop.media.urls import DropPreview, Named, addresses, from_uri_list, is_uri_list, preview
from tests.support.tables import for_each

FILES = (b"/home/me/a b.png", "/home/me/\u00fc.jpg".encode())
URIS = (b"file:///home/me/a%20b.png", b"file:///home/me/%C3%BC.jpg")


def listed(*lines: bytes) -> bytes:
    return b"".join(line + b"\r\n" for line in lines)


@for_each(
    "raw",
    [
        b"%s\r\n%s\r\n" % URIS,
        b"%s\n%s" % URIS,
        b"# copied\r\n%s\r\n\r\n%s\r\n\0" % URIS,
        b"copy\n%s\n%s\0" % URIS,
        b"cut\n%s\n%s\n" % URIS,
        b"x-special/nautilus-clipboard\ncopy\n%s\n%s\n" % URIS,
        b"%s\n%s" % FILES,
        b"%s %s" % FILES,
    ],
)
def test_a_file_list_in_any_form_gives_the_same_files(raw: bytes) -> None:
    assert from_uri_list(raw) == Named(paths=FILES)
    assert is_uri_list(raw)


def test_addresses_that_are_not_encoded_are_read_all_the_same() -> None:
    assert from_uri_list(b"file:///home/me/a b.png\nfile:///home/me/\xc3\xbc.jpg") == Named(paths=FILES)


@for_each(
    ("text", "is_list"),
    [
        (b"https://a.example/1.png", True),
        (b"  https://a.example/1.png\r\n\r\nfile:///b.png ", True),
        (b"see https://a.example/1.png", False),
        (b"https://a.example/1.png and more", False),
        (b"javascript:alert(1)", False),
        (b"/imagine a cat", False),
        (b"// a comment\n/* another */", False),
        (b"/home/me/a.png\nand that was it", False),
        (b"copy", False),
        (b"", False),
    ],
)
def test_text_counts_only_when_it_is_nothing_but_a_list(text: bytes, is_list: bool) -> None:
    assert is_uri_list(text) is is_list


def test_paths_and_refusals_keep_their_order() -> None:
    named = from_uri_list(
        listed(
            *(b"file:///b.png", b"https://x/1.png", b"file:///a%FF.png", b"data:,x", b"file:///folder/"),
            b"data:image/gif;base64,AAAA",
            *(b"http://x/2.png", b"https://x/3", b"https://x/brief.pdf"),
        )
    )
    assert named.paths == (b"/b.png", b"/a\xff.png", b"/folder/")
    assert named.embedded == (b"data:image/gif;base64,AAAA",)
    assert [link.name for link in named.links] == ["1.png", "3"]
    assert [refusal.name for refusal in named.refused] == ["data:", "2.png", "brief.pdf"]


def test_nothing_gives_nothing() -> None:
    assert from_uri_list(b"") == Named()
    assert preview(b"\0") == DropPreview()


def test_the_first_few_can_be_had_alone() -> None:
    assert from_uri_list(listed(*URIS), most=1) == Named(paths=FILES[:1])


@given(st.binary(max_size=200))
def test_any_bytes_give_addresses_without_line_ends(raw: bytes) -> None:
    for address in addresses(raw):
        assert address
        assert b"\n" not in address
    from_uri_list(raw)
    preview(raw)


def test_a_preview_counts_by_names_alone() -> None:
    found = preview(
        listed(
            b"file:///nowhere/a.jpg",
            b"file:///nowhere/b.PNG",
            b"file:///nowhere/caf%E9.heic",
            b"file:///nowhere/clip.mp4",
            b"file:///nowhere/song.mp3",
            b"file:///nowhere/folder/",
            b"file:///nowhere/maybe",
            b"file:///nowhere/odd.qqq",
            b"file:///nowhere/brief.pdf",
            b"file:///nowhere/other.pdf",
            b"file:///nowhere/sheet.xlsx",
            b"file:///nowhere/code.py",
            b"file:///nowhere/logo.svgz",
            b"https://example.com/d.jpg",
            b"https://example.com/photo-1234?w=900",
            b"ftp://example.com/e.jpg",
        )
    )
    assert found == DropPreview(
        images=3,
        videos=1,
        audio=1,
        unknown=3,
        links=2,
        picture_links=1,
        refused=6,
        reasons=(
            Term("PDF"),
            Term("Excel workbook"),
            Term("source text"),
            Term("compressed SVG"),
            Term("link"),
        ),
    )
    assert found.total == 16
    assert found.sendable == 10


@for_each("end", [b"\r\n", b"\r\n\0", b""])
def test_a_preview_looks_at_the_first_addresses_and_counts_the_others(end: bytes) -> None:
    raw = b"\r\n".join(b"file:///n/%d.jpg" % number for number in range(10_000)) + end
    found = preview(raw)
    assert (found.images, found.others, found.total) == (500, 9_500, 10_000)
    assert found.may_be_images
