"""Which media a container holds: ISO base media (mp4, mov, heic …), Matroska, Ogg and ASF, by its head.

Each function takes the head of a file and returns the MIME types that it can be, the likeliest first, or
an empty tuple when it is not that container. Where several are possible, the file's extension decides.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

Types = tuple[str, ...]

_MP4: Types = ("video/mp4", "audio/mp4", "video/quicktime", "video/3gpp", "video/3gpp2")

_BRANDS: dict[bytes, Types] = {
    b"qt  ": ("video/quicktime",),
    b"M4A ": ("audio/mp4",),
    b"M4B ": ("audio/mp4",),
    b"M4P ": ("audio/mp4",),
    b"F4A ": ("audio/mp4",),
    b"F4B ": ("audio/mp4",),
    b"M4V ": ("video/mp4",),
    b"M4VH": ("video/mp4",),
    b"M4VP": ("video/mp4",),
    b"F4V ": ("video/mp4",),
    b"crx ": ("image/x-canon-cr3",),
    b"avif": ("image/avif",),
    b"avis": ("image/avif",),
    b"heic": ("image/heic",),
    b"heix": ("image/heic",),
    b"heim": ("image/heic",),
    b"heis": ("image/heic",),
    b"hevc": ("image/heic",),
    b"hevx": ("image/heic",),
    b"hevm": ("image/heic",),
    b"hevs": ("image/heic",),
}
_STILL_BRANDS = frozenset(brand for brand, types in _BRANDS.items() if types[0].startswith("image/"))
_GENERAL_IMAGE_BRANDS = (b"mif1", b"mif2", b"msf1", b"miaf")
_FIRST_BOXES = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp", b"moof"})


def iso_media(head: bytes, size: int) -> Types:
    """Judge an ISO base media file by its brands, and by its tracks where the brands leave it open.

    `size` is the whole file's, in bytes.
    """
    box = head[4:8]
    (length,) = struct.unpack(">I", head[:4]) if len(head) >= 4 else (0,)
    if box == b"ftyp":
        major, brands = head[8:12], _brands(head, length)
        return _by_brand(major, brands) or _by_tracks(head)
    # QuickTime files from before `ftyp`. The length must fit, or "Fat-free milk" would be a film.
    if box in _FIRST_BOXES and (8 <= length <= size or length in (0, 1)):
        return ("video/mp4",) if box in {b"styp", b"moof"} else ("video/quicktime", "video/mp4", "audio/mp4")
    return ()


def _brands(head: bytes, length: int) -> list[bytes]:
    end = min(length, len(head), 512)
    return [head[at : at + 4] for at in range(16, end - 3, 4)]


def _by_brand(major: bytes, brands: list[bytes]) -> Types:
    if major in _BRANDS:
        return _BRANDS[major]
    if major.startswith((b"3gp", b"3ge", b"3gg", b"3gr", b"3gs")):
        return ("video/3gpp",)
    if major.startswith(b"3g2"):
        return ("video/3gpp2",)
    if major in _GENERAL_IMAGE_BRANDS:
        return next((_BRANDS[brand] for brand in brands if brand in _STILL_BRANDS), ("image/heif",))
    return ()


def _by_tracks(head: bytes) -> Types:
    handlers, complete = _handlers(head)
    if b"vide" in handlers:
        return tuple(name for name in _MP4 if not name.startswith("audio/"))
    if complete and b"soun" in handlers:
        return ("audio/mp4",)
    return _MP4


def _handlers(head: bytes) -> tuple[set[bytes], bool]:
    """Return what the tracks hold (`vide`, `soun` …), and whether the whole `moov` was in the head."""
    found: set[bytes] = set()
    complete = False
    for name, start, end in _boxes(head, 0, len(head)):
        if name != b"moov":
            continue
        complete = end <= len(head)
        for track, track_start, track_end in _boxes(head, start, end):
            if track == b"trak":
                found |= _track_handlers(head, track_start, track_end)
    return found, complete


def _track_handlers(head: bytes, start: int, end: int) -> set[bytes]:
    return {
        head[hdlr_start + 8 : hdlr_start + 12]
        for media, media_start, media_end in _boxes(head, start, end)
        if media == b"mdia"
        for name, hdlr_start, _ in _boxes(head, media_start, media_end)
        if name == b"hdlr"
    }


def _boxes(head: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield (name, start of content, end) of the boxes between two offsets, as far as the head goes."""
    at = start
    while at + 8 <= min(end, len(head)):
        length, name = struct.unpack_from(">I4s", head, at)
        content = at + 8
        if length == 1 and at + 16 <= len(head):
            (length,) = struct.unpack_from(">Q", head, content)
            content += 8
        if length < content - at:
            return
        yield name, content, at + length
        at += length


_CLUSTER = b"\x1f\x43\xb6\x75"
"""Starts the frames; the list of tracks is complete before it."""
_CODEC = re.compile(rb"\x86[\x81-\xff]([VA])_[A-Z]")


def matroska(head: bytes) -> Types:
    """Judge an EBML file: WebM or Matroska by its DocType, sound only when no track is a picture's."""
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return ()
    # DocType is element 0x4282 of the EBML header, which is never longer than this.
    kind = "webm" if re.search(rb"\x42\x82[\x81-\xff]webm", head[:128]) else "x-matroska"
    video, audio = f"video/{kind}", f"audio/{kind}"
    codecs = set(_CODEC.findall(head))
    if b"V" in codecs:
        return (video,)
    if codecs and _CLUSTER in head:
        return (audio,)
    return (audio, video) if codecs else (video, audio)


_OGG_VIDEO = (b"\x80theora", b"BBCD\x00", b"OVP80", b"\x01video\x00")


def ogg(head: bytes) -> Types:
    """Judge an Ogg file: video when one of the streams that begin in it is video."""
    if not head.startswith(b"OggS"):
        return ()
    video = any(packet.startswith(_OGG_VIDEO) for packet in _ogg_first_packets(head))
    return ("video/ogg",) if video else ("audio/ogg",)


def _ogg_first_packets(head: bytes) -> Iterator[bytes]:
    """Yield the start of each stream's first packet: all streams begin before any goes on (RFC 3533)."""
    at = 0
    while head[at : at + 4] == b"OggS" and at + 27 <= len(head) and head[at + 5] & 2:
        segments = head[at + 26]
        body = at + 27 + segments
        yield head[body : body + 16]
        at = body + sum(head[at + 27 : body])


_ASF_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_VIDEO = bytes.fromhex("c0ef19bc4d5bcf11a8fd00805f5c442b")
_ASF_AUDIO = bytes.fromhex("409e69f84d5bcf11a8fd00805f5c442b")


def asf(head: bytes) -> Types:
    """Judge a Windows Media file by the streams that its header lists, or leave it to the name."""
    if not head.startswith(_ASF_HEADER) or len(head) < 24:
        return ()
    if _ASF_VIDEO in head:
        return ("video/x-ms-wmv",)
    (header_length,) = struct.unpack_from("<Q", head, 16)
    if _ASF_AUDIO in head and header_length <= len(head):
        return ("audio/x-ms-wma",)
    return ("video/x-ms-wmv", "audio/x-ms-wma")
