"""What went wrong, in words for a person.

Two shapes of the same thing:

* `Problem` is a frozen value. It crosses threads, is written to the journal and shown in the window.
* `UserError` is the exception that carries one. Every typed error of the program derives from it, so
  whoever catches `UserError` always has a sentence to show.

A problem never holds an API key, a signed URL or a stack trace.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


def part(text: str) -> str:
    """Return words that stand inside a sentence ("images"): marked so, they are translated like sentences."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that went wrong: what failed, why, what was kept, what to do."""

    code: str
    """A stable machine word: Layers' own `error.code` (`RATE_LIMITED`), or ours (`network.refused`)."""
    title: str
    """What failed, a short clause without a full stop: "Your key may not upload"."""
    explanation: str = ""
    """Why, one sentence, naming the layer (this file, the network, Layers, storage …)."""
    kept: str = ""
    """What was kept: "The file is kept in the list." Empty when nothing is at stake."""
    action: str = ""
    """What the person can do: "Make a key with projects:write and connect again."."""
    request_id: str | None = None
    """Layers' request id, for support."""

    def sentence(self) -> str:
        """Everything on one line, as the window's status line and the command line show it."""
        parts = [f"{self.title}."]
        parts += [part for part in (self.explanation, self.kept, self.action) if part]
        line = " ".join(parts)
        return f"{line} · request {self.request_id}" if self.request_id else line

    def with_action(self, action: str) -> Problem:
        """Return the same problem with another thing to do."""
        return replace(self, action=action)


class UserError(Exception):
    """Base of all typed errors: an exception that a person can be shown.

    Raise a subclass, or this class where nothing branches on the type.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence())
        self.problem = problem
