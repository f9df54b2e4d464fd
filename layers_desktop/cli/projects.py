"""`layers-desktop projects`: what `upload --project` takes, listed for people and for programs."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass

from layers_desktop.api.client import LayersClient
from layers_desktop.api.errors.base import InsecureAddress
from layers_desktop.api.models import Project
from layers_desktop.api.network import Network
from layers_desktop.cli.sign_in import WAITS, SignInOptions, WrongUse, address_and_key
from layers_desktop.cli.upload_output import in_a_terminal
from layers_desktop.core.background import unexpected
from layers_desktop.core.console import Console, standard
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.core.logging import Log
from layers_desktop.session.network import proxy_of
from layers_desktop.settings.paths import places
from layers_desktop.settings.store import PreferenceStore

log = logging.getLogger(__name__)

DONE, FAILED, WRONG_USE = 0, 1, 2
"""Exit codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectsOptions(SignInOptions):
    """The arguments of `projects`, by the names that the parser gives them."""

    search: str | None
    """A part of the name."""
    json: bool


def run(options: ProjectsOptions) -> int:
    """List the projects and return the exit code."""
    console = standard()
    where = places(options.data_dir)
    try:
        with Log(where.logs, options.key), address_and_key(options, where, console) as (url, key):
            network = Network(proxy_of(PreferenceStore(where).load().value))
            with LayersClient(url, key, network) as client:
                found = WAITS.asked(lambda: _all(client, options.search), console)
    except (WrongUse, InsecureAddress) as error:
        console.say(error.problem.sentence())
        return WRONG_USE
    except UserError as error:
        console.say(in_a_terminal(error.problem))
    except KeyboardInterrupt:
        console.say(Problem.of("interrupted/projects").sentence())
    except Exception as error:
        # A fault of our own: the log has it, and the person a sentence instead of a traceback.
        log.exception("listing projects failed")
        console.say(in_a_terminal(unexpected(error)))
    else:
        _show(found, options, console)
        return FAILED if console.results_lost else DONE
    return FAILED


def _all(client: LayersClient, search: str | None) -> list[Project]:
    return [project for page in client.projects(search) for project in page.projects]


def _show(projects: list[Project], options: ProjectsOptions, console: Console) -> None:
    if options.json:
        console.result(json.dumps([_values(project) for project in projects]))
        return
    if not projects:
        console.say("No project has this in its name." if options.search else "There are no projects.")
    width = max((len(project.id) for project in projects), default=0) if console.aligned else 0
    for project in projects:
        console.result(project.id.ljust(width), project.name or "", project.status or "")


def _values(project: Project) -> dict[str, str | None]:
    return {
        "id": project.id,
        "name": project.name,
        "status": project.status,
        "customerExternalId": project.customer_external_id,
    }
