"""One call of the Layers API as a value: method, path, body, and what its errors are about."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from layers_desktop.api.answer_errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, apart from base address and key."""

    method: str
    path: str
    scope: str | None = None
    """The scope it needs, to be named when Layers says that the key lacks one."""
    missing: str = "project"
    """What a 404 is about: "project" or "upload"."""
    params: dict[str, str] | None = None
    body: bytes | None = None
    idempotency_key: str | None = None

    @property
    def is_write(self) -> bool:
        """Whether Layers counts it among the writes."""
        return self.method == "POST"


def write_call(project_id: str, route: str, body: bytes, key: str, *, missing: str = "project") -> Call:
    """Return a POST below a project, `route` being "media/presign" for example."""
    return Call(
        method="POST",
        path=f"/v1/projects/{segment(project_id)}/{route}",
        scope="projects:write",
        missing=missing,
        body=body,
        idempotency_key=key,
    )


def segment(identifier: str) -> str:
    """Return an id as one segment of a path, whatever it holds; `NotFound` for what can be none."""
    if identifier in {"", ".", ".."}:  # a path with these is another path
        raise NotFound
    return quote(identifier, safe="", errors="replace")
