"""How loud a sound is, from its samples."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.media.bounded_reader import MOST_BYTES, MOST_READS
from layers_desktop.media.waveform import peaks_of
from tests.support.tables import for_each

QUIET, LOUD = 400, 800
"""Frames of silence, then of sound: the second two thirds are loud."""


def chunk(name: bytes, data: bytes, order: str = "<") -> bytes:
    return name + struct.pack(order + "I", len(data)) + data + b"\0" * (len(data) % 2)


def wav(
    samples: bytes, *, tag: int = 1, channels: int = 1, bits: int = 16, more: bytes = b"", length: int = 0
) -> bytes:
    frame = channels * bits // 8
    described = struct.pack("<HHIIHH", tag, channels, 8_000, 8_000 * frame, frame, bits) + more
    data = chunk(b"data", samples)
    if length:
        data = data[:4] + struct.pack("<I", length) + data[8:]
    body = b"WAVE" + chunk(b"fmt ", described) + chunk(b"LIST", b"odd") + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def aiff(samples: bytes, *, bits: int = 16, coding: bytes = b"") -> bytes:
    described = struct.pack(">hIh10s", 1, 1, bits, b"\0" * 10) + (coding + b"\0\0" if coding else b"")
    body = (b"AIFC" if coding else b"AIFF") + chunk(b"COMM", described, ">")
    body += chunk(b"SSND", b"\0" * 8 + samples, ">")
    return b"FORM" + struct.pack(">I", len(body)) + body


def peaks(data: bytes, mime_type: str = "audio/wav", columns: int = 3) -> tuple[float, ...] | None:
    return peaks_of(lambda at, count: data[at : at + count], len(data), mime_type, columns)


def half(number: int) -> bytes:
    """Loud in both directions, of so many bytes a sample."""
    return struct.pack("<q", -(1 << (8 * number - 2)))[:number]


SOUNDS = [
    wav(b"\0\0" * QUIET + half(2) * LOUD),
    wav(b"\0\0" * 2 * QUIET + half(2) * 2 * LOUD, channels=2),
    wav(b"\x80" * QUIET + b"\x20" * LOUD, bits=8),
    wav(b"\0" * 3 * QUIET + half(3) * LOUD, bits=24),
    wav(b"\0" * 4 * QUIET + half(4) * LOUD, bits=32),
    wav(struct.pack("<f", 0.0) * QUIET + struct.pack("<f", -0.5) * LOUD, tag=3, bits=32),
    wav(struct.pack("<d", 0.0) * QUIET + struct.pack("<d", 0.5) * LOUD, tag=3, bits=64),
    wav(b"\0\0" * QUIET + half(2) * LOUD, tag=0xFFFE, more=b"\x16\0" + b"\0" * 6 + b"\1\0" + b"\0" * 14),
    wav(b"\0\0" * QUIET + half(2) * LOUD, length=0xFFFFFFFF),
    b"RF64" + wav(b"\0\0" * QUIET + half(2) * LOUD, length=0xFFFFFFFF)[4:],
]


@for_each("data", SOUNDS)
def test_a_wav_is_quiet_and_loud_where_its_sound_is(data: bytes) -> None:
    assert peaks(data) == (0.0, 1.0, 1.0)


@for_each(
    "data",
    [
        aiff(b"\0\0" * QUIET + half(2)[::-1] * LOUD),
        aiff(b"\0" * QUIET + b"\xc0" * LOUD, bits=8),
        aiff(b"\0" * 3 * QUIET + half(3)[::-1] * LOUD, bits=24),
        aiff(b"\0\0" * QUIET + half(2) * LOUD, coding=b"sowt"),
        aiff(b"\0" * 4 * QUIET + struct.pack(">f", 0.5) * LOUD, bits=32, coding=b"fl32"),
    ],
)
def test_an_aiff_is_read_in_its_own_order(data: bytes) -> None:
    assert peaks(data, "audio/aiff") == (0.0, 1.0, 1.0)


def test_silence_is_flat_and_a_short_sound_fills_all_columns() -> None:
    assert peaks(wav(b"\0\0" * 900)) == (0.0, 0.0, 0.0)
    assert peaks(wav(half(2) * 2), columns=9) == (1.0,) * 9


def test_a_float_that_is_no_number_is_no_sound() -> None:
    odd = struct.pack("<fff", float("nan"), float("inf"), 0.5) * 300
    assert peaks(wav(odd, tag=3, bits=32)) == (1.0, 1.0, 1.0)


@for_each(
    "data",
    [
        b"",
        b"RIFF\0\0\0\0WAVE",
        wav(b"\0\0" * 9, tag=0x55),  # mp3 in a wav
        wav(b""),
        wav(b"\0" * 90, channels=0),
        wav(b"\0" * 90, bits=20),
        wav(b"\0" * 90, bits=0),
        wav(b"\0\0" * 900)[:40],
    ],
)
def test_what_cannot_be_told_has_no_wave(data: bytes) -> None:
    assert peaks(data) is None
    assert peaks(data, "audio/aiff") is None


def test_an_hour_is_not_read_whole() -> None:
    reads: list[int] = []
    head = wav(b"\0\0")[:-2]
    size = len(head) + 3_600 * 48_000 * 4
    head = head[:-4] + struct.pack("<I", size - len(head))

    def read(at: int, count: int) -> bytes:
        reads.append(count)
        return (head[at : at + count] + b"\1" * count)[:count]

    assert peaks_of(read, size, "audio/wav", 9) == (1.0,) * 9
    assert sum(reads) < 200_000


@given(
    good=st.sampled_from(SOUNDS),
    cut=st.integers(0, 3_000),
    junk=st.binary(max_size=40),
    at=st.integers(0, 80),
    mime_type=st.sampled_from(["audio/wav", "audio/aiff"]),
)
def test_a_spoilt_sound_is_contained(good: bytes, cut: int, junk: bytes, at: int, mime_type: str) -> None:
    data = (good[:at] + junk + good[at + len(junk) :])[: cut or None]
    costs: list[int] = []

    def read(at: int, count: int) -> bytes:
        piece = data[at : at + count]
        costs.append(len(piece))
        return piece

    found = peaks_of(read, len(data) * 2, mime_type, 9)
    assert found is None or (len(found) == 9 and all(0.0 <= peak <= 1.0 for peak in found))
    assert sum(costs) <= MOST_BYTES
    assert len(costs) <= MOST_READS
