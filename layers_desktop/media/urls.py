"""What was dropped, pasted or given as an argument: files, links, pictures, or neither of these.

Addresses are encoded (`QUrl.toEncoded()`): `toLocalFile()` turns names that are not UTF-8 into U+FFFD and
answers "" for everything that is not local. `preview` is for a drag that hovers (the window's thread: names
only, no file access, the first 500); the whole of a long list is read by a worker. Pure: no network.
"""

from __future__ import annotations

import binascii
import os
import platform
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

from PySide6.QtCore import QUrl

from layers_desktop.core.errors import Problem, Term
from layers_desktop.media import inspection
from layers_desktop.media.display_name import display_name, displayable
from layers_desktop.media.formats import MediaKind, extension_of, probable_kind
from layers_desktop.media.inspection import Rejection
from layers_desktop.media.non_media import foreign_extension

_AROUND: Final = b" \t\r\0"
_HEADINGS: Final = frozenset({b"x-special/nautilus-clipboard", b"copy", b"cut"})
_ADDRESS: Final = re.compile(rb"(?:https?://|file:/)\S+", re.IGNORECASE)
_PATH: Final = re.compile(rb"/[^/*\s][^/]*/.*")
"""Absolute, with a folder: neither a chat's `/command` nor a program's comment."""
_MOST_LINES: Final = 1_000
_MOST_PREVIEWED: Final = 500

NO_FILE: Final = Term("link")
"""Among the reasons of a `DropPreview`: an address that names no file and is not fetched."""

