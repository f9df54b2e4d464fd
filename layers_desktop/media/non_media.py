"""What is surely not media: other kinds of files, by their content or their name, in words for a person.

The words fit behind "this is": "a PDF", "a Word document". They stand here, because a system's own database
answers in other words on each system and language.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from layers_desktop.core.errors import Term
from layers_desktop.core.translation import N_


@dataclass(frozen=True, slots=True)
class NonMedia:
    """The content is surely not media."""

    words: str
    """With its article: "a PDF"."""
    container: str = ""
    """A key of `_IN_CONTAINER` when the words name only a container: the extension may know better."""
    instead: str = ""
    """For media that is not sent: the format in which a person can save it."""
    inside: str = ""
    """The label of a format that the words name in turn, as {format}."""

    @property
    def what(self) -> Term:
        """The words, to be said in those of a problem."""
        return Term.of(self.words, format=Term(self.inside)) if self.inside else Term(self.words)


def _signed(*rows: tuple[NonMedia, tuple[bytes, ...]]) -> tuple[tuple[bytes, NonMedia], ...]:
    return tuple((signature, what) for what, signatures in rows for signature in signatures)


_BY_SIGNATURE = _signed(
    (NonMedia(N_("a PDF")), (b"%PDF-",)),
    (NonMedia(N_("a PostScript document")), (b"%!PS", b"\x04%!", b"\xc5\xd0\xd3\xc6")),
    (NonMedia(N_("a RealMedia recording"), instead="MP4"), (b".RMF\x00",)),
    (NonMedia(N_("a Flash program")), (b"FWS", b"CWS")),
    (NonMedia(N_("a CAD drawing")), (b"AC10",)),
    (NonMedia(N_("a Blender scene")), (b"BLENDER",)),
    (NonMedia(N_("a MATLAB file")), (b"MATLAB 5.0 MAT-file",)),
    (NonMedia(N_("a 3D model")), (b"glTF",)),
    (
        NonMedia(N_("a companion file of macOS without the picture itself")),
        (b"\x00\x05\x16\x00", b"\x00\x05\x16\x07"),
    ),
    (NonMedia(N_("a rich text document")), (b"{\\rtf",)),
    (NonMedia(N_("a ZIP archive"), container="zip"), (b"PK\x03\x04",)),
    (NonMedia(N_("an empty ZIP archive")), (b"PK\x05\x06",)),
    (NonMedia(N_("an old Office document"), container="ole"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)),
    (NonMedia(N_("a 7-Zip archive")), (b"7z\xbc\xaf\x27\x1c",)),
    (NonMedia(N_("a RAR archive")), (b"Rar!\x1a\x07",)),
    (NonMedia(N_("a compressed file")), (b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"BZh")),
    (NonMedia(N_("a database")), (b"SQLite format 3\x00",)),
    (NonMedia(N_("a program")), (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")),
    (NonMedia(N_("a font")), (b"wOFF", b"wOF2", b"OTTO\x00", b"ttcf\x00", b"\x00\x01\x00\x00\x00")),
    (NonMedia(N_("a settings file")), (b"bplist00",)),
)

_OF_TEXT = frozenset({b"%PDF-", b"%!PS", b"{\\rtf"})
"""Signatures of formats that may be text."""


def _rows(*rows: tuple[str, str]) -> dict[str, str]:
    """Return words by extension, from extensions separated by spaces and their words."""
    return {extension: words for extensions, words in rows for extension in extensions.split()}


_DOCUMENTS = _rows(
    ("pdf", N_("a PDF")),
    ("ai", N_("an Illustrator document")),
    ("indd idml", N_("an InDesign document")),
    ("eps ps", N_("a PostScript document")),
    ("sketch", N_("a Sketch document")),
    ("fig", N_("a Figma document")),
    ("doc docx docm dot dotx", N_("a Word document")),
    ("xls xlsx xlsm xlsb", N_("an Excel workbook")),
    ("ppt pptx pptm pps ppsx", N_("a PowerPoint presentation")),
    ("odt", N_("a text document")),
    ("ods", N_("a spreadsheet")),
    ("odp", N_("a presentation")),
    ("pages", N_("a Pages document")),
    ("numbers", N_("a Numbers spreadsheet")),
    ("key", N_("a Keynote presentation")),
    ("epub mobi azw3", N_("an e-book")),
    ("rtf", N_("a rich text document")),
    ("txt text log", N_("a text file")),
    ("md markdown", N_("a Markdown text")),
    ("csv tsv", N_("a table of text")),
    ("html htm xhtml mhtml webarchive", N_("a web page")),
)
"""What people call documents."""

_SOURCE = "css js mjs jsx tsx py rb go rs java c h cpp cs php sh bat ps1 sql swift kt"
_OTHERS = _rows(
    ("json jsonl", N_("a JSON file")),
    ("xml", N_("an XML file")),
    ("yaml yml toml ini cfg conf", N_("a settings file")),
    (_SOURCE, N_("source text")),
    ("url webloc desktop lnk", N_("a shortcut")),
    ("m3u m3u8 pls cue xspf ram", N_("a playlist")),
    ("srt vtt ass ssa", N_("a file of subtitles")),
    ("prproj drp fcpxml veg", N_("a video project without its clips")),
    ("aep aepx", N_("an After Effects project")),
    ("als flp logicx", N_("a music project")),
    ("zip", N_("a ZIP archive")),
    ("rar", N_("a RAR archive")),
    ("7z", N_("a 7-Zip archive")),
    ("gz tgz bz2 xz zst tar", N_("an archive")),
    ("dmg iso img", N_("a disk image")),
    ("exe msi app apk ipa deb rpm appimage com dll so dylib jar", N_("a program")),
    ("ttf otf woff woff2 ttc", N_("a font")),
    ("eml msg", N_("an e-mail")),
    ("ics", N_("a calendar entry")),
    ("vcf", N_("a contact card")),
    ("sqlite sqlite3 db mdb accdb", N_("a database")),
    ("mat", N_("a MATLAB file")),
    ("dwg dxf dgn", N_("a CAD drawing")),
    ("3ds stl obj fbx glb gltf dae max c4d", N_("a 3D model")),
    ("blend", N_("a Blender scene")),
    ("swf", N_("a Flash program")),
    ("rsrc", N_("a companion file of macOS without the picture itself")),
    ("crdownload part partial download opdownload", N_("a download that has not ended")),
)
"""Other files that surely are no media."""

_NOT_SENT = {
    "svgz": NonMedia(N_("a compressed SVG"), instead="SVG"),
    "mxf": NonMedia(N_("an MXF recording"), instead="MP4"),
    **dict.fromkeys(("rm", "rmvb"), NonMedia(N_("a RealMedia recording"), instead="MP4")),
}
"""Media without a type of the family `image`, `video` or `audio`, which kind and type on the wire must share
(application/mxf, application/vnd.rn-realmedia), or that nobody could show as it is stored."""

_OFFICE = "docx docm dotx xlsx xlsm xlsb pptx pptm ppsx "
_WRITTEN = (
    "txt text log md markdown csv tsv html htm xhtml mhtml json jsonl xml yaml yml toml ini cfg conf "
    "url desktop m3u m3u8 pls cue xspf ram srt vtt ass ssa eml ics vcf dxf stl obj fbx gltf dae "
)
_IN_CONTAINER = {
    name: frozenset(extensions.split())
    for name, extensions in (
        ("zip", _OFFICE + "odt ods odp pages numbers key epub idml sketch fig apk ipa app jar"),
        ("ole", _OFFICE + "doc dot xls ppt pps msi msg max"),  # with a password the new ones are OLE, too
        ("gzip", "gz tgz als prproj"),
        ("xml", "html htm xhtml webloc xspf fcpxml aepx dae"),
        ("text", _WRITTEN + _SOURCE),
    )
}
"""The extensions of what each container may hold."""
BY_EXTENSION = {name: NonMedia(words) for name, words in (_DOCUMENTS | _OTHERS).items()} | _NOT_SENT
"""What each extension stands for that is surely not sent."""
_MXF = b"\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02\x01\x01\x02"
"""The key of a header partition pack (SMPTE 377); a run-in may stand before it."""

_TEXT = bytes({7, 8, 9, 10, 12, 13, 27} | set(range(0x20, 0x100)) - {0x7F})
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SPACE = re.compile(r"\s*+")
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*+", re.IGNORECASE)
_END_OF_SUBSET = re.compile(r"\]\s*+>")
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_OPEN_PROLOG = re.compile(r"<[?!]")
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|script|title|meta|div|table|iframe|p|h1|a)[\s>]", re.IGNORECASE
)


def foreign_extension(extension: str) -> NonMedia | None:
    """Return what an extension stands for that is surely not sent, None for any other."""
    return BY_EXTENSION.get(extension.lower())


def is_document(extension: str) -> bool:
    """Return whether a file with this extension is what people call a document."""
    return extension.lower() in _DOCUMENTS


def refined(content: NonMedia, extension: str) -> NonMedia:
    """Return what a content is with this extension, which only tells apart what is in the same container."""
    if extension == "ts" and content.container in {"text", "xml"}:
        return NonMedia(N_("TypeScript or translations, not a recording"))
    known = extension in _IN_CONTAINER.get(content.container, ())
    return BY_EXTENSION[extension] if known else content


def foreign_content(head: bytes, *, is_text: bool = False) -> NonMedia | None:
    """Return what the first bytes surely are when they are not media; None when they may be media.

    Letters alone begin a text as well: in one only formats that are text are found.
    """
    if is_text:
        return next(
            (found for mark, found in _BY_SIGNATURE if head.startswith(mark) and mark in _OF_TEXT), None
        )
    if head[:2] == b"\x1f\x8b":
        return _gzip(head)
    # Bytes in the last page, pages: titles of music begin with MZ, too.
    if head[:2] == b"MZ" and len(head) > 5 and head[3] < 2 and head[4:6] != b"\0\0":
        return NonMedia(N_("a program"))
    if _MXF in head:
        return _NOT_SENT["mxf"]
    return next((found for mark, found in _BY_SIGNATURE if head.startswith(mark)), None)


def _gzip(head: bytes) -> NonMedia:
    try:
        start = zlib.decompressobj(31).decompress(head, 4096)
    except zlib.error:
        start = b""
    if b"<svg" in start:
        return _NOT_SENT["svgz"]
    return NonMedia(N_("a compressed file"), container="gzip")


def text_of(head: bytes) -> str | None:
    """Return the first bytes as text when they are text in some usual encoding; None when they are binary."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            text = head[: len(head) & ~1 if encoding == "utf-16" else None].decode(encoding, "ignore")
            # A wrong byte order mark in front of binary data decodes to control characters.
            return None if re.search(r"[\x00-\x06\x0e-\x1a]", text) else text
    if head.translate(None, _TEXT):
        return None
    return head.decode("utf-8", "replace")


