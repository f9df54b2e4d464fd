"""The base of every typed error of this package, and the cleaning of text that came from outside."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from layers_desktop.api.foreign_text import one_line
from layers_desktop.core.errors import Problem, UserError, Value
from layers_desktop.core.secrets import SHORTEST_SECRET, redacted


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

    A subclass is a code of the catalogue; an instance may have one of its reasons ("code/reason") as `row`.
    `retry_after` is in seconds, None when the server named no time.
    """

    code: ClassVar[str] = "api"

    def __init__(
        self,
        row: str = "",
        *,
        given_code: str = "",
        request_id: str | None = None,
        retry_after: float | None = None,
        **parameters: Value,
    ) -> None:
        problem = Problem.of(row or self.code, request_id=request_id, **parameters)
        super().__init__(replace(problem, given_code=given_code))
        self.retry_after = retry_after


class UploadCancelled(ApiError):
    """A person, or the end of the program, stopped this call. Nothing to show as an error."""

    code = "cancelled"


class InsecureAddress(ApiError):
    """An address that would carry the key or a file unencrypted over a network, or is none at all."""

    code = "address.insecure"
