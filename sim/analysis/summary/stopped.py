"""How a run ended, after a fixed number of histories or by a rule, and the sentences that report it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.analysis.decisions.sequence import Verdict
from sim.analysis.decisions.stopping import Rule
from sim.analysis.summary.rounded import plain

__all__ = ["ALWAYS", "FIXED", "MERGED", "ONCE", "Stopped", "sentences"]

FIXED: Final = "fixed number"
"""Value of `Stopped.how` for a run with a fixed number of histories."""
MERGED: Final = "merged"
"""Value of `Stopped.how` for a study merged from others, at least one of which was stopped by a rule."""
ALWAYS: Final = "valid whenever the run stops"
"""Validity of the intervals of milestones if a rule stopped a run of the study."""
ONCE: Final = "valid for a number of histories fixed beforehand"
"""Validity of all other intervals."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """How a run ended.

    The attributes from `rule` on are None if the run had no rule, or if the study was merged or reopened.

    Attributes
    ----------
    how
        `fixed number`; `within`, `decide` or `within and decide` for a rule; `merged` for a study merged from others if
        a rule stopped at least one of them.
    histories
        Number of histories of the study.
    rule, most, error
        The rule, the largest number of histories that it may use, and the largest chance of a wrong verdict.
    looks, holds
        How often the run checked the rule, and whether the rule held at the last check.
    verdict
        Side of `rule.decide` on which the probability lies; None if this is not known.
    half_width
        Half the width of the interval of the probability at the last check.
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
        """Whether a rule chose the number of histories, so that intervals must be valid whenever the run stops."""
        return self.how != FIXED

    def as_dict(self) -> dict[str, Any]:
        """Return the attributes as they are written to summary.json and manifest.json."""
        record: dict[str, Any] = {"rule": self.how, "histories": self.histories}
        if self.rule is not None:
            record |= {
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
        return {**record, "intervals": {"milestones": ALWAYS if self.always else ONCE, "all_others": ONCE}}


def sentences(stopped: Mapping[str, Any], milestones: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield sentences on the result of a stopping rule; nothing if `stopped` holds no rule.

    Parameters
    ----------
    stopped
        How the run ended, as in summary.json.
    milestones
        The milestones of the summary, with their intervals.
    """
    name = stopped.get("milestone")
    if name is None:
        return
    seen = next(milestone for milestone in milestones if milestone["name"] == name)
    chance = {"deadline": "P", "all": "P of all milestones"}.get(name, f"P of {name.replace('_', ' ')}")
    n, within = stopped["histories"], stopped["within"]
    if stopped["decide"] is not None:
        yield from _decided(stopped, seen, chance)
    if within is not None:
        half = f"Half the width of the interval of {chance} is {stopped['half_width']:.2g} after {n:,} histories"
        if stopped["half_width"] <= within:
            yield f"{half}; {within:g} was requested."
        else:
            yield f"{half}, not yet {within:g}; more histories (-n) will narrow it."


def _decided(stopped: Mapping[str, Any], seen: Mapping[str, Any], chance: str) -> Iterator[str]:
    """Yield whether the probability is above or below the target of `decide`, or that this is not decided."""
    n, target, verdict = stopped["histories"], stopped["decide"], stopped["verdict"]
    if verdict is None:
        doubt = f"whether {chance} is above or below {target:g}"
        yield f"After {n:,} histories it is not decided {doubt}; more histories (-n) may decide it."
        return
    yield f"{chance} is {verdict} {target:g} ({100 * (1 - stopped['error']):g} % sure), after {n:,} histories."
    if seen["low"] < target < seen["high"]:
        yield f"(The interval still contains {target:g}, because it guards against error on both sides.)"
