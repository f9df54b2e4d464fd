from __future__ import annotations

import os
import socket
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from layers_desktop.media.formats import FORMATS, MediaKind, probable_kind
from layers_desktop.media.inspection import MediaFile, Rejection, inspect
from tests.support.tables import for_each

Place = Callable[[str, str], bytes]
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
not_macos = pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses names that are not UTF-8")


def accepted(
    path: bytes, *, image_kind: MediaKind = MediaKind.IMAGE, only_kind: MediaKind | None = None
) -> MediaFile:
    found = inspect(path, image_kind=image_kind, only_kind=only_kind)
    assert isinstance(found, MediaFile), found
    return found


def refused(path: bytes, *, only_kind: MediaKind | None = None) -> Rejection:
    found = inspect(path, only_kind=only_kind)
    assert isinstance(found, Rejection), found
    assert found.path == path
    assert found.problem.words.title == "Not sent"
    assert found.problem.words.explanation.endswith(".")
    return found


@for_each(
    ("sample", "name", "mime_type"),
    [
        # Named as they are
        ("png", "a.png", "image/png"),
        ("jpeg", "a.jpg", "image/jpeg"),
        ("jpeg", "a.jfif", "image/jpeg"),
        ("gif", "a.gif", "image/gif"),
        ("webp", "a.webp", "image/webp"),
        ("bmp", "a.bmp", "image/bmp"),
        ("tiff", "a.tif", "image/tiff"),
        ("tiff-big-endian", "a.tiff", "image/tiff"),
        ("tiff", "a.dng", "image/x-adobe-dng"),
        ("tiff", "a.nef", "image/x-nikon-nef"),
        ("cr3", "a.cr3", "image/x-canon-cr3"),
        ("ico", "a.ico", "image/vnd.microsoft.icon"),
        ("psd", "a.psd", "image/vnd.adobe.photoshop"),
        ("jxl", "a.jxl", "image/jxl"),
        ("jxl-bare", "a.jxl", "image/jxl"),
        ("jp2", "a.jp2", "image/jp2"),
        ("svg", "a.svg", "image/svg+xml"),
        ("svg-long", "a.svg", "image/svg+xml"),
        ("svg-utf16", "a.svg", "image/svg+xml"),
        ("svg-endless-comment", "a.svg", "image/svg+xml"),
        ("heic", "a.heic", "image/heic"),
        ("heic-general-brand", "a.heif", "image/heic"),
        ("heif", "a.heif", "image/heif"),
        ("avif", "a.avif", "image/avif"),
        ("avif-general-brand", "a.avif", "image/avif"),
        ("mp4", "a.mp4", "video/mp4"),
        ("mp4-moov-last", "a.mp4", "video/mp4"),
        ("mp4-wide-box", "a.mp4", "video/mp4"),
        ("mp4-broken-box", "a.mp4", "video/mp4"),
        ("mp4-fragment", "a.mp4", "video/mp4"),
        ("m4v", "a.m4v", "video/mp4"),
        ("mov", "a.mov", "video/quicktime"),
        ("mov-old", "a.mov", "video/quicktime"),
        ("3gp", "a.3gp", "video/3gpp"),
        ("3g2", "a.3g2", "video/3gpp2"),
        ("webm", "a.webm", "video/webm"),
        ("webm-sound-perhaps", "a.webm", "video/webm"),
        ("webm-silent", "a.webm", "video/webm"),
        ("mkv-by-default", "a.mkv", "video/x-matroska"),
        ("mkv", "a.mkv", "video/x-matroska"),
        ("mkv-unknown", "a.mkv", "video/x-matroska"),
        ("avi", "a.avi", "video/x-msvideo"),
        ("mpeg", "a.mpg", "video/mpeg"),
        ("ts", "a.ts", "video/mp2t"),
        ("m2ts", "a.mts", "video/mp2t"),
        ("ts-from-the-middle", "a.ts", "video/mp2t"),
        ("asf", "a.wmv", "video/x-ms-wmv"),
        ("asf", "a.wma", "audio/x-ms-wma"),
        ("wmv", "a.wmv", "video/x-ms-wmv"),
        ("wma", "a.wma", "audio/x-ms-wma"),
        ("hdr", "a.hdr", "image/vnd.radiance"),
        ("w64", "a.w64", "audio/x-w64"),
        ("flv", "a.flv", "video/x-flv"),
        ("ogv", "a.ogv", "video/ogg"),
        ("ogg", "a.ogg", "audio/ogg"),
        ("ogg", "a.oga", "audio/ogg"),
        ("opus", "a.opus", "audio/ogg"),
        ("mp3", "a.mp3", "audio/mpeg"),
        ("mp3-tagged", "a.mp3", "audio/mpeg"),
        ("mp3-junk-first", "a.mp3", "audio/mpeg"),
        ("mp2", "a.mp2", "audio/mpeg"),
        ("mp1", "a.mp2", "audio/mpeg"),
        ("mp3-far", "a.mp3", "audio/mpeg"),
        ("mp3-one-frame", "a.mp3", "audio/mpeg"),
        ("mp3-one-frame-tagged", "a.mp3", "audio/mpeg"),
        ("mp3-tagged-far", "a.mp3", "audio/mpeg"),
        ("mpeg-junk-first", "a.mpg", "video/mpeg"),
        ("aac-junk-first", "a.aac", "audio/aac"),
        ("mdat-to-the-end", "a.mov", "video/quicktime"),
        ("mp3-tagged-twice", "a.mp3", "audio/mpeg"),
        ("aac-tagged", "a.mp3", "audio/aac"),
        ("flac-tagged", "a.mp3", "audio/flac"),
        ("ape-tagged", "a.mp3", "audio/x-ape"),
        ("aac", "a.aac", "audio/aac"),
        ("aac-one-frame", "a.aac", "audio/aac"),
        ("m4a", "a.m4a", "audio/mp4"),
        ("wav", "a.wav", "audio/wav"),
        ("wav-64-bit", "a.wav", "audio/wav"),
        ("flac", "a.flac", "audio/flac"),
        ("aiff", "a.aif", "audio/aiff"),
        ("amr", "a.amr", "audio/amr"),
        ("caf", "a.caf", "audio/x-caf"),
        ("midi", "a.mid", "audio/midi"),
        # By the maker's extension
        *(
            ("tiff", f"a.{extension}", f"image/x-{name}")
            for extension, name in (
                ("nrw", "nikon-nrw"),
                ("arw", "sony-arw"),
                ("sr2", "sony-sr2"),
                ("pef", "pentax-pef"),
                ("srw", "samsung-srw"),
                ("kdc", "kodak-kdc"),
                ("3fr", "hasselblad-3fr"),
                ("iiq", "phaseone-iiq"),
            )
        ),
        ("cr2", "a.tif", "image/x-canon-cr2"),
        ("rw2", "a.raw", "image/x-panasonic-rw"),
        ("rw2", "a.rwl", "image/x-leica-rwl"),
        # Tracks and brands, wherever they stand
        ("mp4-sound-moov-last", "a.mp4", "audio/mp4"),
        ("mp4-sound-to-the-end", "a.mp4", "audio/mp4"),
        ("mp4-sound-cut-off", "a.mp4", "video/mp4"),
        ("mp4-sound-cut-off", "a.m4a", "audio/mp4"),
        ("mp4-no-moov", "a.mp4", "video/mp4"),
        ("mov-sound", "a.mov", "audio/mp4"),
        ("mov-old-sound", "a.mov", "audio/mp4"),
        ("3gp-sound", "a.3gp", "audio/3gpp"),
        ("3g2-sound", "a.3g2", "audio/3gpp2"),
        ("mp4", "a.m4a", "audio/mp4"),
        ("mov-both", "a.m4b", "audio/mp4"),
        ("film-sound-brand", "a.mp4", "video/mp4"),
        ("film-sound-brand", "a.m4b", "audio/mp4"),
        ("film-sound-brand", "book", "audio/mp4"),
        ("film-sound-brand-silent", "a.m4a", "video/mp4"),
        ("film-sound-brand-silent", "a.mp4", "video/mp4"),
        ("m4a-no-moov", "a.mp4", "audio/mp4"),
        ("film-image-brand", "a.heic", "video/mp4"),
        ("heic-with-sound", "a.heic", "image/heic"),
        ("heic-moving", "a.mp4", "image/heic"),
        ("avif-moving", "a.avif", "image/avif"),
        ("cr3-tracks", "a.cr3", "image/x-canon-cr3"),
        ("mpeg-film", "a.mpg", "video/mpeg"),
        ("mpeg-sound", "a.mpg", "audio/mpeg"),
        ("mpeg-ac3", "a.vob", "audio/mpeg"),
        ("mpeg-out-of-step", "a.mpg", "video/mpeg"),
        ("webm-sound-far", "a.webm", "audio/webm"),
        ("ts-film", "a.ts", "video/mp2t"),
        ("ts-sound", "a.ts", "audio/mp2t"),
        ("avi-sound", "a.avi", "audio/x-msvideo"),
        ("flv-sound", "a.flv", "audio/x-flv"),
        ("heif-h264", "a.mp4", "image/heif"),
        ("heif-vvc", "a.heif", "image/heif"),
        ("heif-unknown-brand", "a.mp4", "image/heif"),
        ("heif-unknown-major", "a.heif", "image/heic"),
        ("film-unknown-brand", "a.heic", "video/mp4"),
        # Text and bytes alike
        *(
            (f"{name}{form}", "a.pnm", f"image/x-portable-{wire}")
            for name, wire in (("pbm", "bitmap"), ("pgm", "graymap"), ("ppm", "pixmap"))
            for form in ("", "-text")
        ),
        ("os2-icon", "a.ico", "image/x-os2-graphics"),
        ("os2-icons", "a.ico", "image/x-os2-graphics"),
        ("ilbm-of-a-player", "a.iff", "image/x-ilbm"),
        ("wav-big-endian", "a.wav", "audio/wav"),
        ("tga", "a.tga", "image/x-tga"),
        ("ac3", "a.ac3", "audio/ac3"),
        ("mod", "a.mod", "audio/x-mod"),
        # Without an extension, or with one that nobody knows
        ("png", "picture", "image/png"),
        ("mp4", "recording", "video/mp4"),
        ("mp4", "recording.tmp", "video/mp4"),
        ("mp3", "song", "audio/mpeg"),
        ("aac", "song", "audio/aac"),
        ("ts", "capture", "video/mp2t"),
        ("svg", "logo", "image/svg+xml"),
        ("asf", "film", "video/x-ms-wmv"),
        # Liars
        ("png", "a.jpg", "image/png"),
        ("png", "a.pdf", "image/png"),
        ("heic", "IMG_0001.JPG", "image/heic"),
        ("webp", "a.png", "image/webp"),
        ("mov", "a.mp4", "video/quicktime"),
        ("mp4", "a.mov", "video/quicktime"),
        ("mkv", "a.webm", "video/x-matroska"),
        ("ogv", "a.ogg", "video/ogg"),
        ("ogg", "a.ogv", "audio/ogg"),
        ("wav", "a.mp3", "audio/wav"),
        # Sound in what is mostly video
        ("mp4-sound-only", "a.mp4", "audio/mp4"),
        ("mp4-moov-last", "a.m4a", "video/mp4"),
        ("mp4-no-moov", "a.m4a", "audio/mp4"),
        ("wma", "a.wmv", "audio/x-ms-wma"),
        ("wma", "song", "audio/x-ms-wma"),
        ("wmv", "a.wma", "video/x-ms-wmv"),
        ("webm-sound", "a.webm", "audio/webm"),
        ("webm-sound-perhaps", "a.weba", "audio/webm"),
    ],
)
def test_content_and_name_make_the_type(place: Place, sample: str, name: str, mime_type: str) -> None:
    path = place(sample, name)
    found = accepted(path)
    assert found.mime_type == mime_type
    assert found.kind == mime_type.partition("/")[0]


