"""What the content of a file says it is, whatever its name, by our own signatures alone.

The signatures are those of freedesktop.org's shared-mime-info, of `file` and of the formats' own documents.
No system database is asked: its answers differ between systems.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from layers_desktop.core.translation import N_
from layers_desktop.media.bounded_reader import BoundedFile, NotThere, Read
from layers_desktop.media.containers import (
    Types,
    asf,
    avi,
    is_adts,
    is_dv,
    is_mpeg_audio,
    iso_media,
    matroska,
    ogg,
    program_stream,
    sought_stream,
    transport_stream,
)
from layers_desktop.media.formats import FORMATS, format_for_extension, format_for_type
from layers_desktop.media.non_media import NonMedia, foreign_content, foreign_text, is_svg, text_of

HEAD_BYTES: Final = 16 * 1024
"""How much of a file is looked at as a whole: enough for an SVG's prolog."""
MOST_BYTES: Final = 128 * 1024
"""Read of a file altogether: tracks and tags may lead anywhere in it."""
MOST_READS: Final = 4_000
_SOUGHT_BYTES: Final = 64 * 1024
"""In which the first frame of a stream is sought."""


@dataclass(frozen=True, slots=True)
class Media:
    """The content is media."""

    types: Types
    """Canonical MIME types that it can be, the likeliest first; never empty."""
    silent: bool = False
    """True when it surely has no sound."""


_BEHIND_TAG: Types = ("audio/mpeg", "audio/aac", "audio/flac", "audio/wav", "audio/aiff")
"""What an ID3 tag may stand in front of, where it cannot be looked behind."""


def _by_signature() -> list[tuple[bytes, Types]]:
    """Return the table's signatures and the types that share them, the longest first: it says most."""
    found: dict[bytes, Types] = {}
    for row in FORMATS:
        for signature in row.signatures:
            found[signature] = (*found.get(signature, ()), row.mime_type)
    return sorted(found.items(), key=lambda item: -len(item[0]))


_BY_SIGNATURE: Final = _by_signature()
_OF_TEXT: Final = frozenset({"image/x-xpixmap", "image/vnd.radiance", "image/fits"})
"""Formats that are text, or begin with a header of text longer than the head."""

_BMP_HEADERS: Final = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_OS2_MARKS: Final = frozenset({b"IC", b"CI", b"PT", b"CP"})
_NUMBER: Final = rb"(?:\s|#[^\n\r]*+[\n\r])++(\d{1,9}+)"
_NETPBM: Final = re.compile(rb"P(?:([14])%b%b|([2356])%b%b%b)\s" % ((_NUMBER,) * 5))
_PFM: Final = re.compile(rb"P[Ff]\s++\d++\s++\d++\s++[-+]?[\d.]++[eE\d+-]*+\s")
_PAM: Final = re.compile(rb"P7\n(?:#[^\n]*+\n)*+(?:(?:WIDTH|HEIGHT|DEPTH|MAXVAL) \d|TUPLTYPE )")


def sniff(
    head: bytes, size: int, *, extension: str = "", read: Read | None = None
) -> Media | NonMedia | None:
    """Return what the content is: media, surely something else, or None when it does not say.

    Args:
        head: The first `HEAD_BYTES`, or the whole of a shorter file.
        size: The file's, in bytes.
        extension: Asked where the content does not suffice: an SVG whose root element is not reached, formats
            without a signature worth the name (TGA, AC-3), QuickTime without its index, and MPEG streams with
            something in front.
        read: Reads elsewhere in the file; without it only the head is looked at. At most `MOST_BYTES` in
            `MOST_READS` places.

    """

    def take(at: int, count: int) -> bytes:
        if at + count <= len(head) or read is None:
            return head[at : at + count]
        return read(at, count)

    file = BoundedFile(take, size, most_bytes=MOST_BYTES, most_reads=MOST_READS)
    tag = _tag_length(head)
    return _behind_tag(file, tag, can_read=read is not None) if tag else _content(head, file, extension)


def _content(head: bytes, file: BoundedFile, extension: str) -> Media | NonMedia | None:
    text = text_of(head)
    if text is not None:
        return _text(text, head, file.size, extension)
    types = _signature(head) or avi(head) or _plain(head, file.size) or ogg(head) or asf(head)
    if types:
        return Media(types)
    for judged, silent in (iso_media(file, extension), matroska(file)):
        if judged:
            return judged if isinstance(judged, NonMedia) else Media(judged, silent)
    types = _loose(head, file, extension)
    if types:
        return Media(types)
    foreign = foreign_content(head)
    if foreign is not None:
        return foreign
    types = _streams(head, file.size) or _sought(head, file, extension)
    return Media(types) if types else None


