"""The state of one sandbox: who may do what, what exists, what was asked. Tests read and change it."""

from __future__ import annotations

import threading
from collections import deque
from pathlib import Path
from urllib.parse import quote

from layers_desktop.sandbox.catalogue import Catalogue, Organization, make_projects, name_projects
from layers_desktop.sandbox.config import SandboxConfig
from layers_desktop.sandbox.faults import FaultPlan
from layers_desktop.sandbox.idempotency import IdempotencyStore
from layers_desktop.sandbox.identifiers import new_id
from layers_desktop.sandbox.keys import KeyBook
from layers_desktop.sandbox.limits import RateLimits
from layers_desktop.sandbox.media_store import MediaStore
from layers_desktop.sandbox.records import Asset, Key, Project, RequestRecord, Upload


class World:
    """Everything that Layers would keep in its databases; every part is safe for any thread."""

    def __init__(self, config: SandboxConfig, folder: Path) -> None:
        self.config = config
        self.storage_origin = ""
        """Set by the server when the storage's port is known."""
        projects = make_projects(config.project_count, config.seed)
        self._main = Organization(new_id("org"), config.organization, Catalogue(projects))
        self._organizations = {self._main.organization_id: self._main}
        self.keys = KeyBook()
        self.main_key = self.keys.add_main(config, self.organization_id)
        self.limits = RateLimits(config.clock, config.writes_per_day)
        self.idempotency = IdempotencyStore(config.clock)
        self.media = MediaStore(folder, config, self._asset_url)
        self.faults = FaultPlan(config.faults)
        self._stopping = threading.Event()
        self._suspended = threading.Event()
        self._log_lock = threading.Lock()
        self._log: deque[RequestRecord] = deque(maxlen=config.log_limit)

    @property
    def organization_id(self) -> str:
        """The id of the main key's organization."""
        return self._main.organization_id

    @property
    def organization_name(self) -> str:
        """The name of the main key's organization."""
        return self._main.name

    @property
    def catalogue(self) -> Catalogue:
        """The projects of the main key's organization."""
        return self._main.catalogue

    def organization_of(self, key: Key) -> Organization:
        """Return whose key it is."""
        return self._organizations[key.organization_id]

    @property
    def projects(self) -> list[Project]:
        """Every project of the main key's organization, newest first."""
        return self.catalogue.all()

    @property
    def assets(self) -> list[Asset]:
        """Every asset, oldest first; `path` holds the stored bytes until the sandbox stops."""
        return self.media.assets

    @property
    def uploads(self) -> list[Upload]:
        """Every upload that was not collected, oldest first."""
        return self.media.uploads

    @property
    def requests(self) -> list[RequestRecord]:
        """What was asked, in the order of the answers."""
        with self._log_lock:
            return list(self._log)

    def record(self, request: RequestRecord) -> None:
        """Write one request down."""
        with self._log_lock:
            self._log.append(request)

    def add_key(self, *scopes: str, tier: str = "standard", writes_per_minute: int | None = None) -> str:
        """Make another key of the organization with these scopes, and return its secret."""
        return self.keys.add(
            organization_id=self.organization_id,
            scopes=scopes,
            tier=tier,
            writes_per_minute=writes_per_minute,
        ).secret

    def add_organization(self, name: str, *project_names: str) -> str:
        """Make another organization with these projects and a key, and return the key's secret."""
        added = Organization(new_id("org"), name, Catalogue(name_projects(project_names)))
        self._organizations[added.organization_id] = added
        return self.keys.add(organization_id=added.organization_id).secret

    def revoke_key(self, secret: str) -> Key:
        """Make a key answer 401 from now on."""
        return self.keys.change(secret, revoked=True)

    def restore_key(self, secret: str) -> Key:
        """Make a revoked key work again."""
        return self.keys.change(secret, revoked=False)

    def suspend(self) -> None:
        """Suspend the organization: every authenticated call answers 503 `KILL_SWITCH`."""
        self._suspended.set()

    def unsuspend(self) -> None:
        """End the suspension."""
        self._suspended.clear()

    @property
    def suspended(self) -> bool:
        """Whether the organization is suspended."""
        return self._suspended.is_set()

    def delete_project(self, project_id: str) -> None:
        """Delete a project while it is in use; KeyError when there is none."""
        self.catalogue.delete(project_id)

    def wait(self, seconds: float) -> None:
        """Wait, but not beyond the end of the sandbox."""
        self._stopping.wait(seconds)

    def stop(self) -> None:
        """End every wait and hold."""
        self._stopping.set()
        self.faults.stop()

    def _asset_url(self, asset_id: str, filename: str | None) -> str:
        return f"{self.storage_origin}/media/{asset_id}/{quote(filename or 'file', safe='')}"
