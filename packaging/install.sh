#!/bin/bash
# Install into .venv with pip, in the versions of constraints.txt:
#
#   packaging/install.sh --editable '.[dev]'
#
# Where that fails it says why in a sentence; all that pip said is in .venv/install.log.
set -euo pipefail

log=.venv/install.log
# Without a network pip would try for minutes.
export PIP_RETRIES="${PIP_RETRIES:-1}" PIP_DEFAULT_TIMEOUT="${PIP_DEFAULT_TIMEOUT:-15}"
if .venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt "$@" \
    >"$log" 2>&1; then exit 0; fi

said() { grep -qiE "$1" "$log"; }

if said 'no space left'; then
    why="the disk is full: free some space"
elif said 'permission denied'; then
    why=".venv cannot be written: remove it as its owner"
elif said 'ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|name resolution|timed out|unreachable|refused'; then
    why="the package index cannot be reached: connect this computer to a network that lets you, or have \
its administrator name an index in PIP_INDEX_URL (behind a proxy: HTTPS_PROXY)"
elif said 'no matching distribution found'; then
    missing=$(grep -oiE 'no matching distribution found for .*' "$log" | tail -n 1 | sed 's/.* for //')
    why="the package index has no $missing for this Python and processor: set PYTHON to another (3.11 to 3.14)"
elif said "command '[^']*(gcc|cc|clang|g\+\+|c\+\+)' failed: no such file"; then
    why="a package would have to be compiled here, and there is no compiler: set PYTHON to one from 3.11 to 3.14"
else
    why=$(grep -iE '^ *error' "$log" | tail -n 1)
fi
echo "The program could not be installed: $why. (All that pip said: $log)" >&2
exit 1
