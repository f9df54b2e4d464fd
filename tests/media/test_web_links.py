from __future__ import annotations

import pytest

from layers_desktop.media.inspect import Refusal
from layers_desktop.media.kinds import Kind
from layers_desktop.media.web_links import WebLink, links_in, picture_in, web_link


@pytest.mark.parametrize(
    ("url", "host", "name", "kind"),
    [
        (b"https://example.com/a/shot.JPG?w=9#x", "example.com", "shot.JPG", Kind.IMAGE),
        (b"https://Example.com:8443/clip.mp4", "example.com", "clip.mp4", Kind.VIDEO),
        (b"https://images.example.com/photo-15", "images.example.com", "photo-15", None),
        (b"https://example.com/image.php?id=3", "example.com", "image.php", None),
        (b"https://example.com", "example.com", "example.com", None),
        (b"HTTPS://example.com/caf%C3%A9.png", "example.com", "caf\u00e9.png", Kind.IMAGE),
        (b"https://xn--mnchen-3ya.example/%2e%2e%2fa.png", "xn--mnchen-3ya.example", "../a.png", Kind.IMAGE),
        (b"https://example.com/%E2%80%AEgpj.png", "example.com", "\ufffdgpj.png", Kind.IMAGE),
    ],
)
def test_an_https_link_may_be_fetched(url: bytes, host: str, name: str, kind: Kind | None) -> None:
    link = web_link(url)
    assert isinstance(link, WebLink)
    assert (link.host, link.name, link.kind) == (host, name, kind)


@pytest.mark.parametrize(
    "url",
    [
        *(b"https://example.com/page.html", b"https://example.com/a.pdf", b"ftp://example.com/a.png"),
        *(b"file:///a.png", b"data:image/png;base64,AAAA", b"https://", b"https://[half/a.png", b"text", b""),
    ],
)
def test_what_is_surely_something_else_is_no_link_to_fetch(url: bytes) -> None:
    assert web_link(url) is None


def test_a_link_without_encryption_is_refused_with_the_reason() -> None:
    refused = web_link(b"http://example.com/a.png")
    assert isinstance(refused, Refusal)
    assert refused.name == "a.png"
    assert "only https" in refused.problem.explanation


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://a.example/1.png", ("https://a.example/1.png",)),
        ("  https://a.example/1.png\r\n\r\nfile:///b.png ", ("https://a.example/1.png", "file:///b.png")),
        ("see https://a.example/1.png", ()),
        ("https://a.example/1.png and more", ()),
        ("javascript:alert(1)", ()),
        ("", ()),
    ],
)
def test_text_counts_only_when_it_is_nothing_but_links(text: str, links: tuple[str, ...]) -> None:
    assert links_in(text) == links


@pytest.mark.parametrize(
    ("markup", "source"),
    [
        ('<a href="https://a.example/page"><img src="https://b.example/1.png?a=1&amp;b=2"></a>',
         "https://b.example/1.png?a=1&b=2"),
        ('<IMG SRC="https://b.example/1.png" alt="x">', "https://b.example/1.png"),
        ('<img src="https://b.example/1.png"><img src="https://b.example/2.png">', ""),
        ('<img src="/relative.png">', ""),
        ('<a href="https://a.example/"><img src="data:image/png;base64,AA"></a>', "data:image/png;base64,AA"),
        ('<img src="data:text/html,x">', ""),
        ("<img>", ""),
        ("<p>text</p>", ""),
        ("<<<", ""),
    ],
)  # fmt: skip
def test_the_one_picture_of_a_piece_of_a_page(markup: str, source: str) -> None:
    assert picture_in(markup) == source
