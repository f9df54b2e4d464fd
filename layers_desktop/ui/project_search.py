"""Which projects the picker lists for what is typed: thousands of them, between two key strokes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layers_desktop.core.text import folded, words_of
from layers_desktop.settings.caches import KnownProject

RECENT_SHOWN = 5
"""How many of the projects used last are on top."""


@dataclass(frozen=True, slots=True)
class Found:
    """What to list, the `recent` first ones being those used last."""

    projects: list[KnownProject]
    recent: int


class ProjectSearch:
    """An index of the projects: each one's name, customer id and id, folded once."""

    def __init__(self, projects: Sequence[KnownProject] = (), recent: Sequence[str] = ()) -> None:
        self._indexed = [
            (folded(f"{project.name}\n{project.customer_external_id or ''}\n{project.id}"), project)
            for project in projects
        ]
        offered = {project.id for project in projects}
        # Those of other organizations are remembered too, and take no place here.
        shown = [project_id for project_id in recent if project_id in offered][:RECENT_SHOWN]
        self._rank = {project_id: place for place, project_id in enumerate(shown)}

    @property
    def last_used(self) -> str | None:
        """The id of the project used last, None when none of these was."""
        return next(iter(self._rank), None)

    def find(self, text: str) -> Found:
        """Return the projects that hold every typed word somewhere, those used last on top."""
        words = words_of(text)
        recent: list[KnownProject] = []
        others: list[KnownProject] = []
        for haystack, project in self._indexed:
            if all(word in haystack for word in words):
                (recent if project.id in self._rank else others).append(project)
        recent.sort(key=lambda project: self._rank[project.id])
        return Found(recent + others, len(recent))
