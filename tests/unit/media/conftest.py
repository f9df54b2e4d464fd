"""Tiny real files of each format, built byte by byte; and places on disk that are hard to read."""

from __future__ import annotations

import os
import random
import shutil
import struct
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


def _png() -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00\xff\x80\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _riff(form: bytes, body: bytes, mark: bytes = b"RIFF") -> bytes:
    return mark + struct.pack("<I", 4 + len(body)) + form + body


def _wav(mark: bytes = b"RIFF") -> bytes:
    fmt = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    return _riff(b"WAVE", fmt + b"data" + struct.pack("<I", 4) + b"\x80\x81\x80\x7f", mark)


def _box(name: bytes, *content: bytes, wide: bool = False) -> bytes:
    body = b"".join(content)
    if wide:
        return struct.pack(">I4sQ", 1, name, 16 + len(body)) + body
    return struct.pack(">I4s", 8 + len(body), name) + body


def _ftyp(major: bytes, *compatible: bytes) -> bytes:
    return _box(b"ftyp", major, bytes(4), *compatible)


def _moov(*handlers: bytes) -> bytes:
    tracks = [
        _box(
            b"trak",
            _box(b"tkhd", bytes(84)),
            _box(b"mdia", _box(b"mdhd", bytes(24)), _box(b"hdlr", bytes(8), handler, bytes(13))),
        )
        for handler in handlers
    ]
    return _box(b"moov", _box(b"mvhd", bytes(100)), *tracks)


def _mdat(length: int = 4) -> bytes:
    return _box(b"mdat", bytes(length))


def _meta(handler: bytes) -> bytes:
    return _box(b"meta", bytes(4), _box(b"hdlr", bytes(8), handler, bytes(13)))


def _packs(*streams: int) -> bytes:
    """Return an MPEG program stream: a pack of MPEG 2 in front of each packet, the first one stuffed."""
    packets = [b"\x00\x00\x01" + bytes([stream, 0, 6]) + bytes(6) for stream in streams]
    pack = b"\x00\x00\x01\xba\x44\x00\x04\x00\x04\x01\x00\x00\x03"
    return b"".join(pack + (b"\xf8" if n else b"\xf9\xff") + packet for n, packet in enumerate(packets)) + (
        b"\x00\x00\x01\xb9"
    )


def _id3(length: int) -> bytes:
    return b"ID3\x04\x00\x00" + bytes(length >> shift & 0x7F for shift in (21, 14, 7, 0)) + bytes(length)


