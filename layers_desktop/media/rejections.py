"""The sentences with which a file is refused before anything is sent, and their stable codes.

Each is a `Problem` titled "Not sent". The codes are kept in the journal and printed by `upload --json`, so
they do not change:

    file.not_media   file.empty   file.too_large    file.unreadable   file.gone
    file.not_a_file  file.folder  file.wrong_kind   file.link
"""

from __future__ import annotations

import errno

from layers_desktop.core.errors import Problem, part
from layers_desktop.media.formats import IMAGE_KINDS, KIND_WORDS, MediaKind, cap_words

TITLE = "Not sent"
UNREADABLE_CODES = frozenset({"file.gone", "file.unreadable"})
"""Codes of files that may be there again, or readable, a little later."""
_TAKES = "Layers takes images, video and audio"
_PLURALS = {
    MediaKind.IMAGE: part("images"),
    MediaKind.VIDEO: part("videos"),
    MediaKind.AUDIO: part("audio"),
    MediaKind.LOGO: part("logos"),
    MediaKind.REFERENCE_IMAGE: part("reference images"),
}


def refused(code: str, explanation: str, action: str = "") -> Problem:
    """Return a refusal with its sentence."""
    return Problem(code=code, title=TITLE, explanation=explanation, action=action)


def not_media(words: str, instead: str = "") -> Problem:
    """Refuse what is surely something else; `words` with their article: "a PDF".

    For media that is not sent all the same, `instead` is the format in which a person can save it.
    """
    if instead:
        explanation = f"This is {words}, a format that is not sent to Layers."
        return refused("file.not_media", explanation, f"Save it as {instead} and drop that.")
    return refused("file.not_media", f"{_TAKES}; this is {words}.")


def unknown_content() -> Problem:
    """Refuse what nobody knows: no known extension, no known content."""
    return refused("file.not_media", f"{_TAKES}; what this is cannot be told from its name or content.")


def damaged(extension: str, label: str) -> Problem:
    """Refuse a file that carries the name of a format (`png`, "PNG image") but not its signature."""
    return refused(
        "file.not_media",
        f"It is called .{extension} but holds no {label}: damaged, or not wholly downloaded.",
        "Open it in another program to see whether it still works.",
    )


def empty() -> Problem:
    """Refuse a file of 0 bytes."""
    return refused("file.empty", "The file is empty.")


def too_large(kind: MediaKind, size: int) -> Problem:
    """Refuse a file above its kind's cap; `size` in bytes."""
    return refused(
        "file.too_large",
        f"Layers takes {_PLURALS[kind]} up to {cap_words(kind)}; this one has {human_size(size)}.",
        "Export it smaller and drop it again.",
    )


def wrong_kind(found: MediaKind, asked: MediaKind) -> Problem:
    """Refuse a file that is of another family than the kind a person asked for."""
    article = "an" if found in (MediaKind.IMAGE, MediaKind.AUDIO) else "a"
    it_is = "audio" if found is MediaKind.AUDIO else f"{article} {KIND_WORDS[found]}"
    if asked in IMAGE_KINDS:
        wanted = "an image" if asked is MediaKind.IMAGE else f"an image to be sent as {KIND_WORDS[asked]}"
    else:
        wanted = "audio" if asked is MediaKind.AUDIO else "a video"
    return refused("file.wrong_kind", f"It was to be {wanted}, but this is {it_is}.")


def silent() -> Problem:
    """Refuse a video without sound that a person wants to send as audio."""
    return refused("file.wrong_kind", "It was to be audio, but this video has no sound.")


def folder() -> Problem:
    """Refuse a folder where a file is needed."""
    return refused("file.folder", "This is a folder.", "Drop the folder on the window to send what is in it.")


def linked_folder() -> Problem:
    """Refuse a link to a folder inside a folder: followed, it might lead anywhere, or round and round."""
    return refused("file.folder", "This is a link to a folder.", "Add the folder itself.")