@for_each(
    ("sample", "name", "words"),
    [
        ("pdf", "brief.pdf", "a PDF"),
        ("pdf", "brief.jpg", "a PDF"),
        ("html", "photo.jpg", "a web page"),
        ("html", "film.mp4", "a web page"),
        ("html", "page.svg", "a web page"),
        ("html", "page", "a web page"),
        ("typescript", "kinds.ts", "TypeScript or translations, not a recording"),
        ("text-of-g", "kinds.ts", "TypeScript or translations, not a recording"),
        ("qt-translation", "app_de.ts", "TypeScript or translations, not a recording"),
        ("qt-translation", "app_de.xml", "an XML file"),
        ("qt-translation", "drawing.svg", "an XML file"),
        ("svg-endless-comment", "drawing.xml", "an XML file"),
        ("zip", "brief.docx", "a Word document"),
        ("zip", "photos.zip", "a ZIP archive"),
        ("zip", "photo.jpg", "a ZIP archive"),
        ("ole", "brief.doc", "a Word document"),
        ("ole", "brief", "an old Office document"),
        ("elf", "tool", "a program"),
        ("exe", "photo.jpg", "a program"),
        ("eps", "logo.eps", "a PostScript document"),
        ("eps-dos", "logo.eps", "a PostScript document"),
        ("eps-dos", "logo.tif", "a PostScript document"),
        ("matlab", "data.mat", "a MATLAB file"),
        ("matlab-4", "data.mat", "a MATLAB file"),
        ("dwg", "plan.dwg", "a CAD drawing"),
        ("3ds", "car.3ds", "a 3D model"),
        ("apple-double", "._photo.jpg", "a companion file of macOS without the picture itself"),
        ("resource-fork", "photo.rsrc", "a companion file of macOS without the picture itself"),
        ("png-tagged", "song.mp3", "a file with a music tag in front (PNG image)"),
        ("json", "brief.pdf", "a text file"),
        ("json", "setup.exe", "a text file"),
        ("json", "brief.docx", "a text file"),
        ("zip", "kinds.ts", "a ZIP archive"),
        ("zip", "brief.pdf", "a ZIP archive"),
        ("ole", "film.zip", "an old Office document"),
        ("qt-translation", "setup.exe", "an XML file"),
        ("gzip", "brief.docx", "a compressed file"),
        ("zip-tagged", "song.mp3", "a ZIP archive"),
        ("mac-text", "list", "a text file"),
        ("p2-text", "list.pgm", "a text file"),
        ("gzip", "backup.tgz", "an archive"),
        ("gzip-broken", "backup", "a compressed file"),
        ("playlist", "list.mp3", "a playlist"),
        ("mks", "film.mks", "a file of subtitles"),
        ("mks", "film.mkv", "a file of subtitles"),
        ("mp4-subtitles", "film.mp4", "a file of subtitles"),
        ("json", "data.json", "a JSON file"),
        ("json", "data", "a text file"),
        ("utf16-text", "song.mp3", "a text file"),
        ("bmw-text", "cars.bmp", "a text file"),
        ("fat-free-text", "milk.mov", "a text file"),
        ("nonsense", "design.sketch", "a Sketch document"),
    ],
)
def test_what_is_not_media_is_named(place: Place, sample: str, name: str, words: str) -> None:
    found = refused(place(sample, name))
    assert found.problem.code == "file.not_media"
    assert found.problem.words.explanation == f"Layers takes images, video and audio; this is {words}."
    assert found.size is not None


