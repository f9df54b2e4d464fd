"""The part of `docs/reliability.md` made from the table: `python -m tests.integration.faults.reliability`."""

from __future__ import annotations

import re
from pathlib import Path

from layers_desktop.transfers.transfer import HoldReason
from tests.integration.faults.table import ROWS, STEPS, Expectation, Heals, Person, Row, Waits

PAGE = Path(__file__).parents[3] / "docs" / "reliability.md"
BEGIN = "<!-- made by python -m tests.integration.faults.reliability from faults/table.py -->"
END = "<!-- end of what is made -->"
_REASONS = {
    HoldReason.WRITE_BUDGET: "waits for the budget",
    HoldReason.SIGNED_OUT: "waits for a key",
    HoldReason.SUSPENDED: "waits for a person",
    HoldReason.OFFLINE: "waits for the network",
}


def table() -> str:
    """Return the table as Markdown."""
    lines = [f"| what goes wrong | {' | '.join(STEPS)} |", "|---" * (len(STEPS) + 1) + "|"]
    lines += [f"| {row.title} | {' | '.join(_cell(row, step) for step in STEPS)} |" for row in ROWS]
    return "\n".join(lines)


def _cell(row: Row, step: str) -> str:
    for cell in row.cells:
        if step in cell.steps.split():
            once = _words(cell.once)
            stays = once if cell.stays is None else _words(cell.stays)
            return once if once == stays else f"{once}; if it stays, {stays}"
    return "–"


def _words(expected: Expectation) -> str:
    match expected:
        case Heals():
            return "heals"
        case Person(code=code):
            return f"tells `{code}`"
        case Waits(reason=reason):
            return _REASONS[reason]


def with_table(page: str) -> str:
    """Return the page with the table of today."""
    made = f"{BEGIN}\n{table()}\n{END}"
    return re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: made, page, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8")
