"""The words for a part of the analysis that failed, enough to report and reproduce it."""

from collections.abc import Mapping
from typing import Any

from sim.analysis.summary.review_words import histories

__all__ = ["failed"]


def failed(failure: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """Return the words for a part that failed.

    Parameters
    ----------
    failure
        One of the `failed` of a summary.
    answers
        The summary.
    """
    of, at = "", ""
    if failure["replication"] is not None:
        of = f" in {histories(failure['histories'], answers['replications'])} histories"
        at = f" in replication {failure['replication']} with seed {answers['seed']}"
    return (
        f"Not reported{of}: {failure['part']}. This is a bug of sim ({failure['error']}{at}); please report it with "
        "the scenario. All other figures stand."
    )