@for_each(
    "sample",
    ["nonsense", "zeros", "noise", "mp3-tag-cut-off", "free-and-junk", "mdat-and-junk", "moov-and-junk"],
)
def test_a_file_without_the_signature_of_its_format_is_called_damaged(place: Place, sample: str) -> None:
    for extension in [*(row.extensions[0] for row in FORMATS if row.extensions), "vob"]:
        found = refused(place(sample, f"thing.{extension}"))
        assert found.problem.code == "file.not_media"
        said = found.problem.words.explanation
        assert said.startswith(f"It is called .{extension} but holds no ")
        assert said.endswith(": damaged, or not wholly downloaded.")


@for_each("name", ["thing", "thing.qqq", "thing.bin"])
@for_each(
    "sample",
    [
        "nonsense",
        "mdat-to-the-end",
        *(f"{box}-and-junk" for box in ("free", "skip", "wide", "pnot", "mdat", "moov", "styp")),
    ],
)
def test_what_nobody_knows_is_refused(place: Place, sample: str, name: str) -> None:
    found = refused(place(sample, name))
    assert found.problem.code == "file.not_media"
    assert "cannot be told" in found.problem.words.explanation


@for_each(
    ("sample", "name", "words", "action"),
    [
        ("mxf", "a.mxf", "an MXF recording", "MP4"),
        ("mxf-with-run-in", "a.mov", "an MXF recording", "MP4"),
        ("nonsense", "a.mxf", "an MXF recording", "MP4"),
        ("realmedia", "a.rm", "a RealMedia recording", "MP4"),
        ("svgz", "logo.svg", "a compressed SVG", "SVG"),
        ("svgz", "logo.svgz", "a compressed SVG", "SVG"),
    ],
)
def test_media_that_is_not_sent_is_never_said_to_be_taken(
    place: Place, sample: str, name: str, words: str, action: str
) -> None:
    problem = refused(place(sample, name)).problem
    assert problem.code == "file.not_media"
    assert problem.words.explanation == f"This is {words}, a format that is not sent to Layers."
    assert problem.words.action == f"Save it as {action} and drop that."


