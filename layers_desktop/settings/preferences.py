"""What a person chose: for the program, for all projects, and for one project where that differs.

A new setting is one field here. It appears in the settings dialog, is stored, and takes its default in
files written before it existed; tests hold every field to a label, a help text and a valid default.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, TypeAlias

import msgspec

from layers_desktop.core.translation import N_
from layers_desktop.settings.fields import NOT_EMPTY, Labelled, Page, Setting, changed, prepared

Overrides: TypeAlias = Mapping[str, object]
"""Fields of `ProjectSettings` that are set for one project, and their values."""

RECENT_PROJECTS = 50
"""How many projects are remembered: of all organizations, each of which shows its own."""
_SPEEDS = (
    *(100, 200, 500, 1_000, 2_000, 3_000, 5_000, 7_500, 10_000, 15_000, 20_000, 30_000, 50_000, 75_000),
    *(100_000, 200_000, 500_000),
)
"""KB/s that somebody may choose, from a telephone's line to a network's."""


class ThemeChoice(Labelled):
    """Light or dark."""

    SYSTEM = "system", N_("As the system")
    LIGHT = "light", N_("Light")
    DARK = "dark", N_("Dark")


class ImageKind(Labelled):
    """What images are sent as; the values are Layers' own kinds."""

    IMAGE = "image", N_("Image")
    LOGO = "logo", N_("Logo")
    REFERENCE_IMAGE = "reference_image", N_("Reference image")


class WhenClosed(Labelled):
    """What closing the window does while uploads run."""

    ASK = "ask", N_("Ask me")
    BACKGROUND = "background", N_("Keep going in the background")
    STOP = "stop", N_("Stop, and resume at the next start")


class CopyFormat(Labelled):
    """What Copy puts on the clipboard for each asset."""

    ID = "id", N_("ID")
    URL = "url", N_("URL")
    NAME_AND_ID = "name_and_id", N_("Name and ID")
    MARKDOWN = "markdown", N_("Markdown")
    JSON = "json", N_("JSON")
    CSV = "csv", N_("CSV")
    TEMPLATE = "template", N_("My template")


class ProxyMode(Labelled):
    """Where the address of the proxy comes from."""

    SYSTEM = "system", N_("As the system")
    MANUAL = "manual", N_("The address below")
    NONE = "none", N_("No proxy")


@prepared
class ProjectDefaults(msgspec.Struct, frozen=True, kw_only=True):
    """What is chosen for all projects, and counts where a project has no other value of its own."""

    image_kind: Annotated[
        ImageKind,
        Setting(
            Page.PROJECTS,
            N_("Send images as"),
            N_("What pictures become at Layers, unless you choose otherwise."),
        ),
    ] = ImageKind.IMAGE
    checksum: Annotated[
        bool,
        Setting(
            Page.PROJECTS,
            N_("Send a checksum"),
            N_("Its SHA-256 lets Layers check that a file arrived unchanged (from 256 KB upwards)."),
        ),
    ] = True
    copy_format: Annotated[
        CopyFormat,
        Setting(
            Page.PROJECTS,
            N_("Copy as"),
            N_("What Copy puts on the clipboard, one line for each asset."),
        ),
    ] = CopyFormat.ID
    copy_template: Annotated[
        str,
        Setting(
            Page.PROJECTS,
            N_("Template"),
            N_(
                "For “My template”: {assetId}, {url}, {filename}, {kind}, {sha256} and "
                "{project} are filled in."
            ),
            only_when=("copy_format", CopyFormat.TEMPLATE),
        ),
    ] = "{filename}: {assetId}"
    copy_automatically: Annotated[
        bool,
        Setting(
            Page.PROJECTS,
            N_("Copy automatically"),
            N_("Copies a batch when it is done, unless you have copied something else meanwhile."),
        ),
    ] = False
    notify: Annotated[
        bool,
        Setting(
            Page.PROJECTS,
            N_("Notify me"),
            N_("Shows one notification a batch when the window is not in front."),
        ),
    ] = True


@prepared
class ProjectSettings(ProjectDefaults, frozen=True, kw_only=True):
    """What counts for one project: the defaults for all projects, and over them what is its own."""

    version: ClassVar[int] = 2
    """Of its file, which keeps what is its own. Edition 1 kept every field."""

    watch_folder: Annotated[
        str,
        Setting(
            Page.PROJECT,
            N_("Watch a folder"),
            N_(
                "What appears in it is uploaded to this project by itself, once it is "
                "complete and as long as "
                "Layers Desktop runs. Subfolders are left alone. Empty: no folder is watched."
            ),
            example=N_("No folder"),
            folder=True,
        ),
    ] = ""
    watch_existing: Annotated[
        bool,
        Setting(
            Page.PROJECT,
            N_("Also upload what is in the watched folder already"),
            N_("Otherwise only what appears in it from now on, also while Layers Desktop is closed."),
            only_when=("watch_folder", NOT_EMPTY),
        ),
    ] = False
    overrides: frozenset[str] = frozenset()
    """Names of the fields that are set for this project."""

    def with_copy_format(self, copy_format: CopyFormat) -> ProjectSettings:
        """Return the same settings, for one copy in another format."""
        return msgspec.structs.replace(self, copy_format=copy_format)