def _jp2(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x0cjP  \r\n\x87\n" + _box(b"ftyp", brand, bytes(4), brand)


def _tga() -> bytes:
    return struct.pack("<BBBHHBHHHHBB", 0, 0, 2, 0, 0, 0, 0, 0, 1, 1, 24, 0) + b"\x00\x80\xff"


def _pcx() -> bytes:
    fields = struct.pack("<BBBB4H2H48sBBH", 10, 5, 1, 8, 0, 0, 0, 0, 72, 72, b"", 0, 1, 2)
    return fields.ljust(128, b"\0") + b"\x01\x80"


def _ebml(doc_type: bytes, *codecs: bytes, before: int = 0, cut: int = 0, wide: bool = False) -> bytes:
    """Return an EBML file; `before` zero bytes stand in front of its tracks, `cut` are missing at its end."""

    def element(number: bytes, content: bytes) -> bytes:
        length = len(content)
        size = bytes([0x40 | length >> 8, length & 255]) if wide or length > 126 else bytes([0x80 | length])
        return number + size + content

    header = element(b"\x1a\x45\xdf\xa3", element(b"\x42\x82", doc_type) if doc_type else b"")
    void = element(b"\xec", bytes(before)) if before else b""
    entries = [element(b"\xae", element(b"\x83", b"\x01") + element(b"\x86", codec)) for codec in codecs]
    tracks = element(b"\x16\x54\xae\x6b", b"".join(entries)) if codecs else b""
    whole = header + b"\x18\x53\x80\x67\xff" + void * 3 + tracks
    return whole[: len(whole) - cut] if cut else whole + b"\x1f\x43\xb6\x75\x80"


def _ogg(*first_packets: bytes) -> bytes:
    pages = b""
    for serial, packet in enumerate(first_packets):
        pages += struct.pack("<4sBBQIIIBB", b"OggS", 0, 2, 0, serial, 0, 0, 1, len(packet)) + packet
    return pages + struct.pack("<4sBBQIIIBB", b"OggS", 0, 0, 1, 0, 1, 0, 1, 1) + b"\x00"


def _mp3_frames(count: int) -> bytes:
    # MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes a frame.
    return (b"\xff\xfb\x90\x00" + bytes(413)) * count


def _mp2_frames() -> bytes:
    # MPEG 2 layer II, 64 kbit/s, 24 kHz: 144 · 64000 / 24000 = 384 bytes.
    return (b"\xff\xf5\x84\x00" + bytes(380)) * 3


def _layer_one_frames() -> bytes:
    # MPEG 1 layer I, 32 kbit/s, 48 kHz: 4 · 12 · 32000 / 48000 = 32 bytes.
    return (b"\xff\xff\x14\x00" + bytes(28)) * 3


def _adts_frames(count: int) -> bytes:
    # AAC LC, 44.1 kHz, stereo, 40 bytes a frame.
    return (b"\xff\xf1\x50\x80" + bytes([40 >> 3, (40 & 7) << 5 | 0x1F, 0xFC]) + bytes(33)) * count


def _transport_stream(packet: int = 188, lead: int = 0, count: int = 8) -> bytes:
    body = b"\x47\x40\x11\x10" + bytes(packet - 4)
    return bytes(lead) + body * count


def _program(*streams: int) -> bytes:
    """Return a transport stream whose program lists streams of these types."""

    def packet(number: int, table: bytes) -> bytes:
        return (b"\x47" + (0x4000 | number).to_bytes(2, "big") + b"\x10\x00" + table).ljust(188, b"\xff")

    def table(kind: int, content: bytes) -> bytes:
        return bytes([kind, 0xB0, 9 + len(content)]) + b"\x00\x01\xc1\x00\x00" + content + bytes(4)

    listed = b"".join(bytes([kind, 0xE1, n, 0xF0, 0]) for n, kind in enumerate(streams))
    begin = packet(0, table(0, b"\x00\x01\xf0\x00")) + packet(0x1000, table(2, b"\xe1\x00\xf0\x00" + listed))
    return begin + _transport_stream()


def _bmp() -> bytes:
    info = struct.pack("<IiiHHIIiiII", 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0)
    return struct.pack("<2sIHHI", b"BM", 58, 0, 0, 54) + info + b"\x00\x80\xff\x00"


def _icon() -> bytes:
    picture = _png()
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 1, 1, 0, 0, 1, 32, len(picture), 22) + picture


def _gzip(content: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=31)
    return compressor.compress(content) + compressor.flush()


_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
_ASF_VIDEO = "c0ef19bc4d5bcf11a8fd00805f5c442b"
_ASF_AUDIO = "409e69f84d5bcf11a8fd00805f5c442b"


def _asf(*streams: str, cut_off: bool = False) -> bytes:
    listed = b"".join(bytes.fromhex(stream) for stream in streams)
    length = 1_000_000 if cut_off else 30 + len(listed)
    header = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + struct.pack("<QI", length, 1)
    return header + b"\x01\x02" + listed


