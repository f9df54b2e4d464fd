"""The process that decodes pictures for the window: request by request, within limits, until its input ends.

It is the program itself, started with `picture_decoder.WORD`. Its memory, computing and time are limited, and
its environment names no key. It has the user's rights: nothing takes files, keyring or network from it.

What is dropped is not to be trusted: pipes and devices are not opened, the format is the one that the media
package found and is on a list, and a drawing that names other files is not drawn. Everything else that a file
may do to a decoder is bounded by the limits of the process.
"""

from __future__ import annotations

import contextlib
import math
import os
import re
import signal
import stat
import sys
from dataclasses import replace
from typing import BinaryIO, Final

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QRect,
    QSize,
    Qt,
    QXmlStreamReader,
)
from PySide6.QtGui import (
    QBrush,
    QGuiApplication,
    QImage,
    QImageIOHandler,
    QImageReader,
    QPainter,
    QTransform,
    qAlpha,
    qGray,
)

from layers_desktop.media.formats import MediaKind, cap_bytes
from layers_desktop.media.picture_metadata import COVERED_TYPES, cover_of, orientation_of
from layers_desktop.media.waveform import peaks_of
from layers_desktop.ui.thumbnails.protocol import (
    FORMATS,
    LONGEST_SHAPE,
    MOST_BITMAP_BYTES,
    MOST_IMAGE_MIB,
    READY,
    SHOWN_TYPES,
    SVG,
    WAVE_COLUMNS,
    Decoded,
    Operation,
    Plate,
    Request,
    Still,
    Wave,
    encode_picture,
    read_request,
    write_answer,
)

MOST_MEMORY: Final = 1024**3
"""Bytes of address space; an idle process takes 0.1 GB of it."""
CORNER: Final = 8 / 44
"""Radius of the corners as a part of the side."""
DRAWING_MARGIN: Final = 4 / 44
"""Around a drawing, which is shown whole: logos reach their edges."""
_MOST_BYTES: Final = cap_bytes(MediaKind.IMAGE)
"""Of an image or a drawing: Layers takes no larger one."""
_SAMPLES: Final = 12
_OPAQUE: Final = 0.97
"""Of a picture's area: what is less transparent than this needs no ground."""
_DARKEST, _LIGHTEST = 80, 190
"""Of 255: a picture between these is seen on a light and on a dark ground."""
_GZIP: Final = b"\x1f\x8b"
_EMBEDDED: Final = re.compile(r"data:image/[a-z]++;base64,([A-Za-z0-9+/=\s]*+)")
_EMBEDDED_FORMATS: Final = frozenset({b"png", b"jpeg", b"gif", b"webp"})
"""By their content, as Qt tells it."""
_TURNS: Final = {
    2: QTransform(-1, 0, 0, 1, 0, 0),
    3: QTransform(-1, 0, 0, -1, 0, 0),
    4: QTransform(1, 0, 0, -1, 0, 0),
    5: QTransform(0, 1, 1, 0, 0, 0),
    6: QTransform(0, 1, -1, 0, 0, 0),
    7: QTransform(0, -1, -1, 0, 0, 0),
    8: QTransform(0, -1, 1, 0, 0, 0),
}
"""Exif's orientation → what turns the stored image upright; from 5 on its sides change places."""


def run() -> int:
    """Answer requests on stdin by answers on stdout."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C on a terminal is for the window
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    requests = os.fdopen(0, "rb", closefd=False)
    application = QGuiApplication(["layers-desktop"])  # fonts, for drawings with text
    QImageReader.setAllocationLimit(MOST_IMAGE_MIB)
    _limit_process()
    write_answer(answers, READY)
    while (request := read_request(requests)) is not None:
        _limit_computing(request.cpu_seconds)
        write_answer(answers, _answer(request))
    del application
    return 0


def _answer(request: Request) -> bytes:
    match request.operation:
        case Operation.SQUARE:
            return encode_picture(square(request.path, request.mime_type, request.pixels))
        case Operation.WHOLE:
            return encode_picture(whole(request.path, request.mime_type, request.pixels))
        case Operation.PNG:
            return png(request.path, request.mime_type) or b""


if sys.platform == "win32":

    def _limit_process() -> None:
        """Do nothing: the window gives the process a low priority, and ends it in time."""

    def _limit_computing(seconds: int) -> None:
        """Do nothing, as above."""

else:
    import resource

    def _limit_process() -> None:
        os.nice(5)
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_AS, MOST_MEMORY)

    def _limit_computing(seconds: int) -> None:
        """Let the system end the process when it has computed so much longer."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime) + seconds)

    def _limit(what: int, most: int) -> None:
        _, hard = resource.getrlimit(what)
        # macOS limits no address space; there, and under a lower limit, time alone bounds what a file does.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, hard))


