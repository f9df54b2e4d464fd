"""Which media a container or stream holds: ISO base media, Matroska, Ogg, RIFF, ASF, MPEG, AAC, DV.

Each function returns the MIME types that a file can be, the likeliest first, or an empty tuple when it is
not that container. Where several are possible, the file's extension decides. What stands behind the head is
read by `BoundedFile`: few bytes, in a bounded number of places.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from layers_desktop.core.translation import N_
from layers_desktop.media.bounded_reader import BoundedFile, NotThere
from layers_desktop.media.non_media import NonMedia

Types = tuple[str, ...]
_SUBTITLES = NonMedia(N_("a file of subtitles"))


# ISO base media (ISO/IEC 14496-12), QuickTime, HEIF (23008-12), 3GPP (TS 26.244)

_MP4: Types = ("video/mp4", "video/quicktime", "video/3gpp", "video/3gpp2")
"""Files of these four differ in brands that programs often write wrongly: their extension decides."""
_SOUND_OF: dict[str, str] = {
    "video/mp4": "audio/mp4",
    "video/quicktime": "audio/mp4",  # no audio type is registered for QuickTime; MPEG-4 grew out of it
    "video/3gpp": "audio/3gpp",
    "video/3gpp2": "audio/3gpp2",
}
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B "})
_IMAGE_BRANDS: dict[bytes, str] = {
    b"crx ": "image/x-canon-cr3",
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"), "image/heic"),
    **dict.fromkeys(
        (b"mif1", b"mif2", b"mif3", b"msf1", b"miaf", b"1pic", b"avci", b"avcs", b"j2ki", b"j2is"),
        "image/heif",
    ),
    **dict.fromkeys((b"jpeg", b"jpgs", b"vvic", b"vvis", b"evbi", b"evbs", b"unif"), "image/heif"),
}
"""Registered at mp4ra.org. The general name is the last resort: a codec's own brand says more."""
_FILM_BRANDS = (
    b"iso", b"mp4", b"mp7", b"avc1", b"hvc1", b"hev1", b"av01", b"dash", b"cmf", b"msdh", b"msix", b"isml",
    b"M4V", b"F4V", b"f4v", b"MSNV", b"XAVC", b"ND", b"piff", b"mmp4", b"dby1", b"CAEP", b"pana",
)  # fmt: skip
"""Prefixes of brands whose files are films or sound."""
_FIRST_BOXES = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp", b"moof"})
_BOXES = _FIRST_BOXES | {b"PICT", b"uuid", b"udta", b"meta", b"sidx", b"emsg", b"prft", b"mfra"}
_IN_MOOV = frozenset({b"mvhd", b"trak", b"cmov", b"rmra"})
_WORDS = frozenset({b"text", b"sbtl", b"subt", b"clcp", b"subp"})
"""Tracks of subtitles."""


@dataclass(slots=True)
class _Tracks:
    handlers: set[bytes] = field(default_factory=set)
    """What the tracks hold: `vide`, `soun` …"""
    complete: bool = False
    """Whether all tracks were looked at."""
    still: bool = False
    """Whether the file as a whole is a picture: a `meta` box with the handler `pict`."""
    index: bool = False
    """Whether there is a `moov` that begins as one does."""
    in_step: bool = False
    """Whether boxes that are known follow each other, as far as the file goes."""


def iso_media(file: BoundedFile, extension: str = "") -> tuple[Types | NonMedia, bool]:
    """Judge an ISO base media file by its tracks, and by its brands where these leave it open.

    Returns its types, and whether it surely has no sound. A file without `ftyp` and `moov`, as of a camera
    that lost its power, is one only with the extension of QuickTime.
    """
    try:
        length, box, major = file.unpack(">I4s4s", 0)
    except NotThere:
        return (), False
    if box == b"ftyp":
        return _by_tracks(_tracks(file), major, _brands(file, length))
    # QuickTime files from before `ftyp`. The length must fit, or "Fat-free milk" would be a film.
    if box not in _FIRST_BOXES or not (8 <= length <= file.size or length in (0, 1)):
        return (), False
    tracks, segment = _tracks(file), box in {b"styp", b"moof"}
    if not tracks.index and not (tracks.in_step and (segment or extension in {"mov", "qt"})):
        return (), False
    return _by_tracks(tracks, b"iso5" if segment else b"qt  ", [])


