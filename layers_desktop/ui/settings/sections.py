"""What stands on a page beside its fields: the test of the connection, the account, how a copy looks."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from layers_desktop.core.findings import Finding, Verdict
from layers_desktop.media.formats import MediaKind
from layers_desktop.session.state import KeyPlace, Phase, SessionState
from layers_desktop.settings.preferences import ProjectSettings
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.ui import announce
from layers_desktop.ui.clipboard.asset_format import format_assets
from layers_desktop.ui.i18n import problem_text
from layers_desktop.ui.theme.icons import Tint
from layers_desktop.ui.widgets.buttons import PictureLabel, label, push_button

_LOOKS: Final[dict[Verdict, tuple[str, Tint]]] = {
    Verdict.OK: ("check", "ok"),
    Verdict.FAILED: ("alert", "bad"),
    Verdict.SKIPPED: ("more", "faint"),
    Verdict.FACT: ("info", "faint"),
    Verdict.UNKNOWN: ("info", "faint"),
}


class ConnectionTestSection(QWidget):
    """Asks for a test; shows what `show_layer` brings until `show_end`."""

    wanted = Signal()

    def __init__(self, page: QScrollArea) -> None:
        super().__init__()
        self._page = page
        # It grows only when new rows have got their places.
        page.verticalScrollBar().rangeChanged.connect(self._show_failed)
        self.running = False
        self.button = push_button(self.tr("Test connection"))
        self.button.clicked.connect(self._start)
        self.summary = label(wrap=True)
        self.rows: list[tuple[PictureLabel, QLabel, QLabel]] = []
        """Of each layer its sign, its name and what was found."""
        self._failed: tuple[QLabel, QLabel] | None = None
        """Name and words of the first layer that fails."""
        self._unseen = False
        help_text = self.tr("Tries each layer of the way to Layers with the proxy above, saved or not.")
        self.button.setAccessibleDescription(help_text)
        line = QHBoxLayout()
        line.addWidget(self.button)
        line.addStretch()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(label(help_text, tone="faint", role="small", wrap=True))
        column.addSpacing(8)
        column.addWidget(self.summary)
        column.addSpacing(4)
        self._layers = QWidget()
        column.addWidget(self._layers)
        self.summary.hide()

    @Slot()
    def _start(self) -> None:
        if not self.running:
            self.wanted.emit()

    def show_start(self) -> None:
        """Show that a test runs; what an earlier one found goes."""
        self.running = True
        self._failed = None
        # All of it with its layout: PySide takes a new widget for the item that `takeAt` gave at its address.
        earlier, self._layers = self._layers, QWidget()
        self._column.replaceWidget(earlier, self._layers)
        earlier.hide()
        earlier.deleteLater()
        self._found = QGridLayout(self._layers)
        self._found.setContentsMargins(0, 0, 0, 0)
        self._found.setHorizontalSpacing(8)
        self._found.setVerticalSpacing(10)
        self._found.setColumnStretch(1, 1)
        self.rows.clear()
        # Not disabled: the focus stays where the person is.
        self._say(self.tr("Trying the way to Layers…"), "dim")

    def show_layer(self, found: Finding) -> None:
        """Add a layer to those that were tried."""
        if not self.running:
            return
        name = self._names().get(found.subject, found.subject)
        icon, tint = _LOOKS[found.verdict]
        picture = PictureLabel(icon, 16, tint)
        title = label(name, role="strong")
        failed = found.verdict is Verdict.FAILED
        problem = found.problem
        sentence = problem_text.term(found.text) if problem is None else problem_text.cause(problem)
        text = label(sentence, tone="bad" if failed else "dim", role="small", wrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setAccessibleName(f"{name}, {self._states()[found.verdict]}: {sentence}")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(text)
        row = len(self.rows)
        self._found.addWidget(picture, row, 0, Qt.AlignmentFlag.AlignTop)
        self._found.addLayout(words, row, 1)
        self.rows.append((picture, title, text))
        if failed and self._failed is None:
            self._failed = title, text

    def show_end(self) -> None:
        """Say how the test ended."""
        if not self.running:
            return
        self.running = False
        if self._failed is None:
            self._say(self.tr("Layers can be reached."), "")
            return
        name, why = (words.text() for words in self._failed)
        self._say(self.tr("It fails at: %1").replace("%1", name), "bad", why)
        self._unseen = True
        self._show_failed()

    @Slot()
    def _show_failed(self) -> None:
        """Scroll once to the layer that fails: it may be below the edge of the page."""
        if self._unseen and self._failed is not None:
            self._page.ensureWidgetVisible(self._failed[1], 0, 24)
            self._unseen = self._failed[1].visibleRegion().isEmpty()

    def _say(self, words: str, tone: str, why: str = "") -> None:
        self.summary.setText(words)
        self.summary.setProperty("tone", tone)
        self.summary.style().polish(self.summary)
        self.summary.show()
        announce.politely(self.summary, announce.together(filter(None, (words, why))))

    def _names(self) -> dict[str, str]:
        return {
            "Address": self.tr("Address"),
            "DNS": self.tr("Name service (DNS)"),
            "TCP": self.tr("Connection (TCP)"),
            "Proxy": self.tr("Proxy"),
            "TLS": self.tr("Encryption (TLS)"),
            "API": self.tr("Layers (API)"),
            "Storage": self.tr("Storage"),
            "Test": self.tr("Test"),
        }

    def _states(self) -> dict[Verdict, str]:
        return {
            Verdict.OK: self.tr("works"),
            Verdict.FAILED: self.tr("failed"),
            Verdict.SKIPPED: self.tr("not tried"),
            Verdict.FACT: self.tr("nothing to try"),
            Verdict.UNKNOWN: self.tr("nothing to try"),
        }


class _Fact(QWidget):
    """A value under its name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.value = label(wrap=True)
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(name, tone="dim", role="small"))
        column.addWidget(self.value)