def square(path: bytes, mime_type: str, pixels: int) -> Decoded:
    """Return what to show in a square of `pixels` device pixels; None when there is nothing but an icon."""
    found = whole(path, mime_type, pixels)
    return replace(found, image=rounded(found.image, pixels)) if isinstance(found, Still) else found


def whole(path: bytes, mime_type: str, pixels: int) -> Decoded:
    """Return the same with the whole picture, in its own shape: it covers the square, a strip lies in it."""
    if mime_type not in SHOWN_TYPES:
        return None
    try:
        with _opened(path) as file:
            return _decode(file, mime_type, pixels)
    except OSError:
        return None


def png(path: bytes, mime_type: str) -> bytes | None:
    """Return the image of a file as a PNG, in all its pixels; None for what cannot be read or sent."""
    if mime_type not in FORMATS:
        return None
    try:
        with _opened(path) as file:
            device = _buffer(file.read(MOST_BITMAP_BYTES))
    except OSError:
        return None
    image = _reader(device, FORMATS[mime_type]).read()
    device.setData(QByteArray())  # there is room for two of its size
    encoded = QBuffer()
    encoded.open(QIODevice.OpenModeFlag.WriteOnly)
    saved = image.save(encoded, "PNG")  # type: ignore[call-overload]  # its stub asks for bytes
    return bytes(encoded.data().data()) if saved and encoded.size() <= _MOST_BYTES else None


