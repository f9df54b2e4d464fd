"""An asset that was uploaded from here, and what of them is looked for. Values only, no Qt, no SQL."""

from __future__ import annotations

from dataclasses import dataclass

from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.transfer import Stage, Transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One asset as the journal has it; what it says of file and project is as it was then."""

    number: int
    """Its place in the history: grows in the order in which uploads were finished."""
    asset_id: str
    account_id: str
    project_id: str
    project_name: str
    url: str | None
    kind: MediaKind | None
    """None for a kind that this program does not know."""
    mime_type: str
    name: str
    size: int
    """Bytes."""
    sha256: str | None
    path: bytes
    """Where the file was, as the bytes the file system gave; empty when that is not known."""
    transfer_id: int
    """Grows in drop order."""
    made_at: float
    """Seconds since the epoch."""

    def as_transfer(self) -> Transfer:
        """Return it as the finished upload that it was, for what copies uploads."""
        return Transfer(
            id=self.transfer_id,
            batch_id=0,
            account_id=self.account_id,
            project_id=self.project_id,
            project_name=self.project_name,
            path=self.path,
            name=self.name,
            kind=self.kind,
            mime_type=self.mime_type,
            size=self.size,
            stage=Stage.DONE,
            sha256=self.sha256,
            asset_id=self.asset_id,
            asset_url=self.url,
            created_at=self.made_at,
            finished_at=self.made_at,
        )


def asset_of(transfer: Transfer) -> Asset:
    """Return the asset that a finished upload became, for what takes assets."""
    return Asset(
        number=0,
        asset_id=transfer.asset_id or "",
        account_id=transfer.account_id,
        project_id=transfer.project_id,
        project_name=transfer.project_name,
        url=transfer.asset_url,
        kind=transfer.kind,
        mime_type=transfer.mime_type or "",
        name=transfer.name,
        size=transfer.size or 0,
        sha256=transfer.sha256,
        path=transfer.path,
        transfer_id=transfer.id,
        made_at=transfer.finished_at or transfer.created_at,
    )


@dataclass(frozen=True, slots=True)
class FileDigest:
    """What tells a file from all others; without a hash only those of another size."""

    size: int
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word, folded, and the kinds whose name in the person's language it is a part of."""

    text: str
    kinds: tuple[MediaKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetFilter:
    """Which assets of an organization are meant: all, or those of a project, with words, with bytes."""

    account_id: str
    project_id: str | None = None
    words: tuple[Word, ...] = ()
    """An asset fits that has every one of them, in its name, id, kind, project or hash, or as its kind."""
    file: FileDigest | None = None