_SCHEME = re.compile(rb"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_ATTACHMENT = re.compile(rb"(?:^|[&;])filename=([^&;]+)", re.IGNORECASE)
_DRIVE = re.compile(rb"/*([A-Za-z])[:|](/.*)?$", re.DOTALL)

_ROWS: dict[str, str] = {
    scheme: row
    for schemes, row in (
        ("http https", "file.link/web"),
        ("ftp ftps sftp ssh fish scp smb cifs nfs afp dav davs webdav webdavs", "file.link/server"),
        ("google-drive onedrive dropbox gdrive remote", "file.link/cloud"),
        ("mtp gphoto2 afc ptp camera", "file.link/phone"),
        ("data", "file.link/in_page"),
        ("blob about javascript cid", "file.link/part_of_page"),
        ("trash", "file.link/trash"),
        ("imap imap-message mailbox mailbox-message news nntp pop3 snews ews owl", "file.link/mail"),
    )
    for scheme in schemes.split()
}
_MADE_BY_A_PROGRAM: Final = frozenset({"php", "py"})
"""Extensions that say what answers, not what is answered: `image.php?id=3` may well be a picture."""
_ENCODED: Final = re.compile(rb"[!-~]*")
_PICTURE: Final = re.compile(rb"data:image/[a-z0-9.+-]+((?:;[^,;]*)*),", re.IGNORECASE)
_BLOCK: Final = 64 * 1024
"""Characters that are decoded at a time: `unquote_to_bytes` takes 200 bytes of memory for each escape."""
_BASE64: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_BASE64: Final = bytes(set(range(256)) - set(_BASE64))


@dataclass(frozen=True, slots=True)
class WebLink:
    """An https link that may lead to media."""

    url: str
    """Encoded, ASCII. It may sign what it leads to: it is shown nowhere."""
    host: str
    """As the name service knows it (`xn--…`), so that nobody is misled by letters that look alike."""
    name: str
    """The last part of its path, for a person; the host where there is none."""
    kind: MediaKind | None
    """What its name says it is; None when that shows only after it was fetched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What URLs name, each list in their order."""

    paths: tuple[bytes, ...] = ()
    """As the file system has them, so that a name in any encoding survives."""
    links: tuple[WebLink, ...] = ()
    """To be fetched if a person says so."""
    embedded: tuple[bytes, ...] = ()
    """Addresses that hold a picture; see `embedded_blocks`."""
    refused: tuple[Rejection, ...] = ()


# Lists


def addresses(raw: bytes) -> Iterator[bytes]:
    """Yield the encoded URLs of a file list, in any form in which programs hand one over, one by one.

    `text/uri-list` (RFC 2483), `x-special/gnome-copied-files` (its first line says copy or cut), what GNOME's
    clipboard managers keep of it as plain text (a first line `x-special/nautilus-clipboard`), and paths as
    file managers put them into plain text: Thunar one a line, Nautilus with a space between them. Some end in
    a zero byte.
    """
    start, heading = 0, True
    while start < len(raw):
        end = raw.find(b"\n", start)
        end = len(raw) if end < 0 else end
        line = raw[start:end].strip(_AROUND)
        start = end + 1
        heading = heading and line in _HEADINGS
        if not line or heading or line.startswith(b"#"):
            continue
        if _PATH.fullmatch(line) is None:
            yield line
            continue
        for path in line[1:].split(b" /"):
            yield b"file:///" + quote_from_bytes(path).encode()


def is_uri_list(text: bytes) -> bool:
    """Return whether a plain text is nothing but a list that `addresses` reads, by its first 1 000 lines."""
    head = list(islice(addresses(text), _MOST_LINES))
    return bool(head) and all(_ADDRESS.fullmatch(line) is not None for line in head)


def from_uri_list(raw: bytes, most: int | None = None) -> Named:
    """Return the files and links that a list names (see `addresses`), and a refusal for each that is neither.

    `most` bounds how many are looked at. No file access, no network, but 20 to 60 µs an address: for workers.
    """
    paths: list[bytes] = []
    links: list[WebLink] = []
    embedded: list[bytes] = []
    refused: list[Rejection] = []
    for url in islice(addresses(raw), most):
        found: bytes | WebLink | Rejection
        if is_local(url):
            found = local_path(url)
        elif is_embedded_picture(url):
            embedded.append(url)
            continue
        else:
            found = web_link(url) or local_path(url)
        match found:
            case WebLink():
                links.append(found)
            case Rejection():
                refused.append(found)
            case _:
                paths.append(found)
    return Named(paths=tuple(paths), links=tuple(links), embedded=tuple(embedded), refused=tuple(refused))


# Files


def local_path(url: bytes, *, windows: bool = os.name == "nt", this_computer: str = "") -> bytes | Rejection:
    r"""Return the path that an encoded URL names on this computer, or the refusal that says why not.

    Takes `file:///path`, `file:/path`, `file://localhost/path` and, as the rules of X11's drag and drop
    have it, `file://<name of this computer>/path`. On Windows also drives (`file:///C:/x`) and network
    shares (`file://server/share/x` is `\\server\share\x` there); elsewhere another host is refused.
    """
    url = url.strip()
    if not is_local(url):
        return _not_local(url)
    host, path = _authority(url[5:])
    path = unquote_to_bytes(path)
    if b"\x00" in path:
        return _refuse(display_name(path), "file.unreadable/no_name")
    hosts = {"", "localhost", (this_computer or platform.node()).lower()}
    if windows:
        return _windows_path("" if host in hosts else host, path)
    if host not in hosts:
        return _refuse(display_name(path), "file.link/computer", host=displayable(host))
    if not path.startswith(b"/"):
        return _refuse(displayable(os.fsdecode(path)), "file.link/incomplete")
    return path


def local_argument(text: str) -> bytes:
    """Return the path that a command line names: file managers and scripts give `file:` addresses, too.

    Absolute, as the journal outlives this working folder; ".." is left to the file system. An address that
    leads to another computer is returned as it is: see `from_arguments`.
    """
    if is_local(url := os.fsencode(text)):
        path = local_path(url)
        if not isinstance(path, Rejection):
            return path
        if url[5:].startswith(b"//"):
            return url
    return os.fsencode(Path(text).absolute())


def from_arguments(paths: Iterable[bytes]) -> Named:
    """Return what a command line names, by what `local_argument` gave for it."""
    found = [local_path(one) if is_local(one) else one for one in paths]
    return Named(
        paths=tuple(one for one in found if not isinstance(one, Rejection)),
        refused=tuple(one for one in found if isinstance(one, Rejection)),
    )


def name_in(url: bytes) -> str:
    """Return the name of the file that an address leads to, as it says itself; "" when it names none.

    That is the last part of its path, or the `filename=` of a mail's attachment. Neither the rest of the
    query (it may sign the link) nor a password in front of the host is shown. Not for `data:` addresses.
    """
    _, rest = _split(url)
    path, _, query = rest.partition(b"#")[0].partition(b"?")
    attachment = _ATTACHMENT.search(query)
    if attachment is not None:
        return _text(attachment[1])
    if path.startswith(b"//"):  # the host is not a name
        path = path[2:].partition(b"/")[2]
    return _text(path.rstrip(b"/").rpartition(b"/")[2].rpartition(b"@")[2])


def _text(part: bytes) -> str:
    return unquote_to_bytes(part).decode("utf-8", "replace")


def is_local(url: bytes) -> bool:
    """Return whether a URL names a file, by its scheme alone: cheap, for the drag preview."""
    return url[:5].lower() == b"file:"


def name_of(url: bytes) -> str:
    """Return the last part of a `file:` URL's path, as text; "" for one that ends in a slash."""
    return os.fsdecode(unquote_to_bytes(url.rpartition(b"/")[2]))


def _split(url: bytes) -> tuple[str, bytes]:
    found = _SCHEME.match(url.strip())
    return ("", url) if found is None else (found[1].decode("ascii").lower(), found[2])


def _authority(rest: bytes) -> tuple[str, bytes]:
    """Split `//host/path` or `/path`. A file has no query or fragment: what looks like one is its name."""
    if not rest.startswith(b"//"):
        return "", rest
    host, slash, path = rest[2:].partition(b"/")
    if re.fullmatch(rb"[A-Za-z][:|]", host):  # file://C:/x, as some programs write it
        return "", b"/" + host + slash + path
    return unquote_to_bytes(host).decode("utf-8", "replace").lower(), slash + path


def _windows_path(host: str, path: bytes) -> bytes | Rejection:
    if host:
        return f"//{host}".encode().replace(b"/", b"\\") + path.replace(b"/", b"\\")
    drive = _DRIVE.match(path)
    if drive is not None:
        return drive[1] + b":" + (drive[2] or b"/").replace(b"/", b"\\")
    if path.startswith(b"//"):
        return path.replace(b"/", b"\\")
    return _refuse(displayable(os.fsdecode(path)), "file.link/incomplete")


def _not_local(url: bytes) -> Rejection:
    scheme, rest = _split(url)
    if scheme == "data":
        # The rest of a data URL is the picture itself: only its type is shown.
        name = "data:" + re.split(rb"[;,]", rest[:100])[0].decode("ascii", "replace")
    else:
        name = name_in(url) or _text(re.split(rb"[?#]", rest)[0].strip(b"/").rpartition(b"@")[2])
    row = _ROWS.get(scheme, "file.link/other_scheme") if scheme else "file.link/text"
    return _refuse(displayable(name) or f"{scheme}:", row, scheme=scheme)


def _refuse(name: str, row: str, **parameters: str) -> Rejection:
    return Rejection(path=b"", name=name, size=None, problem=Problem.of(row, **parameters))


# Links to the web


def web_link(url: bytes) -> WebLink | Rejection | None:
    """Return the link that an encoded URL is, why it is not fetched, or None when it is none to the web.

    A link whose name surely is something else (`page.html`, `report.pdf`) is None too: it is refused like
    any other link.
    """
    url = url.strip()
    scheme = url[:6].partition(b":")[0].lower()
    if scheme not in {b"http", b"https"}:
        return None
    if _ENCODED.fullmatch(url) is None:  # as a person or a program writes it: Qt reads that as browsers do
        url = bytes(QUrl(url.decode("utf-8", "replace")).toEncoded().data())
    text = url.decode("ascii")
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").lower()
    except ValueError:  # half an IPv6 address
        return None
    name = name_in(url)
    extension = extension_of(name)
    surely_not = foreign_extension(extension) is not None and extension not in _MADE_BY_A_PROGRAM
    if not host or surely_not:
        return None
    shown = displayable(name) or displayable(host)
    if scheme == b"http":
        return _refuse(shown, "file.link/http")
    return WebLink(text, displayable(host), shown, probable_kind(name))


# Pictures that are in their own address (`data:image/png;base64,…`), as pages carry small ones


def is_embedded_picture(url: bytes) -> bool:
    """Return whether an encoded URL holds a picture: by its first letters, for the window's thread."""
    return _PICTURE.match(url[:200]) is not None


def embedded_blocks(url: bytes) -> Iterator[bytes]:
    """Yield the picture's bytes, at most 64 KiB at a time; nothing for an address without one. For workers.

    Raises ValueError when its last letter of base64 is half a byte.
    """
    found = _PICTURE.match(url[:200])
    if found is None:
        return iter(())
    blocks = _unescaped(url, found.end())
    return _from_base64(blocks) if b"base64" in found[1].lower().split(b";") else blocks


def _unescaped(url: bytes, at: int) -> Iterator[bytes]:
    while at < len(url):
        end = at + _BLOCK
        cut = url.rfind(b"%", end - 2, end)
        if cut >= 0:  # an escape (`%2B`) is not cut in two
            end = cut
        yield unquote_to_bytes(url[at:end])
        at = end


def _from_base64(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Decode as browsers do: what is no letter of base64 is skipped, and padding may be missing."""
    rest = b""
    for block in blocks:
        letters = rest + block.translate(None, _NOT_BASE64)
        whole = len(letters) - len(letters) % 4
        rest = letters[whole:]
        yield binascii.a2b_base64(letters[:whole])
    yield binascii.a2b_base64(rest + b"=" * (-len(rest) % 4))


# While a drag hovers


@dataclass(frozen=True, slots=True, kw_only=True)
class DropPreview:
    """What a drag holds, judged by names alone, for the words over the window."""

    images: int = 0
    videos: int = 0
    audio: int = 0
    unknown: int = 0
    """Folders, and names whose extension says nothing."""
    links: int = 0
    """Links that may be fetched, if the person says so after the drop."""
    picture_links: int = 0
    """Those among them whose name is that of an image."""
    refused: int = 0
    """What surely cannot be sent."""
    reasons: tuple[Term, ...] = ()
    """What the refused ones are, each once, in order: ("PDF", `NO_FILE`)."""
    others: int = 0
    """Those after the first 500, whatever they are."""

    @property
    def total(self) -> int:
        """How many things are dragged."""
        return self.sendable + self.refused

    @property
    def may_be_images(self) -> bool:
        """Whether a person may want to say what images are sent as."""
        return self.images + self.picture_links > 0

    @property
    def sendable(self) -> int:
        """How many of them may be sent."""
        return self.images + self.videos + self.audio + self.unknown + self.links + self.others


def preview(raw: bytes) -> DropPreview:
    """Count what a list of a drag (see `addresses`) holds by probable kind, for the window's thread.

    Names only, no file access; the first 500 are looked at, the others counted.
    """
    lines = raw.split(b"\n", _MOST_PREVIEWED)
    others = b"".join(lines[_MOST_PREVIEWED:]).strip(_AROUND + b"\n")
    counts = dict.fromkeys((MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO), 0)
    unknown = refused = links = picture_links = 0
    reasons: dict[Term, None] = {}
    for url in addresses(b"\n".join(lines[:_MOST_PREVIEWED])):
        if is_embedded_picture(url):
            counts[MediaKind.IMAGE] += 1
            continue
        link = None if is_local(url) else web_link(url)
        if isinstance(link, WebLink):
            links += 1
            picture_links += link.kind is MediaKind.IMAGE
            continue
        name = name_of(url) if is_local(url) else ""
        kind = probable_kind(name)
        reason = _surely_refused(name) if is_local(url) else NO_FILE
        if kind is not None:
            counts[kind] += 1
        elif reason is not None:
            refused += 1
            reasons[reason] = None
        else:
            unknown += 1
    return DropPreview(
        images=counts[MediaKind.IMAGE],
        videos=counts[MediaKind.VIDEO],
        audio=counts[MediaKind.AUDIO],
        unknown=unknown,
        links=links,
        picture_links=picture_links,
        refused=refused,
        reasons=tuple(reasons),
        others=others.count(b"\n") + bool(others),
    )


def _surely_refused(name: str) -> Term | None:
    found = foreign_extension(extension_of(name))
    return None if found is None else inspection.bare(found.what)
