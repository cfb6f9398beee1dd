"""Output of `sim check`: the planner's arithmetic as lines, with a label for each entry."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.analysis.summary.totals import counted, has, states
from sim.analysis.summary.words import KNOWN, known
from sim.analysis.sums.mode import flies
from sim.arithmetic import Arithmetic, Permit, factors
from sim.arithmetic.amount import Amount
from sim.arithmetic.force import mean_world
from sim.arithmetic.limits import Limit
from sim.arithmetic.phased import MeanPlan
from sim.arithmetic.preparation import RampLimit, StationLimit
from sim.arithmetic.supply import Bringing
from sim.domain.dates import moment
from sim.model.world.means import DAY
from sim.report.caveats import left_out
from sim.report.closed_hours import in_closed_hours
from sim.report.crises import stated as crises
from sim.report.loads import fills, loads, one_load
from sim.report.network import network
from sim.report.words import count, day, due_day, entry, hours, number, plural, tonnes

__all__ = ["check_lines"]

LOADING = "the last loading"
WAY = "the way to the border"
FARTHEST = 20 * 365 * DAY
"""A date later than this instant is reported as never [s]."""


def check_lines(arithmetic: Arithmetic) -> list[str]:
    """Return the planner's arithmetic as lines of at most 80 columns."""
    stated = [text.removeprefix(KNOWN) for text in known(lever._asdict() for lever in arithmetic.plan.known)]
    lines = entry("known", stated) if stated else []
    lines += _force(arithmetic)
    lines += entry("required", [f"{_amount(arithmetic.required)} of the mean world must still leave"])
    lines += entry("needs", [_sorties(arithmetic.required)]) if _carries(arithmetic) else []
    lines += entry("per day", [*_rates(arithmetic), *(_permit(arithmetic, permit) for permit in arithmetic.permits)])
    lines += entry("load", fills) if (fills := loads(arithmetic)) else []
    for plan in arithmetic.plans:
        lines += entry("plan", [_plan(arithmetic, plan)])
    for crisis in crises(arithmetic.plan):
        lines += entry("crisis", [crisis])
    for lift in arithmetic.lifts:
        if lift.tails:
            lines += entry(lift.name, _fleet(arithmetic, lift))
    spotted = [ramp for ramp in arithmetic.ramps if ramp.spots is not None]
    for ramp in spotted if len(spotted) <= 4 else []:
        lines += entry("ramp", [_ramp(arithmetic, ramp)])
    lines += network(arithmetic)
    lines += in_closed_hours(arithmetic.plan)
    lines += entry("binding", [_binding(arithmetic)])
    out = _out(arithmetic, "all required", arithmetic.closure)
    whole = _out(arithmetic, "everything", arithmetic.closure_of_everything)
    lines += entry("date", [f"{out}, {whole}", "(at mean values, which hide the risk: sim run shows it)"])
    return lines + (entry("left out", missing) if (missing := left_out(arithmetic)) else [])


def _plan(arithmetic: Arithmetic, plan: MeanPlan) -> str:
    """Return the words for a phased plan: what it releases, from when to when, and how much a week."""
    equipment = f"{plural(plan.items, 'item')} ({tonnes(plan.tonnes)})"
    what = [plural(plan.people, "person", "people")] * (plan.people > 0) + [equipment] * (plan.items > 0)
    if not what:
        return f"{plan.name}: nothing is left to release"
    span = f"{day(plan.begins, arithmetic.plan.clock)} to {due_day(plan.until, arithmetic.plan.clock)}"
    weeks = max(1.0, (plan.until - plan.begins) / (7 * DAY))
    pace = [count(plan.people / weeks) + " people"] * (plan.people > 0)
    pace += [tonnes(plan.tonnes / weeks)] * (plan.items > 0)
    return f"{plan.name}: {' and '.join(what)}, {span}, {' and '.join(pace)} a week"


def _carries(arithmetic: Arithmetic) -> bool:
    """Return whether lift carries any required mover at mean values; true if nothing is required."""
    required = arithmetic.required
    return (
        (required.items > 0 and arithmetic.lift_t > 0.0)
        or (required.people > 0 and arithmetic.seats > 0.0)
        or not (required.items or required.people)
    )


def _force(arithmetic: Arithmetic) -> list[str]:
    """Return the entries for the force: what the file states, what the mean world has, and how much is not shipped."""
    mean = mean_world(arithmetic.plan)
    how = ", every unknown at its mean" if arithmetic.plan.names["uncertainty"] else ": the file names no unknown"
    parts = [f"{has(arithmetic.plan) or 'has the same'}{how}"]
    if mean.left.people or mean.left.items:
        parts.append(f"of these, {counted(mean.left)} left before the start")
    if mean.stays.people or mean.stays.items:
        why = "the plan hands over, sells, destroys, retains or abandons them"
        parts.append(f"of these, {counted(mean.stays)} are not shipped: {why}")
    return entry("the file", [states(arithmetic.plan)]) + [
        line for part in _entries("mean world", parts) for line in part
    ]


