"""The command `sim`: parse the options, call one function, print the result."""

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line; a Ctrl-C while modules are loaded ends it in the same way as later."""
    try:
        from sim.cli.entry import main as enter
    except (KeyboardInterrupt, RuntimeError) as error:
        # Python 3.11 turns an interrupt during the creation of a class into a RuntimeError
        if not isinstance(error, KeyboardInterrupt) and not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        sys.stderr.write("interrupted\n")
        sys.exit(130)
    enter()
