"""A sweep as sentences, CSV and JSON: which values of the levers reach the target, how it was run, and its points.

A sweep has a smooth curve of the probability for each `Slice`: along one lever, or over two levers (a *surface*), with
the other levers at fixed values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.analysis.decisions.crossing import Along, Crossing, Cut, crossing
from sim.analysis.summary.totals import plural
from sim.config.axes import Axis
from sim.domain.dates import moment
from sim.experiment.decide.effort import effort
from sim.experiment.decide.sweep.point import Point
from sim.experiment.decide.sweep.trade_words import trade_as_json
from sim.experiment.decide.trials.kept import DATABASE
from sim.experiment.decide.words import as_text, due_of, for_json, milestone_name
from sim.experiment.keep.written import csv_text

if TYPE_CHECKING:
    from sim.analysis.decisions.steps import Step
    from sim.config.axes import Axis
    from sim.experiment.decide.sweep.slice import Slice
    from sim.experiment.decide.sweep.sweep import Sweep

__all__ = ["answer", "as_csv", "as_json", "caveats", "headline", "meanings", "more"]

DOUBT: Final = 0.01
"""If the p-value of the lack of fit is below this, a sentence says that the smooth curve does not fit the counts."""
ROWS: Final = 7
"""Largest number of values of the second lever of a surface for which the answer has a sentence."""


def answer(sweep: Sweep) -> list[str]:
    """Return sentences that say which values of the levers reach the target.

    There is one sentence for each curve along one lever; for a surface, there is one for each of at most `ROWS` values
    of its second lever. A sweep without curves has a single sentence about its points.
    """
    if not sweep.slices:
        return _by_points(sweep)
    sentences = []
    for piece in sweep.slices:
        where = "".join(f", {sweep.axes[at].name} = {as_text(value)}" for at, value in piece.fixed.items())
        where = f" (with{where[1:]})" if where else ""
        sentences += [f"{text}{where}." for text in _of(sweep, piece)]
    return sentences


def headline(sweep: Sweep) -> str:
    """Return the answer as one sentence or phrase, for the title of a figure."""
    maps = [piece for piece in sweep.slices if len(piece.along) == 2]
    if not maps:
        return answer(sweep)[0]
    goal = f"P({milestone_name(sweep.milestone)}) = {sweep.target:g}"
    best = max(sweep.points, key=lambda point: (point.smoothed or (0.0,))[0])
    most, low, high = best.smoothed or (best.seen.value, best.seen.low, best.seen.high)
    if most < sweep.target:
        highest = f"the highest is {most:.3f} [{low:.2f}, {high:.2f}] at {_point(sweep, best)}"
        return f"{goal} is reached nowhere here; {highest}"
    if len(maps) == 1:
        one, other = (sweep.axes[at] for at in maps[0].along)
        places = other.positions or ()
        ends = [min(places), max(places)]
        meets = [crossing(Cut(maps[0].curve, 0, place), sweep.target) for place in ends]
        said_of = {each.says for each in meets}
        if "crosses" in said_of and "crosses several times" not in said_of:
            first, last = (f"{other.name} = {as_text(other.values[places.index(place)])}" for place in ends)
            return f"{goal} {_at_end(one, meets[0])} at {first}, and {_at_end(one, meets[1])} at {last}"
    least = min((point.smoothed or (1.0,))[0] for point in sweep.points)
    return f"{goal} is met everywhere here" if least >= sweep.target else f"{goal} lies on the bold line"


def _at_end(axis: Axis, meets: Crossing) -> str:
    """Return in words where along `axis` the target is met, when the other lever is at one end of its range."""
    if meets.says == "crosses":
        return f"takes {axis.name} = {_on(axis.values, meets)}"
    return f"is met with any {axis.name}" if meets.says == "always above" else f"cannot be reached with any {axis.name}"


def _of(sweep: Sweep, piece: Slice) -> Iterator[str]:
    """Yield the sentences of `answer` about one slice, without the full stop."""
    if len(piece.along) == 1:
        yield _needs(sweep, piece.along[0], piece.curve, piece.crossing(sweep.target))
        return
    other = sweep.axes[piece.along[1]]
    lines = other.positions or ()
    for place in np.unique(np.linspace(0, len(lines) - 1, min(ROWS, len(lines))).round().astype(int)).tolist():
        text = _needs(sweep, piece.along[0], Cut(piece.curve, 0, lines[place]))
        yield f"Where {other.name} = {as_text(other.values[place])}: {text}"


def _needs(sweep: Sweep, at: int, curve: Along, meets: Crossing | None = None) -> str:
    """Return in words where a curve along lever number `at` meets the target; `meets` is computed if it is None."""
    axis, meets = sweep.axes[at], meets or crossing(curve, sweep.target)
    goal = f"P({milestone_name(sweep.milestone)}) = {sweep.target:g}"
    ends = f"{as_text(axis.values[0])} to {as_text(axis.values[-1])}"
    if not meets.all:
        value, low, high = curve.at(curve.points[:, 0])
        place = int(value.argmin() if meets.says == "always above" else value.argmax())
        seen = f"{value[place]:.3f} [{low[place]:.2f}, {high[place]:.2f}]"
        doubt = ", which leaves it open" if meets.low is not None else ""
        if meets.says == "always above":
            always = "seems to be met" if doubt else "is met"
            return f"{goal} {always} with {axis.name} anywhere from {ends}: the least is {seen}{doubt}"
        never = "is not reached" if doubt else "cannot be reached"
        return f"{goal} {never} with {axis.name} from {ends}: the highest is {seen}{doubt}"
    words = []
    for each in meets.all:
        reach = f" ({_end(axis.values, each.low)} to {_end(axis.values, each.high)})"
        words.append(
            f"{'needs' if each.rising else 'is lost beyond'} {axis.name} = {_on(axis.values, each)}{reach}"
            f"{_enough(axis.values, each) if len(meets.all) == 1 else ''}"
        )
    return f"{goal} {', and '.join(words)}"


def _enough(values: Sequence[Any], meets: Crossing) -> str:
    """Return the smallest value of the sweep that is at least `meets.high`, as ": 8 is enough".

    The text is empty if some values are not whole numbers, if smaller values of the lever are better, or if no value of
    the sweep is that large.
    """
    if not meets.rising or not all(isinstance(value, int) for value in values) or meets.high is None:
        return ""
    beyond = [value for value in values if value >= meets.high]
    return f": {min(beyond)} is enough" if beyond else ""


def _on(values: Sequence[Any], meets: Crossing) -> str:
    """Return the value of the lever at a crossing, as text."""
    assert meets.value is not None  # callers pass only crossings that have a value
    return _end(values, meets.value)


def _end(values: Sequence[Any], position: float | None) -> str:
    """Return a position along a lever as text: a position is a value of the lever or, for dates, the ordinal of a date.

    Minus infinity becomes "below" the first value; None, infinity and NaN become "beyond" the last one.
    """
    first, last = values[0], values[-1]
    if position is None or not np.isfinite(position):
        below = position is not None and position < 0
        return f"below {as_text(first)}" if below else f"beyond {as_text(last)}"
    if isinstance(first, date):
        return as_text(date.fromordinal(round(position)))
    return f"{position:.3g}"


def _by_points(sweep: Sweep) -> list[str]:
    """Return one sentence about the points that reach the target, in a list; for a sweep without curves."""
    goal = f"P({milestone_name(sweep.milestone)}) = {sweep.target:g}"
    sure = [point for point in sweep.points if point.seen.low >= sweep.target]
    likely = [point for point in sweep.points if point.seen.value >= sweep.target]
    names = ", ".join(_point(sweep, point) for point in (sure or likely)[:5])
    more = len(sure or likely) - 5
    names += f" and {more} more" if more > 0 else ""
    if sure:
        return [f"{goal} is reached, beyond sampling error, at {plural(len(sure), 'point')}: {names}."]
    if likely:
        return [f"{goal} may be reached at {plural(len(likely), 'point')}, within sampling error: {names}."]
    best = max(sweep.points, key=lambda point: point.seen.value)
    return [f"{goal} is reached at no point; the highest share seen is {best.seen} at {_point(sweep, best)}."]


def _point(sweep: Sweep, point: Point) -> str:
    return ", ".join(f"{axis.name} = {as_text(value)}" for axis, value in zip(sweep.axes, point.values, strict=True))


def caveats(sweep: Sweep) -> Iterator[str]:
    """Yield sentences on how the sweep was run, and on the limits of its answer."""
    draws = "the same random numbers at all" if sweep.common_random_numbers else "separate random numbers at each"
    draws = "the same histories at all" if len(sweep.read_off) == len(sweep.axes) else draws
    shared = f", {sweep.inner} of each world" if sweep.inner > 1 else ""
    yield (
        f"{plural(len(sweep.points), 'point')}, {plural(sweep.replications, 'history', 'histories')} each{shared}"
        f"{more(sweep)}, {draws} (seed {sweep.seed}). Intervals ({sweep.confidence:g}) are sampling error only."
    )
    yield from meanings(sweep.axes)
    for known in sweep.known:
        if known.apply == "set":
            setter = "--set" if known.number in sweep.question.known else "the lever"
            yield f'"{known.unknown}" of [uncertainty] draws {known.number} in a run; here {setter} sets it.'
    yield from sweep.effects.sentences()
    for name in sweep.read_off:
        yield f"All dates of {name} use the same histories, in which the plan aims at the date in the file."
    if len(sweep.slices) > 1:
        kind = "map" if len(sweep.slices[0].along) == 2 else "curve"
        names = " and ".join(sweep.axes[at].name for at in sweep.slices[0].fixed)
        yield f"Each value of {names} has a {kind} of its own, fitted to its own points only."
    for piece, step in _steps(sweep):
        axis = sweep.axes[piece.along[step.lever]]
        low, high = _ends(axis, step)
        where = "".join(f", at {sweep.axes[at].name} = {as_text(value)}" for at, value in piece.fixed.items())
        yield (
            f"P({milestone_name(sweep.milestone)}) has a step of {step.change:+.3f} between {axis.name} = "
            f"{as_text(low)} and {as_text(high)} (real with probability {_sure(step.chance)}){where}: something there "
            "depends on that lever abruptly."
        )
    if sweep.lack_of_fit is not None and sweep.lack_of_fit < DOUBT:
        what = "the counts have a step or a kink" + (" that the curve lacks" if any(_steps(sweep)) else "")
        yield (
            f"The smooth curve does not fit the counts (p = {sweep.lack_of_fit:.2g}): {what}. Use the points instead."
        )
    if sweep.common_random_numbers:
        yield "No curve is drawn: points on the same random numbers share one error, which a curve would hide."
    yield from effort(sweep, DATABASE)


def meanings(axes: Iterable[Axis]) -> Iterator[str]:
    """Yield the description of each lever that has one."""
    for axis in axes:
        if axis.about:
            yield f"{axis.name}: {axis.about.rstrip('.')}."


def more(sweep: Sweep) -> str:
    """Return in words how many histories the option `refine` added, and how many each point has; empty without it."""
    if not sweep.refine:
        return ""
    n = [point.seen.n for point in sweep.points]
    many = f" and {sweep.added:,} more near P = {sweep.target:g} ({min(n):,} to {max(n):,} per point)"
    return many if sweep.added == sweep.refine else f"{many}, of {sweep.refine:,} requested"


def _steps(sweep: Sweep) -> Iterator[tuple[Slice, Step]]:
    """Yield each abrupt step of a curve, with the slice that has it."""
    for piece in sweep.slices:
        for step in piece.curve.steps:
            yield piece, step


def _ends(axis: Axis, step: Step) -> tuple[Any, Any]:
    """Return the values of a lever between which a step lies."""
    places = axis.positions or ()
    return axis.values[places.index(step.low)], axis.values[places.index(step.high)]


def _sure(chance: float) -> str:
    """Return the probability of a step as text; from 0.995 on it is "above 0.99"."""
    return f"{chance:.2f}" if chance < 0.995 else "above 0.99"


def as_csv(sweep: Sweep) -> str:
    """Return the points as CSV: a head, then for each point the values of the levers and the figures of `_row`."""
    rows: list[list[Any]] = [
        [
            *(axis.name for axis in sweep.axes),
            *("n", "met", "probability", "low", "high", "smoothed", "smoothed_low", "smoothed_high"),
            *("closure_p50", "not_shipped_t", "not_shipped_usd", "cost_usd", "levers_usd"),
            *("on_front", "front_settled"),
        ]
    ]
    for at, point in enumerate(sweep.points):
        row = _row(sweep, at)
        rows.append(["" if value is None else value for value in [*map(as_text, point.values), *row.values()]])
    return csv_text(rows)


def _row(sweep: Sweep, at: int) -> dict[str, Any]:
    """Return the figures of point number `at` by the name of their column; None where there is no figure."""
    point, trade = sweep.points[at], sweep.trade
    seen, smooth = point.seen, point.smoothed or (None, None, None)

    def figure(value: float | None) -> float | None:
        return None if value is None else float(f"{value:.10g}")

    half = None if point.closure_s is None else moment(point.closure_s, sweep.question.clock).isoformat()
    return {
        "n": seen.n,
        "met": seen.met,
        "probability": figure(seen.value),
        "low": figure(seen.low),
        "high": figure(seen.high),
        "smoothed": figure(smooth[0]),
        "smoothed_low": figure(smooth[1]),
        "smoothed_high": figure(smooth[2]),
        "closure_p50": half,
        "not_shipped_t": figure(point.not_shipped_t),
        "not_shipped_usd": figure(point.not_shipped_usd),
        "cost_usd": figure(point.cost_usd),
        "levers_usd": figure(sweep.usd[at]),
        "on_front": None if trade is None else int(at in trade.found.kept),
        "front_settled": None if trade is None else int(trade.found.settled[at]),
    }


def as_json(sweep: Sweep) -> dict[str, Any]:
    """Return the sweep as a table for JSON, which does not depend on the number or kind of workers."""
    return {
        "scenario": sweep.question.name,
        "milestone": sweep.milestone,
        "by": due_of(sweep.question, sweep.milestone, sweep.axes),
        "target": sweep.target,
        "confidence": sweep.confidence,
        "seed": sweep.seed,
        "replications": sweep.replications,
        "inner": sweep.inner,
        "common_random_numbers": sweep.common_random_numbers,
        "refine": sweep.refine,
        "added": sweep.added,
        "answer": answer(sweep),
        "levers": [
            {
                "name": axis.name,
                "about": axis.about,
                "to": list(axis.targets),
                "apply": axis.apply,
                "values": list(map(for_json, axis.values)),
            }
            for axis in sweep.axes
        ],
        "without_effect": list(sweep.effects.idle),
        "moves_no_figure": list(sweep.effects.unseen),
        "read_off": list(sweep.read_off),
        "lack_of_fit": sweep.lack_of_fit,
        "steps": [_as_json(sweep, piece, step) for piece, step in _steps(sweep)],
        "trade": trade_as_json(sweep),
        "points": [
            {
                "values": {axis.name: for_json(value) for axis, value in zip(sweep.axes, point.values, strict=True)},
                **_row(sweep, at),
            }
            for at, point in enumerate(sweep.points)
        ],
    }


def _as_json(sweep: Sweep, piece: Slice, step: Step) -> dict[str, Any]:
    """Return a step of a curve as a table for JSON."""
    axis = sweep.axes[piece.along[step.lever]]
    low, high = map(for_json, _ends(axis, step))
    fixed = {sweep.axes[at].name: for_json(value) for at, value in piece.fixed.items()}
    numbers = {"probability": float(f"{step.chance:.6g}"), "change": float(f"{step.change:.10g}")}
    return {"lever": axis.name, "low": low, "high": high, **numbers, "fixed": fixed}
