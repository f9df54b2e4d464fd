from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.media import containers, non_media, sniffing
from layers_desktop.media.bounded_reader import Read
from layers_desktop.media.formats import FORMATS, format_for_type
from layers_desktop.media.non_media import NonMedia, foreign_extension, is_svg, text_of
from layers_desktop.media.sniffing import HEAD_BYTES, MOST_BYTES, MOST_READS, Media
from tests.support.tables import for_each


@given(st.binary(max_size=600), st.integers(0, 2**40), st.sampled_from(["", "svg", "ts"]))
def test_any_bytes_get_an_answer(head: bytes, size: int, extension: str) -> None:
    found = sniffing.sniff(head, size, extension=extension)
    assert found is None or isinstance(found, (Media, NonMedia))


def test_each_cut_of_each_sample_gets_an_answer(samples: dict[str, bytes]) -> None:
    for content in samples.values():
        for end in range(min(len(content), 160)):
            found = sniffing.sniff(content[:end], end)
            assert found is None or isinstance(found, (Media, NonMedia))


_NOT_MEDIA = """
    svgz gzip gzip-broken mp3-junk-first mp3-tag-cut-off png-tagged zip-tagged tag-of-nothing ac3 tga
    svg-endless-comment nothing-unknown-brand ebml-of-others eps eps-dos mxf mxf-with-run-in realmedia matlab
    matlab-4 dwg 3ds resource-fork apple-double pdf html typescript text-of-g qt-translation zip ole elf exe
    playlist json utf16-text bmw-text fat-free-text mac-text p2-text nonsense zeros
    free-and-junk skip-and-junk wide-and-junk pnot-and-junk mdat-and-junk moov-and-junk styp-and-junk
    mdat-to-the-end mp4-subtitles mks noise mpeg-junk-first aac-junk-first mp3-far
    adif-text p1-table p2-date p3-row p3-rows p5-list p7-list pf-list form-text tracker-text
"""


def judged(content: bytes, extension: str = "") -> Media | NonMedia | None:
    """Judge a whole file."""
    return sniffing.sniff(content[:HEAD_BYTES], len(content), extension=extension, read=reads(content))


def reads(content: bytes) -> Read:
    return lambda at, count: content[at : at + count]


def test_own_signatures_know_each_sample_without_its_name(samples: dict[str, bytes]) -> None:
    known = {name for name, content in samples.items() if isinstance(judged(content), Media)}
    assert known == set(samples) - set(_NOT_MEDIA.split())


def test_each_format_of_the_table_is_known_by_its_content(samples: dict[str, bytes]) -> None:
    shown: set[str] = set()
    for content in samples.values():
        for extension in ("", "tga", "ac3"):
            found = judged(content, extension)
            shown |= set(found.types) if isinstance(found, Media) else set()
    # The sound of these is told only by the person who wants it.
    without_sample = {row.mime_type for row in FORMATS} - shown - {"audio/dv", "audio/mj2"}
    assert without_sample == set(), "each needs one in tests/unit/media/conftest.py"
    assert shown.isdisjoint({"audio/dv", "audio/mj2"})
    assert shown <= {row.mime_type for row in FORMATS}


def test_each_video_can_be_sent_as_sound_unless_its_format_has_none() -> None:
    for row in FORMATS:
        if row.sound_type:
            found = format_for_type(row.sound_type)
            assert found is not None
            assert found.mime_type == row.sound_type
            assert found.family == "audio"
    without = {row.mime_type for row in FORMATS if row.family == "video" and not row.sound_type}
    assert without == {"video/x-mng", "video/x-flic"}


