from __future__ import annotations

from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import Rejection
from layers_desktop.media.urls import WebLink, web_link
from tests.support.tables import for_each


@for_each(
    ("url", "host", "name", "kind"),
    [
        (b"https://example.com/a/shot.JPG?w=9#x", "example.com", "shot.JPG", MediaKind.IMAGE),
        (b"https://Example.com:8443/clip.mp4", "example.com", "clip.mp4", MediaKind.VIDEO),
        (b"https://images.example.com/photo-15", "images.example.com", "photo-15", None),
        (b"https://example.com/image.php?id=3", "example.com", "image.php", None),
        (b"https://example.com", "example.com", "example.com", None),
        (b"HTTPS://example.com/caf%C3%A9.png", "example.com", "caf\u00e9.png", MediaKind.IMAGE),
        (
            b"https://xn--mnchen-3ya.example/%2e%2e%2fa.png",
            "xn--mnchen-3ya.example",
            "../a.png",
            MediaKind.IMAGE,
        ),
        (
            "https://M\u00fcnchen.example/\u00fc 1.png".encode(),
            "xn--mnchen-3ya.example",
            "\u00fc 1.png",
            MediaKind.IMAGE,
        ),
        (b"https://example.com/%E2%80%AEgpj.png", "example.com", "\ufffdgpj.png", MediaKind.IMAGE),
    ],
)
def test_an_https_link_may_be_fetched(url: bytes, host: str, name: str, kind: MediaKind | None) -> None:
    link = web_link(url)
    assert isinstance(link, WebLink)
    assert (link.host, link.name, link.kind) == (host, name, kind)
    assert link.url.isascii()
    assert " " not in link.url


@for_each(
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
    assert isinstance(refused, Rejection)
    assert refused.name == "a.png"
    assert "only https" in refused.problem.words.explanation
