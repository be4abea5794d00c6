"""Start Placewell from a checkout, on a machine that has only Python 3.11 or newer."""

import sys

# Before anything that an older Python could not read: this file keeps to what 3.6 understands.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "Placewell needs Python 3.11 or newer, and this is Python {}.{}. "
        "It is written for the newer one and would stop half-way. "
        "Install Python 3.11 or newer and start this file with it.".format(*sys.version_info[:2])
    )

from commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
