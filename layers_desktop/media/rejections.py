"""The problems for which a file is refused before anything is sent; their words are in the catalogue.

Their codes are kept in the journal and printed by `upload --json`, so they do not change:

    file.not_media   file.empty   file.too_large    file.unreadable   file.gone
    file.not_a_file  file.folder  file.wrong_kind   file.link
"""

from __future__ import annotations

import errno

from layers_desktop.core.errors import Problem, Size, Term
from layers_desktop.core.translation import N_
from layers_desktop.media.formats import IMAGE_KINDS, KIND_WORDS, MediaKind, cap_words

UNREADABLE_CODES = frozenset({"file.gone", "file.unreadable"})
"""Codes of files that may be there again, or readable, a little later."""
FILE, FOLDER = Term(N_("file")), Term(N_("folder"))
_PLURALS = {
    MediaKind.IMAGE: N_("images"),
    MediaKind.VIDEO: N_("videos"),
    MediaKind.AUDIO: N_("audio"),
    MediaKind.LOGO: N_("logos"),
    MediaKind.REFERENCE_IMAGE: N_("reference images"),
}
_ONE = {
    MediaKind.IMAGE: N_("an image"),
    MediaKind.VIDEO: N_("a video"),
    MediaKind.AUDIO: N_("audio"),
}
_IMAGE_AS = N_("an image to be sent as {kind}")


def not_media(what: Term, instead: str = "") -> Problem:
    """Refuse what is surely something else; `what` with its article: "a PDF".

    For media that is not sent all the same, `instead` is the format in which a person can save it.
    """
    if instead:
        return Problem.of("file.not_media/instead", what=what, instead=instead)
    return Problem.of("file.not_media", what=what)


def too_large(kind: MediaKind, size: int) -> Problem:
    """Refuse a file above its kind's cap; `size` in bytes."""
    most, kinds = Size(cap_words(kind)), Term(_PLURALS[kind])
    return Problem.of("file.too_large", kinds=kinds, most=most, size=Size(human_size(size)))


def wrong_kind(found: MediaKind, asked: MediaKind) -> Problem:
    """Refuse a file that is of another family than the kind a person asked for."""
    special = asked in IMAGE_KINDS and asked is not MediaKind.IMAGE
    wanted = Term.of(_IMAGE_AS, kind=Term(KIND_WORDS[asked])) if special else Term(_ONE[asked])
    return Problem.of("file.wrong_kind", wanted=wanted, found=Term(_ONE[found]))


def _numbers(*names: str) -> frozenset[int]:
    """Return the error numbers of those names that this system has."""
    return frozenset(getattr(errno, name) for name in names if hasattr(errno, name))


_BY_ERROR: tuple[tuple[frozenset[int], str], ...] = (
    (_numbers("EACCES", "EPERM"), "file.unreadable/forbidden"),
    (_numbers("ELOOP"), "file.unreadable/circle"),
    (_numbers("ENAMETOOLONG"), "file.unreadable/long_path"),
    (
        _numbers("ESTALE", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "EREMOTEIO"),
        "file.unreadable/silent",
    ),
    (_numbers("EIO", "ENXIO", "ENODEV", "EUCLEAN"), "file.unreadable/disk"),
    (_numbers("EMFILE", "ENFILE"), "file.unreadable/too_many_open"),
)
_GONE = _numbers("ENOENT", "ENOTDIR")
_WINDOWS_IN_USE = frozenset({32, 33})
"""ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION; Python calls both EACCES."""


def from_os_error(error: OSError, what: Term = FILE) -> Problem:
    """Return why a FILE or FOLDER could not be read, from what the system said."""
    if error.errno in _GONE:
        return Problem.of("file.gone", what=what)
    if getattr(error, "winerror", None) in _WINDOWS_IN_USE:
        return Problem.of("file.unreadable/in_use")
    for numbers, row in _BY_ERROR:
        if error.errno in numbers:
            return Problem.of(row, what=what)
    return Problem.of("file.unreadable", what=what, why=error.strerror or "no reason was given")


def in_short(problem: Problem) -> Term:
    """Return a refusal as the words for a group of files: "PDF", "empty", "too large (images up to 50 MB)".

    Without what only one file of the group has, such as its size.
    """
    match problem.code:
        case "file.empty":
            return Term(N_("empty"))
        case "file.too_large":
            shared = tuple(pair for pair in problem.parameters if pair[0] != "size")
            return Term(N_("too large ({kinds} up to {most})"), shared)
    return problem.why


def bare(what: Term) -> Term:
    """Return "PDF" for "a PDF"; `packaging/translations/update.py` gives both to translators."""
    article, _, rest = what.text.partition(" ")
    return Term(rest, what.parameters) if article in {"a", "an"} else what


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
