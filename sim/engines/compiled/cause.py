"""What a start waited for last: the latest of the instants that enabled it, ties in the order of the causes."""

from sim.compiler.kernel import kernel

__all__ = ["later"]


@kernel
def later(cause: int, since: int, other: int, other_since: int) -> tuple[int, int]:
    """Return the later of two causes and its instant, of equal ones the one that is named first."""
    if other_since > since or (other_since == since and other < cause):
        return other, other_since
    return cause, since
