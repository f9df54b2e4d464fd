"""Whose key it is and which project is meant: what `layers-desktop upload` asks Layers before it uploads."""

from __future__ import annotations

import logging
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from layers_desktop.api.account import Account
from layers_desktop.api.backoff import Backoff
from layers_desktop.api.client import LayersClient
from layers_desktop.api.messages import Project
from layers_desktop.console import Console
from layers_desktop.errors import Problem, UserError
from layers_desktop.secret import ApiKey
from layers_desktop.settings.account_keys import AccountKeys
from layers_desktop.settings.credentials import CredentialStore
from layers_desktop.settings.kept_accounts import KeptAccounts
from layers_desktop.settings.paths import Places
from layers_desktop.transfers.transfer import Stage
from layers_desktop.ui import formats
from layers_desktop.upload_result import in_a_terminal

T = TypeVar("T")
log = logging.getLogger(__name__)


class WrongUse(UserError):
    """What was asked cannot be done as asked: exit code 2."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often what passes is asked again, and how the time until then goes by."""

    backoff: Backoff = field(default_factory=Backoff)
    sleep: Callable[[float], object] = time.sleep

    def asked(self, ask: Callable[[], T], console: Console) -> T:
        """Return what `ask` does; it is done again while its error passes, and each wait is said."""
        failures = 0
        while True:
            try:
                return ask()
            except UserError as error:
                failures += 1
                problem, wait = error.problem, self.backoff.again_in(failures, error)
                log.warning("signing in: %s, %s", problem.code, problem.request_id or "no request id")
                if wait is None:
                    raise
            tries = f"{failures + 1} of {self.backoff.tries}"
            console.say(f"{problem.title}. Again in {formats.duration(wait)} ({tries}).")
            self.sleep(wait)


PATIENCE = Patience()

_ACTIONS = {
    "UNAUTHENTICATED": "Set LAYERS_API_KEY to a key that Layers accepts, or connect again in the window.",
    "FORBIDDEN_SCOPE": "Set LAYERS_API_KEY to a key that has projects:read and projects:write.",
    "KILL_SWITCH": "Ask Layers' support.",
    "network.proxy": "Check the proxy (HTTPS_PROXY, NO_PROXY), then try again.",
}
"""By code, where what the window says to do is of no use here."""


def nothing_sent(problem: Problem) -> Problem:
    """Return why nobody could be signed in, in words of a command line."""
    said = in_a_terminal(problem, Stage.REFUSED) or problem
    return replace(said, kept="Nothing was sent.", action=_ACTIONS.get(problem.code, said.action))


def sign_in(url: str, key: ApiKey, wanted: str, console: Console) -> tuple[Account, Project]:
    """Return whose key it is and the project with that id or name; raises `WrongUse` and `ApiError`."""
    with LayersClient(url, key) as client:
        me = PATIENCE.asked(client.whoami, console)
        account = Account(
            base_url=url,
            key=key,
            organization_id=me.organization_id,
            organization_name=me.organization_name or me.organization_id,
            rate_limit_tier=me.rate_limit_tier or "standard",
        )
        return account, PATIENCE.asked(lambda: find_project(client, wanted), console)


def kept_key(url: str, where: Places, wanted: str | None) -> ApiKey | None:
    """Return the kept key of that organization (its id or name), by default of the one used last."""
    kept = KeptAccounts(where)
    keys = AccountKeys(url, CredentialStore(kept=kept), kept)
    id_ = None
    if wanted is not None:
        known = keys.organizations()
        ids = [one.organization_id for one in known if one.organization_id == wanted] or [
            one.organization_id for one in known if _alike(one.organization_name) == _alike(wanted)
        ]
        if len(ids) != 1:
            raise WrongUse(_no_account(wanted, [one.organization_name for one in known]))
        id_ = ids[0]
    found = keys.load(id_)
    return found.key if found else None


def _no_account(wanted: str, names: list[str]) -> Problem:
    listed = ", ".join(sorted(names, key=str.casefold))
    return Problem(
        code="account.unknown",
        title=f"No key is kept for one organization “{wanted}”",
        explanation=f"There are keys for: {listed}." if names else "No keys are kept.",
        action="Give the id or the whole name of one, or add the account in the window.",
    )


def find_project(client: LayersClient, wanted: str) -> Project:
    """Return the project with that id, or else with that name in any letter case; raises `WrongUse`.

    Archived projects are found by their id only, as the window does not offer them.
    """
    named: list[Project] = []
    for page in client.projects():
        for project in page.projects:
            if project.id == wanted:
                return project
            if project.status != "archived" and _alike(project.name or "") == _alike(wanted):
                named.append(project)
    if len(named) == 1:
        return named[0]
    if not named:
        raise WrongUse(
            Problem(
                code="project.unknown",
                title=f"There is no project “{wanted}”",
                action="Give the id or the whole name as the window's Project list shows it.",
            )
        )
    ids = ", ".join(project.id for project in named)
    raise WrongUse(
        Problem(
            code="project.ambiguous",
            title=f"{len(named)} projects are named “{wanted}”",
            action=f"Give the id of the one you mean: {ids}.",
        )
    )


def _alike(name: str) -> str:
    """Return a name as people compare it: letters written in two ways, and spaces around it, do not count."""
    return unicodedata.normalize("NFC", name).strip().casefold()
