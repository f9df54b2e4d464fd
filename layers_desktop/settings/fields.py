"""How a setting describes itself, so that a dialog can be built from the fields alone.

A setting is one annotated field of a struct; nothing else has to be written for it:

    notify: Annotated[bool, Setting(Page.PROJECTS, "Notify me", "Shows a notification …")] = True
    limit: Annotated[
        int,
        msgspec.Meta(ge=1, le=1000),
        Setting(Page.UPLOADS, "Limit", "How fast at most.", unit="MB/s", only_when=("limited", True)),
    ] = 10

Labels are plain English here; the window passes them through its translation.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, replace
from typing import Annotated, Final, Self, TypeVar, get_args, get_origin

import msgspec

from layers_desktop.core.translation import N_

S = TypeVar("S", bound=msgspec.Struct)


class Labelled(enum.StrEnum):
    """An enum whose members are written `NAME = "value in the file", "Label for a person"`."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Make a member from its value and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Page(Labelled):
    """Where in the settings dialog a field stands. Not stored: a field may move to another page."""

    GENERAL = "general", N_("General")
    """The window and the desktop around it."""
    UPLOADS = "uploads", N_("Uploads")
    """How files are sent, whatever they are and wherever they go."""
    PROJECTS = "projects", N_("For all projects")
    """What becomes of files and ids, where a project says nothing else."""
    NETWORK = "network", N_("Network")
    ACCOUNT = "account", N_("Account")
    PROJECT = "project", N_("Project %1")
    """What a project has of its own, or has otherwise than all."""


NOT_EMPTY: Final = object()
"""For `only_when`: the other field may have any value but an empty one."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One field as a dialog shows it. A field without it is remembered by the program, and shown nowhere."""

    page: Page
    label: str
    help: str
    _: KW_ONLY
    unit: str = ""
    """Of a number: what it counts, as it stands behind it ("MB/s")."""
    per_unit: int = 1
    """Of a number: how many of what is kept make one of the unit (1000: KB/s are kept, MB/s shown)."""
    steps: tuple[int, ...] = ()
    """Of a number: the values that the arrow keys go along, in what is kept; empty for each whole number."""
    lowest: str = ""
    """Of a number: what stands in place of the minimum where that is no amount ("No limit")."""
    example: str = ""
    """Of a text: what an empty field shows."""
    folder: bool = False
    """Of a text: it is the path of a folder, or empty."""
    only_when: tuple[str, object] | None = None
    """Another field of the struct and the value it must have, or NOT_EMPTY, for this one to mean anything."""
    name: str = ""
    """The attribute of the struct, for `getattr` and `changed`. `fields` fills in this and the following."""
    type: type = bool
    """`bool`, `int`, `str`, or a `Labelled`, whose members are the choices."""
    default: object = None
    minimum: int = 0
    maximum: int = 0
    """Of a number, as its `msgspec.Meta` has it, which holds in files too."""

    @property
    def choices(self) -> tuple[Labelled, ...]:
        """The members of an enum, in the order to be shown; else empty."""
        return tuple(self.type) if issubclass(self.type, Labelled) else ()


def prepared(struct: type[S]) -> type[S]:
    """Prepare a struct that a file is read into, while its module is imported; a class decorator.

    Left to the first reading, a thread that reads another file into it at that moment finds it half prepared,
    and msgspec 0.22 crashes.
    """
    msgspec.json.Decoder(struct)
    return struct


def fields(struct: type[msgspec.Struct]) -> tuple[Setting, ...]:
    """Return the settings of `struct` that a dialog shows, in the order they are written.

    Raises TypeError for one of a type that no control shows.
    """
    found = []
    for field in msgspec.structs.fields(struct):
        kind, *notes = get_args(field.type) if get_origin(field.type) is Annotated else (field.type,)
        for setting in (note for note in notes if isinstance(note, Setting)):
            if kind not in (bool, int, str) and not (isinstance(kind, type) and issubclass(kind, Labelled)):
                raise TypeError(f"no control of the settings dialog shows a {kind!r}")
            range_ = next((note for note in notes if isinstance(note, msgspec.Meta)), msgspec.Meta())
            found.append(
                replace(
                    setting,
                    name=field.name,
                    type=kind,
                    default=field.default,
                    minimum=int(range_.ge or 0),
                    maximum=int(range_.le or 0),
                )
            )
    return tuple(found)


def label_of(struct: type[msgspec.Struct], name: str) -> str:
    """Return what a field is called by people."""
    shown = {setting.name: setting.label for setting in fields(struct)}
    return shown.get(name, name.replace("_", " ").capitalize())


def values_of(settings: msgspec.Struct) -> dict[str, object]:
    """Return the values of all fields by their names."""
    return msgspec.structs.asdict(settings)


def changed(value: S, changes: Mapping[str, object]) -> S:
    """Return `value` with these fields changed. Raises ValueError for a value its field does not allow."""
    try:
        return msgspec.convert(msgspec.to_builtins(msgspec.structs.replace(value, **changes)), type(value))
    except (msgspec.ValidationError, TypeError) as error:
        raise ValueError(str(error)) from None
