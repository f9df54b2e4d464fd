"""`python -m layers_desktop`."""

from __future__ import annotations

import sys

from layers_desktop.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
