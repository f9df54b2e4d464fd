"""Problems in the language of the window: rows of `core.problem_catalogue`, translated as they are shown."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from layers_desktop.core.errors import Problem, Term, Words, filled, in_words
from layers_desktop.core.translation import CONTEXT, N_
from layers_desktop.ui.i18n import formats
from layers_desktop.ui.i18n.bidi import isolated


def words(problem: Problem) -> Words:
    """Return the problem's words."""
    shown = in_words(problem, translated, formats.written_size)
    if problem.request_id is None:
        return shown
    request = translated(N_("request {id}"))
    return replace(shown, request=request.format(id=isolated(problem.request_id)))


def sentence(problem: Problem) -> str:
    """Return everything on one line."""
    return words(problem).sentence()


def cause(problem: Problem) -> str:
    """Return what failed and why: where nothing is at stake."""
    shown = words(problem)
    line = f"{shown.title}. {shown.explanation}".strip()
    return f"{line} ({shown.request})" if shown.request else line


def term(phrase: Term | str) -> str:
    """Return words that stand by themselves; those that have no translation as they are."""
    phrase = phrase if isinstance(phrase, Term) else Term(phrase)
    return filled(phrase.text, phrase.parameters, translated, formats.written_size)


def translated(text: str, count: int = -1) -> str:
    """Return a text of `core` or `settings`, which know no window, in the window's language."""
    return QCoreApplication.translate(CONTEXT, text, None, count) if text else ""