def test_size_and_time_are_the_files(place: Place, samples: dict[str, bytes]) -> None:
    path = place("png", "a.png")
    os.utime(path, ns=(1, 1_700_000_000_123_456_700))
    found = accepted(path)
    assert (found.size, found.mtime_ns) == (len(samples["png"]), Path(os.fsdecode(path)).stat().st_mtime_ns)
    assert found.path == path


@for_each("kind", [MediaKind.IMAGE, MediaKind.LOGO, MediaKind.REFERENCE_IMAGE])
def test_an_image_is_sent_as_the_kind_that_was_chosen(place: Place, kind: MediaKind) -> None:
    path = place("png", "a.png")
    assert accepted(path, image_kind=kind).kind is kind
    assert accepted(path, only_kind=kind).kind is kind


def test_only_kind_wins_over_the_default_for_images(place: Place) -> None:
    found = accepted(place("png", "a.png"), image_kind=MediaKind.LOGO, only_kind=MediaKind.REFERENCE_IMAGE)
    assert found.kind is MediaKind.REFERENCE_IMAGE


def test_video_and_audio_keep_their_kind(place: Place) -> None:
    assert accepted(place("mp4", "a.mp4"), image_kind=MediaKind.LOGO).kind is MediaKind.VIDEO
    assert accepted(place("wav", "a.wav"), image_kind=MediaKind.LOGO).kind is MediaKind.AUDIO