def _build() -> dict[str, bytes]:
    """Return every sample by its name: the extension, and what is special of it behind a hyphen."""
    return {
        "png": _png(),
        "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9",
        "gif": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        "webp": _riff(b"WEBP", b"VP8L\x01\x00\x00\x00\x2f\x00"),
        "bmp": _bmp(),
        "tiff": b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00",
        "tiff-big-endian": b"MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00",
        "ico": _icon(),
        "psd": b"8BPS\x00\x01" + bytes(6) + struct.pack(">HIIHH", 3, 1, 1, 8, 3),
        "jxl": b"\x00\x00\x00\x0cJXL \r\n\x87\n",
        "jxl-bare": b"\xff\x0a" + bytes(8),
        "jp2": _jp2(b"jp2 "),
        "jpx": _jp2(b"jpx "),
        "jpm": _jp2(b"jpm "),
        "mj2": _jp2(b"mjp2"),
        "jxr": b"II\xbc\x01\x20\x00\x00\x00",
        "exr": b"\x76\x2f\x31\x01\x02\x00\x00\x00" + bytes(40),
        "dds": b"DDS \x7c\x00\x00\x00" + bytes(120),
        "cur": b"\x00\x00\x02" + _icon()[3:],
        "os2-icon": struct.pack("<2sIHHI", b"CI", 26, 0, 0, 78) + struct.pack("<IHHHH", 12, 1, 2, 1, 1),
        "os2-icons": struct.pack("<2sIIHH", b"BA", 40, 0, 0, 0) + b"CI\x1a\x00\x00\x00" + bytes(20),
        "icns": b"icns\x00\x00\x00\x10TOC \x00\x00\x00\x08",
        "ilbm": b"FORM\x00\x00\x00\x04ILBM",
        "ilbm-of-a-player": b"FORM\x00\x00\x00\x0cIMAGIHDR\x00\x00\x00\x00",
        "pbm": b"P4\n# made by hand\n8 1\n\xaa",
        "pbm-text": b"P1\n# made by hand\n2 1\n0 1\n",
        "pgm": b"P5 1 1 255\n\x80",
        "pgm-text": b"P2\n1 1\n255\n128\n",
        "ppm": b"P6\n1\t1\n255\n\x00\x80\xff",
        "ppm-text": b"P3\n1 1\n255\n0 128 255\n",
        "pam": b"P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nENDHDR\n\x80",
        "pfm": b"Pf\n1 1\n-1.0\n\x00\x00\x80\x3f",
        "xcf": b"gimp xcf v011\x00" + bytes(12),
        "tga": _tga(),
        "pcx": _pcx(),
        "sgi": b"\x01\xda\x01\x01\x00\x02\x00\x01\x00\x01\x00\x01" + bytes(500),
        "sun": b"\x59\xa6\x6a\x95" + struct.pack(">7I", 1, 1, 8, 2, 1, 0, 0) + b"\x80\x00",
        "xpm": b'/* XPM */\nstatic char * dot[] = {"1 1 1 1", "a c #ffffff", "a"};',
        "qoi": b"qoif\x00\x00\x00\x01\x00\x00\x00\x01\x03\x00" + bytes(7) + b"\x01",
        "dpx-little-endian": b"XPDS\x80\x06\x00\x00V1.0" + bytes(40),
        "fits": b"SIMPLE  =                    T".ljust(80) + b"END".ljust(2800),
        "dpx": b"SDPX\x00\x00\x08\x00V1.0" + bytes(40),
        "jng": b"\x8bJNG\r\n\x1a\n" + bytes(24),
        "mng": b"\x8aMNG\r\n\x1a\n" + bytes(36),
        "djvu": b"AT&TFORM\x00\x00\x00\x04DJVU",
        "wmf": b"\xd7\xcd\xc6\x9a" + bytes(40),
        "emf": b"\x01\x00\x00\x00" + bytes(36) + b" EMF\x00\x00\x01\x00",
        "cr2": b"II*\x00\x10\x00\x00\x00CR\x02\x00" + bytes(20),
        "orf": b"IIRO\x08\x00\x00\x00",
        "rw2": b"IIU\x00\x18\x00\x00\x00",
        "crw": b"II\x1a\x00\x00\x00HEAPCCDR",
        "raf": b"FUJIFILMCCD-RAW 0201FF383501" + bytes(20),
        "mrw": b"\x00MRM\x00\x00\x00\x10",
        "x3f": b"FOVb\x00\x00\x02\x00",
        "svg": _SVG,
        "svg-long": b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- made by hand -->\n"
        b"<!DOCTYPE svg PUBLIC '-//W3C//DTD' 'svg.dtd' [<!ENTITY ns '&#38;'>]>\n<?style x?>\n<svg:svg xmlns:svg='http://www.w3.org/2000/svg'/>",
        "svg-utf16": _SVG.decode().encode("utf-16"),
        "svg-endless-comment": b"<?xml version='1.0'?><!-- " + b"x" * 40_000 + b" -->" + _SVG,
        "svgz": _gzip(_SVG),
        "gzip": _gzip(b"words"),
        "gzip-broken": b"\x1f\x8b\x08\xff\xff\x00",
        "heic": _ftyp(b"heic", b"mif1", b"heic") + _mdat(),
        "heic-general-brand": _ftyp(b"mif1", b"mif1", b"heic") + _mdat(),
        "heif": _ftyp(b"mif1", b"mif1", b"jpeg") + _mdat(),
        "heif-h264": _ftyp(b"avci", b"mif1", b"avci") + _meta(b"pict") + _mdat(),
        "heif-vvc": _ftyp(b"vvic", b"vvic") + _meta(b"pict") + _mdat(),
        "heif-unknown-brand": _ftyp(b"zzzz", b"zzzz") + _meta(b"pict") + _mdat(),
        "heif-unknown-major": _ftyp(b"zzzz", b"mif1", b"heic") + _mdat(),
        "film-unknown-brand": _ftyp(b"zzzz", b"zzzz") + _mdat(9) + _moov(b"vide"),
        "nothing-unknown-brand": _ftyp(b"zzzz", b"zzzz") + _mdat(),
        "avif": _ftyp(b"avif", b"mif1", b"avif") + _mdat(),
        "avif-general-brand": _ftyp(b"mif1", b"miaf", b"avif") + _mdat(),
        "avif-moving": _ftyp(b"avis", b"avif") + _meta(b"pict") + _moov(b"pict", b"auxv"),
        "heic-with-sound": _ftyp(b"heic", b"mif1") + _meta(b"pict") + _moov(b"soun", b"vide"),
        "heic-moving": _ftyp(b"hevc", b"msf1") + _moov(b"pict"),
        "film-image-brand": _ftyp(b"mif1", b"mif1", b"heic") + _mdat(9) + _moov(b"soun", b"vide"),
        "film-sound-brand": _ftyp(b"M4B ", b"M4A ") + _moov(b"soun", b"vide") + _mdat(),
        "film-sound-brand-silent": _ftyp(b"M4A ", b"mp42") + _moov(b"vide"),
        "m4a-no-moov": _ftyp(b"M4A ", b"mp42") + _mdat(),
        "cr3-tracks": _ftyp(b"crx ", b"isom") + _moov(b"vide", b"vide", b"meta") + _mdat(),
        "cr3": _ftyp(b"crx ", b"isom") + _mdat(),
        "mp4": _ftyp(b"isom", b"iso2", b"mp41") + _moov(b"soun", b"vide") + _mdat(),
        "mp4-moov-last": _ftyp(b"mp42", b"isom") + _box(b"mdat", bytes(40_000)) + _moov(b"vide"),
        "mp4-sound-only": _ftyp(b"isom", b"mp42") + _moov(b"soun") + _mdat(),
        "mp4-sound-moov-last": _ftyp(b"isom") + _mdat(40_000) + _moov(b"soun", b"text"),
        "mp4-sound-to-the-end": _ftyp(b"isom") + _mdat(9) + b"\x00\x00\x00\x00" + _moov(b"soun")[4:],
        "mp4-sound-cut-off": _ftyp(b"isom") + _mdat(9) + _moov(b"soun", b"vide")[:-40],
        "mp4-no-moov": _ftyp(b"isom") + _mdat(9),
        "mp4-silent": _ftyp(b"isom") + _mdat(20_000) + _moov(b"vide"),
        "mp4-wide-box": _ftyp(b"isom") + _box(b"mdat", b"\x00\x01", wide=True) + _moov(b"vide"),
        "mp4-broken-box": _ftyp(b"isom") + struct.pack(">I4s", 3, b"free"),
        "mp4-fragment": _box(b"styp", b"msdh", bytes(4)) + _mdat(),
        "m4a": _ftyp(b"M4A ", b"mp42", b"isom") + _moov(b"soun", b"vide"),
        "m4v": _ftyp(b"M4V ", b"mp42") + _mdat(),
        "mov": _ftyp(b"qt  ", b"qt  ") + _moov(b"vide"),
        **{
            f"{name}-and-junk": struct.pack(">I4s", length, name.encode())
            + b"\x07\x00\x91\x13\x37\xfe\x02\x81" * 30
            for name, length in (
                ("free", 16),
                ("skip", 16),
                ("wide", 8),
                ("pnot", 20),
                ("mdat", 16),
                ("moov", 24),
                ("styp", 16),
            )
        },
        "mdat-to-the-end": b"\x00\x00\x00\x00mdat" + bytes(range(200)),
        "mp4-subtitles": _ftyp(b"isom", b"mp42") + _moov(b"text") + _mdat(),
        "mks": _ebml(b"matroska", b"S_TEXT/UTF8"),
        "noise": random.Random(9).randbytes(40_000),
        "mpeg-junk-first": b"\x00\x01junk" + _packs(0xC0, 0xE0),
        "aac-junk-first": b"\x00\x01junk" + _adts_frames(3),
        "mp3-one-frame": _mp3_frames(1),
        "mp3-one-frame-tagged": _id3(300) + _mp3_frames(1) + b"TAG" + bytes(125),
        "mp3-far": bytes(50_000) + _mp3_frames(3),
        "mp3-tagged-far": _id3(300) + bytes(20_000) + _mp3_frames(3),
        "mov-both": _ftyp(b"qt  ", b"qt  ") + _moov(b"vide", b"soun"),
        "mov-old": _moov(b"vide") + _mdat(),
        "mov-sound": _ftyp(b"qt  ", b"qt  ") + _box(b"wide") + _mdat(30_000) + _moov(b"soun"),
        "mov-old-sound": _mdat(30_000) + _moov(b"soun"),
        "3gp-sound": _ftyp(b"3gp4", b"3gp4") + _mdat(20_000) + _moov(b"soun"),
        "3g2-sound": _ftyp(b"3g2a", b"3g2a") + _moov(b"soun"),
        "3gp": _ftyp(b"3gp5", b"isom") + _mdat(),
        "3g2": _ftyp(b"3g2a", b"isom") + _mdat(),
        "webm": _ebml(b"webm", b"V_VP9", b"A_OPUS"),
        "webm-sound": _ebml(b"webm", b"A_OPUS"),
        "webm-sound-perhaps": _ebml(b"webm", b"A_OPUS", b"V_VP9", cut=9),
        "webm-silent": _ebml(b"webm", b"V_VP8", before=12_000, wide=True),
        "webm-sound-far": _ebml(b"webm", b"A_OPUS", before=12_000),
        "mkv-by-default": _ebml(b"", b"V_VP9"),
        "ebml-of-others": _ebml(b"cuesheet", b"V_VP9"),
        "mkv": _ebml(b"matroska", b"V_MPEG4/ISO/AVC"),
        "mkv-unknown": _ebml(b"matroska"),
        "avi": _riff(b"AVI ", b"LIST\x04\x00\x00\x00hdrl"),
        "avi-sound": _riff(
            b"AVI ", b"LIST\x18\x00\x00\x00hdrlstrh\x30\x00\x00\x00auds" + bytes(8) + b"LISTxxxxmovi"
        ),
        "mpeg": b"\x00\x00\x01\xba\x44\x00\x04\x00\x04\x01",
        "mpeg-film": _packs(0xBB, 0xBE, 0xC0, 0xE0),
        "mpeg-sound": _packs(0xBB, 0xC0, 0xC0, 0xC0),
        "mpeg-ac3": _packs(0xBB, 0xBD, 0xBD),
        "mpeg-out-of-step": _packs(0xC0)[:-4] + bytes(40),
        "mpeg-elementary": b"\x00\x00\x01\xb3" + bytes(20),
        "dv": b"\x1f\x07\x00\xbf" + bytes(76) + b"\x3f\x07\x00\xbf" + bytes(76),
        "flic": struct.pack("<IHHHHHH", 128, 0xAF12, 1, 1, 1, 8, 3) + bytes(112),
        "ts": _transport_stream(),
        "ts-film": _program(0x0F, 0x1B),
        "ts-sound": _program(0x0F, 0x81),
        "m2ts": _transport_stream(192, lead=4),
        "ts-from-the-middle": _transport_stream(188, lead=77, count=20),
        "asf": _asf(_ASF_AUDIO, cut_off=True),
        "wmv": _asf(_ASF_AUDIO, _ASF_VIDEO),
        "wma": _asf(_ASF_AUDIO),
        "hdr": b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n",
        "w64": bytes.fromhex("726966662e91cf11a5d628db04c10000") + bytes(24),
        "flv": b"FLV\x01\x05\x00\x00\x00\x09",
        "flv-sound": b"FLV\x01\x04\x00\x00\x00\x09",
        "ogv": _ogg(b"\x01vorbis" + bytes(9), b"\x80theora" + bytes(9)),
        "ogg": _ogg(b"\x01vorbis" + bytes(9)),
        "opus": _ogg(b"OpusHead" + bytes(11)),
        "mp3": _mp3_frames(3),
        "mp3-tagged": _id3(20_000) + bytes(700) + _mp3_frames(3),
        "mp3-tagged-twice": _id3(300) + _id3(20_000) + _mp3_frames(3),
        "mp3-tag-cut-off": _id3(16_000)[:50],
        "aac-tagged": _id3(300) + _adts_frames(3),
        "flac-tagged": _id3(20_000) + b"fLaC\x00\x00\x00\x22" + bytes(34),
        "ape-tagged": _id3(300) + b"MAC \x96\x0f" + bytes(60),
        "png-tagged": _id3(300) + _png(),
        "zip-tagged": _id3(300) + b"PK\x03\x04\x14\x00\x00\x00",
        "tag-of-nothing": _id3(300),
        "mp3-junk-first": b"\x00\x01junk" + _mp3_frames(2),
        "mp2": _mp2_frames(),
        "mp1": _layer_one_frames(),
        "aac": _adts_frames(3),
        "aac-one-frame": _adts_frames(1),
        "wav": _wav(),
        "wav-64-bit": _wav(b"RF64"),
        "wav-big-endian": b"RIFX\x00\x00\x00\x04WAVE",
        "wavpack": b"wvpk" + bytes(28),
        "ape": b"MAC \x96\x0f" + bytes(60),
        "musepack-7": b"MP+\x07" + bytes(28),
        "musepack-8": b"MPCKSH\x0f" + bytes(28),
        "dsf": b"DSD \x1c" + bytes(23),
        "dff": b"FRM8\x00\x00\x00\x00\x00\x00\x00\x04DSD ",
        "tta": b"TTA1\x01\x00" + bytes(16),
        "au": b".snd" + struct.pack(">5I", 24, 1, 1, 8000, 1) + b"\x80",
        "ac3": b"\x0b\x77" + bytes([0xC3, 0x5A, 0x14, 0x40]) + bytes(300),
        "dts": b"\x7f\xfe\x80\x01" + bytes(40),
        "realaudio": b".ra\xfd\x00\x04\x00\x00.ra4" + bytes(40),
        "voc": b"Creative Voice File\x1a\x1a\x00",
        "8svx": b"FORM\x00\x00\x00\x048SVX",
        "xm": b"Extended Module: silence" + bytes(40),
        "it": b"IMPMsilence" + bytes(60),
        "s3m": b"silence" + bytes(21) + b"\x1a\x10" + bytes(14) + b"SCRM" + bytes(40),
        "mod": b"silence" + bytes(1073) + b"M.K." + bytes(40),
        "amr-wide": b"#!AMR-WB\n\x04",
        "midi-in-riff": _riff(b"RMID", b"data\x00\x00\x00\x00"),
        "flac": b"fLaC\x00\x00\x00\x22" + bytes(34),
        "aiff": b"FORM\x00\x00\x00\x04AIFF",
        "amr": b"#!AMR\n\x04",
        "caf": b"caff\x00\x01\x00\x00",
        "midi": b"MThd\x00\x00\x00\x06\x00\x00\x00\x01\x00\x60",
        "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
        "eps-dos": b"\xc5\xd0\xd3\xc6\x20\x00\x00\x00" + bytes(24) + b"%!PS-Adobe-3.0 EPSF-3.0\n",
        "mxf": bytes.fromhex("060e2b34020501010d01020101020400") + bytes(60),
        "mxf-with-run-in": bytes(300) + bytes.fromhex("060e2b34020501010d01020101020400") + bytes(60),
        "realmedia": b".RMF\x00\x00\x00\x12" + bytes(20),
        "matlab": b"MATLAB 5.0 MAT-file, Platform: GLNXA64" + bytes(90),
        "matlab-4": struct.pack("<5i", 0, 1, 1, 0, 2) + b"a\x00" + bytes(8),
        "dwg": b"AC1027\x00\x00\x00\x00\x00" + bytes(40),
        "3ds": b"MM\x1a\x00\x00\x00\x02\x00\x0a\x00\x00\x00\x03\x00\x00\x00" + bytes(10),
        "resource-fork": struct.pack(">4I", 256, 300, 44, 50) + bytes(240),
        "apple-double": b"\x00\x05\x16\x07\x00\x02\x00\x00" + b"Mac OS X        " + bytes(20),
        "html": b"<!DOCTYPE html><html><body>hello</body></html>",
        "typescript": b"G" + b"export const enum Kind { Image }\n" * 200,
        "text-of-g": b"G" * 2000,
        "qt-translation": b'<?xml version="1.0"?><!DOCTYPE TS><TS version="2.1"></TS>',
        "zip": b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(20),
        "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40),
        "elf": b"\x7fELF\x02\x01\x01" + bytes(40),
        "exe": b"MZ\x90\x00\x03\x00\x00\x00",
        "playlist": b"#EXTM3U\nsong.mp3\n",
        "json": b'{"a": 1}',
        "utf16-text": "Hello, world, this is text".encode("utf-16"),
        "bmw-text": b"BMW drives a new way of thinking",
        "fat-free-text": b"Fat-free milk",
        "mac-text": b"MAC addresses of all printers",
        "p2-text": b"P2 is the second parking level",
        "adif-text": b"ADIF Export of a station's log\n<CALL:5>DL0AA<EOR>\n",
        "p1-table": b"P1\t12\t14\n1\t0\n",
        "p2-date": b"P2 2024 05 12: meeting",
        "p3-row": b"P3 10 20 30\n",
        "p3-rows": b"P3 10 20 30\n" + b"40 50 60 70\n" * 40,
        "p5-list": b"P5 2 3 9 litres of milk",
        "p7-list": b"P7\nMEETING WITH ALL\n",
        "pf-list": b"PF 1 2 3 of a list",
        "form-text": b"FORM 12 AIFF to be signed",
        "tracker-text": b"a list of names, " * 63 + b"Mr. M.K.M.K." + b" and so on\n" * 9,
        "nonsense": b"\x07\x00\x91\x13\x37\x00\xfe\x02" * 40,
        "zeros": bytes(4096),
    }


@pytest.fixture(scope="session")
def samples() -> dict[str, bytes]:
    """Return the content of one small file per format, and of others that are no media."""
    return _build()


@pytest.fixture
def place(tmp_path: Path, samples: dict[str, bytes]) -> Callable[[str, str], bytes]:
    """Return a function that writes a sample under a name and returns its path as bytes."""
    folder = tmp_path / "files"
    folder.mkdir()

    def write(sample: str, name: str) -> bytes:
        path = folder / name
        path.write_bytes(samples[sample])
        return os.fsencode(path)

    return write


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that any user can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="layers-media-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def as_nobody() -> Iterator[Callable[[], None]]:
    """Return a call that gives up root's right to read everything; it is given back after the test."""
    before = os.geteuid()

    def give_up() -> None:
        if before == 0:
            os.seteuid(65534)

    yield give_up
    os.seteuid(before)
