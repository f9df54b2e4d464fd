"""What a check found, as the doctor prints it and the window shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from layers_desktop.core.errors import Problem, Term


class Verdict(StrEnum):
    """How one thing stands. Only FAILED makes the doctor end with 1."""

    FACT = ""
    """Nothing to judge: a version, a setting, a layer that is no part of the way."""
    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"
    """Not looked at, because something before it failed."""
    UNKNOWN = "not known"
    """Nothing that can be found out from here."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line."""

    subject: str
    """What it is about: "TLS", "Python"."""
    text: str | Term
    """A value, or words that the window translates."""
    verdict: Verdict = Verdict.FACT
    problem: Problem | None = None
    """What failed, where `text` says it: the window says it in its own language."""