def test_an_image_cannot_be_sent_as_video(place: Place) -> None:
    with pytest.raises(ValueError, match="cannot be sent as video"):
        inspect(place("png", "a.png"), image_kind=MediaKind.VIDEO)


@for_each(
    ("sample", "asked", "explanation"),
    [
        ("mp4", MediaKind.LOGO, "It was to be an image to be sent as logo, but this is a video."),
        ("wav", MediaKind.IMAGE, "It was to be an image, but this is audio."),
        ("wav", MediaKind.VIDEO, "It was to be a video, but this is audio."),
        ("png", MediaKind.VIDEO, "It was to be a video, but this is an image."),
        ("png", MediaKind.AUDIO, "It was to be audio, but this is an image."),
        ("mp4-silent", MediaKind.AUDIO, "It was to be audio, but this video has no sound."),
        ("webm-silent", MediaKind.AUDIO, "It was to be audio, but this video has no sound."),
        ("mng", MediaKind.AUDIO, "It was to be audio, but this is a video."),
        ("heif", MediaKind.AUDIO, "It was to be audio, but this is an image."),
        ("heic-moving", MediaKind.AUDIO, "It was to be audio, but this is an image."),
        ("film-sound-brand-silent", MediaKind.AUDIO, "It was to be audio, but this video has no sound."),
        (
            "mp4",
            MediaKind.REFERENCE_IMAGE,
            "It was to be an image to be sent as reference image, but this is a video.",
        ),
    ],
)
def test_a_file_that_cannot_be_the_asked_kind_is_refused(
    place: Place, sample: str, asked: MediaKind, explanation: str
) -> None:
    problem = refused(place(sample, "thing"), only_kind=asked).problem
    assert (problem.code, problem.words.explanation) == ("file.wrong_kind", explanation)