class WindowState(msgspec.Struct, frozen=True, kw_only=True):
    """Where the window was, in device-independent pixels; x and y are negative on a screen to the left.

    Without them its place is the desktop's choice: Wayland tells no program where its window is.
    """

    width: Annotated[int, msgspec.Meta(ge=1, le=100_000)]
    height: Annotated[int, msgspec.Meta(ge=1, le=100_000)]
    x: Annotated[int, msgspec.Meta(ge=-100_000, le=100_000)] | None = None
    y: Annotated[int, msgspec.Meta(ge=-100_000, le=100_000)] | None = None
    maximized: bool = False
    show: Annotated[str, msgspec.Meta(max_length=32)] = "all"
    """Which uploads the list showed."""


@prepared
class Preferences(ProjectDefaults, frozen=True, kw_only=True):
    """What is chosen for the program as a whole, and for all projects."""

    version: ClassVar[int] = 1

    concurrency: Annotated[
        int,
        msgspec.Meta(ge=1, le=16),
        Setting(
            Page.UPLOADS,
            N_("Uploads at once"),
            N_("How many files are sent at the same time."),
        ),
    ] = 4
    bandwidth_limit: Annotated[
        int,
        msgspec.Meta(ge=0, le=1_000_000),
        Setting(
            Page.UPLOADS,
            N_("Bandwidth limit"),
            N_(
                "The most that all uploads together may use. Also counts for uploads under way, from Save on."
            ),
            unit=N_("MB/s"),
            per_unit=1_000,
            steps=_SPEEDS,
            lowest=N_("No limit"),
        ),
    ] = 0
    small_first: Annotated[
        bool,
        Setting(
            Page.UPLOADS,
            N_("Small files first"),
            N_("Files under 256 KB go before larger ones that were added earlier. The list keeps its order."),
        ),
    ] = True
    theme: Annotated[
        ThemeChoice,
        Setting(Page.GENERAL, N_("Theme"), N_("Light or dark, or what the system uses.")),
    ] = ThemeChoice.SYSTEM
    when_closed: Annotated[
        WhenClosed,
        Setting(
            Page.GENERAL,
            N_("Closing during uploads"),
            N_("What closing the window does while uploads run."),
        ),
    ] = WhenClosed.ASK
    keep_awake: Annotated[
        bool,
        Setting(
            Page.GENERAL,
            N_("Keep the computer awake during uploads"),
            N_("On Linux: it does not go to sleep by itself meanwhile; the screen may still turn off."),
        ),
    ] = True
    tray_icon: Annotated[
        bool,
        Setting(
            Page.GENERAL,
            N_("Icon in the tray"),
            N_(
                "Closing the window then hides it, and the program goes on; the icon's menu ends it. "
                "Without a tray on this desktop nothing changes."
            ),
        ),
    ] = False
    proxy: Annotated[
        ProxyMode,
        Setting(
            Page.NETWORK,
            N_("Proxy"),
            N_("The server that connections to Layers go through. What runs already ends as it began."),
        ),
    ] = ProxyMode.SYSTEM
    proxy_address: Annotated[
        str,
        Setting(
            Page.NETWORK,
            N_("Proxy address"),
            N_("An http proxy. A name and a password are not kept here: give them to the system."),
            example=N_("http://proxy.example.com:3128"),
            only_when=("proxy", ProxyMode.MANUAL),
        ),
    ] = ""
    recent_projects: tuple[str, ...] = ()
    """Ids of the projects used last, the newest first."""
    last_project: str | None = None
    """Id of the project that was picked last."""
    last_folder: str | None = None
    """Where files or a folder were chosen last."""
    window: WindowState | None = None

    def of_project(self, overrides: Overrides) -> ProjectSettings:
        """Return what counts for a project with these values of its own. Raises ValueError for a wrong."""
        shared = {name: getattr(self, name) for name in ProjectDefaults.__struct_fields__}
        return changed(ProjectSettings(**shared, overrides=frozenset(overrides)), overrides)

    def with_project(self, project_id: str) -> Preferences:
        """Return the same preferences with this project picked, and on top of the recent ones."""
        others = (known for known in self.recent_projects if known != project_id)
        recent = (project_id, *others)[:RECENT_PROJECTS]
        return msgspec.structs.replace(self, last_project=project_id, recent_projects=recent)


def without_first_defaults(stored: dict[str, Any]) -> dict[str, Any]:
    """Return what the file of a project from edition 1, which has all fields, sets: what is no default."""
    first = ProjectSettings()
    return {name: value for name, value in stored.items() if value != getattr(first, name)}
