"""How a setting describes itself, so that a dialog can be built from the fields alone.

A setting is one annotated field of a struct; nothing else has to be written for it:

    notify: Annotated[bool, shown(Page.PROJECTS, "Notify me", "Shows a notification …")] = True
    limit: Annotated[
        int,
        shown(Page.UPLOADS, "Limit", "How fast at most.", minimum=1, maximum=1000, unit="MB/s",
              only_when=("limited", True)),
    ] = 10

Labels are plain English here; the window passes them through its translation.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
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
    UPLOADS = "uploads", N_("Uploads")
    PROJECTS = "projects", N_("For all projects")
    NETWORK = "network", N_("Network")
    ACCOUNT = "account", N_("Account")
    PROJECT = "project", N_("Project %1")


NOT_EMPTY: Final = object()
"""For `only_when`: the other field may have any value but an empty one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldInfo:
    """One field as a dialog needs it."""

    name: str
    """The attribute of the struct, for `getattr` and `changed`."""
    type: type
    """`bool`, `int`, `str`, or a `Labelled`, whose members are the choices."""
    label: str
    help: str
    page: Page
    default: object
    minimum: int = 0
    maximum: int = 0
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

    @property
    def choices(self) -> tuple[Labelled, ...]:
        """The members of an enum, in the order to be shown; else empty."""
        return tuple(self.type) if issubclass(self.type, Labelled) else ()


def shown(
    page: Page,
    label: str,
    explanation: str,
    *,
    minimum: int | None = None,
    maximum: int | None = None,
    unit: str = "",
    per_unit: int = 1,
    steps: tuple[int, ...] = (),
    lowest: str = "",
    example: str = "",
    folder: bool = False,
    only_when: tuple[str, object] | None = None,
) -> msgspec.Meta:
    """Describe a setting that a person changes, as in `FieldInfo`; the range is enforced in files too."""
    looks = {
        "page": page, "unit": unit, "per_unit": per_unit, "steps": steps, "lowest": lowest,
        "example": example, "folder": folder, "only_when": only_when,
    }  # fmt: skip
    return msgspec.Meta(title=label, description=explanation, ge=minimum, le=maximum, extra=looks)


def remembered(
    label: str, explanation: str, *, minimum: int | None = None, maximum: int | None = None
) -> msgspec.Meta:
    """Describe something the program remembers by itself, which no dialog shows."""
    return msgspec.Meta(title=label, description=explanation, ge=minimum, le=maximum, extra={"page": None})


def prepared(struct: type[S]) -> type[S]:
    """Prepare a struct that a file is read into, while its module is imported; a class decorator.

    Left to the first reading, a thread that reads another file into it at that moment finds it half prepared,
    and msgspec 0.22 crashes.
    """
    msgspec.json.Decoder(struct)
    return struct


def fields(struct: type[msgspec.Struct]) -> tuple[FieldInfo, ...]:
    """Return the settings of `struct` that a dialog shows, in the order they are written."""
    return tuple(
        FieldInfo(
            name=field.name,
            type=_shown_type(field.type),
            label=meta.title or "",
            help=meta.description or "",
            default=field.default,
            minimum=int(meta.ge or 0),
            maximum=int(meta.le or 0),
            **meta.extra,
        )
        for field in msgspec.structs.fields(struct)
        if (meta := description(field)).extra and meta.extra["page"]
    )


def description(field: msgspec.structs.FieldInfo) -> msgspec.Meta:
    """Return what `shown` or `remembered` said about a field. Raises TypeError when neither was written."""
    if get_origin(field.type) is Annotated:
        for part in get_args(field.type)[1:]:
            if isinstance(part, msgspec.Meta):
                return part
    raise TypeError(f"the setting {field.name!r} does not describe itself: annotate it with shown(…)")


def values_of(settings: msgspec.Struct) -> dict[str, object]:
    """Return the values of all fields by their names."""
    return msgspec.structs.asdict(settings)


def changed(value: S, changes: Mapping[str, object]) -> S:
    """Return `value` with these fields changed. Raises ValueError for a value its field does not allow."""
    try:
        return msgspec.convert(msgspec.to_builtins(msgspec.structs.replace(value, **changes)), type(value))
    except (msgspec.ValidationError, TypeError) as error:
        raise ValueError(str(error)) from None


def _shown_type(annotated: object) -> type:
    """Return the type of a field. Raises TypeError for one that no control can show."""
    kind = get_args(annotated)[0]
    if isinstance(kind, type) and (kind in (bool, int, str) or issubclass(kind, Labelled)):
        return kind
    raise TypeError(f"no control of the settings dialog shows a {kind!r}")
