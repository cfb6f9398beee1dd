"""The sentence on a part of the analysis that failed, with what is needed to report and reproduce the failure."""

from collections.abc import Mapping
from typing import Any

from sim.analysis.summary.review_words import histories

__all__ = ["failed"]


def failed(failure: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """Return the sentence on a part that failed.

    Parameters
    ----------
    failure
        One entry of `failed` in the summary.
    answers
        The summary, as in summary.json.
    """
    of, at = "", ""
    if failure["replication"] is not None:
        of = f" in {histories(failure['histories'], answers['replications'])} histories"
        at = f" in replication {failure['replication']} with seed {answers['seed']}"
    return (
        f"Not reported{of}: {failure['part']}. This is a bug of sim ({failure['error']}{at}); please report it with "
        "the scenario. All other figures stand."
    )
