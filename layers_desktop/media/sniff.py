"""What the first bytes of a file say it is, whatever its name. Pure: bytes in, an answer out."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from layers_desktop.media.containers import Types, asf, iso_media, matroska, ogg
from layers_desktop.media.foreign import Foreign, foreign_content, foreign_text, is_svg, text_of
from layers_desktop.media.streams import is_adts, is_mpeg_audio, is_transport_stream

HEAD_BYTES = 16 * 1024
"""How much of a file is looked at. Enough for the tracks of a streamable mp4 and for an SVG's prolog."""


@dataclass(frozen=True, slots=True)
class Media:
    """The content is media."""

    types: Types
    """Canonical MIME types that it can be, the likeliest first; never empty."""


_TIFF: Types = (
    "image/tiff",
    # Raw pictures of cameras are TIFFs inside: their extension tells them apart.
    "image/x-adobe-dng",
    "image/x-nikon-nef",
    "image/x-sony-arw",
    "image/x-canon-cr2",
)

_TAGGED: Types = ("audio/mpeg", "audio/aac", "audio/flac", "audio/wav", "audio/aiff")
"""An ID3 tag stands before other sound than mp3 too, often too long (cover art) to look behind."""

_BY_SIGNATURE: tuple[tuple[bytes, Types], ...] = (
    (b"\x89PNG\r\n\x1a\n", ("image/png",)),
    (b"\xff\xd8\xff", ("image/jpeg",)),
    (b"GIF87a", ("image/gif",)),
    (b"GIF89a", ("image/gif",)),
    (b"II*\x00", _TIFF),
    (b"MM\x00*", _TIFF),
    (b"II+\x00\x08\x00", _TIFF),
    (b"MM\x00+\x00\x08", _TIFF),
    (b"IIRO\x08\x00", ("image/x-olympus-orf",)),
    (b"IIRS\x08\x00", ("image/x-olympus-orf",)),
    (b"MMOR\x00\x00", ("image/x-olympus-orf",)),
    (b"IIU\x00", ("image/x-panasonic-rw2",)),
    (b"FUJIFILMCCD-RAW", ("image/x-fuji-raf",)),
    (b"8BPS\x00\x01", ("image/vnd.adobe.photoshop",)),
    (b"8BPS\x00\x02", ("image/vnd.adobe.photoshop",)),
    (b"\xff\x0a", ("image/jxl",)),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", ("image/jxl",)),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", ("image/jp2",)),
    (b"\xff\x4f\xff\x51", ("image/jp2",)),
    (b"\x00\x00\x01\xba", ("video/mpeg",)),
    (b"\x00\x00\x01\xb3", ("video/mpeg",)),
    (b"#?RADIANCE\n", ("image/vnd.radiance",)),
    (b"#?RGBE\n", ("image/vnd.radiance",)),
    (b"riff\x2e\x91\xcf\x11", ("audio/x-w64",)),
    (b"FLV\x01", ("video/x-flv",)),
    (b"fLaC", ("audio/flac",)),
    *((b"ID3" + version, _TAGGED) for version in (b"\x02", b"\x03", b"\x04")),
    (b"ADIF", ("audio/aac",)),
    (b"#!AMR", ("audio/amr",)),
    (b"caff\x00\x01", ("audio/x-caf",)),
    (b"MThd\x00\x00\x00\x06", ("audio/midi",)),
)

_RIFF: dict[bytes, Types] = {
    b"WAVE": ("audio/wav",),
    b"AVI ": ("video/x-msvideo",),
    b"WEBP": ("image/webp",),
}
_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})


def sniff(head: bytes, size: int, *, extension: str = "") -> Media | Foreign | None:
    """Return what the content is: media, surely something else, or None when it does not say.

    `head` is the first `HEAD_BYTES` (or the whole of a shorter file), `size` the file's, in bytes. The
    extension is asked in one place only: an SVG whose root element is not reached.
    """
    types = _chunks(head) or _signature(head) or _structures(head, size)
    if types:
        return Media(types)
    foreign = foreign_content(head)  # before text: a PDF may be plain text
    if foreign is not None:
        return foreign
    text = text_of(head)
    if text is not None:
        return Media(("image/svg+xml",)) if is_svg(text, named_svg=extension == "svg") else foreign_text(text)
    types = _streams(head, size)
    return Media(types) if types else None


def _signature(head: bytes) -> Types:
    return next((types for mark, types in _BY_SIGNATURE if head.startswith(mark)), ())


def _chunks(head: bytes) -> Types:
    """RIFF (wav, avi, webp), its 64 bit kin, and AIFF: a chunk's name, its length, then what it holds."""
    mark, form = head[:4], head[8:12]
    if mark == b"RIFF":
        return _RIFF.get(form, ())
    if mark in {b"RF64", b"BW64"} and form == b"WAVE":
        return ("audio/wav",)
    if mark == b"FORM" and form in {b"AIFF", b"AIFC"}:
        return ("audio/aiff",)
    return ()


def _structures(head: bytes, size: int) -> Types:
    return (
        _bmp(head) or _icon(head, size) or iso_media(head, size) or matroska(head) or ogg(head) or asf(head)
    )


def _streams(head: bytes, size: int) -> Types:
    if is_transport_stream(head):
        return ("video/mp2t",)
    if is_adts(head, size):
        return ("audio/aac",)
    return ("audio/mpeg",) if is_mpeg_audio(head) else ()


def _bmp(head: bytes) -> Types:
    """Two letters are no signature (BMW…): the length of the header behind them must be one that exists."""
    if not head.startswith(b"BM") or len(head) < 18:
        return ()
    return ("image/bmp",) if struct.unpack_from("<I", head, 14)[0] in _BMP_HEADERS else ()


def _icon(head: bytes, size: int) -> Types:
    """Judge an icon: its signature is nearly all zeros, so its first entry must point into the file."""
    if not head.startswith(b"\x00\x00\x01\x00") or len(head) < 22:
        return ()
    count, length, offset = struct.unpack_from("<H8xII", head, 4)
    fits = count > 0 and head[9] == 0 and length > 0 and offset >= 6 + 16 * count and offset + length <= size
    return ("image/vnd.microsoft.icon",) if fits else ()
