"""A scenario with one value changed, and whether that changes a history, is refused, or is known to have no effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any, Literal

from pydantic import ValidationError

from sim.domain.check import check
from sim.domain.check.ignorance import targets
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
GONE = object()
"""In place of a value: the key is not stated."""


def put(here: Any, parts: tuple[str, ...], value: Any) -> Any:
    """Return a noun, table or list with another value at a path, validated on the way."""
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
    """Return a scenario with another value at a path, known as with `--set`; None if that is refused."""
    try:
        other: Scenario = put(scenario, parts, value)
    except ValidationError:
        return None
    named = [target for name in scenario.uncertainty for target in targets(scenario, name)]
    other = other.model_copy(update={"known": known_to([*scenario.known, ".".join(parts)], named)})
    return None if check(other) else other


def others(number: Number) -> list[Any]:
    """Return valid values that should matter: far above, far below, and none; for a date, days before and after."""
    value, bounds = number.value, number.bounds
    if number.written is not None:
        return [number.written + timedelta(days=days) for days in (2, -2, 15, -15, 1, -1, 60)]
    tried = [20 * value + 5, value / 20, 0.0, 1.0, 0.5, bounds.least, value + 1, value - 1, 1.5 * value, 3.0, 1000.0]
    tried = [float(round(x)) for x in tried] if bounds.whole else tried
    kept = [x for x in dict.fromkeys(tried) if x != value and bounds.holds(x) and abs(x) < 1e9]
    return [int(x) if bounds.whole else x for x in kept]


class Histories:
    """The first histories of a scenario, simulated once, and whether those of another differ."""

    def __init__(self, scenario: Scenario, few: int, many: int) -> None:
        self.scenario, self.few = scenario, few
        made = plan(scenario)
        self.digest = plan_digest(made)
        self.got = list(_figures(made, range(many)))

    def verdict(self, parts: tuple[str, ...], values: Iterable[Any]) -> Verdict:
        """Return the effect of other values at a path: the first that changes a history or is reported decides."""
        found: Verdict = "refused"
        for value in values:
            other = changed(self.scenario, parts, value)
            if other is None:
                continue
            try:
                made = plan(other)
            except SimError:
                continue
            why = "nothing reads it" if plan_digest(made) == self.digest else reason(other, parts)
            if self._moves(made, 0, self.few):
                return "moves" if why is None else "reported and moves"
            if why is not None:
                return "reported"
            if self._moves(made, self.few, len(self.got)):
                return "moves"
            found = "silent"
        return found

    def _moves(self, made: Plan, first: int, last: int) -> bool:
        """Return whether one of some histories differs in any instant or figure."""
        span = range(first, last)
        return any(one != other for one, other in zip(_figures(made, span), self.got[first:last], strict=True))


def _figures(made: Plan, replications: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    """Yield what a study stores of each history: figures, daily counts, and what owned its dates."""
    for replication in replications:
        block = run_block(made, Task("compiled", made.seed, 1, replication, replication + 1))
        yield block.outcomes.dtype, block.outcomes.tobytes(), *block.daily, *block.why
