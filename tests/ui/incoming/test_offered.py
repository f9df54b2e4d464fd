from __future__ import annotations

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from layers_desktop.ui.incoming.offered import has_picture, urls_of

PAGE = "https://a.example/page"
PICTURE = "https://b.example/1.png"


def offered(*urls: str, html: str = "", text: str = "", picture: bool = False) -> QMimeData:
    mime = QMimeData()
    if urls:
        mime.setUrls([QUrl(url) for url in urls])
    if html:
        mime.setHtml(html)
    if text:
        mime.setText(text)
    if picture:
        mime.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    return mime


def test_a_picture_that_is_a_link_is_taken_and_not_the_page_behind_it() -> None:
    mime = offered(PAGE, html=f'<a href="{PAGE}"><img src="{PICTURE}"></a>')
    assert urls_of(mime) == (PICTURE.encode(),)


def test_a_file_is_taken_before_anything_a_page_says() -> None:
    mime = offered("file:///a.png", html=f'<img src="{PICTURE}">', picture=True)
    assert urls_of(mime) == (b"file:///a.png",)
    assert not has_picture(mime)


def test_picture_data_is_taken_before_a_link() -> None:
    assert has_picture(offered(PICTURE, picture=True))
    assert not has_picture(offered(PICTURE))


def test_a_copied_address_is_a_link_and_other_text_is_none() -> None:
    assert urls_of(offered(text=f" {PICTURE}\n")) == (PICTURE.encode(),)
    assert urls_of(offered(text=f"look: {PICTURE}")) == ()
    assert urls_of(offered()) == ()


def test_a_name_that_is_not_unicode_stays_as_it_is() -> None:
    mime = QMimeData()
    mime.setData("text/uri-list", b"file:///caf%E9.png\r\n")
    assert urls_of(mime) == (b"file:///caf%E9.png",)
