"""Problems for tests, in words of their own."""

from __future__ import annotations

from layers_desktop.core.errors import Problem, written_earlier


def worded(
    code: str,
    title: str,
    *,
    explanation: str = "",
    kept: str = "",
    action: str = "",
    request_id: str | None = None,
) -> Problem:
    """Return a problem that says this; it needs no row of the catalogue."""
    sentences = {"code": code, "title": title, "explanation": explanation, "kept": kept, "action": action}
    return written_earlier(sentences, request_id)


def code_of(problem: Problem | None) -> str:
    """Return the code of a problem that is to be there."""
    assert problem is not None
    return problem.code
