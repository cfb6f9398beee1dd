"""Run the functions for sums and causes as plain Python while another process compiles them, with equal results."""

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["uncompiled"]

COMPILED = "sim.analysis"
"""The package of the functions for sums and causes, which a history from SimPy needs, too."""


@contextmanager
def uncompiled() -> Iterator[None]:
    """Compile nothing in this thread in a `with` block; if a function is not compiled yet, run all functions as Python.

    Notes
    -----
    For a history of some thousand movers, the functions then take about two seconds. To compile them here would take
    about 15 seconds, and another process compiles them meanwhile.
    """
    from sim.analysis.causes.kernels import back  # noqa: F401  # so that `is_cold` knows them
    from sim.analysis.sums import flights, kernels, milestones, ramps  # noqa: F401
    from sim.compiler.kernel import as_python, is_cold

    if not is_cold(COMPILED):
        yield
        return
    with as_python():
        yield