def _opened(path: bytes) -> BinaryIO:
    """Open a regular file. Raises OSError, also for anything else.

    A pipe is opened at once too, and waits for no writer; the window asks for no file that was one before.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    file = os.fdopen(os.open(path, flags), "rb")
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    raise OSError


def _decode(file: BinaryIO, mime_type: str, pixels: int) -> Decoded:
    def read(at: int, count: int) -> bytes:
        file.seek(at)
        return file.read(count)

    size = os.fstat(file.fileno()).st_size
    if mime_type in FORMATS:
        turn = orientation_of(read, size, mime_type)
        device = _buffer(read(0, _MOST_BYTES))
        file.close()  # Windows renames and removes no open file, and a person may name it meanwhile
        return _read_scaled(device, FORMATS[mime_type], pixels, turn)
    if mime_type == SVG:
        device = _buffer(read(0, _MOST_BYTES))
        file.close()
        return None if _names_files(device) else _of_drawing(device, pixels)
    if mime_type in COVERED_TYPES:
        cover = cover_of(read, size, mime_type)
        if cover is None:
            return None
        device = _buffer(cover.data)
        found = _read_scaled(device, FORMATS[cover.mime_type], pixels)
        return None if found is None else replace(found, size=QSize(0, 0))
    peaks = peaks_of(read, size, mime_type, WAVE_COLUMNS)
    return None if peaks is None else Wave(peaks)


def _buffer(data: bytes) -> QBuffer:
    """Return bytes as a device. Readers do not keep it: hold it in the caller of what makes one."""
    device = QBuffer()
    device.setData(QByteArray(data))
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    return device


def _reader(device: QBuffer, file_format: bytes) -> QImageReader:
    reader = QImageReader(device, file_format)
    reader.setAutoDetectImageFormat(False)
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    return reader


def _read_scaled(device: QBuffer, file_format: bytes, pixels: int, orientation: int = 1) -> Still | None:
    """Return the first frame, turned as its camera was held."""
    reader = _reader(device, file_format)
    # A BMP that is stored from the top down says a negative height.
    size = QSize(reader.size().width(), abs(reader.size().height()))
    if size.isEmpty():
        return None
    reader.setScaledSize(_target(size, pixels))
    image = reader.read()
    if image.isNull():
        return None
    turn = reader.transformation()
    turned = bool(turn & QImageIOHandler.Transformation.TransformationRotate90)
    if turn == QImageIOHandler.Transformation.TransformationNone and orientation in _TURNS:
        image = image.transformed(_TURNS[orientation])
        turned = orientation >= 5
    return Still(image, plate_of(image), size.transposed() if turned else size)


def _target(size: QSize, pixels: int) -> QSize:
    """Return the size to decode to: just covering the square, or inside it for a long strip."""
    longer, shorter = max(size.width(), size.height()), min(size.width(), size.height())
    strip = longer > LONGEST_SHAPE * shorter
    how = Qt.AspectRatioMode.KeepAspectRatio if strip else Qt.AspectRatioMode.KeepAspectRatioByExpanding
    return size.scaled(pixels, pixels, how).expandedTo(QSize(1, 1))


def _of_drawing(device: QBuffer, pixels: int) -> Still | None:
    """Return a drawing in a square of `pixels`, whole."""
    reader = _reader(device, b"svg")
    size = reader.size()
    if size.isEmpty():
        return None
    room = round(pixels * (1 - 2 * DRAWING_MARGIN))
    reader.setScaledSize(size.scaled(room, room, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    image = reader.read()
    return None if image.isNull() else Still(image, plate_of(image))


def _names_files(device: QBuffer) -> bool:
    r"""Return whether Qt might open another file for a drawing: an image that is not in it, a style sheet.

    A name such as \\host\share\a.png is a call to that host. Read by the parser that Qt draws with, so that
    both see the same; compressed drawings, which only Qt unpacks, are refused by the media package too.
    """
    if device.data().startsWith(_GZIP):
        return True
    reader = QXmlStreamReader(device)
    reader.setNamespaceProcessing(False)
    while not reader.atEnd():
        match reader.readNext():
            case QXmlStreamReader.TokenType.ProcessingInstruction:
                if reader.processingInstructionTarget() == "xml-stylesheet":
                    return True
            case QXmlStreamReader.TokenType.StartElement if reader.name().rpartition(":")[2] == "image":
                attributes = map(reader.attributes().at, range(reader.attributes().size()))
                links = [one.value() for one in attributes if one.qualifiedName().endswith("href")]
                if not all(map(_is_embedded, links)):
                    return True
    device.seek(0)
    return False


def _is_embedded(link: str) -> bool:
    """Return whether the link of a drawing's image is an image of pixels, whatever type it says.

    Qt opens any other link as a file, also data that it cannot decode and `#id`; and it draws data that is
    another drawing, which may name files itself.
    """
    found = _EMBEDDED.fullmatch(link.strip())
    if found is None:
        return False
    device = _buffer(bytes(QByteArray.fromBase64(found[1].encode()).data()))
    reader = QImageReader(device)
    return bytes(reader.format().data()) in _EMBEDDED_FORMATS and not reader.read().isNull()


def rounded(image: QImage, pixels: int) -> QImage:
    """Return the middle of the image in a square of `pixels`, its corners round."""
    area = QRect(0, 0, pixels, pixels)
    square = QImage(area.size(), QImage.Format.Format_ARGB32_Premultiplied)
    square.fill(Qt.GlobalColor.transparent)
    placed = QImage(square)
    painter = QPainter(placed)
    painter.drawImage(area.center() - image.rect().center(), image)
    painter.end()
    painter = QPainter(square)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(placed))
    painter.drawRoundedRect(area, CORNER * pixels, CORNER * pixels)
    painter.end()
    return square


def plate_of(image: QImage) -> Plate | None:
    """Return the ground that a transparent picture needs; None when it is seen on any."""
    if not image.hasAlphaChannel():
        return None
    small = image.scaled(
        _SAMPLES, _SAMPLES, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    pixels = [small.pixel(x, y) for x in range(_SAMPLES) for y in range(_SAMPLES)]
    alpha = sum(map(qAlpha, pixels))
    if not 0 < alpha < _OPAQUE * 255 * len(pixels):
        return None
    grey = sum(qGray(pixel) * qAlpha(pixel) for pixel in pixels) / alpha
    if grey <= _DARKEST:
        return Plate.LIGHT
    return Plate.DARK if grey >= _LIGHTEST else None
