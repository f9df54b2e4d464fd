"""What the doctor found, as values, and as the lines that a person reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from layers_desktop.core.console import printable
from layers_desktop.core.errors import Problem


class Verdict(StrEnum):
    """How one thing stands. Only FAILED makes the doctor end with 1."""

    FACT = ""
    """Nothing to judge: a version, a setting."""
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
    text: str
    """A value, or one sentence."""
    verdict: Verdict = Verdict.FACT
    problem: Problem | None = None
    """What failed, where `text` says it: the window says it in its own language."""


@dataclass(frozen=True, slots=True)
class Section:
    """Findings under one heading."""

    heading: str
    findings: Sequence[Finding]


def rendered(sections: Sequence[Section]) -> str:
    """Return the report as text."""
    width = max(len(finding.subject) for section in sections for finding in section.findings)
    lines: list[str] = []
    for section in sections:
        lines += [section.heading, *(_line(finding, width) for finding in section.findings), ""]
    return "\n".join(lines)


def well(sections: Sequence[Section]) -> bool:
    """Tell whether nothing failed."""
    return all(finding.verdict is not Verdict.FAILED for section in sections for finding in section.findings)


def _line(finding: Finding, width: int) -> str:
    verdict = f"{finding.verdict}: " if finding.verdict else ""
    return f"  {finding.subject:<{width}}  {verdict}{printable(finding.text)}"
