from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QUrl

from layers_desktop.media.inspection import Rejection
from layers_desktop.media.urls import from_arguments, local_argument, local_path, name_in
from tests.support.tables import for_each


@for_each(
    ("url", "path"),
    [
        (b"file:///tmp/a.png", b"/tmp/a.png"),
        (b"FILE:///tmp/a.png", b"/tmp/a.png"),
        (b"file:/tmp/a.png", b"/tmp/a.png"),
        (b"file://localhost/tmp/a.png", b"/tmp/a.png"),
        (b"file://LocalHost/tmp/a.png", b"/tmp/a.png"),
        (b"file://desk-7/tmp/a.png", b"/tmp/a.png"),
        (b"file:///tmp/caf%C3%A9.png", b"/tmp/caf\xc3\xa9.png"),
        (b"file:///tmp/caf%E9%FF.png", b"/tmp/caf\xe9\xff.png"),
        (b"file:///tmp/100%25.png", b"/tmp/100%.png"),
        (b"file:///tmp/100%.png", b"/tmp/100%.png"),
        (b"file:///tmp/a%0Ab.png", b"/tmp/a\nb.png"),
        (b"file:///tmp/a+b.png", b"/tmp/a+b.png"),
        (b"file:///tmp/a%23b%3Fc.png", b"/tmp/a#b?c.png"),
        (b"file:///tmp/a#b?c.png", b"/tmp/a#b?c.png"),
        (b"file:///tmp/folder/", b"/tmp/folder/"),
        (b"file:///tmp/a.png\r\n", b"/tmp/a.png"),
    ],
)
def test_a_file_url_names_its_path(url: bytes, path: bytes) -> None:
    assert local_path(url, windows=False, this_computer="desk-7") == path


@for_each(
    ("url", "path"),
    [
        (b"file:///C:/Users/x/a.png", rb"C:\Users\x\a.png"),
        (b"file://localhost/c:/a.png", rb"c:\a.png"),
        (b"file:///C%3A/a.png", rb"C:\a.png"),
        (b"file:///C|/a.png", rb"C:\a.png"),
        (b"file://C:/a.png", rb"C:\a.png"),
        (b"file:///D:", b"D:\\"),
        (b"file:///C:/caf%C3%A9.png", "C:\\café.png".encode()),
        (b"file://server/share/a.png", rb"\\server\share\a.png"),
        (b"file:////server/share/a.png", rb"\\server\share\a.png"),
    ],
)
def test_windows_drives_and_shares(url: bytes, path: bytes) -> None:
    assert local_path(url, windows=True, this_computer="desk-7") == path


@for_each(
    ("url", "name", "part"),
    [
        (b"https://example.com/pics/a%20b.png?X-Signature=secret", "a b.png", "link to the web"),
        (b"http://user:secret@example.com", "example.com", "link to the web"),
        (b"https://", "https:", "link to the web"),
        (b"smb://nas/share/a.png", "a.png", "on another computer"),
        (b"sftp://host/a.png", "a.png", "on another computer"),
        (b"mtp://phone/DCIM/a.jpg", "a.jpg", "phone or camera"),
        (b"google-drive://me/a.jpg", "a.jpg", "online storage"),
        (b"data:image/png;base64,iVBORw0KGgo=", "data:image/png", "picture inside a page"),
        (b"blob:https://example.com/1234", "1234", "part of a page"),
        (b"trash:///a.png", "a.png", "in the trash"),
        (b"imap://me%40a.example:993/fetch%3EUID%3E/INBOX%3E5?part=1.2&type=image/jpeg&filename=fo%CC%88to.jpg",
         "fo\u0308to.jpg", "in your mail program"),
        (b"mailbox:///home/me/Inbox?number=7&part=1.3&filename=brief%20a.pdf&user=secret", "brief a.pdf",
         "in your mail program"),
        (b"mailbox-message://me@Local%20Folders/Inbox#7", "Inbox", "in your mail program"),
        (b"gopher://hole/a.png", "a.png", "a link (gopher:)"),
        (b"just words", "just words", "text, not a file"),
        (b"", ":", "text, not a file"),
        (b"file://server/share/a.png", "a.png", "on another computer (server)"),
        (b"file:a.png", "a.png", "not complete"),
        (b"file:", "", "not complete"),
    ],
)  # fmt: skip
def test_what_is_not_local_is_refused_with_its_own_sentence(url: bytes, name: str, part: str) -> None:
    found = local_path(url, windows=False, this_computer="desk-7")
    assert isinstance(found, Rejection)
    assert (found.path, found.size, found.name) == (b"", None, name)
    assert found.problem.code == "file.link"
    assert part in found.problem.words.explanation
    assert "secret" not in repr(found)


@for_each(
    ("url", "name"),
    [
        (b"https://example.com/a/shot%201.JPG?w=9&filename=other.png#x", "other.png"),
        (b"https://example.com/a/shot%201.JPG?w=9#x", "shot 1.JPG"),
        (b"https://example.com/photo/", "photo"),
        (b"https://me:secret@example.com", ""),
        (b"https://example.com/?filename=", ""),
        (b"text", "text"),
        (b"", ""),
    ],
)
def test_an_address_names_the_file_it_leads_to(url: bytes, name: str) -> None:
    assert name_in(url) == name


def test_a_path_without_a_drive_is_incomplete_on_windows() -> None:
    found = local_path(b"file:///a.png", windows=True)
    assert isinstance(found, Rejection)
    assert found.problem.code == "file.link"


def test_a_zero_byte_in_a_name_is_refused() -> None:
    found = local_path(b"file:///tmp/a%00b.png")
    assert isinstance(found, Rejection)
    assert found.problem.code == "file.unreadable"
    assert found.name == "a␀b.png"


@given(
    st.text(st.characters(exclude_characters="\x00\\", exclude_categories=["Cs"]), min_size=1, max_size=30)
)
def test_what_qt_encodes_comes_back_as_it_was(name: str) -> None:
    path = "/folder/" + name.replace("/", "_")
    url = QUrl.fromLocalFile(path)
    if url.toLocalFile() != path:
        return  # Qt itself keeps another name: nothing of ours to compare
    assert local_path(bytes(url.toEncoded().data()), windows=False) == os.fsencode(path)


@given(
    st.binary(max_size=80),
    st.sampled_from([b"", b"file:", b"file://", b"file:///", b"https://"]),
    st.booleans(),
)
def test_any_bytes_get_a_path_or_a_refusal(rest: bytes, start: bytes, windows: bool) -> None:
    found = local_path(start + rest, windows=windows)
    assert isinstance(found, (bytes, Rejection))


def test_arguments_are_paths_or_addresses_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert local_argument("a b.png") == os.fsencode(tmp_path / "a b.png")
    assert local_argument("file:///pictures/a%20b%FF.png") == b"/pictures/a b\xff.png"
    assert local_argument("file:notes.png") == os.fsencode(tmp_path / "file:notes.png")


def test_an_argument_on_another_computer_is_refused_as_in_a_drop() -> None:
    named = from_arguments(map(local_argument, ["/a.png", "file://other/b.png"]))
    assert named.paths == (b"/a.png",)
    assert [one.problem.words.explanation for one in named.refused] == ["It is on another computer (other)."]
