"""The command `sim`: parse the options, call one function, print the result."""

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line; a Ctrl-C while its modules are imported exits with 130, as a later Ctrl-C does."""
    try:
        from sim.cli.entry import main as enter
    except (KeyboardInterrupt, RuntimeError) as error:
        # Python 3.11 turns an interrupt during the creation of a class into a RuntimeError
        if not isinstance(error, KeyboardInterrupt) and not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        sys.stderr.write("interrupted\n")
        sys.exit(130)
    enter()