def not_a_file(words: str) -> Problem:
    """Refuse a device, pipe or socket; `words` with their article."""
    return refused("file.not_a_file", f"This is {words}, not a file.")


def _numbers(*names: str) -> frozenset[int]:
    """Return the error numbers of those names that this system has."""
    return frozenset(getattr(errno, name) for name in names if hasattr(errno, name))


_BY_ERROR: tuple[tuple[frozenset[int], str, str], ...] = (
    (
        _numbers("EACCES", "EPERM"),
        "You may not read this {what}.",
        "Ask its owner for permission, or send a copy.",
    ),
    (_numbers("ELOOP"), "It is a link that leads in a circle.", ""),
    (
        _numbers("ENAMETOOLONG"),
        "Its path is too long for this system.",
        "Move it to a place with a shorter path.",
    ),
    (
        _numbers("ESTALE", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "EREMOTEIO"),
        "The drive or server that it is on does not answer.",
        "Connect it and try again.",
    ),
    (
        _numbers("EIO", "ENXIO", "ENODEV", "EUCLEAN"),
        "The disk that it is on reports an error.",
        "Try a copy from another place.",
    ),
    (
        _numbers("EMFILE", "ENFILE"),
        "Too many files are open on this computer.",
        "Close other programs and try again.",
    ),
)
_GONE = _numbers("ENOENT", "ENOTDIR")
_WINDOWS_IN_USE = frozenset({32, 33})
"""ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION; Python calls both EACCES."""


FILE, FOLDER = part("file"), part("folder")


def from_os_error(error: OSError, what: str = FILE) -> Problem:
    """Return why a FILE or FOLDER could not be read, from what the system said."""
    if error.errno in _GONE:
        return refused("file.gone", f"The {what} is no longer there.", "Find it again and drop it once more.")
    if getattr(error, "winerror", None) in _WINDOWS_IN_USE:
        return _unreadable("Another program keeps it to itself.", "Close that program and try again.")
    for numbers, explanation, action in _BY_ERROR:
        if error.errno in numbers:
            return _unreadable(explanation.format(what=what), action)
    return _unreadable(f"The system could not read this {what}: {error.strerror or 'no reason was given'}.")


def impossible_path() -> Problem:
    """Refuse a path that no file can have (a zero byte in it)."""
    return _unreadable("No file on this system can have this name.")


def _unreadable(explanation: str, action: str = "") -> Problem:
    return refused("file.unreadable", explanation, action)


def link(explanation: str, action: str = "") -> Problem:
    """Refuse something dropped that is no file of this computer."""
    return refused("file.link", explanation, action)


def in_short(problem: Problem) -> str:
    """Return a refusal as the words for a group of files: "PDF", "empty", "too large (images up to 50 MB)".

    Without what only one file of the group has, such as its size.
    """
    explanation = problem.explanation.rstrip(".")
    match problem.code:
        case "file.empty":
            return part("empty")
        case "file.too_large":
            limit = explanation.partition(";")[0].removeprefix("Layers takes ")
            what, _, most = limit.partition(" up to ")
            return part(f"too large ({what} up to {most})")
    return explanation


def bare(words: str) -> str:
    """Return "PDF" for "a PDF"."""
    article, _, rest = words.partition(" ")
    return rest if article in {"a", "an"} else words


def human_size(size: int) -> str:
    """Return a size in bytes as a person reads it, in powers of 1000: "482 KB", "52.4 MB", "1.07 GB"."""
    if size < 1000:
        return f"{size} B"
    value, unit = size / 1000, "KB"
    for larger in ("MB", "GB", "TB"):
        if value < 999.5:
            break
        value, unit = value / 1000, larger
    digits = 0 if value >= 99.95 or unit == "KB" else 1 if value >= 9.995 else 2
    return f"{value:.{digits}f} {unit}"
