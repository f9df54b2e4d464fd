"""Problems in the person's language.

Errors are worded, in English, where they arise: packages that know no Qt, and the journal keeps them so. Here
their parts are translated when they are shown, whole ones by themselves, those with values by their template.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from PySide6.QtCore import QCoreApplication

from layers_desktop.core.errors import Problem
from layers_desktop.ui.i18n import formats
from layers_desktop.ui.i18n.bidi import isolated
from layers_desktop.ui.i18n.problem_templates import TEMPLATES

_CONTEXT = "problem"
_PROBE = "Not sent"
"""Translated in every translation: tells without a list of languages whether there is one."""


def translated(problem: Problem) -> Problem:
    """Return the problem in the language of the window; what has no translation stays as it is."""
    if _say(_PROBE) == _PROBE:
        return problem
    return replace(
        problem,
        title=words(problem.title),
        explanation=words(problem.explanation),
        kept=words(problem.kept),
        action=words(problem.action),
    )


def sentence(problem: Problem) -> str:
    """Return everything on one line, in the language of the window."""
    line = translated(replace(problem, request_id=None)).sentence()
    return line if problem.request_id is None else f"{line} · {_request(problem.request_id)}"


def cause(problem: Problem) -> str:
    """Return what failed and why, in the language of the window: where nothing is at stake."""
    shown = translated(problem)
    line = f"{shown.title}. {shown.explanation}".strip()
    return line if problem.request_id is None else f"{line} ({_request(problem.request_id)})"


def _request(request_id: str) -> str:
    request = QCoreApplication.translate("problem_words", "request %1")
    return request.replace("%1", isolated(request_id))


def words(text: str) -> str:
    """Return one part in the language of the window."""
    if not text or _say(text) != text:
        return _say(text) if text else ""
    for pattern, template in _patterns():
        found = pattern.fullmatch(text)
        if found is not None and (made := _say(template)) != template:
            for number, value in enumerate(found.groups(), 1):
                made = made.replace(f"%{number}", _value(value) if value != text else value)
            return made
    return text


def _value(text: str) -> str:
    """Return what stands in a sentence: a size, or words that may be translated by themselves."""
    size = formats.written_size(text)
    return words(text) if size == text else size


def _say(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what a sentence with values looks like; those with the most fixed letters first."""
    ordered = sorted(TEMPLATES, key=len, reverse=True)
    return tuple((_pattern(text), text) for text in ordered)


def _pattern(template: str) -> re.Pattern[str]:
    """Return a pattern of linear time: a value ends where what stands behind it first comes."""
    first, *others = (re.escape(part) for part in re.split(r"%\d", template))
    ends = [f"(?>(.+?){part})" for part in others[:-1]] + [f"(.+){part}" for part in others[-1:]]
    return re.compile(first + "".join(ends))
