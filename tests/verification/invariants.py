"""What must hold of every history, judged from its tables and the plan alone.

Each function states one claim in its docstring, and asserts it of one `Case`. What a movement planner could check in
a log book is checked here in the same way: nothing asks the engine. Nothing is assumed about the order of decisions
within one instant; where that matters, the claim is put so that either order passes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from sim.analysis.outcomes import efficiency
from sim.analysis.outcomes.equipment import accounts
from sim.analysis.sums import Sums
from sim.analysis.sums.movers import movers_of
from sim.analysis.sums.value import FATES
from sim.model import calendars
from sim.model.calendars import NEVER
from sim.model.draws import Stream
from sim.model.driving import places
from sim.model.durations import whole_seconds
from sim.model.plan import Plan
from sim.model.rules import sort_of, staffed, waives
from sim.model.terms import ENDS, Cause, Fate, Response, Step, Supply, Way
from sim.model.trajectory import Trajectory
from sim.model.world import World, longer_hours, realise
from sim.model.world.conditions import at_most
from sim.model.world.configurations import as_configured, stated
from sim.model.world.crises import people_first_from
from sim.model.world.flying import TRIPS
from sim.model.world.hours import open_hours
from sim.model.world.servers import lanes_of
from sim.model.world.updown import up_windows
from tests.verification import invariants_of_time


@dataclass
class Case:
    """A plan, one history of it, and what both imply."""

    plan: Plan
    history: Trajectory
    world: World = field(init=False)

    def __post_init__(self) -> None:
        self.world = realise(self.plan, self.history.seed, self.history.replication)
        self.mover = [
            dict(zip(self.history.mover.dtype.names, row, strict=True)) for row in self.history.mover.tolist()
        ]
        self.sortie = [
            dict(zip(self.history.sortie.dtype.names, row, strict=True)) for row in self.history.sortie.tolist()
        ]
        self.visit = [
            dict(zip(self.history.visit.dtype.names, row, strict=True)) for row in self.history.visit.tolist()
        ]
        self.lots, self.lifts = self.world.rows("lot"), self.world.rows("lift")
        self.sites, self.stations = self.world.rows("site"), self.world.rows("station")
        self.missed: dict[int, list[int]] = defaultdict(list)
        for missed in self.history.missed:
            self.missed[int(missed["sortie"])].append(int(missed["mover"]))
        self.given = {int(row["mover"]): (int(row["at"]), int(row["way"])) for row in self.history.given}

    def lot(self, mover: dict[str, int]) -> Any:
        return self.lots[mover["lot"]]

    def fitted(self, sortie: dict[str, int]) -> Any:
        """Lift of a sortie with the limits of the configuration in which it came."""
        lift = self.lifts[sortie["lift"]]
        if not sortie["configuration"]:
            return lift
        return as_configured(lift, self.world.rows("configuration")[self.configuration(sortie)])

    def configuration(self, sortie: dict[str, int]) -> int:
        """Row of the configuration in which a sortie came; -1 for none."""
        if not sortie["configuration"]:
            return -1
        return int(self.lifts[sortie["lift"]].configurations + sortie["configuration"] - 1)

    def options(self, lot: Any) -> dict[int, tuple[int, int]]:
        """Steps of a lot on each way that is open to it, instead of shipping."""
        rows = self.world.rows("option")[lot.options_first : lot.options_last]
        return {option.way: (option.first, option.last) for option in rows}

    def hours(self, place: int, t: int, server: int = 0) -> Any:
        """Windows of a server as they were kept from an instant on: reviews may have lengthened them by then."""
        own = self.world.server_hours[place]
        windows = own[server] if own else self.world.station_hours[place]
        for at, extra in self._lengthened(self.stations[place].site, t):
            windows = longer_hours.server_hours(self.world, place, server if own else 0, windows, extra, at)
        return windows

    def set_up(self, turn: dict[str, int], work: int, step: int) -> set[int]:
        """Times that a job may take: with a set-up if what its server did last was of another sort, else without.

        Where that server had several jobs without length at the instant, either may have been the last.
        """
        mover = self.mover[turn["mover"]]
        more = work + self.world.changeover(mover["lot"], mover["index"], step, turn["attempt"])
        same = [v for v in self.visit if (v["place"], v["server"]) == (turn["place"], turn["server"]) and v is not turn]
        last = max((v["started"] for v in same if v["started"] <= turn["started"]), default=None)
        if last is None:
            return {work}
        sorts = {self.sort(v) for v in same if v["started"] in (last, turn["started"])}
        if last == turn["started"]:
            return {work, more}
        return {work if sort == self.sort(turn) else more for sort in sorts}

    def sort(self, turn: dict[str, int]) -> int:
        """What a mover is to the server that has its turn."""
        return int(self.world.rows("step")[self.step_of(turn)].kind)

    def step_of(self, turn: dict[str, int]) -> int:
        """Row of the step of a turn."""
        return self.steps[self.mover[turn["mover"]]["lot"], turn["place"]]

    @cached_property
    def steps(self) -> dict[tuple[int, int], int]:
        """Rows of steps by lot and station."""
        return {
            (row, self.world.rows("step")[s].station): s
            for row, lot in enumerate(self.lots)
            for first, last in ((lot.first, lot.last), *self.options(lot).values())
            for s in range(first, last)
        }

    def takes(self, place: int, server: int, turn: dict[str, int]) -> bool:
        """Whether a server of a station takes a mover."""
        lane = lanes_of(self.world, place)[server]
        return lane < 0 or bool(self.world.rows("step")[self.step_of(turn)].lanes >> lane & 1)

    def servers_at_work(self, place: int, t: int) -> list[int]:
        """Numbers of the servers of a station that are in their hours."""
        many = self.world.whole(self.stations[place].servers_s, 1)
        own = self.world.server_hours[place]
        return [one for one in range(many) if not own or calendars.is_open(*self.hours(place, t, one), t)]

    def machine(self, site: int, kind: int, unit: int) -> Any:
        """Windows in which a machine of a ramp works."""
        spec = next(r for r in self.world.rows("resource") if (r.site, r.kind) == (site, kind))
        works = up_windows(self.world, spec.key, unit, self.world.value(spec.available_s, 1.0), spec.repair)
        return calendars.intersect(open_hours(self.world, spec.calendar), works)

    def at_work(self, row: int, sortie: dict[str, int]) -> tuple[int, int]:
        """From when to when a sortie was on a working spot: over its loading, or all tasks that need one."""
        tasks = self.world.rows("task")
        jobs = self.history.ground[self.history.ground["sortie"] == row]
        if not len(jobs):
            return sortie["worked"], sortie["loaded"]
        on_it = [job for job in jobs if job["task"] < 0 or not tasks[job["task"]].parked]
        return min(int(job["began"]) for job in on_it), max(int(job["ended"]) for job in on_it)

    def ramp(self, site: int, t: int) -> Any:
        """Windows of a ramp likewise."""
        windows = self.world.ramp[site]
        for at, extra in self._lengthened(site, t):
            windows = longer_hours.ramp_hours(self.world, site, windows, extra, at)
        return windows

    def _lengthened(self, site: int, t: int) -> list[tuple[int, int]]:
        rows = self.history.reviewed
        mine = rows[(rows["kind"] == Response.HOURS) & (rows["subject"] == site) & (rows["at"] <= t)]
        return [(int(row["at"]), int(row["granted"])) for row in mine]

    @cached_property
    def aboard(self) -> dict[int, list[dict[str, int]]]:
        """Movers by the row of their sortie."""
        aboard: dict[int, list[dict[str, int]]] = defaultdict(list)
        for mover in self.mover:
            if mover["sortie"] >= 0:
                aboard[mover["sortie"]].append(mover)
        return aboard

    @cached_property
    def members(self) -> dict[int, list[dict[str, int]]]:
        """Movers by lot."""
        members: dict[int, list[dict[str, int]]] = defaultdict(list)
        for mover in self.mover:
            members[mover["lot"]].append(mover)
        return members

    def lost(self, row: int) -> tuple[int, int]:
        """Seats and weight [kg] that a sortie lost, as those called for it did not come."""
        movers = [self.mover[number] for number in self.missed.get(row, ())]
        return sum(self.lot(mover).person for mover in movers), sum(mover["kg"] for mover in movers)

    def worked(self, mover: dict[str, int]) -> int:
        """Instant at which a mover began to be loaded; NEVER if it was not."""
        return self.sortie[mover["sortie"]]["worked"] if mover["sortie"] >= 0 else NEVER

    def begun(self, lot: Any) -> int:
        """Members who had begun before the start: they are the first."""
        return lot.left + lot.staged + sum(step.passed for step in self.world.rows("step")[lot.first : lot.last])

    def party(self, mover: dict[str, int]) -> range:
        """Indices of those with whom a mover travels, itself included; who had left before the start does not."""
        lot, index = self.lot(mover), mover["index"]
        if not lot.party:
            return range(index, index + 1)
        first = index - index % lot.party
        return range(max(first, lot.left), min(first + lot.party, len(self.members[mover["lot"]])))

    def counted(self, hold: int) -> Iterator[tuple[int, bool, list[dict[str, int]]]]:
        """Yield, for each condition of a hold, how many may remain, whether it counts until staging, and the movers."""
        spec = self.world.rows("hold")[hold]
        for counter in range(spec.first, spec.last):
            rows = [int(row) for row in self.plan.counts[counter].nonzero()[0]]
            condition = self.world.rows("counter")[counter]
            most = int(at_most(self.world)[counter])
            yield most, bool(condition.staging), [mover for row in rows for mover in self.members[row]]

    def cleared(self, hold: int) -> int:
        """Instant at which a hold cleared: all its conditions had come true, its date, and its hand-over time [s].

        From a crisis that lifts it on it waits for its hand-over time alone.
        """
        spec = self.world.rows("hold")[hold]
        met = 0
        for most, staging, movers in self.counted(hold):
            gone = sorted(min(mover["staged" if staging else "up"], mover["left"]) for mover in movers)
            if len(gone) > most:
                met = max(met, gone[len(gone) - most - 1])
        waited = min(max(met, spec.not_before), self.crisis_of("hold", hold))
        return min(NEVER, waited + self.world.whole(spec.then_s))

    def crisis_of(self, table: str, row: int) -> int:
        """Instant at which the first crisis lifts a hold, or releases who begins at a site [s]; NEVER for none."""
        first, last = f"{table}s", f"{table}s_last"
        hits = [
            at
            for crisis, at in zip(self.world.rows("crisis"), self.world.crises, strict=True)
            if (table == "hold" or crisis.release)
            and row in self.plan.tables[f"crisis_{table}"][table][getattr(crisis, first) : getattr(crisis, last)]
        ]
        return min(hits, default=NEVER)

    def as_if(self, hold: int, t: int) -> bool:
        """Whether a hold was satisfied at an instant, as if all that was loaded by then had gone."""
        spec = self.world.rows("hold")[hold]
        if self.cleared(hold) <= t:
            return True
        if self.world.whole(spec.then_s) > 0 or t < spec.not_before:
            return False
        return all(
            sum(not self._gone(mover, staging, t) for mover in movers) <= most
            for most, staging, movers in self.counted(hold)
        )

    def _gone(self, mover: dict[str, int], staging: bool, t: int) -> bool:
        leaves = mover["staged"] if staging else min(mover["up"], self.worked(mover))
        return min(leaves, mover["left"]) <= t

    def present(self, lot: int, t: int) -> int:
        """Members there at an instant, those who go just then included."""
        return sum(mover["arrived"] <= t <= min(mover["up"], mover["left"]) for mover in self.members[lot])


def overlapping(spans: Iterable[tuple[int, int]]) -> int:
    """Most half-open intervals that hold at once; those that end are over before those that begin."""
    changes = sorted(change for begin, end in spans if begin < end for change in ((begin, 1), (end, -1)))
    most = now = 0
    for _, change in changes:
        now += change
        most = max(most, now)
    return most


# ------------------------------------------------------------------------------------------------ conservation


def nobody_lost_or_doubled(case: Case) -> None:
    """Every member of every lot is there once, and rides at most once; sorties carry whom they say they carry."""
    expected = [(row, index) for row, many in enumerate(case.world.items.many.tolist()) for index in range(many)]
    assert [(mover["lot"], mover["index"]) for mover in case.mover] == expected
    rides = [visit["mover"] for visit in case.visit if visit["place"] < 0]
    assert len(rides) == len(set(rides))
    for row, sortie in enumerate(case.sortie):
        movers = case.aboard.get(row, [])
        people = sum(case.lot(mover).person for mover in movers)
        driven = bool(case.lifts[sortie["lift"]].driven)
        space = sum(places(driven, bool(case.lot(mover).person), mover["mpos"]) for mover in movers)
        weight = sum(mover["kg"] for mover in movers), space
        assert (people, *weight) == (sortie["people"], sortie["kg"], sortie["mpos"])
    for mover in case.mover:
        left_before = case.lots[mover["lot"]].left > mover["index"]
        out = mover["sortie"] >= 0 and case.sortie[mover["sortie"]]["up"] < NEVER
        assert (mover["fate"] == Fate.OUT) == (mover["up"] < NEVER) == (out or left_before)
        if out:
            assert mover["up"] == case.sortie[mover["sortie"]]["up"]


def in_country_adds_up(case: Case) -> None:
    """People in country = initial + inflow - out at every instant, told once by movers and once by sorties."""
    people = [mover for mover in case.mover if case.lot(mover).person]
    gone_before = sum(mover["up"] == 0 and mover["sortie"] < 0 for mover in people)
    flights = sorted((sortie["up"], sortie["people"]) for sortie in case.sortie if sortie["up"] < NEVER)
    for t in {0, *(up for up, _ in flights)}:
        came = sum(mover["arrived"] <= t for mover in people)
        out = gone_before + sum(many for up, many in flights if up <= t)
        assert sum(mover["arrived"] <= t < mover["up"] for mover in people) == came - out


def only_wanted_movers_are_left(case: Case) -> None:
    """What is left behind is wanted, never required."""
    assert not any(case.lot(mover).required for mover in case.mover if mover["fate"] == Fate.LEFT)


def nothing_forbidden_becomes_of_anything(case: Case) -> None:
    """Required items leave or are destroyed, controlled ones too; the rest ends only as its lot permits."""
    for mover in case.mover:
        lot, fate = case.lot(mover), mover["fate"]
        if fate in (Fate.OPEN, Fate.OUT):
            continue
        if lot.required or lot.controlled:
            assert fate == Fate.DESTROYED
        left = {Fate.LEFT} if lot.person else set()
        assert fate in left | {ENDS[Way(way)] for way in case.options(lot)}


def reviews_see_what_happened(case: Case) -> None:
    """What a review saw can be counted from what had left before it; it responds only where that projects too late."""
    for review in case.world.rows("review"):
        promise = case.plan.milestone[review.milestone]
        lots = set(case.plan.promised[review.milestone].nonzero()[0].tolist())
        window, late = case.world.whole(review.window_s), int(promise["by"]) - case.world.whole(review.margin_s)
        seen: dict[int, Any] = {}
        for row in case.history.reviewed:
            at = int(row["at"])
            if row["kind"] == Response.FAVOUR:
                continue  # a site may be behind while all together are not
            if row["kind"] >= 0:
                assert (seen[at]["effect"] > late) == (row["kind"] != Response.TAKE_BACK)
                continue
            seen[at] = row
            if len(case.plan.leg) and case.plan.lift["crosses_on_arrival"].any():
                continue
            ups = [(m["up"], m["kg"]) for m in case.mover if m["lot"] in lots and m["sortie"] >= 0 and m["up"] < at]
            span = min(window, at - min(ups, default=(at, 0))[0])
            if span < 86400:
                assert row["effect"] == NEVER
                continue
            spans = (span, span // 2 if span >= 2 * 86400 else span)
            done = [sum(kg for up, kg in ups if up >= at - each) for each in spans]
            pace = max(86400 * some / each for some, each in zip(done, spans, strict=True))
            if row["subject"] == Step.STATIONS:  # it ends later than lift would
                assert not pace or row["effect"] > at
                continue
            assert abs(row["pace"] - pace) < 1e-6
            if pace and row["remaining"] > 0 and not _begins_later(case, lots, at):
                assert abs(row["effect"] - (at + 86400 * row["remaining"] / pace)) <= 1


def who_goes_first_waits(case: Case) -> None:
    """At each review the sites that are favoured have the turns 1, 2, ...; each is one that is judged, and its turn is
    another than before. Where nobody was given up, somebody waits for lift there; where one of them is late, it is so
    by its date less the margin.
    """
    for review in case.world.rows("review"):
        judged: dict[int, list[int]] = {}
        for one in case.world.rows("judged")[1:]:
            judged.setdefault(one.site, []).append(int(case.world.rows("milestone")[one.milestone].by))
        turns = dict.fromkeys(judged, 0)
        rows = case.history.reviewed[case.history.reviewed["kind"] == Response.FAVOUR]
        looks = set(case.history.reviewed["at"][case.history.reviewed["kind"] < 0].tolist())
        assert set(rows["at"].tolist()) <= looks
        for at in sorted(set(rows["at"].tolist())):
            for row in rows[rows["at"] == at]:
                site, turn = int(row["subject"]), int(row["number"])
                assert turns[site] != turn
                turns[site] = turn
                assert row["granted"] == (turn > 0)
                if turn:
                    assert row["effect"] > min(judged[site]) - case.world.whole(review.margin_s)
                if turn and not len(case.plan.stop) and not len(case.history.given):
                    mover = case.history.mover
                    here = case.plan.lot["site"][mover["lot"]] == site
                    assert (here & (mover["staged"] <= at) & (mover["up"] > at)).any()
            favoured = sorted(turn for turn in turns.values() if turn)
            assert favoured == list(range(1, 1 + len(favoured)))


def _begins_later(case: Case, lots: set[int], at: int) -> bool:
    """Whether a date keeps anybody of some lots from beginning until after an instant."""
    dates = (
        (case.world.release[row], case.world.arrives[row])
        for row, mover in enumerate(case.mover)
        if mover["lot"] in lots
    )
    return any(max(both) > at for both in dates)


def a_history_ends_with_the_last(case: Case) -> None:
    """It ends at the horizon, or as soon as nobody is left; nothing is told after its end."""
    last = max((min(mover["up"], mover["left"]) for mover in case.mover), default=0)
    assert all((mover["fate"] in ENDS.values()) == (mover["left"] < NEVER) for mover in case.mover)
    assert case.history.end == (case.plan.horizon if last == NEVER else last)
    ups = [sortie["up"] for sortie in case.sortie if sortie["up"] < NEVER]
    assert max(ups, default=0) <= case.history.end


def the_ledger_balances(case: Case) -> None:
    """In = out + disposed + remaining, by category: items and kilograms that the scenario declares for this world are
    those of the ledger, each fate is the one that the mover's own instants tell, and nobody has any other.
    """
    movers = movers_of(case.plan, case.history)
    posted = accounts(Sums(case.plan, case.history))[:, :, :2]
    assert not posted[:, len(FATES)].any()
    declared = np.zeros((len(posted), 2), np.int64)
    for lot, kg in zip(case.lots, case.world.items.by_lot(case.world.items.kg), strict=True):
        declared[lot.category] += [len(kg), sum(kg)]
    assert np.array_equal(posted.sum(axis=1), declared)
    gone, kept = movers.up < NEVER, case.history.mover["left"] < NEVER
    assert not (gone & kept).any()
    there = ~(gone | kept)
    for who, fates in ((gone, {"shipped"}), (there, {"remaining"}), (kept, FATES.keys() - {"shipped", "remaining"})):
        mine = posted[:, [row for row, fate in enumerate(FATES) if fate in fates]].sum(axis=1)
        items = np.bincount(movers.category[who], minlength=len(mine))
        assert np.array_equal(mine[:, 0], items)
        assert np.array_equal(mine[:, 1], np.bincount(movers.category[who], movers.kg[who], len(mine)))


# -------------------------------------------------------------------------------------------------- capacities


def never_above_the_ramp(case: Case) -> None:
    """Never more aircraft than parking spots, worked aircraft than working spots, or cargo loads than teams."""
    for row, site in enumerate(case.sites):
        there = [s for s in case.sortie if s["site"] == row and s["landed"] < NEVER and case.lifts[s["lift"]].uses_ramp]
        parked = [(s["landed"], s["up"]) for s in there]
        worked = [case.at_work(r, s) for r, s in enumerate(case.sortie) if s in there and s["worked"] < NEVER]
        teams = [(s["worked"], s["loaded"]) for r, s in enumerate(case.sortie) if s in there and _cargo(case, r)]
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
    """Spans that are open when this one begins, itself included; one without length may come before its equals."""
    if begin == end:
        return sum(b < begin < e for b, e in spans) + 1
    return sum(b <= begin < e for b, e in spans)


def _cargo(case: Case, row: int) -> bool:
    return any(not case.lot(mover).person for mover in case.aboard.get(row, []))


def never_above_the_machines(case: Case) -> None:
    """No machine does two tasks at once, each works while it is at work, and a task takes the time it takes."""
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
    """Queueing efficiency is between 0 and 1, or there is none."""
    used = efficiency.values(case.plan, Sums(case.plan, case.history))
    assert all(np.isnan(share) or 0 <= share <= 1 for share in used)


def never_above_duty(case: Case) -> None:
    """No crew is on two sorties at once; no leg but the first ends after its duty day, or begins before the rest."""
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
    """Every departure lies in the hours in which its lift moves, and so long after the one before from that site."""
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
    """Never above payload, positions, volume or seats; only a single item above the draw flies, alone, in structure."""
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
        whole = [mover for mover in movers if case.lot(mover).party <= 1]  # the rest of a group is a smaller party
        assert fit < 0 or all(case.world.configured[mover["lot"], fit] for mover in whole)


def fitted_as_stated(case: Case) -> None:
    """A sortie that was tasked has a configuration of its lift, if that has any: the one that its mission states."""
    for sortie in case.sortie:
        spec, tasked = case.lifts[sortie["lift"]], sortie["fate"] not in (Fate.STRUCK, Fate.SHUT)
        many = spec.configurations_last - spec.configurations
        assert (1 <= sortie["configuration"] <= many) if tasked and many else sortie["configuration"] == 0
        named = stated(case.world, sortie["lift"])
        if tasked and named and named[sortie["number"]]:
            assert sortie["configuration"] == named[sortie["number"]]


def segregated(case: Case) -> None:
    """Categories and classes that may not share an aircraft never do."""
    for row, movers in case.aboard.items():
        apart = case.plan.segregate[case.sortie[row]["lift"]]
        aboard = Counter(sort_of(case.lot(mover).category, case.lot(mover).load_class) for mover in movers)
        pairs = ((one, other) for one in aboard for other in aboard if one != other or aboard[one] > 1)
        assert not any(apart[pair] for pair in pairs)


def never_above_the_servers(case: Case) -> None:
    """A server has one job at a time; staffed servers at work never exceed what staff present allow at a start."""
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
                # Somebody may have left at this very instant, before the waiver.
                gone_now = sum(t in (mover["up"], mover["left"]) for mover in case.members[station.pool])
                assert waives(present - gone_now, station.people_per_server)
                continue
            at_work = _at_work(spans, t, turn["ended"])
            assert at_work <= staffed(len(there), present, station.people_per_server)


# ------------------------------------------------------------------------------------------------------- hours


def nothing_moves_through_a_closed_site(case: Case) -> None:
    """Nothing lands or takes off through a closed runway, loads begun outside ramp hours, or lands unpermitted."""
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
    """Work begins in a shift, rests outside shifts, and takes as many open seconds as were drawn."""
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


# -------------------------------------------------------------------------------------------------- the clock


def the_clock_never_runs_back(case: Case) -> None:
    """Along every turn, every route and every sortie instants never decrease, and nothing is skipped."""
    for sortie in case.sortie:
        fleet = case.lifts[sortie["lift"]].supply == Supply.FLEET
        chain = "tasked overhead landed worked loaded ready up arrived free".split()  # noqa: SIM905
        instants = [sortie[name] for name in chain]
        if sortie["overhead"] == NEVER or (fleet and sortie["landed"] == NEVER):
            instants = instants[:-1]  # a tail that turned back is free again without having landed
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
    """Walk the route of one mover; one given up at the very instant of a step may have taken that step first."""
    for steps_first in range(4 if number in case.given else 1):
        try:
            _walk(case, number, mover, turns, steps_first)
            return
        except AssertionError:
            if number not in case.given or steps_first == 3:
                raise


def _walk(case: Case, number: int, mover: dict[str, int], turns: list[dict[str, int]], steps_first: int) -> None:
    """Walk the route of one mover: station after station, back where a fault was found, then staged, then aboard."""
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
        return  # a review took it back: `test_reviews_by_hand` follows those
    waiting: dict[tuple[int, int], list[dict[str, int]]] = defaultdict(list)
    # One that left a queue has not been there: its next turn there has the same number, and may begin at that instant.
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
            when, way = max(when, given_at), given_way  # staged, or not yet begun, or in the middle of its route
            first, last = case.options(lot)[way]
            step = first
        if step == last:
            break
        place = steps[step].station
        assert waiting[place, attempts[place]], f"{mover} has no turn at station {place}"
        here = waiting[place, attempts[place]]
        gone = [t for t in here if t["arrived"] == when and t["started"] == NEVER and way != given_way]
        turn = (gone or here)[0]  # its other way may begin in the same queue at the same instant
        here.remove(turn)
        assert turn["arrived"] == when
        if turn["started"] == NEVER and way != given_way:
            when, given_at = given_at, -1  # it left the queue
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
        assert mover["staged"] >= when  # `parties_go_whole` says when
        when = mover["staged"]
    assert mover["staged"] == when
    rides = [turn for turn in turns if turn["place"] < 0]
    assert len(rides) == (mover["sortie"] >= 0)
    again = [int(row["at"]) for row in case.history.missed if row["mover"] == number and row["call"] >= 0]
    for ride in rides:
        assert ride["arrived"] == max([when, *again]) <= ride["started"] == case.worked(mover)


def arrivals_are_declared(case: Case) -> None:
    """Who was announced for an instant is there at that instant, unless left behind or the history ended before."""
    for mover in case.mover:
        declared = case.world.arrives[case.world.items.first[mover["lot"]] + mover["index"]]
        if declared != mover["left"]:
            there = declared <= case.history.end and declared < mover["left"]
            assert mover["arrived"] == (declared if there else NEVER)


# ------------------------------------------------------------------------------------------------------ order


def release_is_exact(case: Case) -> None:
    """A mover begins when it and its party are there, its date has come, its hold is satisfied: then, not later."""
    for mover in case.mover:
        lot = case.lot(mover)
        if mover["index"] < case.begun(lot) or mover["arrived"] == NEVER:
            continue
        whole = max(case.world.arrives[case.world.items.first[mover["lot"]] + at] for at in case.party(mover))
        begins = max(mover["arrived"], min(max(lot.release, whole), case.crisis_of("site", lot.site)))
        if lot.begin_hold >= 0:
            begins = max(begins, case.cleared(lot.begin_hold))
        if begins == mover["left"]:
            continue  # left behind at the very instant: either may come first
        assert mover["released"] == (begins if begins <= case.history.end and begins < mover["left"] else NEVER)


def parties_go_whole(case: Case) -> None:
    """Nobody of a party boards what the rest of it does not; it waits for lift once the last is through, not later."""
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
    """Each call is drawn at its own address, one for a party; who misses it stood there and stays, and no sortie takes
    more than payload and seats with those who were called and did not come.
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
    """Numbers of those with whom a mover travels, itself included."""
    mover = case.mover[number]
    return [number - mover["index"] + index for index in case.party(mover)]


