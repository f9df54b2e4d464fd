"""The real engine, and the rows that a person sees of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from layers_desktop.api.account import Account
from layers_desktop.core.secrets import ApiKey
from layers_desktop.media.inspection import NewFile
from layers_desktop.transfers.commands import Submit, UseAccount
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.ui.uploads.model import TransferModel, UploadRole
from tests.support.engine_harness import Harness, make_png

KEY = "lp_secret_of_the_hostile_tests"


class EngineRun:
    """An engine that is signed in, and what a person sees of its rows."""

    def __init__(self, harness: Harness, folder: Path) -> None:
        self.harness = harness
        self.folder = folder
        self.model = TransferModel()
        harness.engine.queue.added.connect(self.model.add)
        harness.engine.queue.changed.connect(self.model.change)

    def sign_in(self, base_url: str) -> Account:
        account = Account(
            base_url=base_url, key=ApiKey(KEY), organization_id="org_1", rate_limit_tier="partner"
        )
        self.harness.post(UseAccount(account))
        return account

    def send(self, *names: str, size: int = 300_000) -> None:
        """Write files and submit them as one batch."""
        self.submit(*(bytes(make_png(self.folder / name, size)) for name in names))

    def submit(self, *paths: bytes) -> None:
        files = tuple(map(NewFile, paths))
        self.harness.post(Submit(files=files, project_id="prj_1", project_name="First"))

    def wait(self, count: int) -> dict[str, Transfer]:
        self.harness.wait_settled(count)
        assert len(self.harness.rows) == count
        return {row.transfer.name: row.transfer for row in self.harness.rows.values()}

    def check_calm(self) -> None:
        """Every row is one printable line of bounded length, in every text that the list gives."""
        for number in range(self.model.rowCount()):
            index = self.model.index(number)
            lines = [
                index.data(Qt.ItemDataRole.DisplayRole),
                index.data(Qt.ItemDataRole.AccessibleTextRole),
                index.data(UploadRole.STATUS).text,
            ]
            for line in lines:
                assert line
                assert all(letter.isprintable() or letter == "\u200d" for letter in line), ascii(line)
                assert len(line) <= 1_500
                assert KEY not in line
            assert "<img" not in index.data(Qt.ItemDataRole.ToolTipRole)


def only_the_victim_suffers(rows: dict[str, Transfer]) -> Transfer:
    """Check that each file but the victim has its asset; return the victim's row."""
    victims = [one for name, one in rows.items() if "victim" in name]
    assert all(one.stage is Stage.DONE for name, one in rows.items() if "victim" not in name)
    assert len(victims) == 1
    return victims[0]
