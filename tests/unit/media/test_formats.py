from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.media import formats
from layers_desktop.media.formats import FORMATS, Format, MediaKind
from layers_desktop.media.non_media import foreign_extension
from tests.support.tables import for_each

# fmt: off
_ORDERED = [
    "png", "jpg", "jpeg", "jfif", "webp", "gif", "bmp", "tif", "tiff", "heic", "heif", "avif", "svg",
    "ico", "mp4", "m4v", "mov", "webm", "mkv", "avi", "mpg", "mpeg", "3gp", "ts", "mts", "ogv",
    "wmv", "mp3", "m4a", "aac", "wav", "flac", "ogg", "oga", "opus", "aif", "aiff", "wma",
]
# fmt: on

rows = st.sampled_from(FORMATS)
extensions = st.sampled_from([extension for row in FORMATS for extension in row.extensions])


@for_each("extension", _ORDERED)
def test_the_ordered_extensions_are_all_known(extension: str) -> None:
    assert formats.format_for_extension(extension) is not None


@given(extensions)
def test_an_extension_stands_in_one_row_and_finds_it(extension: str) -> None:
    found = [row for row in FORMATS if extension in row.extensions]
    assert found == [formats.format_for_extension(extension)]


@given(extensions, st.booleans())
def test_case_and_a_leading_dot_do_not_count(extension: str, dot: bool) -> None:
    written = ("." if dot else "") + extension.upper()
    assert formats.format_for_extension(written) == formats.format_for_extension(extension)


@given(extensions)
def test_no_extension_is_both_media_and_surely_not(extension: str) -> None:
    assert foreign_extension(extension) is None


def test_canonical_types_are_unique() -> None:
    assert len({row.mime_type for row in FORMATS}) == len(FORMATS)


@given(rows)
def test_a_row_is_consistent(row: Format) -> None:
    assert row.extension
    assert bool(row.extensions) is not bool(row.shared_extension)
    assert all(e == e.lower() and not e.startswith(".") and e.isalnum() for e in row.extensions)
    assert row.mime_type == row.mime_type.lower()
    assert row.family in {MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO}
    assert row.mime_type.startswith(f"{row.family}/")
    assert row.label


@given(rows)
def test_a_type_finds_its_row(row: Format) -> None:
    assert formats.format_for_type(row.mime_type) is row


def test_an_unknown_type_has_no_row() -> None:
    assert formats.format_for_type("text/html") is None


@for_each(
    ("name", "extension"),
    [
        ("a.jpg", "jpg"),
        ("a.tar.GZ", "gz"),
        ("photo.JPG ", "jpg"),
        ("photo.jpg.", "jpg"),
        ("README", ""),
        (".jpg", ""),
        ("..jpg", ""),
        ("a.", ""),
        ("", ""),
    ],
)
def test_the_extension_of_a_name(name: str, extension: str) -> None:
    assert formats.extension_of(name) == extension


@for_each(
    ("kind", "cap", "words"),
    [
        (MediaKind.IMAGE, 50 * 2**20, "50 MB"),
        (MediaKind.LOGO, 50 * 2**20, "50 MB"),
        (MediaKind.REFERENCE_IMAGE, 50 * 2**20, "50 MB"),
        (MediaKind.AUDIO, 200 * 2**20, "200 MB"),
        (MediaKind.VIDEO, 2**30, "1 GB"),
    ],
)
def test_caps_are_the_larger_reading_and_named_as_layers_does(kind: MediaKind, cap: int, words: str) -> None:
    assert formats.cap_bytes(kind) == cap
    assert formats.cap_words(kind) == words


def test_every_kind_has_words_for_a_person() -> None:
    assert {kind: formats.KIND_WORDS[kind] for kind in MediaKind} == {
        MediaKind.IMAGE: "image",
        MediaKind.VIDEO: "video",
        MediaKind.AUDIO: "audio",
        MediaKind.LOGO: "logo",
        MediaKind.REFERENCE_IMAGE: "reference image",
    }
