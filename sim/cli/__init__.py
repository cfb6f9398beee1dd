"""The command `sim`: parses, calls one function, prints what comes back."""

from sim.cli.door import main

__all__ = ["main"]
