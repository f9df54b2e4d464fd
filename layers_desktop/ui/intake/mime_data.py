"""What a drag or the clipboard holds: files and links, a picture, text with a picture of it, or nothing.

The other program's formats are asked for once, all is decided from that list, and only what was decided is
read. Whoever does not answer is not asked again: each question may cost Qt's timeout (5 s on X11).

`peek` is for a drag that hovers and reads little; `read` is for the drop, while it lasts: only then can the
original be had that the other program carries or saves directly. Neither parses a long list, nor decodes or
writes a picture: that is done by workers, with what is returned here.

This is the one place where the clipboard is read; Qt's own fields of text do that by themselves.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import islice
from typing import Final, TypeAlias, TypeVar
from urllib.parse import quote, quote_from_bytes

from PySide6.QtCore import QEvent, QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QKeySequence

from layers_desktop.media.html_fragment import Fragment, parse_fragment
from layers_desktop.media.urls import (
    DropPreview,
    WebLink,
    addresses,
    is_embedded_picture,
    is_local,
    is_uri_list,
    name_in,
    preview,
    web_link,
)
from layers_desktop.ui.platform.x11 import XDisplay, open_display

T = TypeVar("T")
Clock: TypeAlias = Callable[[], float]

SILENCE_S: Final = 0.9
"""Who takes longer for nothing did not answer: Qt waits 5 s on X11, 1 s on Wayland."""

_URI_LIST: Final = "text/uri-list"
_FILE_LISTS: Final = ("x-special/gnome-copied-files", _URI_LIST)
_MOZ_URL: Final = "text/x-moz-url"
_PROMISED_NAME: Final = "application/x-moz-file-promise-dest-filename"
_PROMISED_FROM: Final = "application/x-moz-file-promise-url"
_SEVERAL_PROMISES: Final = "application/x-moz-internal-item-list"
_CARRIED: Final = "application/octet-stream"
_TEXT: Final = "text/plain"
_HTML: Final = "text/html"
_QT_IMAGE: Final = "application/x-qt-image"
_BITMAPS: Final = ("image/gif", "image/png", "image/webp", "image/jpeg", "image/tiff", "image/bmp", _QT_IMAGE)
"""In the order of preference: who offers a GIF has an original; a PNG loses nothing."""
_DOCUMENT_MARKS: Final = ("rtf", "rich text", "richtext", "opendocument", "openoffice", "officedocument",
                          "star embed", "spreadsheet", "biff")  # fmt: skip
"""In the names of formats that only documents have."""
_PRIVATE: Final = "x-kde-passwordManagerHint"
"""Password managers offer it, so that nobody keeps or reads what they copied for one paste."""
DIRECT_SAVE: Final = "XdndDirectSave0"
_DRAG: Final = b"XdndSelection"
_BLANK: Final = b" \t\r\n\0"
_LOOKED_AT: Final = 500
"""Addresses of a list that are looked at for files of this computer."""


class DocumentKind(Enum):
    """What brings a picture of itself along."""

    TEXT = "text"
    TABLE = "table"
    FORMATTED = "formatted"
    """Text with its look, or an office document."""


class Reason(Enum):
    """Why nothing can be taken."""

    EMPTY = "empty"
    TEXT = "text"
    NO_FILE = "no file"
    """The other program offers neither a file nor a picture."""
    NOT_HANDED_OVER = "not handed over"
    """It offered one, and gave none."""
    NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True)
class UriList:
    """Files and links: `from_uri_list(raw)` in a worker says which."""

    raw: bytes
    temporary: bool = False
    """The other program made its files for this drag and removes them minutes later: keep copies."""


@dataclass(frozen=True, slots=True)
class OfferedPicture:
    """A picture that is no file of this computer, or an attachment of a mail: by what it can be had.

    The first of `saved_in`, `carried`, an embedded `address` and `bitmap` that proves to be media is it.
    """

    name: str = ""
    """Of its file, as the other program or its address says; "" when nothing does."""
    address: bytes = b""
    """Of the original, encoded; `link` says whether it may be fetched."""
    saved_in: bytes = b""
    """The folder into which the other program writes the original, beginning now."""
    carried: bytes = field(default=b"", repr=False)
    """The original's bytes."""
    bitmap: bytes | QImage = field(default=b"", repr=False)
    """Its pixels: a file of some image format, or Qt's image; b"" when they were not asked for."""

    @property
    def has_original(self) -> bool:
        """Whether the original can be had without the network."""
        return bool(self.saved_in or self.carried) or is_embedded_picture(self.address)

    @property
    def link(self) -> WebLink | None:
        """Where the original may be fetched, if a person says so; None when there is no need or no way."""
        found = None if self.has_original else web_link(self.address)
        return found if isinstance(found, WebLink) else None


