"""Whether Layers can be reached: asked only when something failed or the network changed. Queue's thread.

A failed call says little: the storage may be down, or one connection was lost. A cheap call to the API tells
whether the network is to blame; as long as it is, nothing is given out, nothing fails, and the call is
repeated until it works.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from layers_desktop.api.account import Account
from layers_desktop.api.client import LayersClient
from layers_desktop.api.errors import CaptivePortal, NetworkFault, Timeout
from layers_desktop.api.network import Network
from layers_desktop.core.background import DetachedTasks
from layers_desktop.core.errors import Problem, UserError

INTERVAL_MS = 2_500
"""From one call to the next while Layers cannot be reached: uploads resume within 5 s of its return."""
LEAST_WAIT_MS = 500
"""At least, after a call that took long."""
TIMEOUT_MS = 4_000
"""A call that takes longer, the look-up of the name with it, counts as not reached: it must not hide the
network's return."""
QUIT_MS = 500
"""A call that was aborted ends within this, unless it looks up a name: quit does not wait for that."""


class Reachability(QObject):
    """Emits `changed(Problem | None)`: why Layers cannot be reached, None when it can again."""

    changed = Signal(object)

    def __init__(self, parent: QObject, network: Network) -> None:
        super().__init__(parent)
        self._network = network
        self._account: Account | None = None
        self._client: LayersClient | None = None
        """Of the call that is under way."""
        self._tasks: DetachedTasks | None = None
        self._ask_again = False
        self._problem: Problem | None = None
        self._since = QElapsedTimer()
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.ask)
        self._timeout = QTimer(self, singleShot=True, interval=TIMEOUT_MS)
        self._timeout.timeout.connect(self._give_up)

    def set_account(self, account: Account | None) -> None:
        """Ask with this account's key from now on; what was known of another one is forgotten."""
        self._end_call()
        self._ask_again = False
        self._account = account
        self._know(None)

    @Slot()
    def ask(self) -> None:
        """Find out, unless that is under way."""
        if self._account is None or self._client is not None:
            return
        try:
            client = LayersClient(
                self._account.base_url, self._account.key, self._network, timeout=TIMEOUT_MS / 1_000
            )
        except UserError:
            return  # an address that may not be used is not the network's fault
        self._client = client
        # A thread of its own: one that looks up a name cannot be ended, and the next call must not wait.
        self._tasks = DetachedTasks(self)
        self._tasks.run(lambda: _why_not(client), self._answered)
        self._since.start()
        self._timeout.start()

    def ask_anew(self) -> None:
        """Find out; a call that is under way may have begun before what is new."""
        self._ask_again = self._client is not None
        self.ask()

    def close(self) -> bool:
        """Ask no more; for quit. True when no call runs any more."""
        self._again.stop()
        self._account = None
        return self._end_call(QUIT_MS)

    def _give_up(self) -> None:
        self._answered(Timeout().problem)

    def _answered(self, why: Problem | None) -> None:
        self._end_call()
        self._know(why)
        if self._ask_again:
            self._ask_again = False
            self.ask()

    def _end_call(self, deadline_ms: int = 0) -> bool:
        """Let go of the call that is under way; what it brings is not heard any more. True when it ended."""
        ended = True
        self._timeout.stop()
        if self._client is not None:
            self._client.abort()
            self._client = None
        if self._tasks is not None:
            ended = self._tasks.close(deadline_ms)
            self._tasks.deleteLater()
            self._tasks = None
        return ended

    def _know(self, problem: Problem | None) -> None:
        before, self._problem = self._problem, problem
        if problem is None:
            self._again.stop()
        else:
            self._again.start(max(LEAST_WAIT_MS, INTERVAL_MS - self._since.elapsed()))
        if (before is None) is not (problem is None):
            self.changed.emit(problem)


def _why_not(client: LayersClient) -> Problem | None:
    """Return why Layers cannot be reached; any answer of Layers, also a refusal, means that it can."""
    try:
        with client:
            client.whoami()
    except (NetworkFault, CaptivePortal) as error:
        return error.problem
    except UserError:
        return None
    return None
