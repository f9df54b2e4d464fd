"""100 000 assets: every search is answered within 200 ms, and the page scrolls at 60 frames a second."""

from __future__ import annotations

import hashlib
import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from layers_desktop.history.messages import AssetFilter, FileDigest, Word
from layers_desktop.history.search import AssetSearch
from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.journal.journal import Journal

ASSETS = 100_000
ALLOWED_MS = 200.0
WORDS = ("launch", "founder", "shot", "beach", "summer", "sale", "hero", "banner", "clip", "teaser", "cut")
ALL = AssetFilter(account_id="org")


def fill(journal: Path, count: int) -> None:
    """Write so many assets of 300 projects into a journal, faster than the queue would."""
    Journal(journal).close()
    chance = random.Random(1)
    with closing(sqlite3.connect(journal)) as db:
        db.execute("INSERT INTO batch (account_id, project_id, created_at) VALUES ('org', 'p', 0)")
        columns = {row[1]: row for row in db.execute("PRAGMA table_info(transfer)")}
        needed = {name: 0 for name, row in columns.items() if row[3] and row[4] is None and name != "id"}
        for number in range(1, count + 1):
            project = f"p{number % 300}"
            name = f"{chance.choice(WORDS)}-{chance.choice(WORDS)}-{number}.{chance.choice(['jpg', 'mp4'])}"
            values = needed | {
                "id": number, "batch_id": 1, "account_id": "org", "project_id": project, "stage": "done",
                "project_name": f"Campaign {number % 300}", "name": name, "path": f"/p/{name}".encode(),
            }  # fmt: skip
            places = ", ".join(f":{key}" for key in values)
            db.execute(f"INSERT INTO transfer ({', '.join(values)}) VALUES ({places})", values)
            sha256 = hashlib.sha256(str(number).encode()).hexdigest()
            asset = (f"med_{sha256[:26]}", "org", project, None, "image", "image/jpeg", name, number, sha256)
            db.execute(
                "INSERT INTO asset VALUES (?,?,?,?,?,?,?,?,?,?,?)", (*asset, number, 1.7e9 + number * 60)
            )
        db.commit()


def test_a_hundred_thousand_assets_are_searched_at_once(tmp_path: Path) -> None:
    journal = tmp_path / "journal.sqlite3"
    fill(journal, ASSETS)
    with closing(sqlite3.connect(journal)) as db:  # as an edition before left it
        db.executescript("DROP TABLE asset_text; PRAGMA user_version = 6")
    began = time.perf_counter()
    Journal(journal).close()
    print(f"\nmigrated in {time.perf_counter() - began:.1f} s, {journal.stat().st_size / 1e6:.0f} MB")
    search = AssetSearch(journal, closing=lambda: False)
    sha256 = hashlib.sha256(b"77").hexdigest()
    kinds = tuple(MediaKind)
    cases = {
        "no word": ALL,
        "one project": replace(ALL, project_id="p7"),
        "jpg": replace(ALL, words=(Word("jpg"),)),
        "launch mp4": replace(ALL, words=(Word("launch"), Word("mp4"))),
        "jpg of one project": replace(ALL, project_id="p7", words=(Word("jpg"),)),
        "a letter of all kinds": replace(ALL, words=(Word("zz", kinds), Word("jpg"))),
        "a whole hash": replace(ALL, words=(Word(sha256),)),
        "nothing found": replace(ALL, words=(Word("zzzz"),)),
        "a file's bytes": replace(ALL, file=FileDigest(77, sha256)),
    }
    for name, wanted in cases.items():
        page = timed(search.page, wanted, 200)
        last = timed(partial(search.page, before=200), wanted, 200)
        count = timed(search.count, wanted)
        times = f"page {page:5.1f} ms, last page {last:5.1f} ms, count {count:5.1f} ms"
        print(f"{name:22} {search.count(wanted):7} found: {times}")
        assert max(page, last, count) <= ALLOWED_MS


def timed(work: Callable[..., object], *arguments: object) -> float:
    """Return the best of three in milliseconds."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        work(*arguments)
        times.append(time.perf_counter() - began)
    return min(times) * 1000


FRAME_MS = 1000 / 60
WINDOW = """
import sys, time
from dataclasses import replace
from functools import partial
from statistics import median
from unittest.mock import Mock
from PySide6.QtCore import QModelIndex
from layers_desktop.media.formats import MediaKind
from layers_desktop.history.messages import Asset
from layers_desktop.ui.application import make_application
from layers_desktop.ui.history.page import HistoryPage
from layers_desktop.ui.theme.theme import Theme

count, page = int(sys.argv[1]), 200
application = make_application(offscreen=True)
panel = HistoryPage(Theme(application, "light"), Mock(), Mock(), Mock())
panel.resize(880, 640)
panel.show()
assets = [
    Asset(
        number=number, asset_id=f"med_{number:026}", account_id="org", project_id="p", project_name="Summer",
        kind=MediaKind.IMAGE, mime_type="image/jpeg", size=482_112,
        name=f"summer-campaign-{number}.jpg",
        sha256=None, path=b"", id=number, finished_at=1.7e9 + number * 600,
    )
    for number in range(count, 0, -1)
]

def timed(work, *arguments):
    began = time.thread_time()
    work(*arguments)
    application.processEvents()
    return (time.thread_time() - began) * 1000

timed(lambda: panel.rows.show(assets[:page], more=True))
pages = [
    timed(lambda: panel.rows.append(assets[first : first + page], more=True))
    for first in range(page, count, page)
]
bar = panel.table.verticalScrollBar()
frames = [timed(bar.setValue, bar.maximum() * step // 300) for step in range(300)]
chosen = timed(panel.table.selectAll)
print(max(pages), median(pages[-20:]), median(frames), sorted(frames)[-6], chosen)
"""


def test_the_page_is_as_quick_with_a_hundred_thousand_rows(measured: Callable[..., str]) -> None:
    slowest, late, frame, slow_frame, all_chosen = map(
        float, measured(WINDOW, ASSETS, environment={}).split()
    )
    print(
        f"\nnext page {late:.1f} ms at the end, {slowest:.1f} ms at most; frame {frame:.1f} ms, "
        f"98 of 100 within {slow_frame:.1f} ms; all selected in {all_chosen:.0f} ms"
    )
    assert late <= FRAME_MS
    assert slow_frame <= FRAME_MS