@dataclass(frozen=True, slots=True)
class Document:
    """Text, a table or a formatted document with a picture of it: a picture only if a person says so."""

    kind: DocumentKind
    picture: OfferedPicture


@dataclass(frozen=True, slots=True)
class Unusable:
    """Nothing to take."""

    reason: Reason


MimeContent: TypeAlias = UriList | OfferedPicture | Document | Unusable


@dataclass(frozen=True, slots=True)
class Peek:
    """What a drag that hovers promises."""

    preview: DropPreview = field(default_factory=DropPreview)
    has_files: bool = False
    """There are files of this computer among it."""
    document: DocumentKind | None = None
    """The picture is of a text or table: it is asked about."""
    unusable: Reason | None = None
    direct_save: bool = False
    """The original can be saved directly, if there is a folder for it at the drop."""


def peek(mime: QMimeData, *, clock: Clock = time.monotonic) -> Peek:
    """Return what a drag promises, by its formats, names and addresses alone."""
    try:
        seen = _recognize(_Owner(mime, clock))
    except _NoAnswer:
        return Peek(unusable=Reason.NO_ANSWER)
    if seen.picture is None:
        if not seen.uri_list:
            return Peek(unusable=seen.reason)
        has_files = any(map(is_local, islice(addresses(seen.uri_list), _LOOKED_AT)))
        return Peek(preview(seen.uri_list), has_files)
    if seen.bitmaps:
        found = DropPreview(images=1)
    elif seen.picture.name:
        found = preview(f"file:///{quote(seen.picture.name)}".encode())
    else:
        found = preview(seen.picture.address)
    return Peek(found, document=seen.document, direct_save=seen.direct_save)


def read(mime: QMimeData, *, save_in: bytes = b"", clock: Clock = time.monotonic) -> MimeContent:
    """Return what is offered, with the bytes that must be taken now.

    `save_in` is the path of an empty folder for a direct save; without one the next best is taken.
    """
    try:
        owner = _Owner(mime, clock)
        return _take(owner, _recognize(owner), save_in)
    except _NoAnswer:
        return Unusable(Reason.NO_ANSWER)


# The clipboard


def read_clipboard() -> MimeContent:
    """Return what is on the clipboard; who did not answer is not asked again before something else is."""
    return _ask_clipboard(lambda owner: _take(owner, _recognize(owner), b""))


def read_copied_list() -> UriList | Unusable:
    """Return the files and links on the clipboard, for a field that takes nothing else but text."""
    return _ask_clipboard(lambda owner: _list_alone(_recognize(owner)))


def _list_alone(seen: _Seen) -> UriList | Unusable:
    return UriList(seen.uri_list) if seen.picture is None and seen.uri_list else Unusable(Reason.TEXT)


def _ask_clipboard(question: Callable[[_Owner], T]) -> T | Unusable:
    if not _is_silent():
        try:
            return question(_Owner(QGuiApplication.clipboard().mimeData(), time.monotonic))
        except _NoAnswer:
            _remember_silence()
    return Unusable(Reason.NO_ANSWER)


def clipboard_formats() -> frozenset[str]:
    """Return what the clipboard can be had as; on Wayland its owner is not waited for."""
    found = _ask_clipboard(lambda owner: owner.formats)
    return found if isinstance(found, frozenset) else frozenset()


def clipboard_text() -> bytes:
    """Return the text on the clipboard, else its list of files; b"" where that is none of our business."""

    def text(owner: _Owner) -> bytes:
        if _PRIVATE in owner.formats:
            return b""
        return next((found for name in (_TEXT, _URI_LIST) if (found := owner.data(name))), b"")

    found = _ask_clipboard(text)
    return found if isinstance(found, bytes) else b""


