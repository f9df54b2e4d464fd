"""The base of every typed error of this package, and the cleaning of text that came from outside."""

from __future__ import annotations

from typing import ClassVar, Self

from layers_desktop.api.foreign_text import one_line
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.core.secrets import SHORTEST_SECRET, redacted

FILE_KEPT = "The file stays in the list."


def clean(text: str, *, longest: int = 300, key: str = "") -> str:
    """Return foreign text fit for a person and for a log: one line, bounded, no key, no signed query.

    `key` is the one in use, which is hidden also where it does not look like a key.
    """
    return one_line(redacted(one_line(without(key, text), longest=longest * 4)), longest=longest)


def without(key: str, text: str) -> str:
    """Return foreign text without this key. To be done before anything is cut, or half of it would stay."""
    if len(key) < SHORTEST_SECRET:
        return text
    return text.replace(key, "lp_…" if key.startswith("lp_") else "…")


class ApiError(UserError):
    """Base of everything that can go wrong between this program and Layers or its storage.

    A subclass carries its words as class attributes; an instance may replace some of them with what the
    server said. `retry_after` is in seconds, None when the server named no time.
    """

    code: ClassVar[str] = "api"
    title: ClassVar[str] = "Layers could not be reached"
    explanation: ClassVar[str] = ""
    kept: ClassVar[str] = FILE_KEPT
    action: ClassVar[str] = ""
    retry_helps = True
    """False where the same would happen again: then nobody is sent to Retry."""

    def __init__(
        self,
        *,
        code: str | None = None,
        title: str | None = None,
        explanation: str | None = None,
        action: str | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(
            Problem(
                code=code or self.code,
                title=title or self.title,
                explanation=self.explanation if explanation is None else explanation,
                kept=self.kept,
                action=self.action if action is None else action,
                request_id=request_id,
            )
        )
        self.retry_after = retry_after

    def explained(self, explanation: str, action: str) -> Self:
        """Return an error of the same type and codes that knows more about its cause."""
        return type(self)(
            code=self.problem.code,
            title=self.problem.title,
            explanation=explanation,
            action=action,
            request_id=self.problem.request_id,
            retry_after=self.retry_after,
        )


class UploadCancelled(ApiError):
    """A person, or the end of the program, stopped this call. Nothing to show as an error."""

    code = "cancelled"
    title = "Stopped"
    kept = ""


class InsecureAddress(ApiError):
    """An address that would carry the key or a file unencrypted over a network, or is none at all."""

    code = "address.insecure"
    title = "This address is not safe to use"
    explanation = "Layers is reached over https only; plain http is allowed on this computer alone."
    kept = ""
    action = "Correct the address (LAYERS_BASE_URL) and start again."