def _text(text: str, head: bytes, size: int, extension: str) -> Media | NonMedia:
    """Judge text: letters at its start are a signature only of a format that is text itself."""
    types = _signature(head, is_text=True) or _netpbm(head, size, is_text=True)
    if types:
        return Media(types)
    foreign = foreign_content(head, is_text=True)
    if foreign is not None:
        return foreign
    return Media(("image/svg+xml",)) if is_svg(text, named_svg=extension == "svg") else foreign_text(text)


def _tag_length(data: bytes) -> int:
    """Return the length of the ID3v2 tag at the start, with its footer; 0 when there is none (id3.org)."""
    if len(data) < 10 or data[:3] != b"ID3" or data[3] not in {2, 3, 4} or max(data[6:10]) > 0x7F:
        return 0
    length = data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9]
    return 10 + length + (10 if data[5] & 0x10 else 0)


def _behind_tag(file: BoundedFile, at: int, *, can_read: bool) -> Media | NonMedia | None:
    """Judge what an ID3 tag stands in front of: it makes nothing an MP3."""
    data = b""
    try:
        for _ in range(4):  # some programs put one tag in front of another
            data = file.take(at, max(0, min(HEAD_BYTES, file.size - at)))
            if (more := _tag_length(data)) == 0:
                break
            at += more
    except NotThere:
        return None if can_read or at >= file.size else Media(_BEHIND_TAG)
    padding = len(data) - len(data.lstrip(b"\0"))
    rest = data[padding:]
    at += padding
    shifted = BoundedFile(lambda start, count: file.take(at + start, count), file.size - at)
    found = _content(rest, shifted, "") if rest else None
    if isinstance(found, Media):
        sound = tuple(name for name in found.types if name.startswith("audio/"))
        row = format_for_type(found.types[0])
        return Media(sound) if sound else NonMedia(_TAGGED, inside=row.label if row else found.types[0])
    return found or (Media(types) if (types := _sought(rest, shifted, "mp3")) else None)


_TAGGED = N_("a file with a music tag in front ({format})")


def _signature(head: bytes, *, is_text: bool = False) -> Types:
    chunk = head[:4] + b"????" + head[8:12]
    for mark, types in _BY_SIGNATURE:
        believed = not is_text or not mark.isascii() or types[0] in _OF_TEXT
        if believed and (head.startswith(mark) or chunk == mark):
            return types
    return ()


def _plain(head: bytes, size: int) -> Types:
    """Judge formats whose signature is too short to be believed alone."""
    return (
        _bmp(head)
        or _icon(head, size)
        or _netpbm(head, size)
        or _jpeg_2000(head)
        or _flv(head)
        or _tracker(head)
    )


def _streams(head: bytes, size: int) -> Types:
    if is_adts(head, size):
        return ("audio/aac",)
    return transport_stream(head) or (("audio/mpeg",) if is_mpeg_audio(head, size) else ())


def _sought(head: bytes, file: BoundedFile, extension: str) -> Types:
    """Judge streams without a file header by the name and by where they begin."""
    row = format_for_extension(extension)
    if row is None:
        return ()
    if not (found := sought_stream(head, row.mime_type)):
        with suppress(NotThere):
            found = sought_stream(file.take(0, min(file.size, _SOUGHT_BYTES)), row.mime_type)
    return (row.mime_type,) if found else ()


def _loose(head: bytes, file: BoundedFile, extension: str) -> Types:
    """Judge what has a few odd bytes where others have text, and by name what has not even these."""
    if head.startswith(b"\x00\x00\x01\xba"):
        return program_stream(file)
    found = next((name for name, is_one in _LOOSE if is_one(head)), "")
    if not found and extension in {"ac3", "eac3"} and head.startswith(b"\x0b\x77"):
        found = "audio/ac3"
    if not found and extension in {"tga", "icb", "vda", "vst"} and _is_tga(head):
        found = "image/x-tga"
    return (found,) if found else ()


def _is_flic(head: bytes) -> bool:
    return head[4:6] in {b"\x11\xaf", b"\x12\xaf"} and head[6:8] != b"\0\0" and head[12:14] == b"\x08\x00"


def _is_ape(head: bytes) -> bool:
    """Return whether a version follows, as 3990 for 3.99: "MAC " alone begins texts, too."""
    return head[:4] == b"MAC " and 3_000 <= int.from_bytes(head[4:6], "little") < 5_000


def _is_pcx(head: bytes) -> bool:
    short = len(head) < 128 or head[0] != 10
    return (
        not short
        and head[1] in {0, 2, 3, 4, 5}
        and head[2] <= 1
        and head[3] in {1, 2, 4, 8}
        and head[64] == 0
    )


