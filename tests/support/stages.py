"""Which stage of a transfer may follow which: what the journal and the policy are held to."""

from __future__ import annotations

from layers_desktop.transfers.transfer import Stage

LEGAL_TRANSITIONS: dict[Stage, frozenset[Stage]] = {
    Stage.QUEUED: frozenset({Stage.PRESIGNED, Stage.DONE, Stage.FAILED, Stage.REFUSED, Stage.CANCELLED}),
    Stage.PRESIGNED: frozenset({Stage.QUEUED, Stage.UPLOADED, Stage.DONE, Stage.FAILED, Stage.CANCELLED}),
    Stage.UPLOADED: frozenset({Stage.QUEUED, Stage.DONE, Stage.FAILED, Stage.CANCELLED}),
    Stage.FAILED: frozenset({Stage.QUEUED, Stage.PRESIGNED, Stage.UPLOADED, Stage.CANCELLED}),
    Stage.DONE: frozenset(),
    Stage.REFUSED: frozenset(),
    Stage.CANCELLED: frozenset({Stage.QUEUED, Stage.PRESIGNED, Stage.UPLOADED}),
}
"""From each stage, the stages that may follow. DONE directly from QUEUED is the inline upload, from PRESIGNED
a finalize that finds the bytes already there; back to QUEUED is an upload that is gone, or a changed file;
from CANCELLED back to where it stood is an undone cancel.
"""
