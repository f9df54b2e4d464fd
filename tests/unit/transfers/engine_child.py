"""A second program on the same data: sends one file until it is killed. Run as a script."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from layers_desktop.api.account import Account
from layers_desktop.core.secrets import ApiKey
from layers_desktop.media.inspection import NewFile
from layers_desktop.transfers.commands import Submit, UseAccount
from layers_desktop.transfers.engine import Engine
from layers_desktop.transfers.queue import QueueConfig


def main(data: str, base_url: str, key: str, organization: str, project: str, *paths: str) -> int:
    application = QCoreApplication(sys.argv)
    engine = Engine(QueueConfig(data=Path(data)))
    account = Account(base_url=base_url, key=ApiKey(key), organization_id=organization)
    engine.start()
    engine.queue.post(UseAccount(account))
    files = tuple(NewFile(path.encode()) for path in paths)
    engine.queue.post(Submit(files=files, project_id=project, project_name="Project"))
    return application.exec()


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