def is_svg(text: str, *, named_svg: bool) -> bool:
    """Return whether XML text is an SVG drawing: its root element is `svg`, in any namespace prefix.

    When the prolog (comments, entities) fills all that was read, the name decides.
    """
    start = _prolog_end(text)
    root = _ROOT.match(text, start)
    if root is not None:
        return root[1] == "svg"
    return named_svg and _OPEN_PROLOG.match(text, start) is not None


def _prolog_end(text: str) -> int:
    """Return where the root element begins, or what in the prolog has no end. Read once, forwards."""
    at = 0
    while True:
        space = _SPACE.match(text, at)
        at = space.end() if space is not None else at
        end = _markup_end(text, at)
        if end <= at:
            return at
        at = end


def _markup_end(text: str, at: int) -> int:
    """Return where the instruction, comment or DOCTYPE that begins here ends; 0 when it does not."""
    for start, end in (("<?", "?>"), ("<!--", "-->")):
        if text.startswith(start, at):
            found = text.find(end, at + len(start))
            return found + len(end) if found >= 0 else 0
    name = _DOCTYPE.match(text, at)
    if name is None:
        return 0
    if text[name.end() : name.end() + 1] == "[":
        subset = _END_OF_SUBSET.search(text, name.end())
        return 0 if subset is None else subset.end()
    return name.end() + 1 if name.end() < len(text) else 0


def foreign_text(text: str) -> NonMedia:
    """Return what a text is, when it is no SVG."""
    start = _prolog_end(text)
    if _HTML.match(text, start) or _HTML.match(text.lstrip()):
        return NonMedia(N_("a web page"))
    if text.lstrip().startswith("<?xml"):
        return NonMedia(N_("an XML file"), container="xml")
    if text.lstrip().startswith("#EXTM3U"):
        return NonMedia(N_("a playlist"))
    return NonMedia(N_("a text file"), container="text")
