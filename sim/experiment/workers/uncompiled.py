"""Sums and causes without a compiler: as Python until another process has compiled them, and the same to the bit."""

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["uncompiled"]

COMPILED = "sim.analysis"
"""The package of which histories of the SimPy engine need compiled functions."""


@contextmanager
def uncompiled() -> Iterator[None]:
    """Compile nothing in this thread while the block runs: what has not been compiled yet runs as Python.

    Notes
    -----
    Python takes about two seconds for a history of some thousand movers, compiled code next to nothing; but to compile
    takes a quarter of a minute, in which another process that compiles too would get on no faster.
    """
    from sim.analysis.causes.kernels import back  # noqa: F401  # what is imported is known to the compiler
    from sim.analysis.sums import flights, kernels, milestones, ramps  # noqa: F401
    from sim.compiler.kernel import as_python, is_cold

    if not is_cold(COMPILED):
        yield
        return
    with as_python():
        yield