def holds_keep_from_boarding(case: Case) -> None:
    """Nobody boards under a hold that was not satisfied as if the chalk, and all that was loaded, had gone."""
    for row, movers in case.aboard.items():
        worked = case.sortie[row]["worked"]
        for hold in {case.lot(mover).board_hold for mover in movers} - {-1}:
            assert case.as_if(hold, worked)


def floors_keep_enough(case: Case) -> None:
    """Whenever some of a group board, enough of it stay, or the floor's hold was satisfied as if they had gone."""
    for floor in case.world.rows("floor"):
        least = case.world.whole(floor.at_least_s)
        for t in {case.worked(mover) for mover in case.members[floor.lot] if mover["sortie"] >= 0}:
            stay = sum(m["arrived"] <= t and min(m["up"], case.worked(m)) > t for m in case.members[floor.lot])
            assert stay >= least or case.as_if(floor.hold, t)


def required_before_wanted(case: Case) -> None:
    """No wanted mover flew in the place of a staged required one that was free to go and would have fitted."""
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
            continue  # `people_before_equipment` looks at these
        required = [mover for mover in movers if case.lot(mover).required]
        if len(required) == len(movers) or (case.sites[sortie["site"]].team_pool >= 0 and not _cargo(case, row)):
            continue
        if lift.driven:
            continue  # `never_above_an_aircraft` looks at who drives
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
            assert not fits, f"{mover} was passed over by {row}"


