"""Sums and causes without compiling: as Python until another process has compiled them, the same bit for bit."""

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["uncompiled"]

COMPILED = "sim.analysis"
"""The package whose compiled functions the histories of the SimPy engine need."""


@contextmanager
def uncompiled() -> Iterator[None]:
    """Compile nothing in this thread while the block runs: functions not compiled yet run as Python.

    Notes
    -----
    Python takes about two seconds for a history of some thousand movers, compiled code hardly any time; but compiling
    takes a quarter of a minute, which would not speed up another process that compiles too.
    """
    from sim.analysis.causes.kernels import back  # noqa: F401  # what is imported is known to the compiler
    from sim.analysis.sums import flights, kernels, milestones, ramps  # noqa: F401
    from sim.compiler.kernel import as_python, is_cold

    if not is_cold(COMPILED):
        yield
        return
    with as_python():
        yield
