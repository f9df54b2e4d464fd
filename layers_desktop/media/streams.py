"""Streams without a file header: MPEG audio, AAC, DV and MPEG's transport and program streams.

Two or three bits of sync are no proof, so each of these is believed only when the next frame stands where
the first one says it will.
"""

from __future__ import annotations

from collections.abc import Callable

from layers_desktop.media.bounded_reader import BoundedFile, NotThere

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
