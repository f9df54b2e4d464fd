"""What a drag or the clipboard offers, in the order in which it is wanted: files, a picture, links.

The one place where the clipboard is read; Qt's own fields of text do that by themselves.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QKeySequence

from layers_desktop.media import web_links


def copied() -> QMimeData:
    """Return what is on the clipboard; it is the clipboard's, and read before anything else happens."""
    return QGuiApplication.clipboard().mimeData()


def copied_picture() -> QImage:
    """Return the picture on the clipboard; a null image where there is none to take (`has_picture`)."""
    return QGuiApplication.clipboard().image() if has_picture(copied()) else QImage()


def urls_of(mime: QMimeData) -> tuple[bytes, ...]:
    """Return the URLs that are offered, encoded: `toLocalFile()` would lose names that are not UTF-8.

    Text that consists of links counts, as programs copy addresses. Of a picture in a page that is itself a
    link, the picture's own address is taken and not that of the page it leads to.
    """
    urls = mime.urls() if mime.hasUrls() else [QUrl(link) for link in web_links.links_in(_text(mime))]
    if mime.hasHtml() and len(urls) <= 1 and not any(url.isLocalFile() for url in urls):
        picture = web_links.picture_in(mime.html())
        urls = [QUrl(picture)] if picture else urls
    return tuple(bytes(url.toEncoded().data()) for url in urls)


def has_picture(mime: QMimeData) -> bool:
    """Return whether there is a picture to take: not where a file comes with it, which is the original."""
    return bool(mime.hasImage()) and not (mime.hasUrls() and any(url.isLocalFile() for url in mime.urls()))


def pastes_a_picture(event: QEvent) -> bool:
    """Return whether Ctrl+V in a field of text is about a picture: where the field itself finds no text."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    mime = copied()
    return event.matches(QKeySequence.StandardKey.Paste) and has_picture(mime) and not mime.hasText()


def _text(mime: QMimeData) -> str:
    return mime.text() if mime.hasText() else ""