def _by_tracks(tracks: _Tracks, major: bytes, brands: list[bytes]) -> tuple[Types | NonMedia, bool]:
    films = _films(major, brands)
    sound = (_SOUND_OF[(films or _MP4)[0]],)
    heard = b"soun" in tracks.handlers
    if major in _IMAGE_BRANDS and (tracks.still or b"vide" not in tracks.handlers or major == b"crx "):
        # A CR3 keeps its pictures as tracks; the alpha of a moving AVIF is one, too.
        return (_image_type([major, *brands]), *(sound if heard else ())), not heard
    if tracks.handlers & {b"vide", b"auxv"}:
        films = films or _MP4
        # The pictures may be a cover and chapters: the name decides, and where it does not, the brand.
        both = sound + films if major in _SOUND_BRANDS else films + sound
        return (both, False) if heard else (films, tracks.complete)
    if tracks.complete and tracks.handlers and tracks.handlers <= _WORDS:
        return _SUBTITLES, True
    if (heard and tracks.complete) or (major in _SOUND_BRANDS and not tracks.still):
        return sound, False
    if tracks.still or (not films and any(brand in _IMAGE_BRANDS for brand in brands)):
        return (_image_type(brands),), True
    # Nobody's brand, and nothing inside that tells: it is not taken for a film.
    return (films[:1] + sound + films[1:] if films else ()), False


def _brands(file: BoundedFile, length: int) -> list[bytes]:
    try:
        listed = file.take(16, max(0, min(length, file.size, 512) - 16))
    except NotThere:
        return []
    return [listed[at : at + 4] for at in range(0, len(listed) - 3, 4)]


def _image_type(brands: list[bytes]) -> str:
    """Return the type of a picture by the brand that says most."""
    names = (_IMAGE_BRANDS.get(brand, "image/heif") for brand in brands)
    return next((name for name in names if name != "image/heif"), "image/heif")


def _films(major: bytes, brands: list[bytes]) -> Types:
    """Return what a file is called if it holds a film; nothing for brands that nobody knows."""
    if major == b"qt  ":
        return ("video/quicktime",)
    if major.startswith((b"3gp", b"3ge", b"3gg", b"3gr", b"3gs", b"3gh", b"3gm", b"3gt")):
        return ("video/3gpp",)
    if major.startswith(b"3g2"):
        return ("video/3gpp2",)
    if major.startswith((b"M4V", b"F4V", b"f4v")):
        return ("video/mp4",)
    known = any(brand.startswith((*_FILM_BRANDS, b"3g", b"qt  ")) for brand in (major, *brands))
    return _MP4 if known else ()


def _tracks(file: BoundedFile) -> _Tracks:
    """Look for `moov` and `meta` among the boxes of the whole file, wherever they stand."""
    found = _Tracks()
    try:
        names = set()
        for name, start, end in file.boxes(0, file.size):
            names.add(name)
            if name == b"meta":
                found.still = _handler(file, start + 4, end) == b"pict"
            elif name == b"moov":
                for track, track_start, track_end in file.boxes(start, end):
                    found.index |= track in _IN_MOOV
                    if track == b"trak":
                        found.handlers |= _track_handlers(file, track_start, track_end)
                found.complete = end <= file.size
                break
        found.in_step = names <= _BOXES - {b"moov"}
    except NotThere:
        pass  # cut off, damaged, or too long a search: what was found counts
    return found


def _track_handlers(file: BoundedFile, start: int, end: int) -> set[bytes]:
    return {
        _handler(file, media_start, media_end)
        for media, media_start, media_end in file.boxes(start, end)
        if media == b"mdia"
    }


def _handler(file: BoundedFile, start: int, end: int) -> bytes:
    return next((file.take(at + 8, 4) for name, at, _ in file.boxes(start, end) if name == b"hdlr"), b"")


# Matroska and WebM (RFC 8794, RFC 9559)

_EBML = 0x1A45DFA3
_DOC_TYPE = 0x4282
_SEGMENT = 0x18538067
_TRACKS = 0x1654AE6B
_TRACK_ENTRY = 0xAE
_CODEC_ID = 0x86


def matroska(file: BoundedFile) -> tuple[Types | NonMedia, bool]:
    """Judge an EBML file: WebM or Matroska by its DocType, sound only when no track is a picture's.

    Returns its types, and whether it surely has no sound.
    """
    try:
        number, start, end = _element(file, 0)
        if number != _EBML:
            return (), False
        doc_type = _doc_type(file, start, end)
    except NotThere:
        return (), False
    if doc_type not in {b"webm", b"matroska"}:
        return (), False
    kind = "webm" if doc_type == b"webm" else "x-matroska"
    video, audio = f"video/{kind}", f"audio/{kind}"
    codecs, complete = _codecs(file, end)
    if b"V_" in codecs:
        return (video,), complete and b"A_" not in codecs
    if b"A_" in codecs:
        return ((audio,) if complete else (audio, video)), False
    return (_SUBTITLES, True) if complete and b"S_" in codecs else ((video, audio), False)


def _doc_type(file: BoundedFile, start: int, end: int) -> bytes:
    for name, content, after in _elements(file, start, end):
        if name == _DOC_TYPE:
            return file.take(content, min(after - content, 16)).rstrip(b"\0")
    return b"matroska"  # the default


