"""Presigned uploads, the bytes that arrived for them, and the assets they became."""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

from layers_desktop.sandbox.config import SandboxConfig
from layers_desktop.sandbox.records import (
    AssetRecord,
    ErrorResponse,
    MediaProperties,
    StoredObject,
    Upload,
    new_id,
)
from layers_desktop.sandbox.validation import refuse_over_cap

_UPLOAD_SECONDS = 86_400
"""Life of an uploadId that was never finalized. Layers: 24 hours."""


class MediaStore:
    """All uploads and assets, their bytes in one folder; files are named by id, never by a client's words.

    Safe for any thread. `url_of(asset_id, filename)` makes an asset's public address.
    """

    def __init__(self, folder: Path, config: SandboxConfig, url_of: Callable[[str, str | None], str]) -> None:
        self._arriving = folder / "arriving"
        self._objects = folder / "objects"
        self._assets_folder = folder / "assets"
        for place in (self._arriving, self._objects, self._assets_folder):
            place.mkdir(parents=True, exist_ok=True)
        self._config = config
        self._url_of = url_of
        self._lock = threading.RLock()
        self._uploads: dict[str, Upload] = {}
        self._assets: dict[str, AssetRecord] = {}

    @property
    def uploads(self) -> list[Upload]:
        """Every upload that was not collected, oldest first."""
        with self._lock:
            return list(self._uploads.values())

    @property
    def assets(self) -> list[AssetRecord]:
        """Every asset, oldest first."""
        with self._lock:
            return list(self._assets.values())

    def asset(self, asset_id: str) -> AssetRecord | None:
        """Return one asset, None when there is none."""
        with self._lock:
            return self._assets.get(asset_id)

    def open_upload(self, project_id: str, media: MediaProperties) -> Upload:
        """Start an upload."""
        upload = Upload(
            upload_id=new_id("upl"), project_id=project_id, media=media, created_at=self._config.clock()
        )
        with self._lock:
            self.collect()
            self._uploads[upload.upload_id] = upload
        return upload

    def arriving_file(self) -> Path:
        """Return a path for bytes that are still arriving."""
        return self._arriving / new_id("put")

    def store(self, upload_id: str, arrived: StoredObject) -> bool:
        """Make completely arrived bytes the upload's object at once; False when the upload is unknown.

        A second PUT replaces the first, as in an object storage; a finalized asset keeps its own bytes.
        """
        with self._lock:
            upload = self._uploads.get(upload_id)
            if upload is None:
                return False
            path = self._objects / upload_id
            arrived.path.replace(path)
            stored = dataclasses.replace(arrived, path=path)
            self._uploads[upload_id] = dataclasses.replace(upload, stored=stored)
            return True

    def finalize(self, project_id: str, upload_id: str, sha256: str | None) -> AssetRecord:
        """Register an upload; the same upload again gives the same asset.

        Failure 404 for an unknown upload, 422 `VALIDATION_FAILED` when its object is missing or is not
        what was declared, 413 when an object of undeclared size is over the cap.
        """
        with self._lock:
            self.collect()
            upload = self._uploads.get(upload_id)
            if upload is None or upload.project_id != project_id:
                raise ErrorResponse(404, "NOT_FOUND", "There is no such upload; it may have expired.")
            if upload.asset_id is not None:
                return self._assets[upload.asset_id]
            stored = self._verified(upload, sha256)
            asset_id = new_id("med")
            path = self._assets_folder / asset_id
            stored.path.replace(path)
            kept = dataclasses.replace(stored, path=path)
            asset = self._register(asset_id, upload.project_id, upload.media, kept, upload_id=upload_id)
            self._uploads[upload_id] = dataclasses.replace(upload, stored=None, asset_id=asset_id)
            return asset

    def _verified(self, upload: Upload, sha256: str | None) -> StoredObject:
        stored, media = upload.stored, upload.media
        if stored is None:
            raise _wrong("uploadId", "no object was uploaded for it")
        if media.size is not None and stored.size != media.size:
            raise _wrong("sizeBytes", f"the object has {stored.size} bytes, not the declared {media.size}")
        refuse_over_cap(media.kind, stored.size)
        if any(declared not in {None, stored.sha256} for declared in (sha256, media.sha256)):
            raise _wrong("checksumSha256", "is not the checksum of the object")
        return stored

    def add_inline(self, project_id: str, media: MediaProperties, data: bytes) -> AssetRecord:
        """Register the bytes of an inline upload."""
        asset_id = new_id("med")
        path = self._assets_folder / asset_id
        path.write_bytes(data)
        stored = StoredObject(
            path=path,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            md5=hashlib.md5(data, usedforsecurity=False).hexdigest(),
            content_type=media.mime_type,
        )
        with self._lock:
            return self._register(asset_id, project_id, media, stored)

    def _register(
        self,
        asset_id: str,
        project_id: str,
        media: MediaProperties,
        stored: StoredObject,
        *,
        upload_id: str | None = None,
    ) -> AssetRecord:
        asset = AssetRecord(
            asset_id=asset_id,
            project_id=project_id,
            kind=media.kind,
            mime_type=media.mime_type,
            filename=media.filename,
            size=stored.size,
            sha256=stored.sha256,
            path=stored.path,
            url=self._url_of(asset_id, media.filename),
            created_at=self._config.clock(),
            upload_id=upload_id,
        )
        self._assets[asset_id] = asset
        return asset

    def collect(self) -> int:
        """Forget unfinalized uploads whose time is over, with their bytes; return how many.

        Layers: garbage-collected after 24 hours. Called by itself before each presign and finalize.
        """
        horizon = self._config.clock() - _UPLOAD_SECONDS
        with self._lock:
            old = []
            for upload in self._uploads.values():  # in the order of their time
                if upload.created_at > horizon:
                    break
                if upload.asset_id is None:
                    old.append(upload)
            for upload in old:
                del self._uploads[upload.upload_id]
                if upload.stored is not None:
                    upload.stored.path.unlink(missing_ok=True)
            return len(old)


def _wrong(path: str, message: str) -> ErrorResponse:
    return ErrorResponse(
        422, "VALIDATION_FAILED", f"{path}: {message}", details=[{"path": path, "message": message}]
    )
