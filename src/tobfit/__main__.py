"""``python -m tobfit`` is the command ``tobfit``."""

from __future__ import annotations

import sys

from tobfit.cli import main

if __name__ == "__main__":
    sys.exit(main())
