"""Invariants of boarding (laws for every history without routes): parties, no-shows, holds, floors, priorities."""

from __future__ import annotations

from collections import defaultdict

from sim.model.calendars import NEVER
from sim.model.draws import Stream
from sim.model.durations import whole_seconds
from sim.model.rules import sort_of
from sim.model.world.crises import people_first_from
from tests.verification.case import Case


def parties_go_whole(case: Case) -> None:
    """The members of a party are staged at one instant and board one sortie.

    They are staged when all of them have been released and have passed their stations; if they follow a phased plan,
    they may be staged later.
    """
    turns: dict[int, int] = defaultdict(int)
    for turn in case.visit:
        if turn["place"] >= 0:
            turns[turn["mover"]] = max(turns[turn["mover"]], turn["ended"])
    rides: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for stay in case.history.stay:
        rides[int(stay["mover"])].append((int(stay["site"]), int(stay["sortie"])))
    number = {(mover["lot"], mover["index"]): at for at, mover in enumerate(case.mover)}
    for mover in case.mover:
        lot, party = case.lot(mover), case.party(mover)
        if not lot.party or mover["index"] < lot.left:
            continue
        members = [number[mover["lot"], index] for index in party]
        assert len({(case.mover[at]["sortie"], case.mover[at]["staged"], tuple(rides[at])) for at in members}) == 1
        if mover["staged"] < NEVER and not rides[members[0]]:
            last = max(max(case.mover[at]["released"], turns[at]) for at in members)
            assert mover["staged"] == (max(last, 0) if lot.phasing < 0 else max(last, mover["staged"]))


def who_does_not_turn_up_loses_his_seat(case: Case) -> None:
    """Whether a person misses a call is drawn anew at each call, once for a party. A person who misses a call was
    staged, and does not ride on that sortie.

    The people of a sortie and those who missed it are together at most its seats. Its load and those who missed it
    together weigh at most the greater of its payload and its structural limit.
    """
    calls: dict[int, list[int]] = defaultdict(list)
    for row in case.history.missed:
        mover, sortie = case.mover[row["mover"]], case.sortie[row["sortie"]]
        assert row["at"] == sortie["worked"] < NEVER
        assert row["at"] <= mover["up"] or case.sites[sortie["site"]].abroad
        assert mover["sortie"] != row["sortie"]
        assert len(case.history.stay) or mover["staged"] <= row["at"]
        if row["call"] >= 0:
            calls[int(row["mover"])].append(int(row["call"]))
            lot = case.lot(mover)
            who = mover["index"] - (mover["index"] % lot.party if lot.party else 0)
            assert case.world.happens(lot.no_show_s, Stream.NO_SHOW, lot.key, who, 0, int(row["call"]))
    for number, missed in calls.items():
        assert missed == sorted(set(missed))
        assert all(calls[other] == missed for other in _members(case, number))
    for number, sortie in enumerate(case.sortie):
        seats, kg = case.lost(number)
        if seats or kg:
            assert sortie["seats"] < 0 or sortie["people"] + seats <= sortie["seats"]
            structural = case.world.whole(case.lifts[sortie["lift"]].max_payload_s)
            assert sortie["kg"] + kg <= max(sortie["payload"], structural)


def _members(case: Case, number: int) -> list[int]:
    """Return the numbers of the movers in a mover's party, itself included."""
    mover = case.mover[number]
    return [number - mover["index"] + index for index in case.party(mover)]


def holds_keep_from_boarding(case: Case) -> None:
    """When the loading of movers that a hold keeps from boarding begins, this hold is satisfied.

    Movers whose loading has begun by then count as gone; so do the movers that are loaded at this instant.
    """
    for row, movers in case.aboard.items():
        worked = case.sortie[row]["worked"]
        for hold in {case.lot(mover).board_hold for mover in movers} - {-1}:
            assert case.as_if(hold, worked)


def floors_keep_enough(case: Case) -> None:
    """When the loading of members of a group that has a floor begins, at least `at_least` other members stay, or the
    hold of the floor is satisfied. For the hold, movers whose loading has begun count as gone.
    """
    for floor in case.world.rows("floor"):
        least = case.world.whole(floor.at_least_s)
        for t in {case.worked(mover) for mover in case.members[floor.lot] if mover["sortie"] >= 0}:
            stay = sum(m["arrived"] <= t and min(m["up"], case.worked(m)) > t for m in case.members[floor.lot])
            assert stay >= least or case.as_if(floor.hold, t)


