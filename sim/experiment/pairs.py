"""The replications that two studies on the same random numbers have in common."""

from typing import TYPE_CHECKING

from sim.analysis.statistics.records import Records
from sim.errors import ResultsError

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["in_both"]


def in_both(study: "Study", other: "Study") -> tuple[Records, Records]:
    """Return the outcomes in `study`, and the outcomes in `other`, of the replications that both studies have.

    Row i of both results has the same replication number.

    Raises
    ------
    ResultsError
        The studies have different random numbers, or no replication in common.
    """
    for name in ("seed", "inner"):
        one, two = getattr(study, name), getattr(other, name)
        if one != two:
            raise ResultsError(f"cannot compare studies with {name} {one} and {name} {two}: expected the same in both")
    first, last = max(study.first, other.first), min(study.last, other.last)
    if first >= last:
        spans = f"[{study.first}, {study.last}) and [{other.first}, {other.last})"
        raise ResultsError(f"cannot compare replications {spans}: expected at least one in both")
    one, two = (each.outcomes[first - each.first : last - each.first] for each in (study, other))
    return one, two
