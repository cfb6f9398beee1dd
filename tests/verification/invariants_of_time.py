"""Invariants of time (laws for every history): how long tasks, loading and legs take, and when lift may move.

They also hold with routes over several sites. The random numbers of a history are drawn again: each depends only on
the seed, the number of the history, and the event for which it is drawn.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sim.model import calendars
from sim.model.calendars import ALWAYS, NEVER
from sim.model.draws import Stream
from sim.model.durations import whole_seconds
from sim.model.terms import Fate, Supply
from sim.model.world.attacks import attacks
from sim.model.world.flying import TRIPS, leg_seconds, recovery_seconds, season_of
from sim.model.world.hours import open_hours
from sim.model.world.updown import up_windows
from tests.verification.case import Case

INBOUND, OUTBOUND = 0, 1


def rows(table: Any) -> list[dict[str, int]]:
    """Return the rows of a table of the history as dictionaries by column."""
    return [dict(zip(table.dtype.names, row, strict=True)) for row in table.tolist()]


def loads(case: Case) -> dict[int, list[dict[str, int]]]:
    """Return the movers that each sortie took on its leg, by the row of the sortie."""
    aboard: dict[int, list[dict[str, int]]] = defaultdict(list)
    for ride in case.visit:
        if ride["place"] < 0:
            aboard[ride["server"]].append(case.mover[ride["mover"]])
    return aboard


def unloaded(sortie: dict[str, int]) -> bool:
    """Return whether a sortie was unloaded again before departure. No table has the load of such a sortie."""
    return sortie["fate"] == Fate.TURNED_BACK and sortie["up"] == NEVER


def lasts(case: Case, windows: Any, began: int, ended: int, work: int) -> bool:
    """Return whether the span [began, ended) has exactly `work` open seconds and its last second is open.

    A span without work need not end with an open second. If the span ends after the horizon, return whether it has at
    most `work` open seconds before the horizon.

    Parameters
    ----------
    windows
        Calendar of the hours in which work goes on.
    began, ended, work
        Begin and end of the span, and duration of the work [s].
    """
    if ended > case.plan.horizon:
        return calendars.open_seconds(*windows, began, case.plan.horizon) <= work
    rested = work > 0 and not calendars.is_open(*windows, ended - 1)
    return calendars.open_seconds(*windows, began, ended) == work and not rested


# ------------------------------------------------------------------------------------------------ tasks and loading


def tasks_take_what_they_take(case: Case) -> None:
    """A task lasts its drawn time plus, unless it began earlier than the loading, its times per tonne, pallet, vehicle,
    person and busload of the load. It rests outside ramp hours and while its machine is down.

    A task beside the loading that begins at the same instant as the loading may count the load or not. The loading of
    an empty sortie takes no time.
    """
    world, aboard, tasks = case.world, loads(case), case.world.rows("task")
    for job in rows(case.history.ground):
        if job["task"] < 0:
            continue
        spec, sortie = tasks[job["task"]], case.sortie[job["sortie"]]
        address = (case.lifts[sortie["lift"]].key, sortie["number"], job["task"], sortie["attempt"])
        alone = world.sample(spec.takes, Stream.TASK, *address)
        full = alone + _parts(case, spec, aboard.get(job["sortie"], []))
        takes = {alone if job["began"] < sortie["worked"] else full}
        if job["began"] == sortie["worked"] and not spec.loads:
            takes.add(alone)
        if spec.loads and not aboard.get(job["sortie"]) and not unloaded(sortie):
            takes = {0}
        windows = case.ramp(sortie["site"], job["began"])
        if job["unit"] >= 0:
            windows = calendars.intersect(windows, case.machine(sortie["site"], spec.kind, job["unit"]))
        if spec.loads:
            assert (job["began"], job["ended"]) == (sortie["worked"], sortie["loaded"])
        if unloaded(sortie) and _counts_load(case, spec) and job["began"] >= sortie["worked"]:
            continue
        assert any(lasts(case, windows, job["began"], job["ended"], work) for work in takes)


def _parts(case: Case, spec: Any, movers: list[dict[str, int]]) -> int:
    """Return the time [s] that a task takes for a load of `movers`."""
    people = [mover for mover in movers if case.lot(mover).person]
    cargo = [mover for mover in movers if not case.lot(mover).person]
    value = case.world.value
    tonnes = sum(mover["kg"] for mover in cargo) / 1000.0
    added = value(spec.per_t_s) * tonnes + value(spec.per_pallet_s) * sum(m["mpos"] for m in movers) / 1000.0
    added += value(spec.per_vehicle_s) * sum(case.lot(mover).vehicles for mover in cargo)
    added += value(spec.per_person_s) * len(people)
    return whole_seconds(added + value(spec.per_busload_s) * -(-len(people) // spec.busload))


def _counts_load(case: Case, spec: Any) -> bool:
    parts = (spec.per_t_s, spec.per_pallet_s, spec.per_vehicle_s, spec.per_person_s, spec.per_busload_s)
    return any(case.world.value(slot) > 0 for slot in parts)


def loading_takes_what_it_takes(case: Case) -> None:
    """Without tasks, loading lasts its drawn time plus its times per tonne and person; it rests outside ramp hours.

    The loading of an empty sortie takes no time.
    """
    aboard, tasked = loads(case), {task.lift for task in case.world.rows("task")}
    for row, sortie in enumerate(case.sortie):
        lift = case.fitted(sortie)
        if sortie["worked"] == NEVER or sortie["lift"] in tasked or unloaded(sortie):
            continue
        movers = aboard.get(row, [])
        cargo = sum(mover["kg"] for mover in movers if not case.lot(mover).person)
        people = sum(case.lot(mover).person for mover in movers)
        work = case.world.sample(lift.load, Stream.LOAD, lift.key, sortie["number"], 0, sortie["attempt"])
        per_t, per_person = case.world.value(lift.load_per_t_s), case.world.value(lift.load_per_person_s)
        work += whole_seconds(per_t * cargo / 1000.0 + per_person * people)
        work = work if movers else 0
        windows = case.ramp(sortie["site"], sortie["worked"]) if lift.uses_ramp else ALWAYS
        assert lasts(case, windows, sortie["worked"], sortie["loaded"], work)


def tasks_come_in_their_order(case: Case) -> None:
    """A task begins after all tasks of earlier stages; a sortie is ready after all tasks of its lift."""
    tasks = case.world.rows("task")
    jobs: dict[int, list[dict[str, int]]] = defaultdict(list)
    for job in rows(case.history.ground):
        if job["task"] >= 0:
            jobs[job["sortie"]].append(job)
    for row, sortie in enumerate(case.sortie):
        mine = jobs[row]
        for job in mine:
            before = [at for at, t in enumerate(tasks) if t.lift == sortie["lift"]]
            before = [at for at in before if tasks[at].stage < tasks[job["task"]].stage]
            ended = {other["task"]: other["ended"] for other in mine}
            assert all(ended.get(at, NEVER) <= job["since"] for at in before)
        if sortie["ready"] < NEVER:
            every = [at for at, t in enumerate(tasks) if t.lift == sortie["lift"]]
            assert sorted(job["task"] for job in mine) == every
            assert max((job["ended"] for job in mine), default=0) <= sortie["ready"]


def a_parked_task_waits_for_no_working_spot(case: Case) -> None:
    """A task on the parking spot without a machine begins in ramp hours as soon as earlier stages are done."""
    tasks = case.world.rows("task")
    for job in rows(case.history.ground):
        if job["task"] < 0 or not tasks[job["task"]].parked or tasks[job["task"]].kind >= 0:
            continue
        sortie, mine = case.sortie[job["sortie"]], case.history.ground[case.history.ground["sortie"] == job["sortie"]]
        stage = tasks[job["task"]].stage
        before = [int(o["ended"]) for o in mine if o["task"] >= 0 and tasks[o["task"]].stage < stage]
        from_then = max([sortie["landed"], *before])
        assert job["began"] == calendars.next_open(*case.ramp(sortie["site"], job["began"]), from_then)


# -------------------------------------------------------------------------------------------------- payload


def payload_is_the_draw_times_month_and_hour(case: Case) -> None:
    """The payload of a landed sortie is the drawn value (or the structural limit, if smaller) times the factor of the
    hour of landing; the factor is 1 for a sortie that has not landed. Seats are the drawn number.

    The load weighs at most the payload; a single mover may weigh up to the structural limit times the same factor. The
    payload of a convoy of the force's own vehicles is -1, which means no limit.
    """
    place = {(leg.lift, leg.site): at for at, leg in enumerate(case.world.rows("leg"))}
    aboard, factor_of = loads(case), case.plan.payload_row
    for row, sortie in enumerate(case.sortie):
        lift, where = case.fitted(sortie), (sortie["number"], 0, sortie["attempt"])
        kg, limit = case.world.sample(lift.payload, Stream.PAYLOAD, lift.key, *where), 0
        if lift.max_payload_s >= 0:
            limit = case.world.whole(lift.max_payload_s)
            kg = min(kg, limit)
        if sortie["landed"] < NEVER:
            factor = case.plan.payload_factor[
                factor_of[place[sortie["lift"], sortie["site"]]], sortie["landed"] // 3600
            ]
            kg, limit = (x if factor == 1.0 else whole_seconds(x * float(factor)) for x in (kg, limit))
        assert sortie["payload"] == (-1 if lift.driven else kg)
        if lift.seats >= 0:
            assert sortie["seats"] == case.world.sample(lift.seats, Stream.SEATS, lift.key, *where)
        movers = aboard.get(row, [])
        assert sum(mover["kg"] for mover in movers) <= (max(kg, limit) if len(movers) == 1 else kg)


# ------------------------------------------------------------------------------------------------------- legs


def _moving(case: Case, sortie: dict[str, int], which: int) -> int:
    """Return how long a sortie moves on its leg `which` (`INBOUND` or `OUTBOUND`), with recoveries and attacks [s]."""
    lift, leg = case.lifts[sortie["lift"]], (sortie["lift"], sortie["site"])
    spec = next(row for row in case.world.rows("leg") if (row.lift, row.site) == leg)
    number, attempt = sortie["number"], sortie["attempt"]
    when = season_of(lift.supply == Supply.FLEET, sortie["tasked"], sortie["planned"])
    moving = leg_seconds(case.world, spec, lift.key, number, attempt, which, when)
    moving += sum(attacks(case.world, lift, spec, number, attempt, which))
    return moving + recovery_seconds(case.world, lift, number, attempt, which, sortie["mpos"])


def legs_take_what_they_take(case: Case) -> None:
    """The outbound leg takes its drawn time and the time of its recoveries and attacks, all within the hours in which
    the lift moves. The legs of crews take the same time.

    A sortie that turns back at its destination takes as long for the way back as for the way there.
    """
    came_down = {down["sortie"]: down for down in rows(case.history.offloaded)}
    for row, sortie in enumerate(case.sortie):
        if sortie["up"] == NEVER:
            continue
        lift, arrives, down = case.lifts[sortie["lift"]], sortie["arrived"], came_down.get(row)
        if down is not None and sortie["fate"] != Fate.TURNED_BACK:
            arrives = down["overhead"]
        elif down is not None:
            assert (down["overhead"] - sortie["up"]) % 2 == 0
            assert down["site"] == sortie["site"]
            arrives = (down["overhead"] + sortie["up"]) // 2
        assert lasts(case, open_hours(case.world, lift.moves), sortie["up"], arrives, _moving(case, sortie, OUTBOUND))
    for leg in rows(case.history.duty):
        assert leg["arrives"] - leg["departs"] == _moving(case, case.sortie[leg["sortie"]], leg["leg"])


def tails_come_when_they_are_due(case: Case) -> None:
    """A tail leaves for its site as soon as it works, has permission, and would arrive while the site is open. It may
    leave later if no crew can fly at that time.

    It arrives after the leg and a drawn delay; if the site is closed then, it arrives when the site opens. If a lift
    moves only in some hours, the check is only that its tails do not arrive too early.
    """
    crewed = {d["sortie"]: d["departs"] for d in rows(case.history.duty) if d["leg"] == INBOUND}
    for row, sortie in enumerate(case.sortie):
        lift, number = case.lifts[sortie["lift"]], sortie["number"]
        if lift.supply != Supply.FLEET or (lift.begin_at_site and number % TRIPS == 0):
            continue
        if sortie["overhead"] == NEVER:
            continue  # the tail never came overhead
        works, site, planned = _works(case, sortie), sortie["site"], sortie["planned"]
        moving, kept = _moving(case, sortie, INBOUND), case.world.airfield[site]
        assert sortie["overhead"] == planned
        assert calendars.is_open(*kept, planned)
        assert lift.crews_s < 0 or calendars.is_open(*works, crewed[row])
        delay = 0
        if case.world.happens(lift.delay_s, Stream.DELAY, lift.key, number, 1):
            delay = case.world.sample(lift.delay_time, Stream.DELAY, lift.key, number)
        if lift.moves >= 0:
            assert planned - delay - moving >= sortie["tasked"]
            continue
        opens, closes = ([max(instant - moving, -NEVER) for instant in edges] for edges in kept)
        able = calendars.intersect(calendars.intersect(works, case.world.permit[sortie["lift"]][site]), (opens, closes))
        departs = calendars.next_open(*able, sortie["tasked"] + _change(case, sortie))
        if lift.crews_s >= 0:
            assert crewed[row] >= departs
            departs = crewed[row]
        assert planned == calendars.next_open(*kept, departs + moving + delay)


def _change(case: Case, sortie: dict[str, int]) -> int:
    """Return the time [s] for changing the configuration of a tail before a trip; 0 if the tail keeps it."""
    before = [
        other["configuration"]
        for other in case.sortie
        if other["lift"] == sortie["lift"] and other["number"] == sortie["number"] - 1
    ]
    was = before[0] if before else 1
    changes = sortie["configuration"] not in (0, was)
    return case.world.whole(case.lifts[sortie["lift"]].change_s) if changes else 0


def _works(case: Case, sortie: dict[str, int]) -> Any:
    """Return the windows in which the tail of a sortie can fly."""
    lift = case.lifts[sortie["lift"]]
    if lift.capable_s < 0:
        return ALWAYS
    return up_windows(case.world, lift.key, sortie["number"] // TRIPS, case.world.value(lift.capable_s), lift.down)


def no_tail_takes_off_while_it_is_down(case: Case) -> None:
    """The tail of a sortie is mission-capable at departure, and has been so since the sortie was ready."""
    for sortie in case.sortie:
        if sortie["up"] < NEVER:
            works = _works(case, sortie)
            assert calendars.is_open(*works, sortie["up"])
            assert calendars.opened_at(*works, sortie["up"]) <= sortie["ready"]


# ------------------------------------------------------------------------------------------- gates, hubs and bases


def nothing_sets_down_where_it_is_closed(case: Case) -> None:
    """A sortie lands at its destination in opening hours and with permission, and is offloaded in the drawn time. A
    sortie that turned back lands at its site instead, without a permission.

    If the leg takes its load out of the country and the lift crosses on arrival, the load is out when offloading ends.
    """
    aboard = loads(case)
    for down in rows(case.history.offloaded):
        sortie, site = case.sortie[down["sortie"]], down["site"]
        lift, back = case.lifts[sortie["lift"]], sortie["fate"] == Fate.TURNED_BACK
        assert site == (sortie["site"] if back else lift.to)
        assert calendars.is_open(*case.world.runway[site], down["landed"])
        assert back or calendars.is_open(*case.world.set_down[sortie["lift"]], down["landed"])
        took = case.world.sample(lift.offload, Stream.OFFLOAD, lift.key, sortie["number"])
        assert down["ended"] == down["landed"] + took
        crosses = lift.crosses_on_arrival and case.sites[sortie["site"]].base and not case.sites[site].base
        for mover in aboard[down["sortie"]] if crosses and not back else []:
            assert mover["up"] == (down["ended"] if down["ended"] <= case.history.end else NEVER)


CLAIMS = (
    tasks_take_what_they_take,
    loading_takes_what_it_takes,
    tasks_come_in_their_order,
    a_parked_task_waits_for_no_working_spot,
    payload_is_the_draw_times_month_and_hour,
    legs_take_what_they_take,
    tails_come_when_they_are_due,
    no_tail_takes_off_while_it_is_down,
    nothing_sets_down_where_it_is_closed,
)
