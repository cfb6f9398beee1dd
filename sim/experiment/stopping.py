"""How a run stops: what may be asked, what it came to, and the words for it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.analysis.decisions.sequence import Verdict, interval
from sim.analysis.decisions.stopping import Rule, Watch
from sim.errors import SimError
from sim.experiment.rounded import plain
from sim.model.plan import Plan

__all__ = ["FIXED", "MERGED", "MOST", "REPLICATIONS", "Stopped", "ended", "rule_of", "sentences"]

REPLICATIONS: Final = 400
"""Histories where neither a number nor a rule is given: an interval of about 0.02 either side of 0.95."""
MOST: Final = 20_000
"""Most histories of a rule where no number is given."""
FIXED: Final = "fixed number"
MERGED: Final = "merged"
ALWAYS: Final = "valid whenever one stops"
ONCE: Final = "valid for a number of histories fixed beforehand"


@dataclass(frozen=True, slots=True)
class Stopped:
    """How a run came to its end.

    Attributes
    ----------
    how
        `fixed number`; `within`, `decide` or `within and decide`; `merged` of studies of which one had a rule.
    histories
        Of the study.
    rule, most, error
        What was asked for, the most histories, and the largest chance of a wrong verdict; None without a rule.
    looks, holds
        How often the run was looked at, and whether the rule held at the last look.
    verdict, half_width
        Side of `rule.decide` on which the probability is, None if that is not known; half the width of the interval.
    """

    how: str
    histories: int
    rule: Rule | None = None
    most: int | None = None
    error: float | None = None
    looks: int | None = None
    holds: bool | None = None
    verdict: Verdict | None = None
    half_width: float | None = None

    @property
    def always(self) -> bool:
        """Whether what was seen had a say in the number of histories: then intervals must hold whenever one stops."""
        return self.how != FIXED

    def as_dict(self) -> dict[str, Any]:
        """Return it as summary.json and manifest.json have it."""
        told: dict[str, Any] = {"rule": self.how, "histories": self.histories}
        if self.rule is not None:
            told |= {
                "milestone": self.rule.milestone,
                "within": self.rule.within,
                "decide": self.rule.decide,
                "most": self.most,
                "error": self.error,
                "looks": self.looks,
                "holds": self.holds,
                "verdict": self.verdict,
                "half_width": plain(self.half_width),
            }
        return {**told, "intervals": {"promises": ALWAYS if self.always else ONCE, "all_others": ONCE}}


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
    """Return the rule of a run, None for a fixed number, and the most histories of it.

    Raises
    ------
    SimError
        A rule that cannot be, or that cannot hold within so many histories; with what was expected.
    """
    if within is None and decide is None:
        if milestone is not None:
            raise SimError(
                f"milestone = {milestone}: expected within or decide beside it; nothing else looks at a promise"
            )
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
    """Refuse a half-width that is out of reach even where the promise is kept in every history."""

    def half(worlds: int) -> float:
        low, high = interval(worlds, worlds, confidence)
        return 0.5 * (high - low)

    enough = most // inner
    while half(enough) > within:
        enough *= 2
    if enough > most // inner:
        best = f"{most:,} histories come to {half(most // inner):.3g} at best"
        raise SimError(f"within = {within:g}: {best}; expected a larger half-width, or -n {enough * inner}")


def ended(watch: Watch | None, histories: int) -> Stopped:
    """Return how a run came to its end, from what looked at it."""
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


def sentences(stopped: Mapping[str, Any], promises: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Say what a rule came to; nothing where there was none.

    Parameters
    ----------
    stopped
        How the run came to its end, as in summary.json.
    promises
        Its milestones, with their intervals.
    """
    name = stopped.get("milestone")
    if name is None:
        return
    seen = next(promise for promise in promises if promise["name"] == name)
    chance = {"deadline": "P", "all": "P of all promises"}.get(name, f"P of {name.replace('_', ' ')}")
    n, within = stopped["histories"], stopped["within"]
    if stopped["decide"] is not None:
        yield from _decided(stopped, seen, chance)
    if within is not None:
        half = f"Half the width of the interval of {chance} is {stopped['half_width']:.2g} after {n:,} histories"
        if stopped["half_width"] <= within:
            yield f"{half}; {within:g} was asked for."
        else:
            yield f"{half}, not yet {within:g}; more histories (-n) make it less."


def _decided(stopped: Mapping[str, Any], seen: Mapping[str, Any], chance: str) -> Iterator[str]:
    n, target, verdict = stopped["histories"], stopped["decide"], stopped["verdict"]
    if verdict is None:
        doubt = f"whether {chance} is above or below {target:g}"
        yield f"Not decided after {n:,} histories {doubt}; more (-n) may decide it."
        return
    yield f"{chance} is {verdict} {target:g} ({100 * (1 - stopped['error']):g} % sure), after {n:,} histories."
    if seen["low"] < target < seen["high"]:
        yield f"(The interval below contains {target:g}, because it guards against error on both sides.)"
