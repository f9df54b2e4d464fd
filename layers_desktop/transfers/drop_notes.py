"""Notes of drops that editions before journal format 4 kept beside the journal: taken in once."""

from __future__ import annotations

import base64
import json
import logging
import shutil
import time
from pathlib import Path

from layers_desktop.media.formats import Kind
from layers_desktop.media.inspection import NewFile
from layers_desktop.transfers.commands import Submit
from layers_desktop.transfers.journal import Journal
from layers_desktop.transfers.run import Run
from layers_desktop.transfers.transfer import IfKnown

log = logging.getLogger(__name__)


def take_in_notes(folder: Path, journal: Journal, run: Run) -> None:
    """Write down what is noted there and not in the journal, and remove the notes. Blocking.

    What of a noted drop had been looked at is in the journal already, in later batches than `after_batch`.
    A note that cannot be read was never followed by anything that could be sent.
    """
    if not folder.is_dir():
        return
    unread = False
    for note in sorted(folder.glob("*.json")):
        try:
            account_id, after_batch, submit = _read(note)
        except OSError as error:  # it may be read at the next start
            log.warning("the note of a drop could not be read: %s", error.strerror)
            unread = True
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            log.warning("the note of a drop is damaged: %s", type(error).__name__)
        else:
            journal.add_noted(submit, account_id, run.id, time.time(), after_batch)
            note.unlink(missing_ok=True)
    if not unread:
        shutil.rmtree(folder, ignore_errors=True)


def _read(note: Path) -> tuple[str, int, Submit]:
    """Return whose drop it was, after which batch, and what it was."""
    content = json.loads(note.read_bytes())
    only = content["only_kind"]
    paths = (base64.b64decode(path, validate=True) for path in content["paths"])
    submit = Submit(
        files=tuple(NewFile(path) for path in paths),
        project_id=str(content["project_id"]),
        project_name=str(content["project_name"]),
        image_kind=Kind(content["image_kind"]),
        only_kind=None if only is None else Kind(only),
        checksum=content["checksum"] is True,
        if_known=IfKnown(content["if_known"]),
    )
    return str(content["account"]), int(content["after_batch"]), submit
