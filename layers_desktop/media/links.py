"""A dropped or pasted URL → the path of a file on this computer, or why it is none.

URLs arrive encoded (`QUrl.toEncoded()`), because `toLocalFile()` turns names that are not UTF-8 into U+FFFD
and answers "" for everything that is not local.
"""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes

from layers_desktop.media import refusals
from layers_desktop.media.inspect import Refusal
from layers_desktop.media.names import display_name, displayable

_SCHEME = re.compile(rb"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_ATTACHMENT = re.compile(rb"(?:^|[&;])filename=([^&;]+)", re.IGNORECASE)
_DRIVE = re.compile(rb"/*([A-Za-z])[:|](/.*)?$", re.DOTALL)

_SAVE_FIRST = "Save it to this computer, then drop the file."
_COPY_FIRST = "Copy it to this computer, then drop the copy."
_SENTENCES: dict[str, tuple[str, str]] = {
    scheme: sentence
    for schemes, sentence in (
        ("http https", ("It is a link to the web, not a file.", _SAVE_FIRST)),
        ("ftp ftps sftp ssh fish scp smb cifs nfs afp dav davs webdav webdavs",
         ("It is on another computer, and only its address was dropped.", _COPY_FIRST)),
        ("google-drive onedrive dropbox gdrive remote",
         ("It is in online storage, and only its address was dropped.", _COPY_FIRST)),
        ("mtp gphoto2 afc ptp camera", ("It is on a phone or camera.", _COPY_FIRST)),
        ("data", ("It is a picture inside a page, not a file.",
                  "Save it to this computer, or copy the picture and paste it here.")),
        ("blob about javascript cid", ("It is a part of a page, not a file.", _SAVE_FIRST)),
        ("trash", ("It is in the trash.", "Restore it, then drop it from its folder.")),
        ("imap imap-message mailbox mailbox-message news nntp pop3 snews ews owl",
         ("It is still in your mail program.", "Save it first, then drop it.")),
    )
    for scheme in schemes.split()
}  # fmt: skip


def local_path(url: bytes, *, windows: bool = os.name == "nt", this_computer: str = "") -> bytes | Refusal:
    r"""Return the path that an encoded URL names on this computer, or the refusal that says why not.

    Takes `file:///path`, `file:/path`, `file://localhost/path` and, as the rules of X11's drag and drop
    have it, `file://<name of this computer>/path`. On Windows also drives (`file:///C:/x`) and network
    shares (`file://server/share/x` is `\\server\share\x` there); elsewhere another host is refused.
    """
    scheme, rest = _split(url)
    if scheme != "file":
        return _not_local(url, scheme, rest)
    host, path = _authority(rest)
    path = unquote_to_bytes(path)
    if b"\x00" in path:
        return Refusal(path=b"", name=display_name(path), size=None, problem=refusals.impossible_path())
    hosts = {"", "localhost", (this_computer or platform.node()).lower()}
    if windows:
        return _windows_path("" if host in hosts else host, path)
    if host not in hosts:
        explanation = f"It is on another computer ({displayable(host)})."
        return _refuse(display_name(path), explanation, _COPY_FIRST)
    if not path.startswith(b"/"):
        return _refuse(displayable(os.fsdecode(path)), "Its address is not complete.", _SAVE_FIRST)
    return path


def local_argument(text: str) -> bytes:
    """Return the path that a command line names: file managers and scripts give `file:` addresses, too.

    Absolute, as the journal outlives this working folder; ".." is left to the file system.
    """
    if is_local(url := os.fsencode(text)) and not isinstance(path := local_path(url), Refusal):
        return path
    return os.fsencode(Path(text).absolute())


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


def _windows_path(host: str, path: bytes) -> bytes | Refusal:
    if host:
        return f"//{host}".encode().replace(b"/", b"\\") + path.replace(b"/", b"\\")
    drive = _DRIVE.match(path)
    if drive is not None:
        return drive[1] + b":" + (drive[2] or b"/").replace(b"/", b"\\")
    if path.startswith(b"//"):
        return path.replace(b"/", b"\\")
    return _refuse(displayable(os.fsdecode(path)), "Its address is not complete.", _SAVE_FIRST)


def _not_local(url: bytes, scheme: str, rest: bytes) -> Refusal:
    if scheme == "data":
        # The rest of a data URL is the picture itself: only its type is shown.
        name = "data:" + re.split(rb"[;,]", rest[:100])[0].decode("ascii", "replace")
    else:
        name = name_in(url) or _text(re.split(rb"[?#]", rest)[0].strip(b"/").rpartition(b"@")[2])
    explanation, action = _SENTENCES.get(scheme, (f"It is a link ({scheme}:), not a file.", _SAVE_FIRST))
    if not scheme:
        explanation = "It is text, not a file."
    return _refuse(displayable(name) or f"{scheme}:", explanation, action)


def _refuse(name: str, explanation: str, action: str) -> Refusal:
    return Refusal(path=b"", name=name, size=None, problem=refusals.link(explanation, action))
