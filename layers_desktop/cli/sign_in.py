"""Whose key it is and which project is meant: what the commands without a window ask first."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from layers_desktop.api.account import Account, account_of
from layers_desktop.api.backoff import Backoff
from layers_desktop.api.client import LayersClient
from layers_desktop.api.models import Project
from layers_desktop.api.network import Network
from layers_desktop.core.background import TooLate, within
from layers_desktop.core.console import Console
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.core.secrets import ApiKey
from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.settings.account_keys import AccountKeys, CredentialError, base_url
from layers_desktop.settings.paths import Places
from layers_desktop.ui.i18n import formats

T = TypeVar("T")
log = logging.getLogger(__name__)


class WrongUse(UserError):
    """What was asked cannot be done as asked: exit code 2."""


@dataclass(frozen=True, slots=True)
class SignInWaits:
    """How often what passes is asked again, and how the time until then goes by."""

    backoff: Backoff = field(default_factory=Backoff)
    sleep: Callable[[float], object] = time.sleep
    answer_slow: float = 5.0
    """After so many seconds without an answer of Layers it is said that one is waited for."""
    keyring_seconds: float = 60.0
    """How long a locked keyring is waited for: who is at the computer has typed its password by then."""
    keyring_slow: float = 1.0
    """After so many seconds it is said: one that is open answers within some hundredths."""

    def asked(self, ask: Callable[[], T], console: Console) -> T:
        """Return what `ask` does; it is done again while its error passes, and each wait is said."""
        failures = 0
        while True:
            slow = threading.Timer(self.answer_slow, console.say, ["Waiting for an answer of Layers."])
            slow.daemon = True
            slow.start()
            try:
                return ask()
            except UserError as error:
                failures += 1
                problem, wait = error.problem, self.backoff.again_in(failures, error)
                log.warning("signing in: %s, %s", problem.code, problem.request_id or "no request id")
                if wait is None:
                    raise
            finally:
                slow.cancel()
            tries = f"{failures + 1} of {self.backoff.tries}"
            console.say(f"{problem.words.title}. Again in {formats.duration(wait)} ({tries}).")
            self.sleep(wait)


WAITS = SignInWaits()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInOptions:
    """The arguments that say where Layers is and whose key is used."""

    data_dir: Path | None
    sandbox: bool
    account: str | None
    """The id or name of the organization whose kept key is used; by default the environment's key, or
    else that of the organization used last."""
    key: ApiKey | None
    """The key of the environment."""


@contextlib.contextmanager
def address_and_key(options: SignInOptions, where: Places, console: Console) -> Iterator[tuple[str, ApiKey]]:
    """Yield where Layers is, and the key. Raises `WrongUse` where there is none, and `CredentialError`."""
    if options.sandbox:
        with Sandbox(SandboxConfig()) as box:
            yield box.base_url, ApiKey(box.key)
        return
    url = base_url()
    key = None if options.account is not None else options.key
    key = key or _kept_key(url, where, options.account, console)
    if not key:
        raise WrongUse(Problem.of("key.missing/command"))
    yield url, key


def sign_in(
    url: str, key: ApiKey, wanted: str, console: Console, network: Network
) -> tuple[Account, Project]:
    """Return whose key it is and the project with that id or name; raises `WrongUse` and `ApiError`."""
    with LayersClient(url, key, network) as client:
        me = WAITS.asked(client.whoami, console)
        account = account_of(url, key, me)
        return account, WAITS.asked(lambda: find_project(client, wanted), console)


def _kept_key(url: str, where: Places, wanted: str | None, console: Console) -> ApiKey | None:
    """Return the kept key of that organization (its id or name), by default of the one used last."""
    keys = AccountKeys(url, where)
    id_ = None
    if wanted is not None:
        known = keys.organizations()
        ids = [one.organization_id for one in known if one.organization_id == wanted] or [
            one.organization_id for one in known if _comparable(one.organization_name) == _comparable(wanted)
        ]
        if len(ids) != 1:
            raise WrongUse(_no_account(wanted, [one.organization_name for one in known]))
        id_ = ids[0]
    limit = WAITS.keyring_seconds
    try:
        found = within(
            limit,
            lambda: keys.load(id_),
            slow=WAITS.keyring_slow,
            say=lambda: console.say("Waiting for the keyring to be unlocked …"),
        )
    except TooLate:
        wait = formats.duration(limit)
        raise CredentialError(Problem.of("keyring.locked/late", wait=wait)) from None
    return found.key if found else None


def _no_account(wanted: str, names: list[str]) -> Problem:
    if not names:
        return Problem.of("account.unknown/none", account=wanted)
    known = ", ".join(sorted(names, key=str.casefold))
    return Problem.of("account.unknown", account=wanted, known=known)


def find_project(client: LayersClient, wanted: str) -> Project:
    """Return the project with that id, or else with that name in any letter case; raises `WrongUse`.

    Archived projects are found by their id only, as the window does not offer them.
    """
    named: list[Project] = []
    for page in client.projects():
        for project in page.projects:
            if project.id == wanted:
                return project
            if project.status != "archived" and _comparable(project.name or "") == _comparable(wanted):
                named.append(project)
    if len(named) == 1:
        return named[0]
    if not named:
        raise WrongUse(Problem.of("project.unknown", project=wanted))
    ids = ", ".join(project.id for project in named)
    raise WrongUse(Problem.of("project.ambiguous", project=wanted, count=len(named), ids=ids))


def _comparable(name: str) -> str:
    """Return a name as people compare it: letters written in two ways, and spaces around it, do not count."""
    return unicodedata.normalize("NFC", name).strip().casefold()
