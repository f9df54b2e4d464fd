"""What is looked for in the history: assets of a project or of all, with words, or with a file's bytes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from layers_desktop.history import messages as values
from layers_desktop.history.asset import AssetFilter, FileDigest
from layers_desktop.ui.history import text as words
from layers_desktop.ui.history.search_bar import HistorySearchBar
from layers_desktop.ui.i18n import formats

_NO_ASSET = FileDigest(-1, "")
"""Which no asset has."""


class HistoryQuery(QObject):
    """Reads the bar, follows the file that is looked at, and asks whenever something else is looked for."""

    requested = Signal(object)
    """A question for the history."""
    began = Signal()
    """Something else is looked for: `wanted`."""

    def __init__(self, bar: HistorySearchBar, parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._account = ""
        self._file: tuple[bytes, FileDigest | None] | None = None
        """The file that is looked for, and what is known of it."""
        self._open = False
        self.wanted: AssetFilter | None = None
        bar.changed.connect(self.look)
        bar.file_dismissed.connect(self.dismiss_file)
        bar.search.file_given.connect(self.look_for_file)

    @property
    def typed(self) -> bool:
        """True while words are looked for."""
        return bool(self._bar.search.text().strip())

    @property
    def narrowed(self) -> bool:
        """True while words or a file are looked for."""
        return self.typed or self._file is not None

    def use_account(self, organization_id: str) -> bool:
        """Look for assets of this organization; returns whether it is another one."""
        if organization_id == self._account:
            return False
        self._account = organization_id
        self.wanted = None
        self._stop_looking()
        return True

    def open(self) -> None:
        """Ask again, also for what is shown already: the page has come into sight."""
        self._open = True
        self.wanted = None
        self.look()

    def close(self) -> None:
        """Ask nothing more: the page is out of sight."""
        self._open = False
        self._stop_looking()

    @Slot()
    def look(self) -> None:
        """Ask, if anything else is looked for than before."""
        if not self._account or not self._open:
            return
        if self.typed and self._file is not None:
            self._stop_looking()  # who types looks for something else
        wanted = self._filter()
        if wanted != self.wanted:
            self.wanted = wanted
            self.began.emit()
            self.requested.emit(values.Search(wanted))

    def take_back(self) -> bool:
        """Take back the file, or else what was typed; False when there is neither."""
        if self._file is not None:
            self.dismiss_file()
        elif self._bar.search.text():
            self._bar.search.clear()
        else:
            return False
        return True

    def nothing(self) -> str:
        """Return why nothing was found."""
        if self._file is not None:
            return words.not_from_here(words.file_name(self._file[0]))
        return words.nothing(self._bar.search.text(), self._bar.project_name)

    # A file

    @Slot(object)
    def look_for_file(self, path: bytes) -> None:
        """Look for the assets that have the bytes of this file."""
        self._stop_looking()
        self._bar.search.clear()
        self._file = (path, None)
        self._bar.show_file(self.tr("Looking at %1. Esc stops.").replace("%1", words.file_name(path)))
        self.requested.emit(values.FindFile(self._account, path))

    def on_looking(self, looking: values.Looking) -> None:
        """Show how far the file is read."""
        if self._file == (looking.path, None):
            done = formats.percent(round(looking.part * 1000), 1000)
            text = self.tr("Looking at %1: %2. Esc stops.").replace("%2", done)
            self._bar.show_file(text.replace("%1", words.file_name(looking.path)))

    def on_looked(self, looked: values.FileIdentified) -> None:
        """Look for the assets that have the file's bytes."""
        if self._file == (looked.path, None):
            self._file = (looked.path, looked.mark or _NO_ASSET)
            text = self.tr("Assets that are %1, byte for byte")
            self._bar.show_file(text.replace("%1", words.file_name(looked.path)))
            self.look()

    def on_problem(self) -> None:
        """Stop waiting for a file that could not be read."""
        if self._file is not None and self._file[1] is None:
            self.dismiss_file()

    @Slot()
    def dismiss_file(self) -> None:
        """Look for what the bar says, and for no file."""
        self._stop_looking()
        self.look()

    def _stop_looking(self) -> None:
        if self._file is not None and self._file[1] is None:
            self.requested.emit(values.StopLooking())
        self._file = None
        self._bar.show_file("")

    def _filter(self) -> AssetFilter:
        if self._file is not None and self._file[1] is not None:
            return AssetFilter(account_id=self._account, file=self._file[1])
        typed = words.looked_for(self._bar.search.text())
        return AssetFilter(account_id=self._account, project_id=self._bar.project_id, words=typed)
