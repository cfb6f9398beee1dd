"""The sentence on a part of the analysis that failed: what is not reported, and how to reproduce the failure."""

from collections.abc import Mapping
from typing import Any

from sim.analysis.summary.review_words import histories

__all__ = ["failed"]


def failed(failure: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """Return the sentence on a part of the analysis that failed.

    Parameters
    ----------
    failure
        One entry of `failed` in the summary.
    answers
        The summary, as in summary.json.
    """
    how_often, first = "", ""
    if failure["replication"] is not None:
        how_often = f" in {histories(failure['histories'], answers['replications'])} histories"
        first = f" in replication {failure['replication']} with seed {answers['seed']}"
    return (
        f"Not reported{how_often}: {failure['part']}. This is a bug of sim ({failure['error']}{first}); please report "
        "it with the scenario. All other figures stand."
    )
