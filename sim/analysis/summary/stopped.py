"""How a run ended: after a fixed number of histories or by a rule, and the words for it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.analysis.decisions.sequence import Verdict
from sim.analysis.decisions.stopping import Rule
from sim.analysis.summary.rounded import plain

__all__ = ["FIXED", "MERGED", "Stopped", "sentences"]

FIXED: Final = "fixed number"
MERGED: Final = "merged"
ALWAYS: Final = "valid whenever one stops"
ONCE: Final = "valid for a number of histories fixed beforehand"


@dataclass(frozen=True, slots=True)
class Stopped:
    """How a run ended.

    Attributes
    ----------
    how
        `fixed number`; `within`, `decide` or `within and decide`; `merged` for merged studies, one with a rule.
    histories
        Of the study.
    rule, most, error
        The rule, its limit of histories, and the largest chance of a wrong verdict; None without a rule.
    looks, holds
        Number of looks at the run, and whether the rule held at the last look.
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
        """Whether the number of histories depended on results: then intervals must hold whenever one stops."""
        return self.how != FIXED

    def as_dict(self) -> dict[str, Any]:
        """Return it as in summary.json and manifest.json."""
        made: dict[str, Any] = {"rule": self.how, "histories": self.histories}
        if self.rule is not None:
            made |= {
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
        return {**made, "intervals": {"milestones": ALWAYS if self.always else ONCE, "all_others": ONCE}}


def sentences(stopped: Mapping[str, Any], milestones: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the result of a stopping rule; nothing without a rule.

    Parameters
    ----------
    stopped
        How the run ended, as in summary.json.
    milestones
        Its milestones, with their intervals.
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
            yield f"{half}, not yet {within:g}; more histories (-n) make it less."


def _decided(stopped: Mapping[str, Any], seen: Mapping[str, Any], chance: str) -> Iterator[str]:
    n, target, verdict = stopped["histories"], stopped["decide"], stopped["verdict"]
    if verdict is None:
        doubt = f"whether {chance} is above or below {target:g}"
        yield f"Not decided after {n:,} histories {doubt}; more (-n) may decide it."
        return
    yield f"{chance} is {verdict} {target:g} ({100 * (1 - stopped['error']):g} % sure), after {n:,} histories."
    if seen["low"] < target < seen["high"]:
        yield f"(The interval contains {target:g}, because it guards against error on both sides.)"
