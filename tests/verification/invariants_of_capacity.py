"""Invariants of capacity (laws for every history without routes): limits of ramps, machines, crews, lift and servers.

Segregation is checked here too, because it limits what a sortie can take.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np

from sim.analysis.outcomes import efficiency
from sim.analysis.sums import Sums
from sim.model import calendars
from sim.model.calendars import NEVER
from sim.model.durations import whole_seconds
from sim.model.rules import sort_of, staffed, waives
from sim.model.terms import Fate
from sim.model.world.configurations import stated
from sim.model.world.hours import open_hours
from tests.verification.case import Case, overlapping


def never_above_the_ramp(case: Case) -> None:
    """At a site there are never more aircraft than parking spots, never more on working spots than there are such
    spots, and never more being loaded with equipment than load teams.

    If a group provides the load teams, its members who are present limit the number of teams when a load begins. One
    team may always work while a member is present.
    """
    for row, site in enumerate(case.sites):
        there = [s for s in case.sortie if s["site"] == row and s["landed"] < NEVER and case.lifts[s["lift"]].uses_ramp]
        parked = [(s["landed"], s["up"]) for s in there]
        worked = [case.at_work(r, s) for r, s in enumerate(case.sortie) if s in there and s["worked"] < NEVER]
        teams = [(s["worked"], s["loaded"]) for r, s in enumerate(case.sortie) if s in there and case.cargo_aboard(r)]
        for slot, spans in ((site.parking_s, parked), (site.working_s, worked), (site.teams_s, teams)):
            if slot >= 0:
                assert overlapping(spans) <= case.world.whole(slot)
        if site.team_pool < 0:
            continue
        most = case.world.whole(site.teams_s) if site.teams_s >= 0 else NEVER
        for begin, end in teams:
            at_work = _at_work(teams, begin, end)
            assert at_work <= staffed(most, case.present(site.team_pool, begin), site.people_per_team)


def _at_work(spans: list[tuple[int, int]], begin: int, end: int) -> int:
    """Return how many of `spans` are open at `begin`, the instant at which the span (begin, end) of the list begins.

    A span of length 0 may be over before others begin at the same instant. So for such a span, only itself and spans
    that began earlier count.
    """
    if begin == end:
        return sum(b < begin < e for b, e in spans) + 1
    return sum(b <= begin < e for b, e in spans)


def never_above_the_machines(case: Case) -> None:
    """Tasks begin in ramp hours. A machine does one task at a time, begun in its hours and while it is intact."""
    tasks, table = case.world.rows("task"), case.history.ground
    spans: dict[tuple[int, int, int], list[tuple[int, int]]] = defaultdict(list)
    for job in (dict(zip(table.dtype.names, row, strict=True)) for row in table.tolist()):
        site = case.sortie[job["sortie"]]["site"]
        assert job["since"] <= job["began"] <= job["ended"]
        if job["task"] < 0:
            continue
        assert calendars.is_open(*case.ramp(site, job["began"]), job["began"])
        if job["unit"] >= 0:
            kind = tasks[job["task"]].kind
            spans[site, kind, job["unit"]].append((job["began"], job["ended"]))
            windows = case.machine(site, kind, job["unit"])
            assert calendars.is_open(*windows, job["began"])
    assert all(overlapping(each) <= 1 for each in spans.values())


def no_ramp_is_used_above_its_mog(case: Case) -> None:
    """The queueing efficiency of each ramp is between 0 and 1; NaN where it is not defined."""
    used = efficiency.values(case.plan, Sums(case.plan, case.history))
    assert all(np.isnan(share) or 0 <= share <= 1 for share in used)


def never_above_duty(case: Case) -> None:
    """A crew is on one sortie at a time. Only the first leg of a duty day may end after the duty day. Between the last
    departure of a duty day and the first departure of the next one is at least the rest.
    """
    for row, lift in enumerate(case.lifts):
        if lift.crews_s < 0:
            assert not (case.history.duty["lift"] == row).any()
            continue
        most, rest = case.world.whole(lift.duty_s), case.world.whole(lift.rest_s)
        table = case.history.duty[case.history.duty["lift"] == row]
        assert int(table["crew"].max(initial=0)) < max(1, case.world.whole(lift.crews_s))
        for crew in np.unique(table["crew"]).tolist():
            legs = table[table["crew"] == crew].tolist()
            named = [dict(zip(table.dtype.names, leg, strict=True)) for leg in legs]
            for leg in named:
                first = leg["duty"] == leg["departs"] - case.world.whole(lift.report_s)
                assert first or leg["arrives"] <= leg["duty"] + most
            for one, other in pairwise(named):
                assert one["arrives"] <= other["departs"] or one["sortie"] == other["sortie"]
                assert one["duty"] == other["duty"] or other["departs"] >= one["departs"] + rest


def the_road_is_driven_in_its_hours(case: Case) -> None:
    """A sortie departs within the hours in which its lift moves, and at least the headway after the previous departure
    of this lift from the same site.
    """
    last: dict[tuple[int, int], int] = {}
    for sortie in sorted(case.sortie, key=lambda s: s["up"]):
        lift = case.lifts[sortie["lift"]]
        if sortie["up"] == NEVER:
            continue
        assert calendars.is_open(*open_hours(case.world, lift.moves), sortie["up"])
        at = (sortie["lift"], sortie["site"])
        assert sortie["up"] >= last.get(at, -NEVER) + case.world.whole(lift.headway_s)
        last[at] = sortie["up"]


def never_above_an_aircraft(case: Case) -> None:
    """No sortie exceeds its positions, volume or seats. Only an item that travels alone may weigh more than the drawn
    payload; it weighs at most the structural limit. All movers aboard began at the site and fit into the lift.

    A convoy of the force's own vehicles has at most `most_vehicles` of them, enough drivers for all, and no more people
    than the vehicles have seats.
    """
    for row, sortie in enumerate(case.sortie):
        lift, movers = case.fitted(sortie), case.aboard.get(row, [])
        if lift.driven:
            vehicles = [case.lot(mover) for mover in movers if not case.lot(mover).person]
            assert len(vehicles) <= case.world.whole(lift.pallets_s)
            assert all(lot.drivers > 0 for lot in vehicles)
            if sortie["up"] < NEVER or movers:
                assert sortie["seats"] == sum(lot.seats for lot in vehicles)
                assert sum(lot.drivers for lot in vehicles) <= sortie["people"] <= sortie["seats"]
        elif sortie["kg"] > sortie["payload"]:
            assert len(movers) == 1
            assert not case.lot(movers[0]).person
            assert sortie["kg"] <= case.world.whole(lift.max_payload_s)
        if lift.pallets_s >= 0:
            assert sortie["mpos"] <= whole_seconds(1000 * case.world.value(lift.pallets_s))
        if lift.volume_s >= 0:
            litres = case.world.items.litres
            assert sum(litres[mover["lot"]] for mover in movers) <= case.world.whole(lift.volume_s)
        if lift.seats >= 0:
            assert sortie["people"] <= sortie["seats"]
        assert all(case.world.carries[mover["lot"], sortie["lift"]] for mover in movers)
        assert all(case.lot(mover).site == sortie["site"] for mover in movers)
        fit = case.configuration(sortie)
        # Parties are left out: the last one of a group may be smaller, and then fit where a whole one does not.
        whole = [mover for mover in movers if case.lot(mover).party <= 1]
        assert fit < 0 or all(case.world.configured[mover["lot"], fit] for mover in whole)


def fitted_as_stated(case: Case) -> None:
    """A tasked sortie of a lift with configurations has one of them, and has the one that its mission states, if any.

    Other sorties have none (0).
    """
    for sortie in case.sortie:
        spec, tasked = case.lifts[sortie["lift"]], sortie["fate"] not in (Fate.STRUCK, Fate.SHUT)
        many = spec.configurations_last - spec.configurations
        assert (1 <= sortie["configuration"] <= many) if tasked and many else sortie["configuration"] == 0
        named = stated(case.world, sortie["lift"])
        if tasked and named and named[sortie["number"]]:
            assert sortie["configuration"] == named[sortie["number"]]


def segregated(case: Case) -> None:
    """Members of two segregated categories or classes are never aboard the same sortie."""
    for row, movers in case.aboard.items():
        apart = case.plan.segregate[case.sortie[row]["lift"]]
        aboard = Counter(sort_of(case.lot(mover).category, case.lot(mover).load_class) for mover in movers)
        pairs = ((one, other) for one in aboard for other in aboard if one != other or aboard[one] > 1)
        assert not any(apart[pair] for pair in pairs)


def never_above_the_servers(case: Case) -> None:
    """A server has one job at a time. If a group staffs the station, then when a job begins, no more servers are
    at work than the members who are present can staff. One server may always work while a member is present.

    Members of this group may skip the station when no more of them are present than one server needs.
    """
    for place, station in enumerate(case.stations):
        turns = [v for v in case.visit if v["place"] == place and v["started"] < NEVER]
        servers: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for turn in turns:
            if turn["server"] >= 0:
                servers[turn["server"]].append((turn["started"], turn["ended"]))
        most = case.world.whole(station.servers_s, 1)
        assert all(0 <= server < most for server in servers)
        for spans in servers.values():
            spans.sort()
            assert all(ended <= begun for (_, ended), (begun, _) in pairwise(spans))
        if station.pool < 0:
            assert all(turn["server"] >= 0 for turn in turns)
            continue
        for turn in turns:
            there = case.servers_at_work(place, turn["started"])
            spans = [span for server in there for span in servers.get(server, ())]
            t, present = turn["started"], case.present(station.pool, turn["started"])
            if turn["server"] < 0:
                assert case.mover[turn["mover"]]["lot"] == station.pool
                # Members who left at this instant may have left before the turn was skipped.
                gone_now = sum(t in (mover["up"], mover["left"]) for mover in case.members[station.pool])
                assert waives(present - gone_now, station.people_per_server)
                continue
            at_work = _at_work(spans, t, turn["ended"])
            assert at_work <= staffed(len(there), present, station.people_per_server)


CLAIMS = (
    never_above_the_ramp,
    never_above_the_machines,
    no_ramp_is_used_above_its_mog,
    never_above_duty,
    the_road_is_driven_in_its_hours,
    never_above_an_aircraft,
    fitted_as_stated,
    segregated,
    never_above_the_servers,
)
