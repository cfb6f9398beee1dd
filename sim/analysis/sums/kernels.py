"""The kernels (compiled functions) that sum over the movers, the sorties and the visits of a history."""

from typing import Any, Final

from sim.analysis.sums.milestones import disposed_at, done_at, reached_at
from sim.analysis.sums.select import even_before, even_up_to
from sim.analysis.sums.tables import (
    LiftFacts,
    LiftSums,
    LotFacts,
    LotSums,
    MoverTotals,
    SiteFacts,
    SiteSums,
    SortieTotals,
    StationSums,
    Staying,
)
from sim.compiler.kernel import entry, kernel
from sim.model.calendars import NEVER as _NEVER
from sim.model.schema.history import Given, Mover, Sortie, Stay, Visit
from sim.model.schema.plan import Milestone
from sim.model.schema.row import Rows
from sim.model.terms import Cause, Fate

__all__ = ["add_up_movers", "add_up_sorties", "add_up_visits"]

NEVER: Final = _NEVER
DAY: Final = 86_400
OPEN, OUT, EMPTY, LEFT = int(Fate.OPEN), int(Fate.OUT), int(Fate.EMPTY), int(Fate.LEFT)
RETAINED: Final = int(Fate.RETAINED)
TRANSFERRED, SOLD, DESTROYED = int(Fate.TRANSFERRED), int(Fate.SOLD), int(Fate.DESTROYED)
CANCELLED, REFUSED, STRUCK, SHUT = int(Fate.CANCELLED), int(Fate.REFUSED), int(Fate.STRUCK), int(Fate.SHUT)
DIVERTED, TURNED_BACK, WAVED_OFF = int(Fate.DIVERTED), int(Fate.TURNED_BACK), int(Fate.WAVED_OFF)
ROOM: Final = int(Cause.ROOM)


@kernel
def _between(since: int, until: int, end: int) -> int:
    """Return the seconds from `since` to `until` that lie before the end of the history; 0 if `since` is NEVER."""
    return max(min(until, end) - min(since, end), 0)


@entry
def add_up_movers(
    movers: Rows[Mover],
    stays: Rows[Stay],
    lots: Rows[LotFacts],
    milestones: Rows[Milestone],
    covered: Any,
    place_of: Any,
    left: Any,
    midnights: Any,
    stops: Any,
    values: Any,
    weights: Any,
    deadline: int,
    horizon: int,
    end: int,
    total: Rows[MoverTotals],
    closures: Any,
    out: Any,
    of_site: Any,
    of_category: Any,
    of_lot: Rows[LotSums],
    accounts: Any,
    staying: Rows[Staying],
    on_day: Any,
    times: Any,
) -> None:
    """Sum over all movers of a history.

    Parameters
    ----------
    movers, stays
        The tables of movers and of stays; both are in the order of movers.
    lots
        The facts of each group or lot.
    milestones, covered
        The table of milestones, and whether each milestone covers each group or lot, shape (n_milestones, n_lots).
    place_of
        Position of each fate in `accounts` (`value.PLACE`).
    left
        When each mover left each site for good [s] (`sums.leaving`), shape (n_sites, n_movers).
    midnights, stops
        Instants at which days begin, and the instants of `periods.stops`; both ascending [s].
    values, weights
        Work space, shape (n_movers,) each.
    deadline, horizon, end
        Deadline and horizon of the plan, and the end of the history [s].
    total, closures, out, of_site, of_category, of_lot, accounts, staying, on_day, times
        Outputs, all zero beforehand; the attributes of `sums.MoverSums` describe them.
    """
    totals, at = total[0], 0
    for row in range(len(movers)):
        mover = movers[row]
        lot = lots[mover.lot]
        disposed, done = disposed_at(mover), done_at(mover, lot, mover.up)
        gone = min(mover.up, disposed)
        if lot.required:
            totals.closure = max(totals.closure, done)
            out[lot.site] = max(out[lot.site], done)
            for site in range(len(closures)):
                closures[site] = max(closures[site], done_at(mover, lot, left[site, row]))
        _count(mover, lot, gone > deadline, totals, of_category)
        of_its_lot = of_lot[mover.lot]
        of_its_lot.there_s += _between(mover.arrived, min(mover.up, mover.left), end)
        of_its_lot.transferred += mover.fate == TRANSFERRED
        of_its_lot.sold += mover.fate == SOLD
        of_its_lot.destroyed += mover.fate == DESTROYED
        waits = mover.fate != LEFT and disposed == NEVER
        if waits and (at == len(stays) or stays[at].mover != row):
            of_site[lot.site] += _between(mover.staged, mover.up, end)
        while at < len(stays) and stays[at].mover == row:
            if waits:
                of_site[stays[at].site] += _between(stays[at].staged, stays[at].up, end)
            at += 1
        cell = accounts[lot.category, place_of[mover.fate]]
        cell.items += 1.0
        cell.kg += mover.kg
        if lot.cents >= 0:
            cell.cents += lot.cents
        else:
            cell.unknown += 1.0
        if lot.person:
            if 0 < mover.up <= horizon:
                on_day[even_up_to(midnights, mover.up)] += 1
        else:
            came = even_before(stops, mover.arrived)
            went = max(even_before(stops, disposed if disposed < NEVER else mover.up), came)
            staying[came].kg += mover.kg
            staying[went].kg -= mover.kg
            if lot.cents > 0:
                staying[came].cents += lot.cents
                staying[went].cents -= lot.cents
    if totals.closure < NEVER:
        for row in range(len(movers)):
            if lots[movers[row].lot].person and max(0, totals.closure - DAY) < movers[row].up <= totals.closure:
                totals.last_wave += 1
    for row in range(1, len(staying)):
        staying[row].kg += staying[row - 1].kg
        staying[row].cents += staying[row - 1].cents
    for row in range(len(milestones)):
        times[row] = reached_at(movers, lots, milestones[row], covered[row], left, values, weights)


