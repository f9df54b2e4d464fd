"""What is looked for, as SQL on the history's index. Pure: no database here."""

from __future__ import annotations

from dataclasses import dataclass, field

from layers_desktop.transfers.asset import Filter, Word, clean

LEAST_LETTERS = 3
"""Shorter words have no trigram (SQLite's documentation, FTS5): they are looked for row by row."""


@dataclass(slots=True)
class Statement:
    """A SELECT over the index without its columns, growing."""

    source: str = "entry"
    number: str = "entry.id"
    conditions: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def add(self, condition: str, *values: object) -> None:
        """Narrow it down."""
        self.conditions.append(condition)
        self.values += values

    def select(self, columns: str, end: str = "") -> str:
        """Return it in words of SQL; `end` is what follows the conditions."""
        return f"SELECT {columns} FROM {self.source} WHERE {' AND '.join(self.conditions)} {end}"  # noqa: S608 - our own words; what was typed is in the values


def statement(wanted: Filter, *, full_text: bool) -> Statement:
    """Return the rows that fit. With `full_text` trigrams find them, otherwise they are read one by one."""
    made = Statement()
    indexed = [word for word in wanted.words if full_text and _has_trigrams(word)]
    if indexed:
        # CROSS JOIN keeps the order: the other way round the planner asks the full text once for each row.
        made.source = "entry_text CROSS JOIN entry ON entry.id = entry_text.rowid"
        made.number = "entry_text.rowid"
        made.add("entry_text MATCH ?", " AND ".join(_phrases(word) for word in indexed))
    made.add("entry.account_id = ?", wanted.account_id)
    if wanted.project_id is not None:
        made.add("entry.project_id = ?", wanted.project_id)
    if wanted.file is not None:
        made.add("entry.size = ? AND entry.sha256 = ?", wanted.file.size, wanted.file.sha256)
    for word in wanted.words:
        if word not in indexed:
            texts = [clean(one) for one in word]
            made.add(f"({' OR '.join('instr(entry.searched, ?)' for _ in texts)})", *texts)
    return made


def _has_trigrams(word: Word) -> bool:
    return all(len(clean(one)) >= LEAST_LETTERS for one in word)


def _phrases(word: Word) -> str:
    """Return FTS5's words for any of these strings: quoted, so that nothing in them is an operator."""
    return "(" + " OR ".join('"' + clean(one).replace('"', '""') + '"' for one in word) + ")"
