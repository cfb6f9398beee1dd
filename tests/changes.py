"""Change one value of a scenario, and find out whether a history changes, or whether the value is refused or reported.

A value is reported if the program says that nothing in the simulation depends on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any, Literal

from pydantic import ValidationError

from sim.domain.check import check
from sim.domain.check.targets import targets
from sim.domain.known import known_to
from sim.domain.paths import Number
from sim.domain.scenario import Scenario
from sim.errors import SimError
from sim.experiment.idle import reason
from sim.experiment.workers.block import Task, run_block
from sim.model.compile import plan
from sim.model.digest import plan_digest
from sim.model.plan import Plan

Verdict = Literal["moves", "reported", "silent", "refused", "reported and moves"]
"""The effect of other values: a history changes ("moves"), the value is reported, neither ("silent"), each value is
refused, or the value is reported although a history changes."""
GONE = object()
"""The value with which `put` removes a key."""


def put(here: Any, parts: tuple[str, ...], value: Any) -> Any:
    """Return a copy of a model, table or tuple with another value at a path; each model on the path is validated."""
    if not parts:
        return value
    key, rest = parts[0], parts[1:]
    if isinstance(here, Mapping):
        return {**here, key: put(here.get(key), rest, value)}
    if isinstance(here, tuple):
        at = int(key)
        return (*here[:at], put(here[at], rest, value), *here[at + 1 :])
    stated = {name: getattr(here, name) for name in here.model_fields_set}
    stated[key] = put(getattr(here, key), rest, value)
    return type(here).model_validate({name: inner for name, inner in stated.items() if inner is not GONE})


def changed(scenario: Scenario, parts: tuple[str, ...], value: Any) -> Scenario | None:
    """Return a scenario with another value at a path, as `--set` would give it; None if the value is refused."""
    try:
        other: Scenario = put(scenario, parts, value)
    except ValidationError:
        return None
    named = [target for name in scenario.uncertainty for target in targets(scenario, name)]
    other = other.model_copy(update={"known": known_to([*scenario.known, ".".join(parts)], named)})
    return None if check(other) else other


def others(number: Number) -> list[Any]:
    """Return other valid values of a number, some far larger and some far smaller: one of them may change a history.

    For a date, return other days.
    """
    value, bounds = number.value, number.bounds
    if number.written is not None:
        return [number.written + timedelta(days=days) for days in (2, -2, 15, -15, 1, -1, 60)]
    tried = [20 * value + 5, value / 20, 0.0, 1.0, 0.5, bounds.least, value + 1, value - 1, 1.5 * value, 3.0, 1000.0]
    tried = [float(round(x)) for x in tried] if bounds.whole else tried
    kept = [x for x in dict.fromkeys(tried) if x != value and bounds.holds(x) and abs(x) < 1e9]
    return [int(x) if bounds.whole else x for x in kept]


class Histories:
    """The first histories of a scenario, simulated once, to be compared with those of changed scenarios.

    Parameters
    ----------
    few
        Number of histories that are compared first. If none of them changes and the value is reported, the others are
        not compared.
    many
        Number of histories that are compared at most.
    """

    def __init__(self, scenario: Scenario, few: int, many: int) -> None:
        self.scenario, self.few = scenario, few
        compiled = plan(scenario)
        self.digest = plan_digest(compiled)
        self.figures = list(_figures(compiled, range(many)))

    def verdict(self, parts: tuple[str, ...], values: Iterable[Any]) -> Verdict:
        """Return the effect of other values at a path; the first value that changes a history or is reported decides.

        Values that are refused, or with which the scenario cannot be compiled, are skipped.
        """
        found: Verdict = "refused"
        for value in values:
            other = changed(self.scenario, parts, value)
            if other is None:
                continue
            try:
                compiled = plan(other)
            except SimError:
                continue
            why = "nothing reads it" if plan_digest(compiled) == self.digest else reason(other, parts)
            if self._moves(compiled, 0, self.few):
                return "moves" if why is None else "reported and moves"
            if why is not None:
                return "reported"
            if self._moves(compiled, self.few, len(self.figures)):
                return "moves"
            found = "silent"
        return found

    def _moves(self, compiled: Plan, first: int, last: int) -> bool:
        """Return whether any of the histories from `first` to `last` (exclusive) differs in any stored figure."""
        span = range(first, last)
        pairs = zip(_figures(compiled, span), self.figures[first:last], strict=True)
        return any(one != other for one, other in pairs)


def _figures(compiled: Plan, replications: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    """Yield the stored values of each history: figures, daily counts, and the causes of its dates."""
    for replication in replications:
        block = run_block(compiled, Task("compiled", compiled.seed, 1, replication, replication + 1))
        yield block.outcomes.dtype, block.outcomes.tobytes(), *block.daily, *block.why