_SGI: Final = frozenset({b"\x00\x01", b"\x01\x01", b"\x00\x02", b"\x01\x02"})
"""How the pixels of an SGI image are stored, and the bytes of each."""
_LOOSE: Final[tuple[tuple[str, Callable[[bytes], bool]], ...]] = (
    ("video/dv", is_dv),
    ("video/x-flic", _is_flic),
    ("image/emf", lambda head: head[:4] == b"\x01\x00\x00\x00" and head[40:44] == b" EMF"),
    ("image/x-sgi", lambda head: head[:2] == b"\x01\xda" and head[2:4] in _SGI),
    ("image/vnd.zbrush.pcx", _is_pcx),
    ("audio/x-ape", _is_ape),
    ("audio/x-dff", lambda head: head[:4] == b"FRM8" and head[12:16] == b"DSD "),
)


def _bmp(head: bytes) -> Types:
    """Two letters are no signature (BMW…): the length of the header behind them must be one that exists."""
    mark = head[:2]
    if len(head) < 18:
        return ()
    if mark == b"BA" and (head[14:16] in _OS2_MARKS or head[14:16] == b"BM"):
        return ("image/x-os2-graphics",)
    known = mark == b"BM" or mark in _OS2_MARKS
    if not known or struct.unpack_from("<I", head, 14)[0] not in _BMP_HEADERS:
        return ()
    return ("image/bmp",) if mark == b"BM" else ("image/x-os2-graphics",)


def _icon(head: bytes, size: int) -> Types:
    """Judge an icon or cursor: nearly all zeros, so its first entry must point into the file."""
    if head[:4] not in {b"\x00\x00\x01\x00", b"\x00\x00\x02\x00"} or len(head) < 22:
        return ()
    count, length, offset = struct.unpack_from("<H8xII", head, 4)
    if not (0 < count < 1000 and head[9] == 0 and length > 0 and 6 + 16 * count <= offset <= size - length):
        return ()
    return ("image/vnd.microsoft.icon",) if head[2] == 1 else ("image/x-win-bitmap",)


def _netpbm(head: bytes, size: int, *, is_text: bool = False) -> Types:
    """Judge PBM, PGM, PPM, PAM and PFM (netpbm's manual); in text only what has the length it names."""
    if head.startswith(b"P7 332\n#") or (_PAM.match(head) and b"\nENDHDR\n" in head):
        return ("image/x-portable-arbitrarymap",)
    if not is_text and _PFM.match(head):
        return ("image/x-portable-floatmap",)
    found = _NETPBM.match(head)
    if found is None:
        return ()
    form, width, height, *most = (int(number) for number in found.groups() if number is not None)
    samples = width * height * (3 if form in {3, 6} else 1)
    largest = most[0] if most else 1
    if not (samples and 0 < largest < 65_536):
        return ()
    raster = size - found.end()
    if form <= 3:
        # Nothing but numbers, and as many as the header promises: of one digit, and but in a PBM a space.
        rest = re.sub(rb"#[^\n]*+", b"", head[found.end() :])
        likely = is_text and raster >= (samples if form == 1 else 2 * samples - 1)
        likely = likely and not rest.translate(None, b"01 \t\r\n" if form == 1 else b"0123456789 \t\r\n")
    else:
        length = (width + 7) // 8 * height if form == 4 else samples * (1 if largest < 256 else 2)
        likely = not is_text or 0 <= raster - length <= 2  # some programs end with empty lines
    return (f"image/x-portable-{('bitmap', 'graymap', 'pixmap')[(form - 1) % 3]}",) if likely else ()


def _jpeg_2000(head: bytes) -> Types:
    """JPEG 2000 (ISO 15444): the brand tells pictures, compounds and films apart."""
    if not head.startswith(b"\x00\x00\x00\x0cjP  \r\n\x87\n"):
        return ()
    brands = {b"jpx ": "image/jpx", b"jpm ": "image/jpm", b"mjp2": "video/mj2"}
    return (brands.get(head[20:24], "image/jp2"),)


def _flv(head: bytes) -> Types:
    if not head.startswith(b"FLV\x01") or len(head) < 9:
        return ()
    return ("audio/x-flv",) if head[4] & 5 == 4 else ("video/x-flv",)


def _tracker(head: bytes) -> Types:
    if head[44:48] == b"SCRM" and head[28:30] == b"\x1a\x10":
        return ("audio/x-s3m",)
    return (
        ("audio/x-mod",) if head[1080:1084] in {b"M.K.", b"M!K!", b"FLT4", b"4CHN", b"6CHN", b"8CHN"} else ()
    )


def _is_tga(head: bytes) -> bool:
    """Return whether the header of a TGA is possible; there is no signature at its start."""
    return (
        len(head) > 18
        and head[1] <= 1
        and head[2] in {1, 2, 3, 9, 10, 11}
        and head[16] in {8, 15, 16, 24, 32}
        and head[12:14] != b"\0\0" != head[14:16]
    )
