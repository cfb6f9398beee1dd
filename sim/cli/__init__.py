"""The command `sim`: parses, calls one function, prints what comes back."""

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line; Ctrl-C while it is loaded ends it as it does later."""
    try:
        from sim.cli.door import main as enter
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(130)
    enter()