def _entries(label: str, parts: list[str]) -> Iterator[list[str]]:
    """Yield the lines of an entry, with each part on a new line."""
    for part in parts:
        yield entry(label, [part])
        label = ""


def _amount(amount: Amount) -> str:
    """Return the words for an amount: tonnes and items if there are items, then people if there are people."""
    equipment = f"{tonnes(amount.tonnes)} in {plural(amount.items, 'item')}"
    people = plural(amount.people, "person", "people")
    return ", ".join([equipment] * (amount.items > 0) + [people] * (amount.people > 0)) or "nothing"


def _sorties(amount: Amount) -> str:
    """Return how many sorties an amount needs, in words: heavy sorties, and sorties for people."""
    heavy, people = plural(amount.heavy_sorties, "heavy sortie"), amount.people_sorties
    if people and not amount.heavy_sorties:
        return f"{plural(people, 'sortie')} for people"
    return f"{heavy} + {count(people)} for people" if people else heavy


def _rates(arithmetic: Arithmetic) -> list[str]:
    """Return the words for the daily capacity of lift, ramps and preparation, and of clearance if it is below lift."""
    light = not any(lift.heavy for lift in arithmetic.lifts) and math.isfinite(arithmetic.seats)
    parts = [
        f"lift {count(arithmetic.seats)} people out"
        if light
        else f"lift {_rate(arithmetic.lift_t)}{_apart(arithmetic)}"
    ]
    parts += [f"ramp {_rate(arithmetic.ramp_t)}", f"preparation {_rate(arithmetic.preparation_t)}"]
    if arithmetic.clearance_t < arithmetic.lift_t * (1.0 - 1e-9):
        parts.append(f"clearance {_rate(arithmetic.clearance_t)}")
    return parts


def _apart(arithmetic: Arithmetic) -> str:
    """Return a note if lift would take out more if all ways were open together; empty otherwise."""
    if not arithmetic.lift_t < arithmetic.together_t * (1.0 - 1e-9):
        return ""
    return f" (at most {_rate(arithmetic.lift_t)} at any time: ways that are not open together are not added up)"


def _rate(t_per_day: float) -> str:
    """Return the words for a rate in tonnes a day."""
    return tonnes(t_per_day) if math.isfinite(t_per_day) else "no limit"


def _permit(arithmetic: Arithmetic, permit: Permit) -> str:
    """Return the words for when a permission opens, and how likely it is to be withdrawn."""
    name = arithmetic.plan.name_of(permit.table, permit.row)
    words = f"permission for {name} from {_date(arithmetic, permit.opens)}"
    notes = []
    if permit.high - permit.low >= DAY:
        low, high = _date(arithmetic, permit.low), _date(arithmetic, permit.high)
        notes.append(f"uncertain: {low} to {high} in 9 of 10 cases")
    if permit.lost > 0.0:
        notes.append(f"withdrawn again with probability {number(permit.lost, 2)}")
    return words + (f" ({'; '.join(notes)})" if notes else "")


def _fleet(arithmetic: Arithmetic, lift: Bringing) -> list[str]:
    """Return the words for a fleet: its cycle, its highest UTE rate (flying hours a day), and how much it moves."""
    ceiling = factors.ute_ceiling(lift.flying_h, lift.cycle_h)
    times = f"{lift.flying_h:.2f} h in a cycle of {lift.cycle_h:.2f} h"
    is_air = flies(arithmetic.plan, lift.row)
    parts = [f"{plural(lift.tails, 'tail')}, {'flying' if is_air else 'on the way'} {times}"]
    parts += [f"UTE ceiling {ceiling:.1f} h/day"] if is_air else []
    people = not lift.heavy and math.isfinite(lift.people)  # a lift that carries only people
    amount, each = (lift.filling.people, lift.filling.each) if people else (lift.filling.tonnes, lift.load_t)
    moves = lift.fleet_per_day(arithmetic.ute_h, each)
    assumed = "if no tail ever waits" if arithmetic.ute_h is None else f"at UTE {number(arithmetic.ute_h)}"
    if not math.isfinite(moves):
        return [*parts, f"{assumed}: no limit, because a round trip takes no time"]
    words = plural(round(moves), "person", "people") if people else _both_tons(moves)
    parts.append(f"{assumed} {words} a day")
    if amount > 0.0 and moves <= 0.0:
        return [*parts, "so it never carries the whole force"]
    if amount <= 0.0:
        return parts
    missions, days = factors.missions_required(amount, each), factors.closure_days(amount, moves)
    return [*parts, f"{plural(missions, 'mission')} in {days:.2f} days"]


def _both_tons(t: float) -> str:
    """Return the words for a weight in tonnes and in short tons."""
    return f"{tonnes(t)} ({t / factors.SHORT_TON_T:,.1f} st)"


