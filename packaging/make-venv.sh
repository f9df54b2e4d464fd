#!/bin/bash
# Make the virtual environment .venv with a Python that this program runs on (3.11 to 3.14).
#
#   packaging/make-venv.sh            the newest suitable Python that can be found
#   PYTHON=/path/to/python packaging/make-venv.sh
#
# Leaves an environment that works alone. On Debian and Ubuntu, where `venv` is a package of its own, it is
# installed with apt when it is missing.
set -euo pipefail

suitable() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; }
makes_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

if suitable .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; then exit 0; fi

chosen=
if [ -n "${PYTHON:-}" ]; then
    suitable "$PYTHON" || {
        echo "PYTHON=$PYTHON is not a Python from 3.11 to 3.14." >&2
        exit 1
    }
    chosen=$PYTHON
else
    # Those the tests were run on come first; of them, one that can make an environment as it is.
    for name in python3.13 python3.12 python3.11 python3.14 python3; do
        suitable "$name" || continue
        [ -n "$chosen" ] || chosen=$name
        if makes_venv "$name"; then chosen=$name && break; fi
    done
fi
if [ -z "$chosen" ]; then
    echo "Python 3.11 or newer is needed (Debian 12: apt install python3; Ubuntu 22.04: apt install python3.11)." >&2
    exit 1
fi

if ! makes_venv "$chosen"; then
    package="$("$chosen" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    root=()
    [ "$(id -u)" = 0 ] || root=(sudo)
    if command -v apt-get >/dev/null && { [ ${#root[@]} = 0 ] || command -v sudo >/dev/null; }; then
        echo "Installing $package with apt" >&2
        "${root[@]}" apt-get -qq update >/dev/null 2>&1 || true
        "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
            -o Dpkg::Use-Pty=0 "$package" >/dev/null 2>&1 || true
    fi
    if ! makes_venv "$chosen"; then
        echo "$chosen cannot make a virtual environment: ask this computer's administrator for $package (with a" \
            "network: apt-get install $package), or set PYTHON to another Python." >&2
        exit 1
    fi
fi

echo "Making .venv with $("$chosen" -c 'import sys; print("Python", sys.version.split()[0])')" >&2
rm -rf .venv
"$chosen" -m venv .venv
