from __future__ import annotations

from layers_desktop.ui.platform.x11 import removal


def test_the_end_of_a_start_is_told_in_parts_of_twenty_bytes() -> None:
    parts = removal('launcher-4 "x" \\ é_TIME99')
    assert all(len(part) == 20 for part in parts[:-1])
    assert 0 < len(parts[-1]) <= 20
    assert b"".join(parts).decode() == 'remove: ID="launcher-4 \\"x\\" \\\\ é_TIME99"\0'
