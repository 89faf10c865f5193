"""``python -m tobfit.assistant``: the server over standard input and output."""

from __future__ import annotations

import argparse
import sys

from tobfit.errors import TobfitError


def main() -> int:
    """Serves until the input ends; 2 where the extra is missing."""
    parser = argparse.ArgumentParser(prog="python -m tobfit.assistant", description=__doc__, allow_abbrev=False)
    parser.add_argument("--audience", choices=("client", "internal"), default="client", help="whom it speaks to")
    arguments = parser.parse_args()
    from tobfit.assistant.serving import serve

    try:
        serve(audience=arguments.audience)
    except TobfitError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
