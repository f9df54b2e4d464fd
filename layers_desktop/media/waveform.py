"""How loud an uncompressed sound (WAV, AIFF) is from its beginning to its end. Reads files, within bounds."""

from __future__ import annotations

import math
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from layers_desktop.media.bounded_reader import BoundedFile, NotThere, Read

WAVE_TYPES: Final = frozenset({"audio/wav", "audio/aiff"})
"""MIME types of which a waveform can be made."""
_PIECES: Final = 6
"""Pieces of the sound that are looked at for each column: an hour is not read whole."""
_PIECE_BYTES: Final = 2_048
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE


@dataclass(frozen=True, slots=True)
class _Sound:
    start: int
    length: int
    width: int
    """Bytes of a sample."""
    frame: int
    """Bytes of one sample of each channel."""
    big_endian: bool = False
    floating: bool = False
    unsigned: bool = False


def peaks_of(read: Read, size: int, mime_type: str, columns: int) -> tuple[float, ...] | None:
    """Return the loudest of each of `columns` parts, the loudest of all being 1; None where nobody can tell.

    May raise OSError.
    """
    file = BoundedFile(read, size)
    try:
        sound = _wav(file) if mime_type == "audio/wav" else _aiff(file)
        peaks = [_peak(file, sound, column, columns) for column in range(columns)]
    except NotThere:
        return None
    loudest = max(peaks)
    return tuple(peak / loudest for peak in peaks) if loudest > 0 else (0.0,) * columns


def _wav(file: BoundedFile) -> _Sound:
    head = file.take(0, 12)
    if head[:4] not in (b"RIFF", b"RF64", b"BW64") or head[8:] != b"WAVE":
        raise NotThere
    described: tuple[int, int, int] | None = None
    for name, start, end in file.chunks("<4sI", 12, file.size):
        if name == b"fmt ":
            tag, _channels, _rate, _bytes, frame, bits = file.unpack("<HHIIHH", start)
            if tag == _EXTENSIBLE:
                (tag,) = file.unpack("<H", start + 24)
            described = (tag, frame, bits)
        elif name == b"data":
            if described is None:
                break
            tag, frame, bits = described
            # A recorder that was cut off, or a file beyond 4 GB, says no length or a wrong one.
            return _checked(
                _Sound(
                    start, end - start, (bits + 7) // 8, frame, floating=tag == _FLOAT, unsigned=bits == 8
                ),
                known=tag in (_PCM, _FLOAT),
            )
    raise NotThere


def _aiff(file: BoundedFile) -> _Sound:
    head = file.take(0, 12)
    if head[:4] != b"FORM" or head[8:] not in (b"AIFF", b"AIFC"):
        raise NotThere
    described: tuple[int, int, bytes] | None = None
    place: tuple[int, int] | None = None
    for name, start, end in file.chunks(">4sI", 12, file.size):
        if name == b"COMM":
            channels, _frames, bits = file.unpack(">HIH", start)
            coding = file.take(start + 18, 4) if head[8:] == b"AIFC" else b"NONE"
            described = (channels, bits, coding)
        elif name == b"SSND":
            (offset,) = file.unpack(">I", start)
            place = (start + 8 + offset, end)
        if described and place:
            channels, bits, coding = described
            width = (bits + 7) // 8
            floating = coding.lower() in (b"fl32", b"fl64")
            return _checked(
                _Sound(
                    start=place[0],
                    length=place[1] - place[0],
                    width=width,
                    frame=width * channels,
                    big_endian=coding != b"sowt",
                    floating=floating,
                ),
                known=floating or coding in (b"NONE", b"twos", b"sowt"),
            )
    raise NotThere


def _checked(sound: _Sound, *, known: bool) -> _Sound:
    widths = (4, 8) if sound.floating else (1, 2, 3, 4)
    whole = sound.frame >= sound.width and sound.frame % max(sound.width, 1) == 0
    if not known or sound.width not in widths or not whole or sound.length < sound.frame:
        raise NotThere
    return sound


def _peak(file: BoundedFile, sound: _Sound, column: int, columns: int) -> float:
    """Return the loudest sample of some pieces of one part of the sound."""
    frames = sound.length // sound.frame
    first, last = frames * column // columns, max(frames * (column + 1) // columns, 1)
    room = max(_PIECE_BYTES // sound.frame, 1)
    loudest = 0.0
    for piece in range(_PIECES):
        at = first + (last - first) * piece // _PIECES
        count = min(room, max(last - at, 1), frames - at)
        if count > 0:
            data = file.take(sound.start + at * sound.frame, count * sound.frame)
            loudest = max(loudest, _loudest(data, sound))
    return loudest


def _loudest(data: bytes, sound: _Sound) -> float:
    if sound.floating:
        values = array("f" if sound.width == 4 else "d", data)
        if sound.big_endian == (sys.byteorder == "little"):
            values.byteswap()
        return min(max((abs(value) for value in values if math.isfinite(value)), default=0.0), 1.0)
    if sound.unsigned:
        return max(abs(max(data) - 128), abs(min(data) - 128)) / 128
    return _loudest_whole(data, sound)


def _loudest_whole(data: bytes, sound: _Sound) -> float:
    """Return the loudest of signed samples; of wide ones, the upper two bytes are enough to see."""
    if sound.width == 1:
        return _extent(array("b", data), 128)
    upper = bytearray(len(data) // sound.width * 2)
    high = 0 if sound.big_endian else sound.width - 1
    upper[0::2], upper[1::2] = data[high :: sound.width], data[1 if high == 0 else high - 1 :: sound.width]
    values = array("h", bytes(upper))
    if sys.byteorder == "little":
        values.byteswap()
    return _extent(values, 32_768)


def _extent(values: Sequence[int], full: int) -> float:
    return max(abs(max(values)), abs(min(values))) / full
