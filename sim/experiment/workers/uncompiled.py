"""Run sums and causes as plain Python until another process has compiled them; the results are the same bit for bit."""

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["uncompiled"]

COMPILED = "sim.analysis"
"""The package with the compiled functions that the results of a SimPy history need."""


@contextmanager
def uncompiled() -> Iterator[None]:
    """Compile nothing in this thread during a `with` block: functions that are not compiled yet run as Python.

    Notes
    -----
    Python takes about two seconds for a history of some thousand movers, compiled code hardly any time. But to compile
    here takes a quarter of a minute, and another process is already compiling the same functions.
    """
    from sim.analysis.causes.kernels import back  # noqa: F401  # the import makes these functions known to the compiler
    from sim.analysis.sums import flights, kernels, milestones, ramps  # noqa: F401
    from sim.compiler.kernel import as_python, is_cold

    if not is_cold(COMPILED):
        yield
        return
    with as_python():
        yield