def people_before_equipment(case: Case) -> None:
    """Where a crisis puts people first, no equipment flew in the place of one who was free to go and had fitted."""
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
            positions = mover["mpos"] > 0  # these are looked at with required movers
            party = len(case.party(mover))
            assert room or positions or party * mover["kg"] > kg or seats < party, f"{mover} was passed over by {row}"


# ------------------------------------------------------------------------------------------------------ causes


def causes_point_to_what_ended(case: Case) -> None:
    """A start that waited for a server, spot or team begins at the instant at which the named one freed it."""
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
    """Nobody is served while one of a better rank, or of the same rank and there before, goes on waiting."""
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


CLAIMS: tuple[Callable[[Case], None], ...] = (
    nobody_lost_or_doubled,
    in_country_adds_up,
    only_wanted_movers_are_left,
    nothing_forbidden_becomes_of_anything,
    reviews_see_what_happened,
    who_goes_first_waits,
    a_history_ends_with_the_last,
    the_ledger_balances,
    never_above_the_ramp,
    never_above_the_machines,
    no_ramp_is_used_above_its_mog,
    never_above_duty,
    the_road_is_driven_in_its_hours,
    never_above_an_aircraft,
    fitted_as_stated,
    segregated,
    never_above_the_servers,
    nothing_moves_through_a_closed_site,
    stations_work_inside_shifts,
    the_clock_never_runs_back,
    arrivals_are_declared,
    release_is_exact,
    parties_go_whole,
    who_does_not_turn_up_loses_his_seat,
    holds_keep_from_boarding,
    floors_keep_enough,
    required_before_wanted,
    people_before_equipment,
    causes_point_to_what_ended,
    queues_go_by_rank_then_arrival,
    *invariants_of_time.CLAIMS,
)
