"""What went wrong, as data: a code and parameters. The words are in `problem_catalogue`.

* `Problem` is a frozen value. It crosses threads and is written to the journal; nobody decides on its words.
* `UserError` is the exception that carries one. Every typed error of the program derives from it, so
  whoever catches `UserError` always has something to show.

A problem never holds an API key, a signed URL or a stack trace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from layers_desktop.core.problem_catalogue import all_rows
from layers_desktop.core.problem_catalogue.rows import (
    CONNECT_AGAIN,
    INSTEAD,
    RETRY_GOES_ON,
    STORED_LATER,
    Outlook,
    ProblemRow,
)


@dataclass(frozen=True, slots=True)
class Term:
    """English words that are translated by themselves: "images", "a PDF"; `{name}` is a parameter."""

    text: str
    parameters: Parameters = ()

    @classmethod
    def of(cls, text: str, /, **parameters: Value) -> Term:
        """Return the words with their parameters."""
        return cls(text, tuple(parameters.items()))

    def __str__(self) -> str:
        return filled(self.text, self.parameters)


@dataclass(frozen=True, slots=True)
class Size:
    """A size in bytes as English writes it ("52.4 MB"): another language has another decimal point."""

    english: str

    def __str__(self) -> str:
        return self.english


Value: TypeAlias = str | int | Term | Size
Parameters: TypeAlias = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A problem in one language: whole sentences but for the title, or empty."""

    title: str
    explanation: str = ""
    kept: str = ""
    action: str = ""
    request: str = ""
    """The request id for support, as it stands at the end: "request req_1"."""

    def sentence(self) -> str:
        """Everything on one line."""
        line = " ".join(part for part in (f"{self.title}.", self.explanation, self.kept, self.action) if part)
        return f"{line} · {self.request}" if self.request else line


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that went wrong. Make it by `of`."""

    row: str
    """Its row in the catalogue: the code, or "code/reason"."""
    parameters: Parameters = ()
    given_code: str = ""
    """The code where it is not the row's: Layers' own, or that of an earlier edition."""
    request_id: str | None = None
    """Layers' request id, for support."""
    outlook: Outlook = Outlook.USUAL

    @classmethod
    def of(cls, row: str, /, *, request_id: str | None = None, **parameters: Value) -> Problem:
        """Return the problem of that row with its parameters."""
        return cls(row=row, parameters=tuple(parameters.items()), request_id=request_id)

    @property
    def code(self) -> str:
        """A stable machine word: Layers' own `error.code` (`RATE_LIMITED`), or ours (`network.refused`)."""
        return self.given_code or self.row.partition("/")[0]

    @property
    def words(self) -> Words:
        """What a person is told, in English."""
        return in_words(self)

    @property
    def why(self) -> Term:
        """Why it happened, to be said in the words of something else."""
        return Term(all_rows()[self.row].explanation, self.parameters)

    def sentence(self) -> str:
        """Everything on one line, in English."""
        return in_words(self).sentence()

    def expecting(self, outlook: Outlook, **parameters: Value) -> Problem:
        """Return the problem with what becomes of it, and parameters for that."""
        more = (*self.parameters, *parameters.items())
        return replace(self, outlook=outlook, parameters=tuple(dict(more).items()))


Translate: TypeAlias = Callable[[str, int], str]
"""A template and the count that it names, -1 for none → the template in another language."""


def _in_english(text: str, count: int) -> str:
    return text if count < 0 else text.replace("%n", str(count))


def filled(
    template: str,
    parameters: Parameters,
    translate: Translate = _in_english,
    size: Callable[[str], str] = str,
) -> str:
    """Return a template in another language with its parameters; KeyError where one is missing."""
    if not template:
        return ""

    def value(given: Value) -> str:
        match given:
            case Term():
                return filled(given.text, given.parameters, translate, size)
            case Size():
                return size(given.english)
        return str(given)

    values = {name: value(given) for name, given in parameters}
    count = dict(parameters).get("n", -1)
    words = translate(template, count if isinstance(count, int) else -1)
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], words)


def in_words(
    problem: Problem,
    translate: Translate = _in_english,
    size: Callable[[str], str] = str,
    *,
    command: bool = False,
) -> Words:
    """Return what a person is told. `command`: on the command line, where there is no window to act in."""
    row = all_rows()[problem.row]

    def words(*templates: str) -> str:
        return " ".join(filled(one, problem.parameters, translate, size) for one in templates if one)

    kept, actions = row.kept, _actions(row, problem.outlook, command=command)
    match problem.outlook:
        case Outlook.SIGNED_OUT:
            kept = ""
        case Outlook.SIGN_IN_AGAIN | Outlook.LISTED_AGAIN | Outlook.NOT_LISTED:
            kept, *actions = INSTEAD[problem.outlook]
    return Words(
        title=words(row.title),
        explanation=words(row.explanation),
        kept=words(kept),
        action=words(*actions),
        request=f"request {problem.request_id}" if problem.request_id else "",
    )


def _actions(row: ProblemRow, outlook: Outlook, *, command: bool) -> list[str]:
    """Return the templates of what the person can do."""
    gone = row.given_up if row.passes_by_itself else row.action  # without a promise that is not kept
    if command:
        return [gone if row.command is None else row.command]
    match outlook:
        case Outlook.GIVEN_UP:
            return [gone, RETRY_GOES_ON if row.retry_helps else ""]
        case Outlook.STORED_LATER:
            return [row.action, STORED_LATER]
        case Outlook.SIGNED_OUT if row.passes_by_itself:
            return [CONNECT_AGAIN]
    return [row.action]


def written_earlier(sentences: Mapping[str, str], request_id: str | None = None) -> Problem:
    """Return a problem of an edition that kept "code", "title", "explanation", "kept" and "action"."""
    words = {name: sentences.get(name, "") for name in ("title", "explanation", "kept", "action")}
    problem = Problem.of("earlier", request_id=request_id, **words)
    return replace(problem, given_code=sentences.get("code", ""))


class UserError(Exception):
    """Base of all typed errors: an exception that a person can be shown.

    Raise a subclass, or this class where nothing branches on the type.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence())
        self.problem = problem
