"""How a setting describes itself, so that a dialog can be built from the fields alone.

A setting is one annotated field of a struct; nothing else has to be written for it:

    notify: Annotated[bool, shown(Page.NOTIFICATIONS, "Notify me", "Shows a notification …")] = True
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
from typing import Annotated, Any, Final, Self, TypeVar, get_args, get_origin

import msgspec

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

    GENERAL = "general", "General"
    UPLOADS = "uploads", "Uploads"
    COPYING = "copying", "Copying"
    NOTIFICATIONS = "notifications", "Notifications"
    NETWORK = "network", "Network"
    ACCOUNT = "account", "Account"


class FieldType(enum.Enum):
    """What kind of control a field needs."""

    SWITCH = "bool"
    NUMBER = "int"
    TEXT = "str"
    CHOICE = "enum"


class _Anything(enum.Enum):
    VALUE = enum.auto()


ANYTHING: Final = _Anything.VALUE
"""For `only_when`: the other field may have any value but an empty one."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A field of the same struct and the value it must have for another one to mean anything."""

    field: str
    value: object
    """ANYTHING for each that is not empty."""

    def met(self, settings: msgspec.Struct) -> bool:
        """Tell whether these settings have that value."""
        value = getattr(settings, self.field)
        return bool(value) if self.value is ANYTHING else bool(value == self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldInfo:
    """One field as a dialog needs it."""

    name: str
    """The attribute of the struct, for `getattr` and `changed`."""
    type: FieldType
    label: str
    help: str
    page: Page
    default: object
    minimum: int | None = None
    maximum: int | None = None
    unit: str = ""
    """For NUMBER: what it counts, as it stands behind the number ("MB/s")."""
    per_unit: int = 1
    """For NUMBER: how many of what is kept make one of the unit (1000: KB/s are kept, MB/s shown)."""
    steps: tuple[int, ...] = ()
    """For NUMBER: the values that the arrow keys go along, in what is kept; empty for each whole number."""
    lowest: str = ""
    """For NUMBER: what stands in place of the minimum where that is no amount ("No limit")."""
    example: str = ""
    """For TEXT: what an empty field shows."""
    folder: bool = False
    """For TEXT: it is the path of a folder, or empty."""
    only_when: Condition | None = None
    """The field cannot be changed unless this is met."""
    choices: tuple[Labelled, ...] = ()
    """For CHOICE: the members, each with its `.label`, in the order to be shown."""


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
    """Describe a setting that a person changes; the range is enforced when a file is read or written.

    `only_when` is the name of another field of the struct and the value it must have; the rest is as in
    `FieldInfo`.
    """
    condition = None if only_when is None else Condition(*only_when)
    looks = {
        "page": page, "unit": unit, "per_unit": per_unit, "steps": steps, "lowest": lowest,
        "example": example, "folder": folder, "only_when": condition,
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
    described = ((field, description(field)) for field in msgspec.structs.fields(struct))
    return tuple(
        FieldInfo(
            name=field.name,
            label=meta.title or "",
            help=meta.description or "",
            default=field.default,
            minimum=_whole(meta.ge),
            maximum=_whole(meta.le),
            **meta.extra,
            **_control(get_args(field.type)[0]),
        )
        for field, meta in described
        if meta.extra and meta.extra["page"]
    )


def description(field: msgspec.structs.FieldInfo) -> msgspec.Meta:
    """Return what `shown` or `remembered` said about a field. Raises TypeError when neither was written."""
    if get_origin(field.type) is Annotated:
        for part in get_args(field.type)[1:]:
            if isinstance(part, msgspec.Meta):
                return part
    raise TypeError(f"the setting {field.name!r} does not describe itself: annotate it with shown(…)")


def changed(value: S, changes: Mapping[str, object]) -> S:
    """Return `value` with these fields changed. Raises ValueError for a value its field does not allow."""
    return checked(msgspec.structs.replace(value, **changes))


def checked(value: S) -> S:
    """Return `value` when every field holds what its type and range allow. Raises ValueError otherwise."""
    try:
        return msgspec.convert(msgspec.to_builtins(value), type(value))
    except (msgspec.ValidationError, TypeError) as error:
        raise ValueError(str(error)) from None


def _whole(bound: float | None) -> int | None:
    return None if bound is None else int(bound)


def _control(kind: object) -> dict[str, Any]:
    """Choose the control for an annotated type. Raises TypeError for one that no control can show."""
    if isinstance(kind, type):
        if issubclass(kind, Labelled):
            return {"type": FieldType.CHOICE, "choices": tuple(kind)}
        if kind in (bool, int, str):
            return {"type": FieldType(kind.__name__)}
    raise TypeError(f"no control of the settings dialog shows a {kind!r}")