class AccountSection(QWidget):
    """One account: organization, tier, key, and the way out of it."""

    def __init__(self) -> None:
        super().__init__()
        self.organization = label(role="strong", wrap=True)
        self.id = _Fact(self.tr("Organization id"))
        self.tier = _Fact(self.tr("Tier"))
        self.key = _Fact(self.tr("API key"))
        self.sign_out = push_button(self.tr("Sign out"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.organization)
        for fact in (self.id, self.tier, self.key):
            column.addWidget(fact)
        line = QHBoxLayout()
        line.addWidget(self.sign_out)
        line.addStretch()
        column.addLayout(line)

    def show_session(self, state: SessionState) -> None:
        """Show who is signed in."""
        signed_in = state.phase is Phase.SIGNED_IN or bool(state.organization_id)
        self.organization.setText(state.organization_name if signed_in else self.tr("Nobody is signed in."))
        for fact, text in (
            (self.id, state.organization_id),
            (self.tier, state.tier or self.tr("unknown")),
            (self.key, self._key_words(state)),
        ):
            fact.value.setText(text)
            fact.value.setAccessibleName(f"{fact.name}: {text}")
            fact.setVisible(signed_in and bool(text))
        self.sign_out.setVisible(signed_in)
        self.sign_out.setText(self.tr("Leave the sandbox") if state.sandbox else self.tr("Sign out"))
        self.sign_out.setAccessibleDescription(self._consequence(state))
        self.sign_out.setToolTip(self._consequence(state))

    def _key_words(self, state: SessionState) -> str:
        match state.key_place:
            case KeyPlace.KEYRING if state.key_words:
                return self.tr("In this computer's keyring (%1).").replace("%1", state.key_words)
            case KeyPlace.KEYRING:
                return self.tr("In this computer's keyring.")
            case KeyPlace.ENVIRONMENT:
                return self.tr("From the environment (LAYERS_API_KEY); it is used and never stored.")
            case KeyPlace.SESSION:
                reason = problem_text.term(state.key_words) or self.tr("the keyring has not taken it yet")
                return self.tr("For this session only, because %1.").replace("%1", reason)
            case KeyPlace.SANDBOX:
                return self.tr("The sandbox's own: it opens nothing but this sandbox and is not stored.")
            case KeyPlace.NONE:
                return ""

    def _consequence(self, state: SessionState) -> str:
        match state.key_place:
            case KeyPlace.KEYRING:
                return self.tr("Removes the key from the keyring. Uploads that are not done wait for it.")
            case KeyPlace.ENVIRONMENT:
                return self.tr("Until the next start: the key of the environment stays where it is.")
            case _:
                return ""


_LONG = re.compile(r"\S{12}")
"""An id or address: it is turned anywhere, so that it does not widen the page."""


class CopyPreview(QWidget):
    """An asset as it could be, copied as the settings say."""

    def __init__(self) -> None:
        super().__init__()
        self._title = self.tr("Looks like this")
        self.words = label(tone="dim", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(self._title, role="small", silent=True))
        column.addWidget(self.words)

    def show_settings(self, settings: ProjectSettings, project: str = "") -> None:
        """Show what would be copied."""
        text = format_assets([_example(project)], settings)
        name = f"{self._title}: {text}"
        if name != self.words.accessibleName():
            self.words.setText(_LONG.sub("\\g<0>\u200b", text))
            self.words.setAccessibleName(name)
            if self.isVisible():
                announce.politely(self.words, name)


def _example(project: str) -> Transfer:
    return Transfer(
        id=1, batch_id=1, account_id="", project_id="prj_example", project_name=project, path=b"",
        name="founder-shot.jpg", kind=MediaKind.IMAGE, mime_type="image/jpeg", size=482_112, stage=Stage.DONE,
        sha256="9f86d081884c7d65" * 4, asset_id="med_01HXA4MNP5RSTUVWXYZABCDEFGH",
        asset_url="https://media.layers.com/founder-shot.jpg",
    )  # fmt: skip
