from __future__ import annotations

from layers_desktop.media.intake import DropPreview, Named, from_urls, preview


def test_paths_and_refusals_keep_their_order() -> None:
    named = from_urls(
        [
            *(b"file:///b.png", b"https://x/1.png", b"file:///a%FF.png", b"data:,x", b"file:///folder/"),
            b"data:image/gif;base64,AAAA",
            *(b"http://x/2.png", b"https://x/3", b"https://x/brief.pdf"),
        ]
    )
    assert named.paths == (b"/b.png", b"/a\xff.png", b"/folder/")
    assert named.embedded == (b"data:image/gif;base64,AAAA",)
    assert [link.name for link in named.links] == ["1.png", "3"]
    assert [refusal.name for refusal in named.refused] == ["data:", "2.png", "brief.pdf"]


def test_nothing_gives_nothing() -> None:
    assert from_urls([]) == Named()
    assert preview([]) == DropPreview()


def test_a_preview_counts_by_names_alone() -> None:
    found = preview(
        [
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
        ]
    )
    assert found == DropPreview(
        images=3,
        videos=1,
        audio=1,
        unknown=3,
        links=2,
        picture_links=1,
        refused=6,
        reasons=("PDF", "Excel workbook", "source text", "compressed SVG", "link"),
    )
    assert found.total == 16
    assert found.sendable == 10
