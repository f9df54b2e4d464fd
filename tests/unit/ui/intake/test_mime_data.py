"""What other programs offer, as seen of Firefox, Chromium, Thunderbird, file managers and spreadsheets."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication

from layers_desktop.core.errors import Term
from layers_desktop.media.urls import DropPreview, from_uri_list
from layers_desktop.ui.intake.mime_data import (
    SILENCE_S,
    Document,
    DocumentKind,
    MimeContent,
    OfferedPicture,
    Peek,
    Reason,
    Unusable,
    UriList,
    leave_paste_to_window,
    peek,
    read,
    read_clipboard,
    read_copied_list,
)
from tests.support.operation_count import operations
from tests.support.tables import for_each

PAGE = "https://a.example/page.html"
HERO = "https://b.example/img/hero.jpg?sig=1"
GIF = "https://b.example/wave.gif"
ORIGINAL = b"\xff\xd8\xff the very bytes"


def png() -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImage(2, 2, QImage.Format.Format_RGB32).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


PNG = png()


class Program(QMimeData):
    """Another program: what it offers, when it stops answering, and what it was asked for."""

    def __init__(self, offers: Mapping[str, bytes], *, silent: bool = False, lists: bool = True) -> None:
        super().__init__()
        self.offers = offers
        self.silent = silent
        self.lists = lists
        self.asked: list[str] = []
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    def formats(self) -> list[str]:
        self.asked.append("formats")
        if not self.lists:
            self.now += 5
            return []
        return list(self.offers)

    def hasFormat(self, mimetype: str) -> bool:  # noqa: N802 - Qt's
        raise AssertionError(f"asked again whether there is {mimetype}")

    def retrieveData(self, mimetype: str, preferred: object) -> object:  # noqa: ARG002, N802 - Qt's
        self.asked.append(mimetype)
        if mimetype not in self.offers:
            return None
        if self.silent:
            self.now += 5
            return None
        return QByteArray(self.offers[mimetype])

    def read(self, save_in: bytes = b"") -> MimeContent:
        return read(self, save_in=save_in, clock=self.clock)

    def peek(self) -> Peek:
        return peek(self, clock=self.clock)


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def image_in(page: str = "", source: str = HERO) -> bytes:
    image = f'<meta charset="utf-8"><img src="{source}" width="200">'
    return (f'<a href="{page}">{image}</a>' if page else image).encode()


FIREFOX_DRAG = {
    "text/uri-list": f"{PAGE}\r\n".encode(),
    "text/x-moz-url-data": utf16(PAGE),
    "text/html": image_in(PAGE),
    "text/plain": PAGE.encode(),
    "application/x-moz-nativeimage": b"",
    "image/png": PNG,
    "image/jpeg": b"\xff\xd8\xff made of the pixels",
    "image/gif": b"",
    "application/x-moz-file-promise": b"",
    "XdndDirectSave0": b"",
    "application/x-moz-file-promise-url": utf16(HERO),
    "application/x-moz-file-promise-dest-filename": utf16("hero.jpg"),
    "application/x-qt-image": PNG,
}
CHROMIUM_DRAG = {
    "text/uri-list": PAGE.encode(),
    "text/plain": PAGE.encode(),
    "text/html": b"\xef\xbb\xbf" + image_in(),
    "XdndDirectSave0": b"F",
    "application/octet-stream": ORIGINAL,
    "chromium/x-drag-id": b"4A37",
}
FIREFOX_COPY = {
    "TARGETS": b"",
    "text/html": image_in(source=GIF),
    "text/_moz_htmlinfo": utf16("0,0"),
    "image/png": PNG,
    "image/jpeg": b"\xff\xd8\xff",
    "image/tiff": b"",
    "application/x-qt-image": PNG,
}
CHROMIUM_COPY = {
    "text/uri-list": GIF.encode(),
    "text/html": image_in(source=GIF),
    "image/png": PNG,
    "chromium/x-source-url": PAGE.encode(),
    "application/x-qt-image": PNG,
}
MAIL_DRAG = {
    "text/uri-list": b"file:///tmp/dnd_file/f%C3%B6to.jpg\r\n",
    "text/x-moz-url-desc": utf16("f\u00f6to.jpg"),
    "application/x-moz-file-promise-url": utf16("mailbox:///home/me/Inbox?number=0&filename=f%C3%B6to.jpg"),
    "application/x-moz-file-promise": b"",
    "application/x-moz-file-promise-dest-filename": utf16("f\u00f6to.jpg"),
}
CELLS = {
    "text/plain": b"Budget\t100\nRent\t200",
    "text/html": b"<table><tr><td>Budget</td><td>100</td></tr><tr><td>Rent</td><td>200</td></tr></table>",
    "image/png": PNG,
    "application/x-qt-image": PNG,
}


# Files


@for_each(
    "offers",
    [
        {"text/uri-list": b"file:///a%20b.png\r\nfile:///c.mp4\r\n\0"},
        {"x-special/gnome-copied-files": b"copy\nfile:///a%20b.png\nfile:///c.mp4\0", "text/plain": b"/a"},
        {"text/uri-list": b"file:///a%20b.png\r\nfile:///c.mp4", "application/x-kde-cutselection": b"0"},
        {"x-special/gnome-copied-files": b"copy", "text/uri-list": b"file:///a%20b.png\r\nfile:///c.mp4"},
        {"text/plain": b"x-special/nautilus-clipboard\ncopy\nfile:///a%20b.png\nfile:///c.mp4\n"},
        {"text/plain": b"file:///a%20b.png\nfile:///c.mp4"},
        {"text/x-moz-url": utf16("file:///a%20b.png\na b.png\nfile:///c.mp4\nc.mp4\0")},
    ],
)  # fmt: skip
def test_a_file_list_in_any_form_is_the_same_files(offers: dict[str, bytes]) -> None:
    content = Program(offers).read()
    assert isinstance(content, UriList)
    assert from_uri_list(content.raw).paths == (b"/a b.png", b"/c.mp4")
    assert not content.temporary


def test_files_go_before_pictures_of_them_and_what_is_not_needed_is_not_read() -> None:
    program = Program({"text/uri-list": b"file:///a.png", "text/html": image_in(), **CELLS})
    assert program.read() == UriList(b"file:///a.png")
    assert program.asked == ["formats", "text/uri-list"]


def test_the_work_of_a_long_list_is_left_to_a_worker() -> None:
    raw = b"\r\n".join(b"file:///photos/%d.jpg" % number for number in range(10_000))
    program = Program({"text/uri-list": raw})
    assert operations(program.read) < 10_000
    assert program.read() == UriList(raw)
    assert program.peek() == Peek(DropPreview(images=500, others=9_500), has_files=True)


def test_a_picture_that_is_a_file_by_its_text_is_that_file() -> None:
    assert Program({"text/plain": b"/shots/1.png", "image/png": PNG}).read() == UriList(b"/shots/1.png")


# A picture and its original


def test_what_chromium_carries_is_the_original_under_its_own_name() -> None:
    program = Program(CHROMIUM_DRAG)
    assert program.read() == OfferedPicture("hero.jpg", HERO.encode(), carried=ORIGINAL)
    assert program.asked == ["formats", "text/html", "application/octet-stream"]


def test_a_drag_that_hovers_is_judged_by_its_name_and_its_bytes_are_not_read() -> None:
    program = Program(CHROMIUM_DRAG)
    assert program.peek() == Peek(DropPreview(images=1), direct_save=True)
    assert "application/octet-stream" not in program.asked
    assert Program(
        {**CHROMIUM_DRAG, "text/html": image_in(source="https://b.example/a.pdf")}
    ).peek().preview == (DropPreview(refused=1, reasons=(Term("PDF"),)))


def test_without_direct_save_the_bitmap_is_taken_with_the_address_of_its_original() -> None:
    program = Program(FIREFOX_DRAG)
    content = program.read(b"/folder")  # without a screen nothing is saved directly
    assert content == OfferedPicture("hero.jpg", HERO.encode(), bitmap=PNG)
    assert isinstance(content, OfferedPicture)
    assert content.link is not None
    assert content.link.name == "hero.jpg"
    assert not content.has_original
    assert "XdndDirectSave0" not in program.asked
    assert "text/uri-list" not in program.asked


@pytest.mark.parametrize("offers", [FIREFOX_COPY, CHROMIUM_COPY], ids=["Firefox", "Chromium"])
def test_a_gif_copied_in_a_browser_offers_the_gif(offers: dict[str, bytes]) -> None:
    content = Program(offers).read()
    assert content == OfferedPicture("wave.gif", GIF.encode(), bitmap=PNG)
    assert isinstance(content, OfferedPicture)
    assert content.link is not None
    assert content.link.url == GIF


def test_a_bitmap_alone_has_no_original() -> None:
    content = Program({"image/png": PNG, "application/x-qt-image": PNG}).read()
    assert content == OfferedPicture(bitmap=PNG)
    assert isinstance(content, OfferedPicture)
    assert content.link is None


def test_qts_own_image_is_taken_as_it_is() -> None:
    mime = QMimeData()
    image = QImage(3, 2, QImage.Format.Format_RGB32)
    mime.setImageData(image)
    assert read(mime) == OfferedPicture(bitmap=image)


def test_a_picture_in_its_address_is_an_original() -> None:
    address = "data:image/gif;base64,R0lGODdh"
    content = Program({"text/html": image_in(source=address), "image/png": PNG}).read()
    assert content == OfferedPicture("", address.encode(), bitmap=PNG)
    assert isinstance(content, OfferedPicture)
    assert content.has_original


def test_an_address_without_encryption_only_names_the_bitmap() -> None:
    content = Program({"text/uri-list": b"http://a.example/hero.jpg", "image/png": PNG}).read()
    assert content == OfferedPicture("hero.jpg", b"http://a.example/hero.jpg", bitmap=PNG)
    assert isinstance(content, OfferedPicture)
    assert content.link is None


# Links


@for_each(
    "offers",
    [
        {"text/uri-list": f"{PAGE}\r\n".encode(), "text/html": image_in(PAGE)},
        {"text/x-moz-url": utf16(f"{PAGE}\nA title"), "text/html": image_in(PAGE)},
        {"text/plain": f" {HERO}\n".encode()},
    ],
)
def test_an_address_alone_is_a_link_and_a_linked_pictures_is_its_own(offers: dict[str, bytes]) -> None:
    content = Program(offers).read()
    assert isinstance(content, UriList)
    assert [link.url for link in from_uri_list(content.raw).links] == [HERO]


def test_a_name_that_is_not_unicode_stays_as_it_is() -> None:
    mime = QMimeData()
    mime.setData("text/uri-list", b"file:///caf%E9.png\r\n")
    assert read(mime) == UriList(b"file:///caf%E9.png\r\n")


# Text that brings a picture along


@for_each(
    ("offers", "kind"),
    [
        (CELLS, DocumentKind.TABLE),
        ({"text/plain": b"1\t2", "image/png": PNG}, DocumentKind.TABLE),
        ({"text/html": b"<table><td>1</table>", "image/png": PNG}, DocumentKind.TABLE),
        ({"text/html": b"<p>words</p>", "text/plain": b"words", "image/png": PNG}, DocumentKind.FORMATTED),
        ({"text/rtf": b"{\\rtf1}", "image/png": PNG}, DocumentKind.FORMATTED),
        ({'application/x-openoffice-embed-source-xml;windows_formatname="Star Embed Source (XML)"': b"",
          "image/png": PNG}, DocumentKind.FORMATTED),
        ({'application/x-qt-windows-mime;value="Rich Text Format"': b"", "image/png": PNG},
         DocumentKind.FORMATTED),
        ({"text/plain": b"words", "image/png": PNG}, DocumentKind.TEXT),
    ],
)  # fmt: skip
def test_text_tables_and_documents_are_no_pictures(offers: dict[str, bytes], kind: DocumentKind) -> None:
    program = Program(offers)
    assert program.read() == Document(kind, OfferedPicture(bitmap=PNG))
    assert program.peek().document is kind


def test_a_piece_of_a_page_with_a_picture_in_it_is_a_document() -> None:
    offers = {"text/html": b"<p>words " + image_in() + b"</p>", "text/plain": b"words"}
    assert Program(offers).read() == Document(
        DocumentKind.FORMATTED, OfferedPicture("hero.jpg", HERO.encode())
    )


# A mail's attachments


def test_a_mail_program_is_asked_for_its_list_last_because_it_then_writes_a_file() -> None:
    program = Program(MAIL_DRAG)
    assert program.peek().preview == DropPreview(images=1)
    assert "text/uri-list" not in program.asked
    content = program.read()
    assert content == UriList(MAIL_DRAG["text/uri-list"], temporary=True)


def test_an_attachment_without_a_file_is_named_by_its_address() -> None:
    content = Program({**MAIL_DRAG, "text/uri-list": b""}).read()
    assert isinstance(content, UriList)
    [refusal] = from_uri_list(content.raw).refused
    assert refusal.name == "f\u00f6to.jpg"
    assert "in your mail program" in refusal.problem.words.explanation


def test_several_attachments_are_files_that_will_be_removed() -> None:
    raw = b"file:///tmp/dnd_file/1.jpg\r\nfile:///tmp/dnd_file-1/2.jpg\r\n"
    content = Program({"application/x-moz-internal-item-list": b"", "text/uri-list": raw}).read()
    assert content == UriList(raw, temporary=True)


# Nothing


@for_each(
    ("offers", "reason"),
    [
        ({}, Reason.EMPTY),
        ({"text/plain": b"see https://a.example/1.png"}, Reason.TEXT),
        ({"text/html": b"<p>words</p>"}, Reason.TEXT),
        ({"application/x-promised": b"x"}, Reason.NO_FILE),
        ({"image/png": b"", "application/x-qt-image": b""}, Reason.NOT_HANDED_OVER),
    ],
)
def test_what_cannot_be_taken_says_why(offers: dict[str, bytes], reason: Reason) -> None:
    assert Program(offers).read() == Unusable(reason)


@for_each(
    "offers",
    [FIREFOX_COPY, CHROMIUM_COPY, CHROMIUM_DRAG, MAIL_DRAG, CELLS, {"image/png": PNG}, {"text/plain": b"x"}],
)
def test_who_does_not_answer_is_asked_for_one_thing_only(offers: dict[str, bytes]) -> None:
    program = Program(offers, silent=True)
    assert program.read() == Unusable(Reason.NO_ANSWER)
    assert program.now == 5
    program = Program(offers, lists=False)
    assert program.read() == Unusable(Reason.NO_ANSWER)
    assert program.asked == ["formats"]


def test_an_empty_answer_in_time_is_an_answer() -> None:
    program = Program({"image/gif": b"", "image/png": PNG})
    assert program.read() == OfferedPicture(bitmap=PNG)
    assert program.asked == ["formats", "image/gif", "image/png"]


# The clipboard


class Hanging(QMimeData):
    """The content of a program that hangs: no formats, after a while."""

    questions = 0

    def formats(self) -> list[str]:
        Hanging.questions += 1
        end = time.monotonic() + SILENCE_S
        while time.monotonic() < end:
            pass
        return []


@pytest.fixture
def hanging(qapp: QApplication) -> Iterator[None]:  # noqa: ARG001
    Hanging.questions = 0
    content = Hanging()
    QGuiApplication.clipboard().setMimeData(content)
    Hanging.questions = 0
    yield
    QGuiApplication.clipboard().clear()


def paste_key() -> QKeyEvent:
    return QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.usefixtures("hanging")
def test_a_clipboard_that_hangs_is_asked_once_until_something_else_is_copied() -> None:
    assert read_clipboard() == Unusable(Reason.NO_ANSWER)
    assert leave_paste_to_window(paste_key())
    assert read_copied_list() == Unusable(Reason.NO_ANSWER)
    assert read_clipboard() == Unusable(Reason.NO_ANSWER)
    assert Hanging.questions == 1
    copied = QMimeData()
    copied.setUrls([QUrl("file:///a.png")])
    QGuiApplication.clipboard().setMimeData(copied)
    assert read_clipboard() == read_copied_list() == UriList(b"file:///a.png\r\n")


@pytest.mark.parametrize(
    ("offers", "for_window"),
    [
        ({"image/png": PNG}, True),
        (CHROMIUM_COPY, True),
        (FIREFOX_COPY, True),
        (CELLS, False),
        ({"text/plain": b"words"}, False),
        ({"x-special/gnome-copied-files": b"copy\nfile:///a.png", "image/png": PNG}, False),
    ],
)
def test_a_field_leaves_pictures_to_the_window(
    qapp: QApplication,  # noqa: ARG001 - there is a clipboard
    offers: dict[str, bytes],
    for_window: bool,
) -> None:
    mime = QMimeData()
    for name, data in offers.items():
        mime.setData(name, data)
    QGuiApplication.clipboard().setMimeData(mime)
    assert leave_paste_to_window(paste_key()) is for_window