@for_each(
    ("sample", "name", "mime_type"),
    [
        ("mp4", "talk.mp4", "audio/mp4"),
        ("mp4-no-moov", "talk.mp4", "audio/mp4"),
        ("mov", "talk.mov", None),
        ("3gp", "talk.3gp", "audio/3gpp"),
        ("webm", "talk.webm", "audio/webm"),
        ("mkv-unknown", "talk.mkv", "audio/x-matroska"),
        ("wmv", "talk.wmv", "audio/x-ms-wma"),
        ("ogv", "talk.ogv", "audio/ogg"),
        ("mpeg-film", "talk.mpg", "audio/mpeg"),
        ("avi", "talk.avi", "audio/x-msvideo"),
        ("flv", "talk.flv", "audio/x-flv"),
        ("ts", "talk.ts", "audio/mp2t"),
        ("dv", "talk.dv", "audio/dv"),
        ("mj2", "talk.mj2", "audio/mj2"),
    ],
)
def test_a_video_that_has_or_may_have_sound_is_sent_as_audio_when_asked(
    place: Place, sample: str, name: str, mime_type: str | None
) -> None:
    path = place(sample, name)
    assert accepted(path, only_kind=MediaKind.VIDEO).kind is MediaKind.VIDEO
    found = inspect(path, only_kind=MediaKind.AUDIO)
    if mime_type is None:  # its only track is a picture's
        assert isinstance(found, Rejection)
    else:
        assert isinstance(found, MediaFile)
        assert (found.kind, found.mime_type) == (MediaKind.AUDIO, mime_type)


@for_each(
    ("sample", "kinds"),
    [
        ("film-sound-brand", (MediaKind.VIDEO, MediaKind.AUDIO)),
        ("film-image-brand", (MediaKind.VIDEO, MediaKind.AUDIO)),
        ("heic-with-sound", (MediaKind.IMAGE, MediaKind.AUDIO)),
    ],
)
@for_each("name", ["thing", "thing.m4a", "thing.mp4", "thing.heic"])
def test_tracks_say_what_a_file_can_be_asked_for_as(
    place: Place, sample: str, kinds: tuple[MediaKind, ...], name: str
) -> None:
    path = place(sample, name)
    for kind in kinds:
        assert accepted(path, only_kind=kind).kind is kind


@for_each(
    ("sample", "name", "cap", "words"),
    [
        ("png", "a.png", 50 * 2**20, "Layers takes images up to 50 MB; this one has 52.4 MB."),
        ("wav", "a.wav", 200 * 2**20, "Layers takes audio up to 200 MB; this one has 210 MB."),
        ("mp4", "a.mp4", 2**30, "Layers takes videos up to 1 GB; this one has 1.07 GB."),
    ],
)
def test_a_file_over_the_cap_is_refused_and_one_at_the_cap_is_not(
    place: Place, sample: str, name: str, cap: int, words: str
) -> None:
    path = place(sample, name)
    os.truncate(path, cap)
    assert accepted(path).size == cap
    os.truncate(path, cap + 1)
    found = refused(path)
    assert (found.problem.code, found.problem.words.explanation) == ("file.too_large", words)
    assert found.size == cap + 1


