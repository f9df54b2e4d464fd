"""`layers-desktop upload`: the same engine without a window, under a QCoreApplication.

Progress goes to stderr, one result a file to stdout: `name → assetId`, or with `--json` an object a line.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QTimer

from layers_desktop.api.account import Account
from layers_desktop.api.errors.base import InsecureAddress
from layers_desktop.api.models import Project
from layers_desktop.api.network import Network
from layers_desktop.cli.sign_in import SignInOptions, WrongUse, address_and_key, sign_in
from layers_desktop.cli.upload_output import SOME_NOT, GivenPaths, UploadOutput, in_a_terminal, unsent
from layers_desktop.core.background import unexpected
from layers_desktop.core.console import Console, standard
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.core.logging import Log
from layers_desktop.core.problem_catalogue import all_rows
from layers_desktop.media.bounded_reader import bounded_size, modified_ns
from layers_desktop.media.folder_scan import walk
from layers_desktop.media.formats import IMAGE_KINDS, MediaKind
from layers_desktop.media.inspection import NewFile, Rejection, regular_status
from layers_desktop.media.urls import from_arguments, local_argument
from layers_desktop.session.network import proxy_of
from layers_desktop.settings.caches import StorageCache
from layers_desktop.settings.paths import Places, places
from layers_desktop.settings.preferences import Preferences, ProjectSettings
from layers_desktop.settings.store import PreferenceStore
from layers_desktop.transfers import commands
from layers_desktop.transfers.queue import Engine, QueueConfig
from layers_desktop.transfers.transfer import DuplicatePolicy

log = logging.getLogger(__name__)

WRONG_USE = 2
"""Exit code."""
STOPPED = Problem.of("interrupted/upload")


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadOptions(SignInOptions):
    """The arguments of `upload`, by the names that the parser gives them."""

    project: str
    kind: str | None
    json: bool
    again: bool
    limit_rate: int | None
    """KB a second; None: as in the settings."""
    paths: Sequence[str]


def run(options: UploadOptions) -> int:
    """Upload and return the exit code."""
    all_rows()
    console = standard()
    where = places(options.data_dir)
    begun = False
    try:
        with Log(where.logs, options.key), address_and_key(options, where, console) as (url, key):
            store = PreferenceStore(where)
            preferences = store.load().value
            network = Network(proxy_of(preferences))
            account, project = sign_in(url, key, options.project, console, network)
            settings = preferences.of_project(store.load_project(project.id).value)
            config = _config(options, where, preferences, network)
            submit = _submission(options, project, settings)
            begun = True
            code = _run(config, account, submit, options, console)
            if not options.sandbox:  # its storage has ended, and would take the place of the real one
                StorageCache(where).save(url, network.storage)
            return code
    except (WrongUse, InsecureAddress) as error:
        console.say(error.problem.sentence())
        return WRONG_USE
    except UserError as error:
        problem, status = error.problem, "failed"
        console.say(in_a_terminal(problem, kept="Nothing was sent."))
    except KeyboardInterrupt:
        problem, status = STOPPED, "cancelled"
        console.say(problem.sentence())
    except Exception as error:
        # A fault of our own: the log has it, and a script gets its line for each file, not a traceback.
        log.exception("upload failed")
        problem, status = unexpected(error), "failed"
        console.say(problem.sentence())
    if options.json and not begun:
        for path in options.paths:
            console.result(json.dumps(unsent(path, status, problem)))
    return SOME_NOT


def _run(
    config: QueueConfig, account: Account, submit: commands.Submit, options: UploadOptions, console: Console
) -> int:
    application = QCoreApplication.instance() or QCoreApplication([])
    engine = Engine(config)  # after the application: what Qt watches needs its event loop
    count = len(submit.files) + len(submit.refused)
    report = UploadOutput(console, GivenPaths(options.paths), as_json=options.json, expected=count)
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
def _interruptible(report: UploadOutput) -> Iterator[None]:
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


def _config(options: UploadOptions, where: Places, preferences: Preferences, network: Network) -> QueueConfig:
    kilobytes = preferences.bandwidth_limit if options.limit_rate is None else options.limit_rate
    return QueueConfig(
        data=where.data,
        concurrency=preferences.concurrency,
        bandwidth_limit=kilobytes * 1_000,
        small_first=preferences.small_first,
        network=network,
    )


def _submission(options: UploadOptions, project: Project, settings: ProjectSettings) -> commands.Submit:
    kind = MediaKind(options.kind) if options.kind else None
    image_kind = kind if kind in IMAGE_KINDS else MediaKind(settings.image_kind)
    named = from_arguments(map(local_argument, options.paths))
    found = [*named.refused, *walk(named.paths)]
    if not found:
        raise UserError(Problem.of("intake.nothing"))
    return commands.Submit(
        files=tuple(_new_file(one) for one in found if not isinstance(one, Rejection)),
        refused=tuple(one for one in found if isinstance(one, Rejection)),
        project_id=project.id,
        project_name=project.name or project.id,
        image_kind=image_kind,
        only_kind=kind,
        checksum=settings.checksum,
        if_known=DuplicatePolicy.SEND if options.again else DuplicatePolicy.REUSE,
        carry_on=True,
        ticket=1,
    )


def _new_file(path: bytes) -> NewFile:
    """Return a file with its size and time: they tell whether it is what an interrupted call left."""
    status = regular_status(path)
    if isinstance(status, Problem):
        return NewFile(path)  # why it cannot be read is said in its own row
    return NewFile(path, bounded_size(status.st_size), modified_ns(status))