@kernel
def _count(mover: Mover, lot: LotFacts, is_in_country: bool, totals: MoverTotals, of_category: Any) -> None:
    """Add a mover to the totals and, if it is equipment still in country at the deadline, to those of its category.

    `is_in_country` says whether the mover is in country at the deadline, or still to come.
    """
    out, left, retained = mover.up < NEVER, mover.fate == LEFT, mover.fate == RETAINED
    if lot.person:
        totals.people += 1
        totals.out_people += out
        totals.left_people += left
        totals.retained_people += retained
        if is_in_country:
            totals.there_people += 1
            totals.there_required_people += lot.required
        return
    totals.kg += mover.kg
    if out:
        totals.out_kg += mover.kg
    elif lot.cents > 0:
        totals.staying_cents += lot.cents
    if left:
        totals.left_items += 1
        totals.left_kg += mover.kg
    if retained:
        totals.retained_items += 1
        totals.retained_kg += mover.kg
    if is_in_country:
        totals.there_items += 1
        totals.there_kg += mover.kg
        of_category[lot.category] += mover.kg
        if lot.required:
            totals.there_required_kg += mover.kg


@entry
def add_up_sorties(
    sorties: Rows[Sortie],
    lifts: Rows[LiftFacts],
    fits: Any,
    sites: Rows[SiteFacts],
    midnights: Any,
    periods: Any,
    closure: int,
    end: int,
    total: Rows[SortieTotals],
    of_lift: Rows[LiftSums],
    of_site: Rows[SiteSums],
    in_period: Any,
    on_day: Any,
) -> None:
    """Sum over all sorties of a history.

    Parameters
    ----------
    sorties
        The table of sorties.
    lifts, sites
        The facts of each lift and site.
    fits
        Pallet positions that a sortie has in each configuration [1/1000]; -1 for no limit.
    midnights, periods
        Instants at which days and periods begin, ascending [s].
    closure, end
        Instants of the closure (NEVER if there was none) and of the end of the history [s].
    total, of_lift, of_site, in_period, on_day
        Outputs, all zero beforehand; the attributes of `sums.SortieSums` describe them.
    """
    totals = total[0]
    totals.first_heavy = NEVER
    for row in range(len(sorties)):
        sortie = sorties[row]
        lift, of_its_lift = lifts[sortie.lift], of_lift[sortie.lift]
        fate = sortie.fate
        if fate != STRUCK and fate != SHUT:
            of_its_lift.tasked += 1
            of_its_lift.slipped += sortie.attempt > 0
        of_its_lift.empty += fate == EMPTY
        of_its_lift.cancelled += fate in (CANCELLED, REFUSED)
        of_its_lift.diverted += fate in (DIVERTED, TURNED_BACK)
        of_its_lift.struck += fate == STRUCK
        of_its_lift.shut += fate == SHUT
        of_its_lift.waved_off += fate == WAVED_OFF
        if fate in (OUT, EMPTY):
            of_its_lift.flown += 1
            of_its_lift.people += sortie.people
            of_its_lift.kg += sortie.kg
            of_its_lift.room_kg += max(sortie.payload - sortie.kg, 0) if sortie.payload >= 0 else 0
            of_its_lift.seats += max(sortie.seats - sortie.people, 0) if sortie.seats >= 0 else 0
            of_its_lift.mpos += sortie.mpos
            mpos = fits[lift.configurations + sortie.configuration - 1] if sortie.configuration > 0 else lift.mpos
            of_its_lift.mpos_empty += max(mpos - sortie.mpos, 0)
            if sites[sortie.site].is_base:
                totals.departures += 1
                on_day[even_up_to(midnights, sortie.up)] += 1
            if sortie.up < NEVER:
                in_period[sortie.lift, even_up_to(periods, sortie.up) - 1] += 1
                if lift.uses_ramp:
                    totals.first_heavy = min(totals.first_heavy, sortie.up)
                if closure < NEVER and max(0, closure - DAY) < sortie.up <= closure:
                    totals.last_wave += 1
        if sortie.worked < NEVER and sortie.load_cause == ROOM and sites[sortie.site].is_base:
            totals.waited_for_room += 1
        if sortie.overhead < NEVER and sortie.site >= 0 and fate != DIVERTED and fate != TURNED_BACK:
            at_site = of_site[sortie.site]
            at_site.wait_s += _between(sortie.overhead, sortie.landed, end) + _between(
                sortie.landed, sortie.worked, end
            )
            at_site.wait_s += _between(sortie.ready, sortie.up, end)
            at_site.parked_s += _between(sortie.landed, sortie.up, end)
            at_site.loading_s += _between(sortie.worked, sortie.loaded, end)


