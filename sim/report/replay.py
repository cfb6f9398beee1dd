"""Output of `sim replay`: one history of a study, event by event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.analysis.outcomes import efficiency
from sim.analysis.summary.rounded import local_time
from sim.analysis.summary.totals import counted
from sim.analysis.summary.words import known
from sim.analysis.sums import Sums
from sim.analysis.sums.movers import movers_of
from sim.arithmetic.force import Count, stated
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from sim.report.chain import chain
from sim.report.crises import crises
from sim.report.flight import flights
from sim.report.gates import cleared, gates
from sim.report.history import Event, History
from sim.report.legs import legs
from sim.report.mover import find_mover, mover_events
from sim.report.reasons import reason_lines
from sim.report.reviews import ENDED, disposals, reviews
from sim.report.station_work import station_days, visits
from sim.report.words import block, day, due_day, hours, number

__all__ = ["replay_lines", "replay_record"]

HANG = 16
"""Column at which the words of an event begin, after two blanks, date and time."""


def replay_lines(
    plan: Plan, trajectory: Trajectory, *, inner: int = 1, everything: bool = False, mover: str | None = None
) -> Iterator[str]:
    """Yield a history as lines of at most 80 columns: the circumstances, the events, the closure.

    Parameters
    ----------
    plan, trajectory
        The plan and the history.
    inner
        Number of histories per world; only `replay_record` uses it.
    everything
        Whether to list every visit, tasking, task, crew and cause. Otherwise visits are summed up, and so are
        missions that are not tasked; only long tasks and waits are listed, and short causes are merged.
    mover
        The mover whose events alone are listed, named by its lot and number, such as "guards/3"; None for all events.

    Raises
    ------
    ConfigError
        There is no such mover.
    """
    story = History(plan, trajectory)
    events = _sorted(story, everything, mover)
    yield from _head(story)
    for second, _, text in events:
        yield from block(f"{story.at(second)}  {text}", hang=HANG)
    yield ""
    yield from _end(story, everything, chained=mover is None)


def replay_record(
    plan: Plan, trajectory: Trajectory, *, inner: int = 1, everything: bool = False, mover: str | None = None
) -> dict[str, Any]:
    """Return a history as a record for other programs: its draws, the events with their local times, the closure.

    Parameters
    ----------
    plan, trajectory, inner, everything, mover
        As for `replay_lines`.

    Raises
    ------
    ConfigError
        There is no such mover.
    """
    story = History(plan, trajectory)
    closure, deadline = _closure(story), plan.deadline
    return {
        "scenario": plan.name,
        "replication": trajectory.replication,
        "seed": trajectory.seed,
        "inner": inner,
        "world": trajectory.world,
        "drawn": dict(zip(plan.names["uncertainty"], trajectory.drawn.tolist(), strict=True)),
        "mover": mover,
        "events": [
            {"at": local_time(second, plan.clock), "words": text}
            for second, _, text in _sorted(story, everything, mover)
        ],
        "closure": None if closure is None else local_time(closure, plan.clock),
        "deadline": local_time(deadline, plan.clock),
        "on_time": closure is not None and closure <= deadline,
        "hours_early": None if closure is None else (deadline - closure) / 3600,
        "stuck": bool(trajectory.stuck),
        "end": [line.strip() for line in _end(story, everything, chained=mover is None)],
    }


def _sorted(story: History, everything: bool, mover: str | None) -> list[Event]:
    """Return the events of a history, or of one mover, in order of time."""
    found = _events(story, everything) if mover is None else mover_events(story, find_mover(story, mover))
    return sorted(found, key=lambda event: event[:2])


def _closure(story: History) -> int | None:
    """Return when the last required mover left or was destroyed [s]; 0 if no mover is required.

    None if a required mover was still in country when the history ended.
    """
    required = [mover for mover in story.movers if story.lots[mover.lot].required]
    if any(mover.fate == Fate.OPEN for mover in required):
        return None
    # a required item counts as done when it is destroyed
    return max((min(mover.up, mover.left) for mover in required), default=0)


def _events(story: History, everything: bool) -> Iterator[Event]:
    holds = cleared(story)
    yield from flights(story, holds, everything)
    yield from legs(story, everything)
    yield from gates(story, holds)
    yield from crises(story)
    yield from reviews(story)
    yield from disposals(story)
    yield from visits(story) if everything else station_days(story)


def _head(story: History) -> Iterator[str]:
    """Yield the lines before the events: the number of the history, its time zone, its draws and its force."""
    plan, seen = story.plan, story.trajectory
    yield from block(f"{plan.name}: replication {seen.replication:,} with seed {seen.seed}")
    yield from block(f"dates and times of {plan.clock.zone}; the start is {day(0, plan.clock, year=True)}")
    names = plan.names["uncertainty"]
    if names:
        drawn = ", ".join(f"{name} {number(x)}" for name, x in zip(names, seen.drawn.tolist(), strict=True))
        yield from block(f"drawn for world {seen.world:,}: {drawn}", hang=4)
    force, in_file = counted(_drawn(story)), counted(stated(plan).whole)
    beside = ", as the file states" if force == in_file else f"; the file states {in_file}"
    yield from block(f"this history has {force}{beside}", hang=4)
    for sentence in known(lever._asdict() for lever in plan.known):
        yield from block(sentence, hang=4)
    yield ""


def _drawn(story: History) -> Count:
    """Return the size of the force in a history; the size may be drawn."""
    movers = movers_of(story.plan, story.trajectory)
    cargo = ~movers.person
    return Count(
        int(movers.person.sum()),
        int(cargo.sum()),
        int(movers.kg[cargo].sum()) / 1000,
        int((movers.person & movers.required).sum()),
        int(movers.kg[cargo & movers.required].sum()) / 1000,
    )


def _end(story: History, everything: bool, chained: bool) -> Iterator[str]:
    """Yield the lines after the events: movers that did not leave, why the history is stuck (if it is), ramps, closure.

    With `chained`, the causes of the closure come before it.
    """
    plan, seen = story.plan, story.trajectory
    ended: dict[int, list[int]] = {}
    for who, mover in enumerate(story.movers):
        ended.setdefault(mover.fate, []).append(who)
    for fate, words in ENDED.items():
        if fate in ended:
            yield from block(f"{words}: {story.force(ended[fate])}", hang=4)
    if Fate.LEFT in ended:
        yield from block(f"left behind: {story.force(ended[Fate.LEFT])}", hang=4)
    still = ended.get(Fate.OPEN, [])
    has_come = {True: "still in country at the end", False: "not come by the end"}
    for come, words in has_come.items():
        if those := [who for who in still if (story.movers[who].arrived <= seen.end) == come]:
            yield from block(f"{words}, {day(seen.end, plan.clock)}: {story.force(those)}", hang=4)
    if seen.stuck:
        yield from block("the required movers could not move any more:")
        for link in chain(plan, seen.stuck):
            yield from block(link, 4, 8)
    yield from _ramps(story)
    limit = due_day(plan.deadline, plan.clock, year=True)
    if chained:
        yield from reason_lines(story, everything)
    closure = _closure(story)
    if closure is None:
        yield from block(f"not closed by the end of the clock: late (deadline {limit})")
        return
    margin = plan.deadline - closure
    word = "early" if margin >= 0 else "late"
    yield from block(f"closure {story.at(closure)}, {hours(abs(margin) / 3600)} {word} (deadline {limit})")


def _ramps(story: History) -> Iterator[str]:
    """Yield a line for each ramp with limited spots: its queueing efficiency, and the value that planners use."""
    plan, seen = story.plan, story.trajectory
    used = efficiency.values(plan, Sums(plan, seen))
    for (_, name), share in zip(efficiency.limited(plan), used, strict=True):
        if share == share:  # not NaN; NaN means that no aircraft was needed
            yield from block(
                f"ramp at {name}: worked at {share:.2f} of its MOG (planners use {efficiency.PLANNED})", hang=4
            )