def _codecs(file: BoundedFile, segment: int) -> tuple[set[bytes], bool]:
    """Return the kinds of the tracks (`V_`, `A_` …), and whether all of them were looked at."""
    codecs: set[bytes] = set()
    try:
        for name, content, after in _elements(file, *_element(file, segment)[1:]):
            if name == _TRACKS:
                for entry, start, end in _elements(file, content, after):
                    if entry == _TRACK_ENTRY:
                        fields = _elements(file, start, end)
                        codecs |= {file.take(at, 2) for field, at, _ in fields if field == _CODEC_ID}
                return codecs, True
    except NotThere:
        pass  # what was found counts
    return codecs, False


def _elements(file: BoundedFile, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    at = start
    while at < end:
        name, content, after = _element(file, at)
        yield name, content, after
        at = after


def _element(file: BoundedFile, at: int) -> tuple[int, int, int]:
    """Return (id, start of content, end) of an element; one of unknown length reaches to the end."""
    head = file.take(at, min(12, file.size - at))
    id_length = 9 - head[0].bit_length() if head else 9
    if id_length > 4 or len(head) <= id_length:
        raise NotThere
    width = 9 - head[id_length].bit_length()
    content = at + id_length + width
    if width > 8 or id_length + width > len(head):
        raise NotThere
    largest = (1 << 7 * width) - 1
    length = int.from_bytes(head[id_length : id_length + width], "big") & largest
    end = file.size if length == largest else content + length
    return int.from_bytes(head[:id_length], "big"), content, end


# Ogg (RFC 3533)

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


# AVI, a RIFF of streams

_AVI_STREAM = re.compile(rb"strh.{4}(vids|auds|iavs)", re.DOTALL)


def avi(head: bytes) -> Types:
    """Judge an AVI file: sound when its streams, listed before the first picture, are nothing else."""
    if head[:4] not in {b"RIFF", b"RIFX"} or head[8:12] != b"AVI ":
        return ()
    listed = b"LIST" in head and b"movi" in head
    only_sound = listed and set(_AVI_STREAM.findall(head)) == {b"auds"}
    return ("audio/x-msvideo",) if only_sound else ("video/x-msvideo",)


# ASF

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


# Streams without a file header: MPEG audio, AAC, DV and MPEG's transport and program streams. Two or three
# bits of sync are no proof, so each is believed only when the next frame stands where the first one says.

_BIT_RATES: dict[tuple[bool, int], tuple[int, ...]] = {
    # (MPEG 1?, layer) → kbit/s of index 1 to 14 (ISO 11172-3, 13818-3)
    (True, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def mpeg_audio_frame(head: bytes, at: int = 0) -> int:
    """Return the length in bytes of the MPEG audio frame (mp3, mp2) at an offset, 0 when there is none."""
    if len(head) < at + 4 or head[at] != 0xFF or head[at + 1] & 0xE0 != 0xE0:
        return 0
    version, layer = (head[at + 1] >> 3) & 3, 4 - ((head[at + 1] >> 1) & 3)
    rate_index, sample_index, padding = head[at + 2] >> 4, (head[at + 2] >> 2) & 3, (head[at + 2] >> 1) & 1
    if version == 1 or layer == 4 or rate_index in (0, 15) or sample_index == 3:
        return 0
    mpeg1 = version == 3
    bits = _BIT_RATES[mpeg1, layer][rate_index - 1] * 1000
    sample_rate = _SAMPLE_RATES[version][sample_index]
    if layer == 1:
        return (12 * bits // sample_rate + padding) * 4
    samples_per_byte = 144 if mpeg1 or layer == 2 else 72
    return samples_per_byte * bits // sample_rate + padding


def adts_frame(head: bytes, at: int = 0) -> int:
    """Return the length in bytes of the ADTS frame (AAC) at an offset, 0 when there is none."""
    if len(head) < at + 6 or head[at] != 0xFF or head[at + 1] & 0xF6 != 0xF0:
        return 0
    if (head[at + 2] >> 2) & 15 > 12:
        return 0
    length = (head[at + 3] & 3) << 11 | head[at + 4] << 3 | head[at + 5] >> 5
    return length if length > 7 else 0


def is_mpeg_audio(head: bytes, size: int) -> bool:
    """Return whether two MPEG audio frames follow each other at the start, or one is all there is to hear."""
    length = mpeg_audio_frame(head)
    alone = length == size or head[length : length + 3] == b"TAG"
    return length > 0 and (alone or mpeg_audio_frame(head, length) > 0)


def holds_frames(data: bytes, frame: Callable[[bytes, int], int]) -> bool:
    """Return whether two frames follow each other anywhere: something else may stand in front."""
    at = data.find(b"\xff")
    while at >= 0:
        length = frame(data, at)
        if length and frame(data, at + length):
            return True
        at = data.find(b"\xff", at + 1)
    return False


def sought_stream(data: bytes, mime_type: str) -> bool:
    """Return whether a stream of this type begins somewhere: players skip what stands in front."""
    match mime_type:
        case "audio/mpeg":
            return holds_frames(data, mpeg_audio_frame)
        case "audio/aac":
            return holds_frames(data, adts_frame)
        case "video/mpeg":  # a pack header, or the header of a sequence
            return b"\x00\x00\x01\xba" in data or b"\x00\x00\x01\xb3" in data
    return False


def is_adts(head: bytes, size: int) -> bool:
    """Return whether two ADTS frames follow each other at the start, or one is the whole file."""
    length = adts_frame(head)
    return length > 0 and (length == size or adts_frame(head, length) > 0)


_TS_PACKETS = (188, 192, 204)
_TS_ENOUGH = 5


def transport_stream(head: bytes) -> tuple[str, ...]:
    """Return what an MPEG transport stream holds; nothing where its sync byte 0x47 has no rhythm.

    Packets are 188 bytes, with a time stamp in front 192 (m2ts), with error correction 204, from wherever the
    recording began. Text is to be ruled out before: a page full of the letter G has the same rhythm.
    """
    for step in _TS_PACKETS:
        for start in range(step):
            marks = head[start::step]
            if len(marks) >= _TS_ENOUGH and marks.count(0x47) == len(marks):
                kinds = _elementary_streams([head[at : at + 188] for at in range(start, len(head), step)])
                return ("audio/mp2t",) if kinds and kinds <= _TS_SOUND else ("video/mp2t",)
    return ()


_TS_SOUND = frozenset({0x03, 0x04, 0x0F, 0x11, 0x1C, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87})
"""Stream types of MPEG audio, AAC, AC-3 and DTS (ISO 13818-1, table 2-34; ATSC A/53)."""


def _elementary_streams(packets: list[bytes]) -> set[int]:
    """Return the types of the streams that the first program maps list (ISO 13818-1, 2.4.4)."""
    maps: set[int] = set()
    kinds: set[int] = set()
    for packet in packets:
        number = int.from_bytes(packet[1:3], "big")
        section = _section(packet) if number & 0x4000 else b""
        end = 3 + (int.from_bytes(section[1:3], "big") & 0xFFF) - 4  # without its checksum
        if len(section) < max(end, 12):
            continue
        if number & 0x1FFF == 0 and section[0] == 0:
            entries = (section[at : at + 4] for at in range(8, end - 3, 4))
            maps |= {int.from_bytes(one[2:], "big") & 0x1FFF for one in entries if one[:2] != b"\0\0"}
        elif number & 0x1FFF in maps and section[0] == 2:
            at = 12 + (int.from_bytes(section[10:12], "big") & 0xFFF)
            while at + 5 <= end:
                kinds.add(section[at])
                at += 5 + (int.from_bytes(section[at + 3 : at + 5], "big") & 0xFFF)
    return kinds


def _section(packet: bytes) -> bytes:
    """Return the table that begins in a packet, behind its header, adaptation field and pointer."""
    at = 4
    if len(packet) > 5 and packet[3] & 0x20:
        at += 1 + packet[4]
    return packet[at + 1 + packet[at] :] if at < len(packet) and packet[3] & 0x10 else b""


def is_dv(head: bytes) -> bool:
    """Return whether a raw DV stream begins: a header block, then a subcode block (IEC 61834-2)."""
    return head.startswith(b"\x1f\x07\x00") and len(head) > 80 and head[80] & 0xE0 == 0x20


_MOST_PACKETS = 500
"""Of a program stream; 2 KB each as a rule. A film shows a picture in the first few."""


def program_stream(file: BoundedFile) -> tuple[str, ...]:
    """Return what an MPEG program stream holds, by the packets that follow each other (ISO 13818-1, 2.5)."""
    heard, at = False, 0
    try:
        for _ in range(_MOST_PACKETS):
            mark = file.take(at, 4)
            code = mark[3]
            if mark[:3] != b"\x00\x00\x01":
                return ("video/mpeg", "audio/mpeg")  # out of step
            if code == 0xBA:  # pack header: 12 bytes in MPEG 1, 14 and stuffing in MPEG 2
                second = file.take(at + 4, 1)[0] & 0xC0 == 0x40
                at += 14 + (file.take(at + 13, 1)[0] & 7) if second else 12
                continue
            if code == 0xB9:  # the end
                break
            if 0xE0 <= code <= 0xEF or code == 0xFD:
                return ("video/mpeg",)
            heard |= 0xC0 <= code <= 0xDF or code == 0xBD  # BD: AC-3 and its like
            at += 6 + file.unpack(">H", at + 4)[0]
    except NotThere:
        pass
    return ("audio/mpeg",) if heard else ("video/mpeg",)
