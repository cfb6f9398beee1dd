"""Invariants of steps (laws for every history without routes): steps of movers and sorties, their order and hours."""

from __future__ import annotations

from collections import defaultdict

from sim.model import calendars
from sim.model.calendars import NEVER
from sim.model.terms import ENDS, Cause, Fate, Supply, Way
from sim.model.world.flying import TRIPS
from tests.verification.case import Case


def nothing_moves_through_a_closed_site(case: Case) -> None:
    """Sorties land and take off while the runway is open. They land with permission and within their longest time
    overhead. Their loading begins in ramp hours. A sortie that was diverted has not landed.
    """
    for sortie in case.sortie:
        lift, site = case.lifts[sortie["lift"]], sortie["site"]
        begins_there = lift.begin_at_site and lift.supply == Supply.FLEET and sortie["number"] % TRIPS == 0
        for instant in (NEVER if begins_there else sortie["landed"], sortie["up"]):
            assert instant == NEVER or calendars.is_open(*case.world.runway[site], instant)
        if sortie["landed"] < NEVER:
            assert calendars.is_open(*case.world.permit[sortie["lift"]][site], sortie["landed"])
            assert sortie["landed"] <= sortie["overhead"] + case.world.whole(lift.holding_s)
        if sortie["worked"] < NEVER and lift.uses_ramp:
            assert calendars.is_open(*case.ramp(site, sortie["worked"]), sortie["worked"])
        if sortie["fate"] == Fate.DIVERTED:
            assert sortie["landed"] == NEVER


def stations_work_inside_shifts(case: Case) -> None:
    """Work at a station begins in a shift and rests outside shifts. It takes as many open seconds as were drawn for the
    work and, if the server needs one, for the set-up. The server is one that may serve the mover.
    """
    for turn in case.visit:
        if turn["place"] < 0 or turn["started"] == NEVER or turn["server"] < 0:
            continue
        mover, hours = case.mover[turn["mover"]], case.hours(turn["place"], turn["started"], turn["server"])
        assert calendars.is_open(*hours, turn["started"])
        step = case.step_of(turn)
        work = case.world.service(mover["lot"], mover["index"], step, turn["attempt"])
        works = {work}
        if case.stations[turn["place"]].changeover >= 0:
            works = case.set_up(turn, work, step)
        if turn["ended"] < NEVER:
            assert calendars.open_seconds(*hours, turn["started"], turn["ended"]) in works
        else:
            assert calendars.open_seconds(*hours, turn["started"], case.plan.horizon) < max(works)
        assert case.takes(turn["place"], turn["server"], turn)


def the_clock_never_runs_back(case: Case) -> None:
    """Instants never decrease along a turn at a station, a route or a sortie, and no step is skipped."""
    for sortie in case.sortie:
        fleet = case.lifts[sortie["lift"]].supply == Supply.FLEET
        chain = "tasked overhead landed worked loaded ready up arrived free".split()  # noqa: SIM905
        instants = [sortie[name] for name in chain]
        if sortie["overhead"] == NEVER or (fleet and sortie["landed"] == NEVER):
            instants = instants[:-1]  # a tail that did not reach the site is free again although it never landed
        if not fleet:
            instants = instants[:-1]
        assert instants == sorted(instants)
    turns: dict[int, list[dict[str, int]]] = defaultdict(list)
    for turn in case.visit:
        assert turn["arrived"] <= turn["started"] <= turn["ended"] or turn["started"] == NEVER
        turns[turn["mover"]].append(turn)
    for number, mover in enumerate(case.mover):
        assert mover["arrived"] <= mover["released"] or mover["released"] == NEVER
        _one_route(case, number, mover, turns.get(number, []))


