from __future__ import annotations

import errno

from layers_desktop.media import inspection
from tests.support.tables import for_each


@for_each(
    ("size", "words"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 KB"),
        (482_112, "482 KB"),
        (999_499, "999 KB"),
        (999_500, "1.00 MB"),
        (9_994_999, "9.99 MB"),
        (50 * 2**20 + 1, "52.4 MB"),
        (212_000_000, "212 MB"),
        (2**30 + 1, "1.07 GB"),
        (5 * 10**12, "5.00 TB"),
        (5 * 10**16, "50000 TB"),
    ],
)
def test_sizes_for_a_person(size: int, words: str) -> None:
    assert inspection.human_size(size) == words


@for_each(
    ("number", "code", "part"),
    [
        (errno.ENOENT, "file.gone", "no longer there"),
        (errno.ENOTDIR, "file.gone", "no longer there"),
        (errno.EACCES, "file.unreadable", "may not read this folder"),
        (errno.EPERM, "file.unreadable", "may not read this folder"),
        (errno.ELOOP, "file.unreadable", "circle"),
        (errno.ENAMETOOLONG, "file.unreadable", "too long"),
        (errno.ESTALE, "file.unreadable", "does not answer"),
        (errno.EIO, "file.unreadable", "disk"),
        (errno.EMFILE, "file.unreadable", "Too many files"),
        (errno.EBUSY, "file.unreadable", "could not read this folder: busy"),
    ],
)
def test_what_the_system_says_becomes_a_sentence(number: int, code: str, part: str) -> None:
    problem = inspection.from_os_error(OSError(number, "busy"), inspection.FOLDER)
    assert problem.code == code
    assert part in problem.words.explanation
    assert problem.sentence().startswith("Not sent. ")


def test_a_fault_without_words_still_gets_a_sentence() -> None:
    assert "no reason was given" in inspection.from_os_error(OSError()).words.explanation


def test_a_file_that_another_windows_program_holds() -> None:
    class Held(PermissionError):
        winerror = 32

    problem = inspection.from_os_error(Held(errno.EACCES, "in use"))
    assert problem.words.explanation == "Another program keeps it to itself."
