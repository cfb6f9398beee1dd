"""Stopping rules of a run: check the arguments, and describe how the run ended."""

from typing import Final

import numpy as np

from sim.analysis.decisions.sequence import interval
from sim.analysis.decisions.stopping import Rule, Watch
from sim.analysis.summary.stopped import FIXED, Stopped
from sim.domain.studies import MOST_HISTORIES
from sim.errors import SimError
from sim.model.plan import Plan

__all__ = ["MOST", "REPLICATIONS", "ended", "rule_of"]

REPLICATIONS: Final = 400
"""Number of histories if neither a number nor a rule is given.

Half the width of the interval of a probability of 0.95 is then about 0.02.
"""
MOST: Final = 20_000
"""Largest number of histories of a run with a rule, if no number is given."""


def rule_of(
    plan: Plan,
    *,
    within: float | None = None,
    decide: float | None = None,
    milestone: str | None = None,
    replications: int | None = None,
    first: int = 0,
    inner: int = 1,
    confidence: float = 0.95,
) -> tuple[Rule | None, int]:
    """Return the stopping rule of a run, and its largest number of histories.

    Without a rule, return None, and the fixed number of histories. The parameters are those of `sim.run`.

    Raises
    ------
    SimError
        An argument is invalid, or the largest number of histories is too small for `within`; the message says what was
        expected.
    """
    if within is None and decide is None:
        if milestone is not None:
            raise SimError(f"milestone = {milestone}: expected a rule too (within or decide), which uses it")
        return None, REPLICATIONS if replications is None else replications
    if within is not None and not 0.0 < within < 0.5:
        raise SimError(f"within = {within:g}: expected a half-width above 0 and below 0.5, such as 0.01")
    if decide is not None and not 0.0 < decide < 1.0:
        raise SimError(f"decide = {decide:g}: expected a probability between 0 and 1, such as 0.95")
    names, milestone = plan.names["milestone"], milestone or "deadline"
    if milestone not in (*names, "all"):
        raise SimError(f"milestone = {milestone}: expected one of {', '.join([*names, 'all'])}")
    if first % inner:
        raise SimError(f"first = {first}: expected a multiple of inner = {inner}; a rule counts whole worlds")
    if replications is not None and replications % inner:
        more = -(-replications // inner) * inner
        raise SimError(f"replications = {replications}: expected a multiple of inner = {inner}, such as {more}")
    most = max(MOST // inner, 1) * inner if replications is None else replications
    if within is not None:
        _reachable(within, most, inner, confidence)
    return Rule(within, decide, milestone, f"met_{milestone}" if milestone in names else "all_met"), most


def _reachable(within: float, most: int, inner: int, confidence: float) -> None:
    """Raise `SimError` if `most` histories cannot reach a half-width even if all of them meet the milestone."""

    def half(worlds: int) -> float:
        low, high = interval(worlds, worlds, confidence)
        return 0.5 * (high - low)

    enough = most // inner
    while half(enough) > within:
        enough *= 2
    if enough > most // inner:
        best = f"{most:,} histories reach {half(most // inner):.3g} at best"
        more = f", or -n {enough * inner}" if enough * inner <= MOST_HISTORIES else ""
        raise SimError(f"within = {within:g}: {best}; expected a larger half-width{more}")


def ended(watch: Watch | None, histories: int) -> Stopped:
    """Return how a run ended after a number of histories; `watch` applied its rule, and is None without a rule."""
    if watch is None:
        return Stopped(FIXED, histories)
    low, high = watch.tally.interval()
    error = float(np.round(1.0 - watch.tally.confidence, 12))
    return Stopped(
        how=watch.rule.name,
        histories=histories,
        rule=watch.rule,
        most=watch.most,
        error=error,
        looks=watch.looks,
        holds=watch.holds,
        verdict=watch.verdict,
        half_width=0.5 * (high - low),
    )