def _one_route(case: Case, number: int, mover: dict[str, int], turns: list[dict[str, int]]) -> None:
    """Check the route of one mover.

    If the mover was given up at the same instant as some of its steps, up to three of these steps may have come first.
    So the check is tried with each number from 0 to 3, and must succeed with one of them.
    """
    for steps_first in range(4 if number in case.given else 1):
        try:
            _walk(case, number, mover, turns, steps_first)
            return
        except AssertionError:
            if number not in case.given or steps_first == 3:
                raise


def _walk(case: Case, number: int, mover: dict[str, int], turns: list[dict[str, int]], steps_first: int) -> None:
    """Check the route of one mover: station after station, back after a failed check, then staged, then aboard.

    `steps_first` matters for a mover that was given up: it is the number of steps that the mover took first at the
    instant at which it was given up.
    """
    lot, steps, world = case.lot(mover), case.world.rows("step"), case.world
    index, when = mover["index"], mover["released"]
    if index < lot.left or when == NEVER:
        assert not turns
        return
    step = lot.first
    if index < case.begun(lot):
        order = [lot.last] * lot.staged
        order += [s + 1 for s in range(lot.last - 1, lot.first - 1, -1) for _ in range(steps[s].passed)]
        step = order[index - lot.left]
    attempts: dict[int, int] = defaultdict(int)
    if case.given.get(number, (NEVER, -1))[1] == Way.SHIP:
        return  # a review took it back; `test_reviews_by_hand` checks such movers
    waiting: dict[tuple[int, int], list[dict[str, int]]] = defaultdict(list)
    # A mover that is given up leaves its queue. Its next turn at the station has the same attempt number and may have
    # the same instant of arrival, so the turn that never started is sorted first.
    for turn in sorted(turns, key=lambda turn: (turn["arrived"], turn["started"] < NEVER)):
        if turn["place"] >= 0:
            waiting[turn["place"], turn["attempt"]].append(turn)
    way, first, last = int(Way.SHIP), lot.first, lot.last
    planned = case.world.way[case.world.items.first[mover["lot"]] + index]
    given_at, given_way = case.given.get(number, (NEVER, way))
    if planned != way:
        given_at, given_way = -1, planned
    while mover["fate"] != Fate.LEFT:
        stays = step < last and bool(waiting.get((steps[step].station, attempts[steps[step].station])))
        at_once = when == given_at and steps_first == 0
        steps_first -= when == given_at
        if way != given_way and (when > given_at or at_once or not stays):
            when, way = max(when, given_at), given_way  # given up when staged, before its first step, or between steps
            first, last = case.options(lot)[way]
            step = first
        if step == last:
            break
        place = steps[step].station
        assert waiting[place, attempts[place]], f"{mover} has no turn at station {place}"
        here = waiting[place, attempts[place]]
        gone = [t for t in here if t["arrived"] == when and t["started"] == NEVER and way != given_way]
        turn = (gone or here)[0]  # its disposal may begin at this station at the same instant
        here.remove(turn)
        assert turn["arrived"] == when
        if turn["started"] == NEVER and way != given_way:
            when, given_at = given_at, -1  # it left the queue when it was given up
            continue
        attempts[place] += 1
        if turn["ended"] > case.history.end:
            assert not any(waiting.values())
            return
        when = turn["ended"]
        failed = turn["server"] >= 0 and world.fails(mover["lot"], index, step, turn["attempt"])
        step = first + steps[step].back if failed else step + 1
    if mover["fate"] == Fate.LEFT:
        return
    assert not any(waiting.values())
    if way != Way.SHIP:
        assert (mover["left"], mover["fate"]) == (when, ENDS[Way(way)])
        return
    if lot.party:
        assert mover["staged"] >= when  # `parties_go_whole` checks the instant
        when = mover["staged"]
    assert mover["staged"] == when
    rides = [turn for turn in turns if turn["place"] < 0]
    assert len(rides) == (mover["sortie"] >= 0)
    again = [int(row["at"]) for row in case.history.missed if row["mover"] == number and row["call"] >= 0]
    for ride in rides:
        assert ride["arrived"] == max([when, *again]) <= ride["started"] == case.worked(mover)