def required_before_wanted(case: Case) -> None:
    """If wanted movers are aboard a sortie, no required mover that waited at the site would have fitted in their place.

    Only required movers that no hold and no floor keeps from boarding are checked.
    """
    floors = {floor.lot for floor in case.world.rows("floor")}
    free = [
        mover
        for mover in case.mover
        if case.lot(mover).required
        and case.lot(mover).board_hold < 0
        and mover["lot"] not in floors
        and 0 <= mover["staged"] < mover["up"]
    ]
    for row, movers in case.aboard.items():
        sortie = case.sortie[row]
        lift, t = case.fitted(sortie), sortie["worked"]
        if t >= people_first_from(case.world)[sortie["site"]]:
            continue  # `people_before_equipment` checks these sorties
        required = [mover for mover in movers if case.lot(mover).required]
        # If load teams need people of a group, perhaps no team could load equipment for this sortie.
        if len(required) == len(movers) or (case.sites[sortie["site"]].team_pool >= 0 and not case.cargo_aboard(row)):
            continue
        if lift.driven:
            continue  # `never_above_an_aircraft` checks convoys of the force's own vehicles
        kg = sortie["payload"] - sum(mover["kg"] for mover in required)
        mpos = NEVER if lift.pallets_s < 0 else whole_seconds(1000 * case.world.value(lift.pallets_s))
        mpos -= sum(mover["mpos"] for mover in required)
        seats = NEVER if lift.seats < 0 else sortie["seats"] - sum(case.lot(mover).person for mover in required)
        seats, kg = seats - case.lost(row)[0], kg - case.lost(row)[1]
        called = [case.mover[number] for number in case.missed.get(row, ())]
        mpos -= sum(mover["mpos"] for mover in called)
        litres = NEVER if lift.volume_s < 0 else case.world.whole(lift.volume_s)
        litres -= sum(case.world.items.litres[mover["lot"]] for mover in required)
        for mover in free:
            lot = case.lot(mover)
            if mover in called:
                continue
            if not (mover["staged"] < t < case.worked(mover)) or lot.site != sortie["site"]:
                continue
            if not case.world.carries[mover["lot"], sortie["lift"]]:
                continue
            apart = case.plan.segregate[sortie["lift"]]
            sorts = [sort_of(each.category, each.load_class) for each in (lot, *map(case.lot, (*required, *called)))]
            if any(apart[sorts[0], sort] for sort in sorts[1:]):
                continue
            party = len(case.party(mover))
            fits = party * mover["kg"] <= kg and mover["mpos"] <= mpos and party * lot.person <= seats
            fits = fits and case.world.items.litres[mover["lot"]] <= litres
            assert not fits, f"{mover} was passed over by sortie {row}"


def people_before_equipment(case: Case) -> None:
    """If equipment is aboard a sortie loaded after a crisis that puts people first, no person who waited at the site
    would have fitted in place of the equipment.

    The check leaves out convoys of the force's own vehicles, lifts to a site with limited `room`, and people who need
    pallet positions, have a route, or are kept from boarding by a hold or a floor.
    """
    floors, since = {floor.lot for floor in case.world.rows("floor")}, people_first_from(case.world)
    for row, movers in case.aboard.items():
        sortie = case.sortie[row]
        t, people = sortie["worked"], [mover for mover in movers if case.lot(mover).person]
        if t < since[sortie["site"]] or len(people) == len(movers):
            continue
        if case.lifts[sortie["lift"]].driven:
            continue
        kg = sortie["payload"] - sum(mover["kg"] for mover in people)
        seats = NEVER if case.fitted(sortie).seats < 0 else sortie["seats"] - len(people)
        seats, kg = seats - case.lost(row)[0], kg - case.lost(row)[1]
        called = [case.mover[number] for number in case.missed.get(row, ())]
        for mover in case.mover:
            lot = case.lot(mover)
            if mover in called:
                continue
            there = lot.person and lot.site == sortie["site"] and 0 <= mover["staged"] < t
            if not there or not t < min(case.worked(mover), mover["up"], mover["left"]):
                continue
            kept = lot.board_hold >= 0 or mover["lot"] in floors or mover["lot"] in case.plan.tables["path"]["lot"]
            if kept or not case.world.carries[mover["lot"], sortie["lift"]]:
                continue
            room = case.sites[case.lifts[sortie["lift"]].to].room_s >= 0
            positions = mover["mpos"] > 0
            party = len(case.party(mover))
            assert room or positions or party * mover["kg"] > kg or seats < party, f"{mover} was passed over by {row}"


CLAIMS = (
    parties_go_whole,
    who_does_not_turn_up_loses_his_seat,
    holds_keep_from_boarding,
    floors_keep_enough,
    required_before_wanted,
    people_before_equipment,
)
