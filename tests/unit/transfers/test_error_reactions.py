"""What a person reads of an upload that was given up."""

from __future__ import annotations

import pytest

from layers_desktop.api import errors as api
from layers_desktop.core.errors import UserError
from layers_desktop.transfers.retry_policy import for_a_person
from layers_desktop.transfers.source_file import SourceChanged

RETRY = "Retry goes on from where it stands."


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (api.SignatureRejected(), api.SignatureRejected.action),
        (api.CaptivePortal(), "Open any web page in your browser, sign in to the network, then try again."),
        (
            api.TlsFault(),
            "On a company network, ask its administrators whether their certificate is installed here.",
        ),
        (api.MalformedAnswer(), api.MalformedAnswer.action),
        (api.ProxyFault(), api.ProxyFault.action),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_helps_stays_and_what_retry_does_is_added(error: UserError, advice: str) -> None:
    assert for_a_person(error).action == f"{advice} {RETRY}"


def test_a_signature_that_does_not_match_points_at_the_proxy() -> None:
    assert "a proxy may be rewriting uploads" in for_a_person(api.SignatureRejected()).action


@pytest.mark.parametrize("kind", [api.ServerFault, api.LinkExpired, api.StorageBusy])
def test_a_promise_that_is_not_kept_any_more_goes(kind: type[api.ApiError]) -> None:
    assert "by itself" in kind().problem.action
    assert for_a_person(kind()).action == RETRY


@pytest.mark.parametrize(
    "kind", [api.Timeout, api.ConnectionLost, api.NameNotResolved, api.NetworkUnreachable]
)
def test_a_network_that_was_given_up_is_still_to_be_checked(kind: type[api.ApiError]) -> None:
    assert for_a_person(kind()).action == f"Check the network. {RETRY}"


def test_where_a_retry_changes_nothing_nobody_is_sent_to_it() -> None:
    error = api.StorageRefused(action="Send this line to Layers' support.")
    error.retry_helps = False
    assert for_a_person(error).action == "Send this line to Layers' support."


@pytest.mark.parametrize(
    "error", [SourceChanged("it.png", 1, 2), api.NotFound(), api.BodyLengthMismatch(), api.ForbiddenScope()]
)
def test_words_that_say_all_stay_as_they_are(error: UserError) -> None:
    assert for_a_person(error) == error.problem
