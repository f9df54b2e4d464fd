"""One page of the settings: a form of fields, and what else stands among them; scrolls when it must."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from layers_desktop.settings.fields import NOT_EMPTY, Setting
from layers_desktop.ui.settings.field_row import FieldRow


class SettingsPage(QScrollArea):
    """The controls are the edited copy: `values` reads them. The focus is always scrolled into view.

    Where there are `defaults`, the values of all projects, a field that has one can follow it.
    """

    edited = Signal()

    def __init__(
        self,
        title: str,
        fields: Sequence[Setting],
        values: Mapping[str, object],
        defaults: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__()
        self.title = title
        self.setAccessibleName(title)
        self.setObjectName("sheet")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        # Not Qt's form layout: it gives texts that wrap the height of another width when a page grows.
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(20, 20, 20, 20)
        self._column.setSpacing(16)
        self._column.addStretch()
        self.setWidget(inside)
        self._defaults = dict(defaults or {})
        self.rows = {field.name: FieldRow(field, follows=field.name in self._defaults) for field in fields}
        for name, row in self.rows.items():
            row.show_value(values.get(name, self._default(name)))
            self.add_part(row)
            row.edited.connect(self._follow)
        self.show_defaults(self._defaults)

    def add_part(self, part: QWidget, *, after: str = "") -> None:
        """Put something below this field, else at the end."""
        place = self._column.indexOf(self.rows[after]) + 1 if after else self._column.count() - 1
        self._column.insertWidget(place, part)

    def values(self) -> dict[str, object]:
        """Return what the controls say; fields that follow the defaults are left out."""
        shown = {name: row.value for name, row in self.rows.items()}
        return {name: value for name, value in shown.items() if value is not None}

    def overrides(self) -> dict[str, object]:
        """Return what is set here beside the defaults."""
        now = self.values()
        return {name: now[name] for name in now if name in self._defaults or now[name] != self._default(name)}

    def show_defaults(self, defaults: Mapping[str, object]) -> None:
        """Follow the values of all projects."""
        self._defaults = {name: defaults[name] for name in self._defaults}
        for name, default in self._defaults.items():
            self.rows[name].show_default(default)
        self._follow()

    def restore(self) -> None:
        """Put every field back to its default: that of all projects where there is one."""
        for name, row in self.rows.items():
            row.show_value(self._default(name))

    def wrong(self) -> FieldRow | None:
        """Return the first row that cannot be saved."""
        return next((row for row in self.rows.values() if row.is_wrong), None)

    def insist(self, row: FieldRow) -> None:
        """Lead to a row, and say what is wrong with it."""
        row.follow(may_be_set=True, insist=True)
        row.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _default(self, name: str) -> object:
        return None if name in self._defaults else self.rows[name].field.default

    @Slot()
    def _follow(self) -> None:
        now = {**self._defaults, **self.values()}
        for row in self.rows.values():
            row.follow(may_be_set=_met(row.field.only_when, now))
        self.edited.emit()


def _met(condition: tuple[str, object] | None, values: Mapping[str, object]) -> bool:
    if condition is None:
        return True
    name, wanted = condition
    return bool(values[name]) if wanted is NOT_EMPTY else values[name] == wanted