@kernel
def _left_queue(given: Rows[Given], mover: int, since: int) -> int:
    """Return when the way of a mover first changed at or after `since`, so that it left its queue [s]; else NEVER."""
    for row in range(len(given)):
        if given[row].mover == mover and given[row].at >= since:
            return given[row].at
    return NEVER


@entry
def add_up_visits(
    visits: Rows[Visit], given: Rows[Given], given_at: Any, end: int, of_station: Rows[StationSums]
) -> None:
    """Sum the seconds that movers waited and were worked on, by station.

    Parameters
    ----------
    visits, given
        The tables of visits, and of changes of the way of a mover.
    given_at
        Work space, all NEVER beforehand, shape (n_movers,).
    end
        End of the history [s].
    of_station
        Output: the sums of each station, all zero beforehand.

    Notes
    -----
    If a mover is still waiting or being worked on at the end of the history, its time counts up to the end: otherwise
    an average would leave out the longest waits. A mover that left the queue because its way changed waited until then.
    """
    for row in range(len(given)):
        given_at[given[row].mover] = given[row].at
    for row in range(len(visits)):
        visit = visits[row]
        if visit.place < 0:
            continue
        waited = visit.started
        if waited == NEVER and given_at[visit.mover] < NEVER:
            waited = _left_queue(given, visit.mover, visit.arrived)
        of_station[visit.place].wait_s += _between(visit.arrived, waited, end)
        of_station[visit.place].work_s += _between(visit.started, visit.ended, end)