class Counted:
    """A file whose reads are counted."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.bytes = self.reads = 0

    def __call__(self, at: int, count: int) -> bytes:
        self.bytes += count
        self.reads += 1
        return self.content[at : at + count]


@given(st.data(), st.integers(0, 2**40))
def test_damaged_files_are_judged_within_bounds(
    samples: dict[str, bytes], data: st.DataObject, size: int
) -> None:
    content = bytearray(samples[data.draw(st.sampled_from(sorted(samples)))])
    for _ in range(data.draw(st.integers(0, 6))):
        if content:
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    whole = bytes(content[: data.draw(st.integers(0, len(content)))])
    file = Counted(whole)
    found = sniffing.sniff(whole[:HEAD_BYTES], max(size, len(whole)), read=file)
    assert found is None or isinstance(found, (Media, NonMedia))
    assert file.bytes <= MOST_BYTES
    assert file.reads <= MOST_READS


@for_each(
    "start",
    [
        b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00" + b"\x00\x00\x00\x08free" * 200_000,
        b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00\x00\x1e\x84\x80moov" + b"\x00\x00\x00\x08trak" * 200_000,
        b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\xff" + b"\xec\x80" * 800_000,
        b"\x00\x00\x01\xba\x21" + bytes(7) + b"\x00\x00\x01\xbe\x00\x00" * 200_000,
        b"ID3\x03\x00\x00\x00\x00\x00\x00" * 100_000,
    ],
)
def test_a_file_of_many_small_parts_is_left_early(start: bytes) -> None:
    file = Counted(start)
    sniffing.sniff(start[:HEAD_BYTES], len(start), read=file)
    assert file.bytes <= MOST_BYTES
    assert file.reads <= MOST_READS


_FOREIGN_LETTERS = [
    mark
    for mark, _ in non_media._BY_SIGNATURE
    if mark.isascii() and text_of(mark) and mark not in non_media._OF_TEXT
]


@for_each("mark", [*_FOREIGN_LETTERS, b"MZ"])
def test_letters_that_begin_a_text_make_it_no_other_file(mark: bytes) -> None:
    assert judged(mark + b"ansi was here in 1957.\n") == NonMedia("a text file", container="text")


@for_each("title", [b"MZansi", b"MZ", b"MZ song"])
def test_a_title_that_begins_like_a_program_is_music(title: bytes) -> None:
    found = judged(title.ljust(1080, b"\0") + b"M.K." + bytes(40))
    assert isinstance(found, Media)
    assert non_media.foreign_content(title.ljust(40, b"\0")) is None


@for_each("container", non_media._IN_CONTAINER)
def test_an_extension_refines_only_what_is_in_its_container(container: str) -> None:
    content = NonMedia("a container", container=container)
    for extension in non_media.BY_EXTENSION:
        inside = extension in non_media._IN_CONTAINER[container]
        assert non_media.refined(content, extension) == (foreign_extension(extension) if inside else content)
    assert non_media._IN_CONTAINER[container] <= set(non_media.BY_EXTENSION)


_LETTERS = sorted(mark for mark, _ in sniffing._BY_SIGNATURE if mark.isascii() and text_of(mark) is not None)


@for_each("mark", _LETTERS)
def test_letters_that_begin_a_text_are_a_signature_only_of_text(mark: bytes) -> None:
    found = judged(mark + b" begins this text, and more of it follows.\n")
    assert found == NonMedia("a text file", container="text") or (
        isinstance(found, Media)
        and set(found.types) <= {"image/x-xpixmap", "image/vnd.radiance", "image/fits"}
    )


@for_each(
    ("content", "expected"),
    [
        (b"P1 # of zeros and ones\n2 2\n1001\n", "bitmap"),
        (b"P1\n4 2\n1001\n", ""),
        (b"P1\n4 2\n1001 1002\n", ""),
        (b"P2\n2 1 9\n8 9\n", "graymap"),
        (b"P2\n2 1 0\n0 0\n", ""),
        (b"P3\n1 1 65536\n0 0 0\n", ""),
        (b"P3\n1 1 65535\n# the only one\n0 0 0\n", "pixmap"),
        (b"P3\n100 60 255\n" + b"200 100 99\n" * 6000, "pixmap"),
        (b"P5 3 1 255\nabc", "graymap"),
        (b"P5 3 1 999\nabcdef", "graymap"),
        (b"P5 3 1 255\nabc\n\n", "graymap"),
        (b"P5 3 1 255\nabc and more", ""),
        (b"P5 0 1 255\n", ""),
        (b"P4 9 2 abcd", "bitmap"),
        (b"P6 9999999999 1 255\n\0\0\0", ""),
    ],
)
def test_a_netpbm_image_is_as_long_as_it_says(content: bytes, expected: str) -> None:
    found = judged(content)
    assert (found.types if isinstance(found, Media) else ()) == (
        (f"image/x-portable-{expected}",) if expected else ()
    )


@for_each(
    "head",
    [
        b"\xff\xfe" + "H\u0090ello".encode("utf-16-le"),  # a byte order mark that looks like MPEG audio
        b"\xff\xfb\x90\x00" + bytes(600),  # one frame, then none
        b"\xff\xfb\xf0\x00" + bytes(600),  # no such bit rate
        b"\xff\xfb\x9c\x00" + bytes(600),  # no such sample rate
        b"\xff\xeb\x90\x00" + bytes(600),  # no such version
        b"\xff\xf9\x90\x00" + bytes(600),  # AAC's layer, without a length
    ],
)
def test_two_bits_of_sync_are_no_sound(head: bytes) -> None:
    assert not containers.is_mpeg_audio(head, len(head))
    assert not containers.is_adts(head, len(head))


def test_an_aac_frame_names_an_existing_sample_rate() -> None:
    assert containers.adts_frame(b"\xff\xf1\x7c\x80\x05\x1f\xfc") == 0


@for_each(
    ("header", "length"),
    [
        (b"\xff\xfb\x90\x00", 417),  # MPEG 1 layer III, 128 kbit/s, 44.1 kHz
        (b"\xff\xfb\x92\x00", 418),  # the same, padded
        (b"\xff\xf3\x80\x00", 208),  # MPEG 2 layer III, 64 kbit/s, 22.05 kHz
        (b"\xff\xe3\x80\x00", 417),  # MPEG 2.5 layer III, 64 kbit/s, 11.025 kHz
        (b"\xff\xfd\xa4\x00", 576),  # MPEG 1 layer II, 192 kbit/s, 48 kHz
        (b"\xff\xff\x14\x00", 32),  # MPEG 1 layer I, 32 kbit/s, 48 kHz
    ],
)
def test_the_length_of_an_mpeg_audio_frame(header: bytes, length: int) -> None:
    assert containers.mpeg_audio_frame(header) == length


@for_each("count", [1, 2, 3, 4])
def test_a_few_sync_bytes_are_no_transport_stream(count: int) -> None:
    assert not containers.transport_stream((b"\x47" + bytes(187)) * count)


@for_each(
    "head",
    [
        b"BM" + bytes(16),
        b"BM\x00",
        bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"),
        b"\x00\x00\x01\x00\x01\x00" + bytes(20),
        b"\x00\x00\x01\x00\x00",
        b"RIFF\x04\x00\x00\x00sfbk",
        b"RF64\x04\x00\x00\x00what",
        b"FORM\x00\x00\x00\x04TEXT",
        b"MAC \x00\x00",
        b"FRM8" + bytes(8) + b"text",
    ],
)
def test_half_a_signature_is_none(head: bytes) -> None:
    assert not isinstance(sniffing.sniff(head, len(head)), Media)


@for_each(
    ("text", "expected"),
    [
        (b"plain \xe9 text", "plain \ufffd text"),
        ("né".encode(), "né"),
        (b"\xef\xbb\xbfmarked", "marked"),
        ("marked".encode("utf-16"), "marked"),
        ("marked".encode("utf-16") + b"x", "marked"),
        (b"\x00binary", None),
        (b"\xff\xfe\x00\x00\x00", None),
        (b"", ""),
    ],
)
def test_text_is_told_from_binary(text: bytes, expected: str | None) -> None:
    assert text_of(text) == expected


@for_each(
    "prolog",
    [
        b"<!--" * 4000,
        b"<!DOCTYPE svg [" * 1000,
        b"<!DOCTYPE" + b" " * 16_000 + b"[",
        b"<!doctype svg [" + b"]  " * 5_000,
        b"<?" * 8000,
        b"] " * 8000,
        b"<!DOCTYPE svg []" + b" ]" * 8000,
    ],
)
def test_hostile_prologs_are_judged_quickly(prolog: bytes) -> None:
    assert isinstance(sniffing.sniff(prolog[:HEAD_BYTES], len(prolog)), NonMedia)


def test_words_of_other_files_stand_behind_this_is() -> None:
    assert foreign_extension("PDF") == NonMedia("a PDF")
    assert foreign_extension("xyz") is None


@for_each(
    "prolog",
    [
        "<!DOCTYPE svg>",
        "<!doctype svg SYSTEM 'svg.dtd' [ <!ENTITY a ']'> ]\t>",
        "<?xml?>\n<!-- > --> <?a?>",
    ],
)
def test_what_stands_before_the_root_of_an_svg_is_skipped(prolog: str) -> None:
    assert is_svg(f"{prolog}<svg/>", named_svg=False)
    assert not is_svg(f"{prolog}<html/>", named_svg=True)
    assert not is_svg(f"{prolog[:-1]}<svg/>", named_svg=False)
