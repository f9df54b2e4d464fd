from __future__ import annotations

from layers_desktop.media.intake import DropPreview, from_urls, preview


def test_paths_and_refusals_keep_their_order() -> None:
    paths, refused = from_urls(
        [b"file:///b.png", b"https://x/1.png", b"file:///a%FF.png", b"data:,x", b"file:///folder/"]
    )
    assert paths == [b"/b.png", b"/a\xff.png", b"/folder/"]
    assert [refusal.name for refusal in refused] == ["1.png", "data:"]


def test_nothing_gives_nothing() -> None:
    assert from_urls([]) == ([], [])
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
        ]
    )
    assert found == DropPreview(
        images=3,
        videos=1,
        audio=1,
        unknown=3,
        refused=6,
        reasons=("PDF", "Excel workbook", "source text", "compressed SVG", "link"),
    )
    assert found.total == 14
