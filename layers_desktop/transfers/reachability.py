"""Whether Layers can be reached: asked only when something failed or the network changed. Queue's thread.

A failed call says little: the storage may be down, or one connection was lost. A cheap call to the API tells
whether the network is to blame; as long as it is, nothing is given out, nothing fails, and the call is
repeated until it works.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from layers_desktop.api.account import Account
from layers_desktop.api.client import LayersClient
from layers_desktop.api.errors import CaptivePortal, NetworkFault
from layers_desktop.errors import Problem, UserError
from layers_desktop.tasks import Tasks

AGAIN_MS = 2_500
"""How often it is asked while Layers cannot be reached: uploads resume within 5 s of the network's return."""
PATIENCE_S = 4.0
"""A call that takes longer counts as not reached: it must not hide the network's return."""


class Reachability(QObject):
    """Emits `changed(Problem | None)`: why Layers cannot be reached, None when it can again."""

    changed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._account: Account | None = None
        self._asking = False
        self._problem: Problem | None = None
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self.ask)

    @property
    def reachable(self) -> bool:
        """False while the last answer was that the network is to blame."""
        return self._problem is None

    def use(self, account: Account | None) -> None:
        """Ask with this account's key from now on; what was known of another one is forgotten."""
        self._account = account
        self._know(None)

    @Slot()
    def ask(self) -> None:
        """Find out, unless that is under way."""
        account = self._account
        if account is None or self._asking:
            return
        self._asking = True
        self._tasks.run(lambda: _why_not(account), lambda why: self._answered(account, why))

    def close(self) -> None:
        """Ask no more; for quit. Its tasks end with it."""
        self._again.stop()
        self._account = None
        self._tasks.close()

    def _answered(self, account: Account, why: Problem | None) -> None:
        self._asking = False
        if account is self._account:
            self._know(why)

    def _know(self, problem: Problem | None) -> None:
        before, self._problem = self._problem, problem
        if problem is None:
            self._again.stop()
        else:
            self._again.start()
        if (before is None) is not (problem is None):
            self.changed.emit(problem)


def _why_not(account: Account) -> Problem | None:
    """Return why Layers cannot be reached; any answer of Layers, also a refusal, means that it can."""
    try:
        with LayersClient(account.base_url, account.key, patience=PATIENCE_S) as client:
            client.whoami()
    except (NetworkFault, CaptivePortal) as error:
        return error.problem
    except UserError:
        return None
    return None