def _ramp(arithmetic: Arithmetic, ramp: RampLimit) -> str:
    """Return the words for the throughput of a ramp: its factors, then tonnes and short tons a day."""
    name = arithmetic.plan.name_of("site", ramp.site)
    product = f"{plural(ramp.spots or 0, 'spot')} x {number(ramp.payload_t)} t x {number(ramp.hours)} h"
    throughput = f"{_both_tons(ramp.t_per_day)} a day" if math.isfinite(ramp.t_per_day) else "no limit"
    return f"{name}: {product} / {number(ramp.ground_h)} h x {factors.QUEUEING} = {throughput}"


def _binding(arithmetic: Arithmetic) -> str:
    """Return the words for the binding limit, then the last loading and the way to the border if they take time."""
    limit = arithmetic.binding
    if limit is None or limit.closes <= 0.0:
        return "nothing: no required person or item still has to leave"
    binds = [_at_the_sites(arithmetic, limit)] if limit.kind != "date" or limit.at > 0.0 else []
    binds += [LOADING] if limit.loading > 0.0 else []
    binds += [WAY] if limit.way > 0.0 else []
    if len(binds) < 2:
        return binds[0]
    between = ", and " if len(binds) == 2 and binds[0] != LOADING else " and "
    return f"{', '.join(binds[:-1])}{between}{binds[-1]}"


def _at_the_sites(arithmetic: Arithmetic, limit: Limit) -> str:
    """Return the words for a limit, without the last loading and the way to the border."""
    if limit.kind == "preparation":
        return _station(arithmetic, next(place for place in arithmetic.stations if place.row == limit.row))
    if limit.kind == "date":
        return f'the dates given for "{arithmetic.plan.name_of("lot", limit.row)}"'
    if limit.kind == "hold":
        return f'hold "{arithmetic.plan.name_of("hold", limit.row)}", which waits for other movers'
    where = f" at {arithmetic.plan.name_of('site', limit.row)}" if limit.row >= 0 else ""
    if limit.kind == "ramp":
        ramp = next(ramp for ramp in arithmetic.ramps if ramp.site == limit.row)
        return f"the ramp{where} ({tonnes(ramp.t_per_day)} a day)"
    if limit.kind == "gate":
        return f"the gate{where} (at most {number(limit.per_day)} sorties a day)"
    return _lift(arithmetic, limit, where)


def _station(arithmetic: Arithmetic, place: StationLimit) -> str:
    """Return the words for a station that is the binding limit."""
    site = arithmetic.plan.name_of("site", place.site)
    step = place.name.removeprefix(f"{site}/")
    movers = place.people + place.items
    who = "item" if place.items >= place.people else "person"
    rate = "no limit"
    if place.days > 0.0:
        heads = plural(round(movers / place.days), who, "people" if who == "person" else None)
        rate = f"{tonnes(place.tonnes / place.days) if place.tonnes else heads} a day"
    servers = plural(place.servers, "server")
    daily = f"{number(place.open_h, 2)} h a day"
    if place.server_h < 0.999 * place.servers * place.open_h:
        daily = f"{number(place.server_h, 2)} h a day for all servers together"
    work = f"{servers}, {daily}, {hours(place.visit_h)} for one {who}"
    again = place.visits / movers if movers else 1.0
    rework = f", {number(again, 3)} visits each" if again > 1.005 else ""
    return f"preparation at {site} ({rate}; {step} is the slowest step: {work}{rework})"


def _lift(arithmetic: Arithmetic, limit: Limit, where: str) -> str:
    """Return the words for a limit of lift that is the binding limit."""
    if not math.isfinite(limit.at):
        return f"lift{where}, which never carries all that is required"
    parts = []
    for lift in (lift for lift in arithmetic.lifts if lift.row in limit.lifts):
        each = one_load(limit, lift)
        since = f" from {_date(arithmetic, lift.opens)}" if lift.opens > 0 else ""
        often = limit.per_day if len(limit.lifts) == 1 else lift.per_day
        parts.append(f"{lift.name} {number(7 * often, 2)} a week with {each}{since}")
    shared = f" for {len(limit.sites)} sites" if limit.row < 0 and not _all(arithmetic, limit) else ""
    why = "" if limit.binds in ("lift", "seats") else f", {limit.binds}"
    return f"{fills(limit)}{where}{shared} ({'; '.join(parts)}{why})"


def _all(arithmetic: Arithmetic, limit: Limit) -> bool:
    """Return whether all lifts of a limit leave the country."""
    return all(lift.out for lift in arithmetic.lifts if lift.row in limit.lifts)


def _out(arithmetic: Arithmetic, what: str, second: float) -> str:
    """Return the words for the date on which `what` is out, or that it does not get out."""
    return f"{what} out {_date(arithmetic, second)}" if second <= FARTHEST else f"not {what} gets out"


def _date(arithmetic: Arithmetic, second: float) -> str:
    """Return the date of an instant [s]; "never" if it is later than FARTHEST.

    The year follows if it differs from the year of the start or of the deadline.
    """
    clock = arithmetic.plan.clock
    if second > FARTHEST:
        return "never"
    return day(second, clock, year=moment(round(second), clock).year != moment(arithmetic.plan.deadline, clock).year)
