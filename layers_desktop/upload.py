"""`layers-desktop upload`: the same engine without a window, under a QCoreApplication.

Progress goes to stderr, one result a file to stdout: `name → assetId`, or with `--json` an object a line.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from layers_desktop.api.account import Account
from layers_desktop.api.client import LayersClient
from layers_desktop.api.failure import InsecureAddress
from layers_desktop.api.messages import Project
from layers_desktop.api.storage import LAST_SEEN
from layers_desktop.console import Console, standard
from layers_desktop.errors import Problem, UserError
from layers_desktop.logs import Log
from layers_desktop.media.kinds import IMAGE_KINDS, Kind
from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.secret import ApiKey
from layers_desktop.session import proxy
from layers_desktop.settings.account_keys import AccountKeys
from layers_desktop.settings.credentials import CredentialStore, from_environment
from layers_desktop.settings.endpoint import base_url
from layers_desktop.settings.kept_accounts import KeptAccounts
from layers_desktop.settings.paths import Places, places
from layers_desktop.settings.preference_store import PreferenceStore
from layers_desktop.settings.preferences import Preferences, ProjectSettings
from layers_desktop.settings.storage_cache import StorageCache
from layers_desktop.tasks import unexpected
from layers_desktop.transfers import commands
from layers_desktop.transfers.engine import Engine
from layers_desktop.transfers.queue import QueueConfig
from layers_desktop.transfers.transfer import IfKnown
from layers_desktop.upload_report import SOME_NOT, GivenPaths, Report, one_line

log = logging.getLogger(__name__)

WRONG_USE = 2
"""Exit code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The arguments of `upload`."""

    data_dir: Path | None
    sandbox: bool
    project: str
    kind: str | None
    json: bool
    again: bool
    limit_rate: int | None
    """KB a second; None: as in the settings."""
    account: str | None
    """The id or name of the organization whose kept key is used; by default the environment's key, or
    else that of the organization used last."""
    paths: tuple[str, ...]


class WrongUse(UserError):
    """What was asked cannot be done as asked: exit code 2."""


def run(options: Options) -> int:
    """Upload and return the exit code."""
    console = standard()
    where = places(options.data_dir)
    try:
        with Log(where.logs), _address(options, where) as (url, key):
            store = PreferenceStore(where)
            preferences = store.load().value
            proxy.follow(preferences)
            account, project = _sign_in(url, key, options.project)
            settings = store.load_project(project.id).value
            engine = Engine(_config(options, where, preferences))
            code = _run(engine, account, _submission(options, project, settings), options, console)
            StorageCache(where).save(url, LAST_SEEN.origin)
            return code
    except (WrongUse, InsecureAddress) as error:
        console.say(error.problem.sentence())
        return WRONG_USE
    except UserError as error:
        # Words made for the window: here no list keeps a file, and nothing is tried again by itself.
        console.say(replace(error.problem, kept="Nothing was sent.", action="").sentence())
        return SOME_NOT
    except KeyboardInterrupt:
        console.say("Stopped. Nothing was sent.")
        return SOME_NOT
    except Exception as error:
        log.exception("upload failed")
        console.say(unexpected(error).sentence())
        return SOME_NOT


def _run(
    engine: Engine, account: Account, submit: commands.Submit, options: Options, console: Console
) -> int:
    application = QCoreApplication.instance() or QCoreApplication([])
    report = Report(console, GivenPaths(options.paths), as_json=options.json)
    report.follow(engine)
    report.finished.timeout.connect(application.quit)
    with _interruptible(report):
        engine.start()
        engine.queue.post(commands.UseAccount(account, resume=False))
        engine.queue.post(submit)
        application.exec()
    ended = engine.stop()
    console.clear()
    if not ended:
        # A thread that does not end would hang the interpreter's own exit.
        os._exit(report.exit_code)
    return report.exit_code


@contextlib.contextmanager
def _interruptible(report: Report) -> Iterator[None]:
    """Let Ctrl+C and a polite kill end the upload in order; what is left stays in the journal."""
    # Qt's event loop gives Python no turn to handle a signal: this timer does, by running anything at all.
    turn = QTimer(interval=200)
    turn.timeout.connect(report.take_turn)
    turn.start()
    before = {
        number: signal.signal(number, lambda *_: report.interrupt())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        turn.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _address(options: Options, where: Places) -> Iterator[tuple[str, ApiKey]]:
    """Yield where Layers is, and the key."""
    if options.sandbox:
        with Sandbox(SandboxConfig()) as box:
            yield box.base_url, ApiKey(box.key)
        return
    url = base_url()
    key = None if options.account is not None else from_environment()
    key = key or _kept_key(url, where, options.account)
    if not key:
        raise WrongUse(
            Problem(
                code="key.missing",
                title="There is no API key",
                action="Set LAYERS_API_KEY, or connect once in the window.",
            )
        )
    yield url, key


def _kept_key(url: str, where: Places, wanted: str | None) -> ApiKey | None:
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
    listed = ", ".join(one_line(name) for name in sorted(names, key=str.casefold))
    return Problem(
        code="account.unknown",
        title=f"No key is kept for one organization “{one_line(wanted)}”",
        explanation=f"There are keys for: {listed}." if names else "No keys are kept.",
        action="Give the id or the whole name of one, or add the account in the window.",
    )


def _sign_in(url: str, key: ApiKey, wanted: str) -> tuple[Account, Project]:
    with LayersClient(url, key) as client:
        me = client.whoami()
        account = Account(
            base_url=url,
            key=key,
            organization_id=me.organization_id,
            organization_name=me.organization_name or me.organization_id,
            rate_limit_tier=me.rate_limit_tier or "standard",
        )
        return account, find_project(client, wanted)


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
                title=f"There is no project “{one_line(wanted)}”",
                action="Give the id or the whole name as the window's Project list shows it.",
            )
        )
    ids = ", ".join(project.id for project in named)
    raise WrongUse(
        Problem(
            code="project.ambiguous",
            title=f"{len(named)} projects are named “{one_line(wanted)}”",
            action=f"Give the id of the one you mean: {ids}.",
        )
    )


def _alike(name: str) -> str:
    """Return a name as people compare it: letters written in two ways, and spaces around it, do not count."""
    return unicodedata.normalize("NFC", name).strip().casefold()


def _config(options: Options, where: Places, preferences: Preferences) -> QueueConfig:
    kilobytes = preferences.bandwidth_limit if options.limit_rate is None else options.limit_rate
    return QueueConfig(
        data=where.data,
        concurrency=preferences.concurrency,
        bandwidth_limit=kilobytes * 1_000,
        small_first=preferences.small_first,
    )


def _submission(options: Options, project: Project, settings: ProjectSettings) -> commands.Submit:
    kind = Kind(options.kind) if options.kind else None
    image_kind = kind if kind in IMAGE_KINDS else Kind(settings.image_kind)
    return commands.Submit(
        # Absolute: the journal outlives this working folder. ".." is left to the file system.
        paths=tuple(os.fsencode(Path(path).absolute()) for path in options.paths),
        project_id=project.id,
        project_name=project.name or project.id,
        image_kind=image_kind or Kind.IMAGE,
        only_kind=kind,
        checksum=settings.checksum,
        if_known=IfKnown.SEND if options.again else IfKnown.REUSE,
        carry_on=True,
    )