def leave_paste_to_window(event: QEvent) -> bool:
    """Return whether Ctrl+V in a field of text is for the window behind it; the event is ignored then.

    So it is where the clipboard has a picture and no text for the field, and where its owner does not answer:
    the window says so, and the field does not ask once more.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if not event.matches(QKeySequence.StandardKey.Paste):
        return False
    found = _ask_clipboard(lambda owner: owner.formats)
    if isinstance(found, frozenset) and (
        not _offered(_BITMAPS, found) or _offered((_TEXT, _FILE_LISTS[0]), found)
    ):
        return False
    event.ignore()
    return True


_SILENT: Final = "_layers_owner_is_silent"
"""A property of Qt's clipboard, which is one for all windows."""


def _is_silent() -> bool:
    return bool(QGuiApplication.clipboard().property(_SILENT))


def _remember_silence() -> None:
    QGuiApplication.clipboard().setProperty(_SILENT, True)
    QGuiApplication.clipboard().dataChanged.connect(_forget_silence)


def _forget_silence() -> None:
    QGuiApplication.clipboard().dataChanged.disconnect(_forget_silence)
    QGuiApplication.clipboard().setProperty(_SILENT, False)


# Asking the other program


class _NoAnswer(Exception):
    """The other program did not answer: it hangs, or is gone."""


class _Owner:
    """The program that drags, or that owns the clipboard; asked for each thing once."""

    def __init__(self, mime: QMimeData, clock: Clock) -> None:
        self._mime = mime
        self._clock = clock
        self.formats = frozenset(self._ask(mime.formats))

    def data(self, name: str) -> bytes:
        """Return what is offered in a format, b"" when it is not offered."""
        return self._ask(lambda: bytes(self._mime.data(name).data())) if name in self.formats else b""

    def text(self, name: str) -> str:
        """Return the text of Mozilla's own formats, which are UTF-16."""
        return self.data(name).decode("utf-16-le", "replace").strip("\0")

    def fragment(self) -> Fragment:
        """Return what is in the HTML."""
        return parse_fragment(self._ask(self._mime.html) if _HTML in self.formats else "")

    def bitmap(self, names: tuple[str, ...]) -> bytes | QImage:
        """Return the pixels in the first of these formats that has any; b"" when none has."""
        for name in names:
            if name != _QT_IMAGE:
                found = self.data(name)
                if found:
                    return found
                continue
            image = self._ask(self._mime.imageData)
            if isinstance(image, QImage) and not image.isNull():
                return image
        return b""

    def _ask(self, question: Callable[[], T]) -> T:
        asked = self._clock()
        answer = question()
        if not answer and self._clock() - asked >= SILENCE_S:
            raise _NoAnswer
        return answer


# Deciding


@dataclass(frozen=True, slots=True)
class _Seen:
    """What there is to take, before anything large is read."""

    uri_list: bytes = b""
    picture: OfferedPicture | None = None
    """Goes before the list."""
    bitmaps: tuple[str, ...] = ()
    """Formats of its pixels."""
    document: DocumentKind | None = None
    reason: Reason = Reason.EMPTY
    temporary: bool = False
    direct_save: bool = False


def _recognize(owner: _Owner) -> _Seen:
    """Decide what is taken: what a program makes for this drag, files, a picture, links; in this order."""
    made = _made_for_the_drag(owner)
    if made is not None:
        return made
    listed, text = _uri_list(owner), b""
    if not _is_settled(listed):
        text = owner.data(_TEXT)
        if is_uri_list(text):
            listed, text = listed or text, b""
    if _is_settled(listed):
        return _Seen(listed, temporary=_SEVERAL_PROMISES in owner.formats)
    bitmaps = _offered(_BITMAPS, owner.formats)
    fragment = owner.fragment()
    if not bitmaps and not fragment.picture:
        return _Seen(listed, reason=_why_not(owner))
    document = _document(owner, text.strip(_BLANK), fragment)
    # Of a picture that is itself a link, its own address is taken and not that of the page it leads to.
    address = fragment.picture.encode() or next(addresses(listed), b"")
    if not bitmaps and (listed or document is None):
        return _Seen(address)
    return _Seen(listed, OfferedPicture(_name(address), address), bitmaps, document)