@pytest.mark.parametrize("name", ["nothing.jpg", "nothing.wav", "nothing"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert refused(os.fsencode(tmp_path / name)).problem.code == "file.empty"


@pytest.mark.parametrize("part", ["gone.jpg", "file.txt/below.jpg"])
def test_a_file_that_is_gone_is_refused(tmp_path: Path, part: str) -> None:
    (tmp_path / "file.txt").write_text("in the way")
    found = refused(os.fsencode(tmp_path / part))
    assert (found.problem.code, found.size) == ("file.gone", None)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refused(os.fsencode(tmp_path)).problem.code == "file.folder"


@pytest.mark.parametrize("path", [b"", b"/a\x00b.jpg"])
def test_a_path_that_cannot_be_is_refused(path: bytes) -> None:
    assert refused(path).problem.code == "file.unreadable"


@posix
def test_a_pipe_is_refused_without_waiting_for_its_writer(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.mp4"
    os.mkfifo(pipe)
    problem = refused(os.fsencode(pipe)).problem
    assert (problem.code, problem.words.explanation) == ("file.not_a_file", "This is a pipe, not a file.")


@posix
def test_a_pipe_that_takes_a_files_place_after_the_first_look_does_not_block(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place("png", "a.png")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    really_open = os.open

    def swap(opened: bytes, flags: int) -> int:
        pipe.replace(os.fsdecode(opened))
        return really_open(opened, flags)

    monkeypatch.setattr(os, "open", swap)
    assert refused(path).problem.code == "file.not_a_file"


@posix
def test_a_socket_is_refused(open_folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(open_folder / "s.png"))
        problem = refused(os.fsencode(open_folder / "s.png")).problem
    assert (problem.code, problem.words.explanation) == ("file.not_a_file", "This is a socket, not a file.")


@posix
def test_a_device_is_refused() -> None:
    assert refused(b"/dev/null").problem.words.explanation == "This is a device, not a file."


def test_something_else_of_the_system_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stat, "S_ISREG", lambda _mode: False)
    (tmp_path / "door").touch()
    assert refused(os.fsencode(tmp_path / "door")).problem.code == "file.not_a_file"


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux' /proc")
def test_a_read_that_fails_is_told() -> None:
    problem = refused(b"/proc/self/mem").problem
    assert (problem.code, problem.words.explanation) == (
        "file.unreadable",
        "The disk that it is on reports an error.",
    )


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="needs Linux' /proc")
def test_a_report_of_the_system_has_no_size_to_send() -> None:
    assert refused(b"/proc/version").problem.code == "file.not_a_file"


@posix
def test_a_file_without_permission_is_refused(
    open_folder: Path, samples: dict[str, bytes], as_nobody: Callable[[], None]
) -> None:
    path = open_folder / "private.png"
    path.write_bytes(samples["png"])
    path.chmod(0)
    as_nobody()
    problem = refused(os.fsencode(path)).problem
    assert (problem.code, problem.words.explanation) == ("file.unreadable", "You may not read this file.")


@posix
def test_a_link_in_a_circle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to("b.jpg")
    (tmp_path / "b.jpg").symlink_to("a.jpg")
    problem = refused(os.fsencode(tmp_path / "a.jpg")).problem
    assert (problem.code, problem.words.explanation) == (
        "file.unreadable",
        "It is a link that leads in a circle.",
    )


@posix
def test_a_path_that_is_too_long_is_refused() -> None:
    assert "too long" in refused(b"/" + b"x" * 300 + b".png").problem.words.explanation


@posix
@not_macos
def test_a_name_that_is_not_text_keeps_its_bytes_and_is_shown(
    tmp_path: Path, samples: dict[str, bytes]
) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9 \xff.png"
    Path(os.fsdecode(path)).write_bytes(samples["png"])
    found = accepted(path)
    assert found.path == path
    assert found.name == "caf\ufffd \ufffd.png"


@posix
@not_macos
def test_a_name_that_is_not_text_can_be_asked_about(tmp_path: Path, samples: dict[str, bytes]) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.qqq"
    Path(os.fsdecode(path)).write_bytes(samples["nonsense"])
    assert refused(path).name == "caf\ufffd.qqq"


@posix
def test_a_name_with_a_newline_is_shown_on_one_line(place: Place) -> None:
    assert accepted(place("png", "two\nlines\t.png")).name == "two␊lines␉.png"


@posix
def test_the_file_is_opened_once_and_closed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place("mp4-moov-last", "a.mp4")
    opened: list[int] = []
    read: list[int] = []
    really_open, really_read = os.open, os.read

    def count(which: bytes, flags: int) -> int:
        assert flags & os.O_NONBLOCK
        assert flags & os.O_CLOEXEC
        opened.append(really_open(which, flags))
        return opened[-1]

    def measure(descriptor: int, count: int) -> bytes:
        read.append(count)
        return really_read(descriptor, count)

    monkeypatch.setattr(os, "open", count)
    monkeypatch.setattr(os, "read", measure)
    accepted(path)
    assert len(opened) == 1
    assert sum(read) <= 17 * 1024
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(opened[0])


@for_each(
    ("name", "kind"),
    [
        ("a.jpg", MediaKind.IMAGE),
        ("a.MP4", MediaKind.VIDEO),
        ("a.opus", MediaKind.AUDIO),
        ("a.pdf", None),
        ("folder", None),
        (".png", None),
    ],
)
def test_the_probable_kind_is_the_extensions(name: str, kind: MediaKind | None) -> None:
    assert probable_kind(name) is kind
