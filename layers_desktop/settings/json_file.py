"""One versioned JSON file: read forgivingly, written whole or not at all.

What it holds to:

* A reader never fails: it gives the stored value or defaults, and a `Problem` when something was wrong.
* A file that is not ours to understand is never lost. A damaged one is set aside, one that a newer program
  wrote or that cannot be read is left alone, and saving over such a file is refused.
* A write is a temporary file in the same folder, flushed to the disk, then moved into place: whoever reads,
  also after a power cut, finds the old file or the new one.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Final, Generic, TypeVar

import msgspec

from layers_desktop.core.errors import Problem, Term, UserError
from layers_desktop.core.files import make_folder
from layers_desktop.settings.fields import changed, label_of

S = TypeVar("S", bound=msgspec.Struct)
V = TypeVar("V")
Raw = dict[str, msgspec.Raw]
"""Fields as their own JSON text: what this program does not know goes back byte for byte."""

_VERSION: Final = "version"
_Version = Annotated[int, msgspec.Meta(ge=1)]
UNDECODABLE = (msgspec.DecodeError, ValueError, OverflowError, RecursionError)
"""What decoding arbitrary bytes raises: bad JSON, bad UTF-8, absurd numbers, absurd depth."""


class SettingsError(UserError):
    """A settings file that cannot be read, or must not or cannot be written."""


@dataclass(frozen=True, slots=True)
class Loaded(Generic[V]):
    """What was read, and what was wrong with the file, if anything: then some or all of it is defaults."""

    value: V
    problem: Problem | None = None


class VersionedJsonFile(Generic[S]):
    """The file at `path` that keeps one `struct`, at the struct's `version`.

    A new field needs no new version: readers take its default, and fields that this program does not know
    are kept when it saves. Raise the version only when the meaning of a stored field changes. Blocking; one
    thread at a time.
    """

    def __init__(
        self,
        path: Path,
        struct: type[S],
        *,
        version: int,
        owner: str,
        upgrade: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`owner` starts the titles of the file's problems, in the plural; it is translated: "Your settings".

        `upgrade` makes the fields of an earlier version those of this one.
        """
        self._path = path
        self._struct = struct
        self._version = version
        self._owner = owner
        self._upgrade = upgrade
        self._now = now

    def read(self) -> Loaded[S]:
        """Return the stored value. Never raises for what the file is or holds."""
        given = self.read_given()
        return Loaded(self._struct(**given.value), given.problem)

    def write(self, value: S) -> None:
        """Store `value`; as `write_given`."""
        self.write_given({name: getattr(value, name) for name in self._struct.__struct_fields__})

    def read_given(self) -> Loaded[dict[str, Any]]:
        """Return only the fields that the file has, by their names. Never raises either."""
        try:
            stored, version, problem = self._stored()
        except SettingsError as fault:
            return Loaded({}, fault.problem)
        values, wrong = _tolerant(self._struct, stored)
        if self._upgrade is not None and version < self._version:
            values = self._upgrade(values)
        return Loaded(values, problem or (self._some_defaults(wrong) if wrong else None))

    def write_given(self, values: Mapping[str, object]) -> None:
        """Store these fields of the struct and no others, keeping those that this program does not know.

        Raises SettingsError, the old file being whole then, and ValueError for a value that a field does
        not allow.
        """
        everything = msgspec.to_builtins(changed(self._struct(), values))
        given = {name: value for name, value in everything.items() if name in values}
        unknown = {name: raw for name, raw in self._stored()[0].items() if name not in everything}
        try:
            content = msgspec.json.encode({**unknown, _VERSION: self._version, **given})
            with atomic_write(self._path) as file:
                file.write(msgspec.json.format(content, indent=2) + b"\n")
        except (OSError, UnicodeError) as error:
            raise SettingsError(self._not_written(error)) from error

    def _stored(self) -> tuple[Raw, int, Problem | None]:
        """Return the raw fields and their version, none and 0 without a file; a damaged one is set aside.

        Raises SettingsError for a file that must stay as it is.
        """
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return {}, 0, None
        except OSError as error:
            raise SettingsError(self._unreadable(error)) from error
        try:
            stored = msgspec.json.decode(content, type=Raw)
            version: int = msgspec.json.decode(stored[_VERSION], type=_Version)
        except (KeyError, *UNDECODABLE):
            return {}, 0, self._set_aside()
        if version > self._version:
            raise SettingsError(self._newer())
        return stored, version, None

    def _set_aside(self) -> Problem:
        stamp = f"{self._now().astimezone(UTC):%Y%m%dT%H%M%SZ}"
        aside = self._path.with_name(f"{self._path.name}.damaged-{stamp}")
        number = 1
        while aside.exists():
            number += 1
            aside = aside.with_name(f"{self._path.name}.damaged-{stamp}-{number}")
        try:
            self._path.rename(aside)
        except OSError as error:
            raise SettingsError(self._unreadable(error)) from error
        return self._problem("settings.damaged", file=self._path.name, aside=aside.name)

    def _newer(self) -> Problem:
        return self._problem("settings.newer", file=self._path.name)

    def _unreadable(self, error: OSError) -> Problem:
        return self._problem("settings.unreadable", path=str(self._path), why=str(error.strerror))

    def _not_written(self, error: OSError | UnicodeError) -> Problem:
        why = error.strerror if isinstance(error, OSError) else "it holds characters that cannot be stored"
        return self._problem("settings.not_written", path=str(self._path), why=str(why))

    def _some_defaults(self, labels: list[str]) -> Problem:
        return self._problem("settings.field", file=self._path.name, labels=", ".join(labels))

    def _problem(self, row: str, **parameters: str) -> Problem:
        return Problem.of(row, owner=Term(self._owner), **parameters)


@contextlib.contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `path` when the block ends, readable by this user only (0600).

    Leaving the block by an exception cancels: the old file stays whole and nothing is left behind. What a
    kill left behind earlier is removed. Missing folders are made. Raises OSError.
    """
    # A file kept elsewhere and linked here stays a link.
    target = Path(os.path.realpath(path))
    folder = make_folder(target.parent)
    prefix = f".{target.name[:100]}."
    _remove_abandoned(folder, prefix)
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=prefix, suffix=_TEMPORARY)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        # The fault that led here is the one to report, whether or not the leftover can be removed.
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _flush_folder(folder)


_TEMPORARY: Final = ".new"
_ABANDONED_SECONDS: Final = 3600.0
"""Nobody writes a file for so long: whoever began it was killed."""


def _remove_abandoned(folder: Path, prefix: str) -> None:
    before = time.time() - _ABANDONED_SECONDS
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(prefix) and entry.name.endswith(_TEMPORARY):
                with contextlib.suppress(OSError):  # another program was quicker
                    if entry.stat(follow_symlinks=False).st_mtime < before:
                        Path(entry.path).unlink()


def _flush_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the platform can."""
    # Windows cannot open folders and some network drives cannot flush them: the file itself is safe by now.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _tolerant(struct: type[msgspec.Struct], stored: Raw) -> tuple[dict[str, Any], list[str]]:
    """Read field by field; one of the wrong type is left out and its label is listed."""
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for field in msgspec.structs.fields(struct):
        if field.encode_name not in stored:
            continue
        try:
            values[field.name] = msgspec.json.decode(stored[field.encode_name], type=field.type)
        except UNDECODABLE:
            wrong.append(label_of(struct, field.name))
    return values, wrong