def _made_for_the_drag(owner: _Owner) -> _Seen | None:
    """Return the file that the other program makes for this drag, None when it offers none.

    Its list is not asked for: a mail program answers that by writing the attachment to a temporary file.
    """
    formats = owner.formats
    direct = DIRECT_SAVE in formats
    if _FILE_LISTS[0] in formats or not (direct or _CARRIED in formats or _PROMISED_NAME in formats):
        return None
    address = (owner.text(_PROMISED_FROM) or owner.fragment().picture).encode()
    if not address and _PROMISED_NAME not in formats:
        address = next(addresses(owner.data(_URI_LIST)), b"")
    name = owner.text(_PROMISED_NAME) or (_proposed_name() if direct else "") or _name(address)
    if is_local(address) or not (name or address):
        return None
    return _Seen(
        picture=OfferedPicture(name, address),
        bitmaps=_offered(_BITMAPS, formats),
        temporary=_PROMISED_NAME in formats,
        direct_save=direct,
    )


def _uri_list(owner: _Owner) -> bytes:
    """Return the list of files or links in the first format that has one."""
    for name in _FILE_LISTS:
        found = owner.data(name)
        if next(addresses(found), None) is not None:
            return found
    lines = owner.text(_MOZ_URL).split("\n")
    return "\n".join(lines[::2]).encode()  # each address is followed by its title


def _is_settled(uri_list: bytes) -> bool:
    """Return whether a list is taken as it is: files, or several links. A single link may be a picture's."""
    first = list(islice(addresses(uri_list), 2))
    return len(first) > 1 or any(map(is_local, first))


def _document(owner: _Owner, words: bytes, fragment: Fragment) -> DocumentKind | None:
    marked = any(mark in name.lower() for name in owner.formats for mark in _DOCUMENT_MARKS)
    if not words and not fragment.has_text and not marked:
        return None
    if b"\t" in words or fragment.has_table:
        return DocumentKind.TABLE
    return DocumentKind.FORMATTED if marked or _HTML in owner.formats else DocumentKind.TEXT


def _why_not(owner: _Owner) -> Reason:
    if _offered((_TEXT, _HTML), owner.formats):
        return Reason.TEXT
    return Reason.NO_FILE if owner.formats else Reason.EMPTY


def _name(address: bytes) -> str:
    return "" if is_embedded_picture(address) else name_in(address)


def _offered(names: tuple[str, ...], formats: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in formats)


# Taking


def _take(owner: _Owner, seen: _Seen, save_in: bytes) -> MimeContent:
    picture = seen.picture
    if picture is None:
        return UriList(seen.uri_list, seen.temporary) if seen.uri_list else Unusable(seen.reason)
    if seen.direct_save and save_in and _saves_into(owner, save_in):
        return replace(picture, saved_in=save_in)
    carried = owner.data(_CARRIED)
    if carried:
        return replace(picture, carried=carried)
    picture = replace(picture, bitmap=owner.bitmap(seen.bitmaps))
    if seen.document is not None:
        return Document(seen.document, picture)
    if picture.bitmap:
        return picture
    # A mail program writes the attachment to a temporary file, now that there is no other way.
    listed = owner.data(_URI_LIST) if seen.temporary else b""
    listed = listed or picture.address
    return UriList(listed, seen.temporary) if listed else Unusable(Reason.NOT_HANDED_OVER)


# Direct save: the program that is dragged from writes its file where it is told.
#
# freedesktop.org's "Drag-and-Drop Direct Save Protocol for the X Window System" (XDS): it offers the target
# `XdndDirectSave0` and has the file's name in the property of that name, of its window. At the drop the name
# is replaced by the address to write to, and the target asked for: S (saved), F (not possible this way) or E
# (failed). Firefox and Thunderbird answer S at once and write after that. Qt asks, but sets no property.


def _proposed_name() -> str:
    """Return the file name that the program which is dragged from proposes; "" when it proposes none."""
    with _display() as display:
        if display is None:
            return ""
        proposal = display.text(display.selection_owner(_DRAG), DIRECT_SAVE.encode())
    # A path, where a drop before this one told it where to save.
    return proposal.decode("utf-8", "replace").rpartition("/")[2]


def _saves_into(owner: _Owner, folder: bytes) -> bool:
    """Have the other program save its file into this folder; it may take a name of its own, and its time."""
    with _display() as display:
        window = 0 if display is None else display.selection_owner(_DRAG)
        if display is None or not window:
            return False
        where = f"file://{socket.gethostname()}{quote_from_bytes(folder + b'/original')}"
        display.set_text(window, DIRECT_SAVE.encode(), where.encode())
    return owner.data(DIRECT_SAVE)[:1] == b"S"


def _display() -> AbstractContextManager[XDisplay | None]:
    return open_display() if QGuiApplication.platformName() == "xcb" else nullcontext()
