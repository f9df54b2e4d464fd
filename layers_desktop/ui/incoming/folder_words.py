"""What is said of a folder before its files are added. Pure."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from layers_desktop.media.intake import DropPreview
from layers_desktop.media.kinds import Kind
from layers_desktop.media.survey import MOST_FILES, Skipped, Survey
from layers_desktop.ui import drop_words, formats, problem_words
from layers_desktop.ui.direction import isolated

_say = QCoreApplication.translate
_NAME: Final = 48
_EXAMPLE: Final = 28


def looking(name: str, others: int, files: int) -> str:
    """Return "Looking through Holiday 2026 … 41,500 files"."""
    what = _named(name, others) or _say("folder", "what you dropped")
    words = _say("folder", "Looking through %1 …").replace("%1", what)
    return f"{words} {_files(files)}" if files else words


def headline(survey: Survey) -> str:
    """Return "Holiday 2026: 312 files, 14 skipped"."""
    if survey.too_many:
        words = _say("folder", "%1: more than %2 files").replace("%2", _number(MOST_FILES))
        return words.replace("%1", _named(survey.name, survey.others)).removeprefix(": ")
    if not survey.paths and not survey.skipped:
        return _say("folder", "%1: there is no file in it").replace("%1", _named(survey.name, survey.others))
    parts = [_files(len(survey.paths))] if survey.paths else [_say("folder", "nothing here can be sent")]
    if survey.skipped:
        parts.append(_say("folder", "%1 skipped").replace("%1", _number(survey.skipped_count)))
    found = ", ".join(parts)
    return f"{_named(survey.name, survey.others)}: {found}" if survey.name else found


def contents(survey: Survey, project: str, image_kind: Kind | None) -> str:
    """Return "290 images, 22 videos → Café Ünïcode iOS · 1.2 GB"; over a side target, what images become."""
    if survey.too_many:
        return _say("folder", "Drop a smaller folder, or its folders one after another.")
    if not survey.paths:
        return ""
    counts = DropPreview(images=survey.images, videos=survey.videos, audio=survey.audio)
    return f"{drop_words.will_be_sent(counts, project, image_kind)} · {formats.byte_size(survey.size)}"


def reasons(survey: Survey) -> str:
    """Return why files are skipped, a line for each reason: "9 × PDF: brief.pdf, plan.pdf, notes.pdf …"."""
    return "\n".join(_reason(group) for group in survey.skipped)


def upload(survey: Survey) -> str:
    """Return the words of the button: "Upload 312 files"."""
    count = len(survey.paths)
    if count == 1:
        return _say("folder", "Upload 1 file")
    return _say("folder", "Upload %n files", "", count).replace("%n", _number(count))


def _reason(group: Skipped) -> str:
    names = ", ".join(drop_words.shortened(name, _EXAMPLE) for name in group.examples)
    more = " …" if group.count > len(group.examples) else ""
    return f"{_number(group.count)} × {problem_words.words(group.reason)}: {names}{more}"


def _named(name: str, others: int) -> str:
    name = isolated(drop_words.shortened(name, _NAME))
    if not name or not others:
        return name
    return _say("folder", "%1 and %2 more").replace("%2", _number(others)).replace("%1", name)


def _files(count: int) -> str:
    if count == 1:
        return _say("folder", "1 file")
    return _say("folder", "%n files", "", count).replace("%n", _number(count))


def _number(count: int) -> str:
    return QLocale().toString(count)
