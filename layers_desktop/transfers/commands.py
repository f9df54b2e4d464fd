"""What the window and the command line may ask of the queue. Frozen values, one slot handles them all."""

from __future__ import annotations

from dataclasses import dataclass

from layers_desktop.api.account import Account
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import NewFile, Rejection
from layers_desktop.transfers.transfer import DuplicatePolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """Upload these files. One `Submit` is one batch; it is on disk as a whole before any file is opened."""

    files: tuple[NewFile, ...] = ()
    refused: tuple[Rejection, ...] = ()
    """Things of the same drop that cannot be sent (links, folders that cannot be read): listed, not sent."""
    organization_id: str | None = None
    """Whose it is; empty: it waits for a key. None: of whoever is signed in."""
    project_id: str = ""
    """Empty: none yet. Without a name: the one that is wanted once it is known to be there."""
    project_name: str = ""
    """Empty: the files wait for `AssignProject`."""
    image_kind: MediaKind | None = None
    """What images are sent as: image, logo or reference_image. None: as the project has it."""
    only_kind: MediaKind | None = None
    """When set (command line `--kind`), a file that cannot be of this kind is refused."""
    checksum: bool = True
    """Tell Layers the SHA-256 of what was sent."""
    if_known: DuplicatePolicy = DuplicatePolicy.ASK
    carry_on: bool = False
    """Take up what a stale run left unfinished of the same file and project, instead of a new transfer."""
    ticket: int = 0
    """`TransferQueue.submitted` names it once everything is on disk; 0: nobody waits for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignProject:
    """Send what waits for a project to this one."""

    project_id: str
    project_name: str
    image_kind: MediaKind
    """What images are sent as where nothing else was chosen for them."""
    checksum: bool
    wanted: frozenset[str] | None = None
    """Only what came in for one of these projects (empty: for none in particular); None: all that waits."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Pause these transfers, or everything (`ids` None)."""

    ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """Undo `Pause`."""

    ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Cancel:
    """Take transfers out. `Restore` undoes it."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Retry:
    """Try failed transfers again from where they stand, and waiting ones at once. None: all that failed."""

    ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """Take settled rows off the list. Assets stay at Layers and in the journal."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Restore:
    """Undo `Remove` and `Cancel`: put these rows back on the list, to go on from where they stood."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """Send images that have not been sent yet, or that failed for their kind, as another kind of image."""

    ids: tuple[int, ...]
    kind: MediaKind


@dataclass(frozen=True, slots=True)
class UseExistingAsset:
    """Give these, which are in their project already, the id of that asset."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UploadAgain:
    """Send these although they are in their project already."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SubmitAgain:
    """Upload images that are done once more, as another kind: new transfers of the same files and projects.

    The files are inspected again; one that is gone by now gets a row that says so.
    """

    ids: tuple[int, ...]
    kind: MediaKind
    """A kind of image."""


@dataclass(frozen=True, slots=True)
class UseAccount:
    """Sign in (or out, with None). A fresh key for the same organization makes a signed-out queue go on."""

    account: Account | None
    adopt: bool = True
    """Take what earlier runs left waiting for a key; a sandbox does not: it forgets what it was sent."""
    resume: bool = True
    """Take up what earlier runs left unfinished; the command line does only what it was called for."""


@dataclass(frozen=True, slots=True)
class QueryFiles:
    """Say which files of a folder, and of others of its name, are needed: `TransferQueue.files` follows."""

    folder: bytes
    """As the file system's bytes."""


@dataclass(frozen=True, slots=True)
class NetworkChanged:
    """The system says that the network came, went or is another: find out whether Layers can be reached."""


@dataclass(frozen=True, slots=True)
class SetConcurrency:
    """How many files are sent at once."""

    count: int


@dataclass(frozen=True, slots=True)
class SetBandwidthLimit:
    """How fast all files together may leave this computer, in bytes a second; 0 for no limit."""

    bytes_per_second: int


@dataclass(frozen=True, slots=True)
class SetSmallFirst:
    """Whether small files go before larger ones that were dropped earlier."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedFolder:
    """A folder whose new files go to a project by themselves."""

    path: bytes
    """As the file system's bytes; its subfolders are not looked into."""
    project_id: str
    project_name: str
    image_kind: MediaKind = MediaKind.IMAGE
    checksum: bool = True
    existing: bool = False
    """Also send what lay in it when watching began."""


@dataclass(frozen=True, slots=True)
class WatchFolders:
    """Watch these folders, and no others, for the organization that is signed in."""

    folders: tuple[WatchedFolder, ...]
    off: tuple[str, ...] = ()
    """Projects that are known to have no watched folder: what was noted of an earlier one is forgotten."""


RowCommand = Pause | Resume | Cancel | Retry | Remove | Restore | ChangeKind | UseExistingAsset | UploadAgain
"""About transfers on the list, by their ids."""
Setting = SetConcurrency | SetBandwidthLimit | SetSmallFirst
Command = (
    Submit
    | SubmitAgain
    | AssignProject
    | UseAccount
    | QueryFiles
    | NetworkChanged
    | WatchFolders
    | RowCommand
    | Setting
)