def arrivals_are_declared(case: Case) -> None:
    """A mover arrives at the instant that its world has for it, unless it was left behind or the history ended earlier.

    A mover that was left behind at this very instant may have arrived or not.
    """
    for mover in case.mover:
        declared = case.world.arrives[case.world.items.first[mover["lot"]] + mover["index"]]
        if declared != mover["left"]:
            there = declared <= case.history.end and declared < mover["left"]
            assert mover["arrived"] == (declared if there else NEVER)


def release_is_exact(case: Case) -> None:
    """A mover is released at the first instant at which it and its party have arrived, its date has come and its hold
    is satisfied.

    A crisis that releases movers ends the wait for the party and for the date.
    """
    for mover in case.mover:
        lot = case.lot(mover)
        if mover["index"] < case.begun(lot) or mover["arrived"] == NEVER:
            continue
        whole = max(case.world.arrives[case.world.items.first[mover["lot"]] + at] for at in case.party(mover))
        begins = max(mover["arrived"], min(max(lot.release, whole), case.crisis_of("site", lot.site)))
        if lot.begin_hold >= 0:
            begins = max(begins, case.cleared(lot.begin_hold))
        if begins == mover["left"]:
            continue  # it was left behind at this instant, before or after its release
        assert mover["released"] == (begins if begins <= case.history.end and begins < mover["left"] else NEVER)


def causes_point_to_what_ended(case: Case) -> None:
    """If a turn, a landing or a loading last waited for a server, a spot or a team, it starts at the instant at which
    the turn or sortie named in the row freed this server, spot or team.

    A landing that waited for nothing is at the instant of coming overhead.
    """
    for turn in case.visit:
        if turn["place"] >= 0 and turn["started"] < NEVER and turn["cause"] == Cause.SERVER:
            other = case.visit[turn["ref"]]
            assert other["place"] == turn["place"]
            crew_moved = case.stations[turn["place"]].pool >= 0 and case.world.server_hours[turn["place"]]
            assert other["server"] == turn["server"] or crew_moved
            assert other["ended"] == turn["started"] > turn["arrived"]
    for sortie in case.sortie:
        if sortie["land_cause"] == Cause.SPOT:
            assert case.sortie[sortie["land_ref"]]["up"] == sortie["landed"] > sortie["overhead"]
        if sortie["load_cause"] in (Cause.WORKING, Cause.TEAM):
            other = case.sortie[sortie["load_ref"]]
            working = sortie["load_cause"] == Cause.WORKING
            freed = case.at_work(sortie["load_ref"], other)[1] if working else other["loaded"]
            assert freed == sortie["worked"] > sortie["landed"]
        if sortie["land_cause"] == Cause.ARRIVAL:
            assert sortie["landed"] == sortie["overhead"]


def queues_go_by_rank_then_arrival(case: Case) -> None:
    """No server begins with a mover while another mover that it may serve waits with a better rank, or with the same
    rank and an earlier arrival.
    """
    for place in range(len(case.stations)):
        turns = [v for v in case.visit if v["place"] == place]
        key = {id(v): (case.lots[case.mover[v["mover"]]["lot"]].rank, v["arrived"], v["mover"]) for v in turns}
        for turn in turns:
            if turn["server"] < 0 or turn["started"] == NEVER:
                continue
            for other in turns:
                gave_up = min(case.mover[other["mover"]]["left"], case.given.get(other["mover"], (NEVER, 0))[0])
                if not case.takes(place, turn["server"], other):
                    continue
                if other["arrived"] < turn["started"] < min(other["started"], gave_up):
                    assert key[id(turn)] < key[id(other)]


CLAIMS = (
    nothing_moves_through_a_closed_site,
    stations_work_inside_shifts,
    the_clock_never_runs_back,
    arrivals_are_declared,
    release_is_exact,
    causes_point_to_what_ended,
    queues_go_by_rank_then_arrival,
)
