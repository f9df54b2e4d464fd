"""Whose account this is, and where its key is kept.

What the copy format and the template make of an asset, while they are chosen and typed.
"""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from layers_desktop.media.formats import MediaKind
from layers_desktop.session.state import KeyPlace, Phase, SessionState
from layers_desktop.settings.preferences import ProjectSettings
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.ui import announce
from layers_desktop.ui.clipboard.asset_format import format_assets
from layers_desktop.ui.i18n import problem_text
from layers_desktop.ui.widgets.buttons import label, push_button


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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        out = self.tr("Leave the sandbox") if state.sandbox else self.tr("Sign out")
        self.sign_out.setText(out)
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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
