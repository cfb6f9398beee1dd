"""The data that a walk back through a history works on; every kernel of the walk takes one `Past`."""

from typing import Final

from sim.analysis.causes.kernels.tables import (
    Clear,
    Cut,
    Going,
    Link,
    Rider,
    Seen,
    Slot,
    Span,
    StayPlace,
    Waiter,
    WalkState,
    Window,
)
from sim.compiler.kernel import kernel
from sim.compiler.pointer import pointer_to
from sim.model.schema import history
from sim.model.schema import plan as planned
from sim.model.schema.head import Head, number, table
from sim.model.schema.row import SCRATCH, Byte, Int, Long, Rows

__all__ = [
    "FULL",
    "LINKED",
    "NO_ROW",
    "OF_HOLD",
    "OF_MOVER",
    "OF_SORTIE",
    "OF_VISIT",
    "OVER",
    "WAY",
    "Past",
    "past",
    "whole",
]

NO_ROW: Final = -1
"""Stands for "no row" where a row is expected."""
OVER, FULL, WAY = 0, 1, 2
"""Why a walk stops: it is over; tables have to grow; a sortie needs the duration of its inbound leg."""
OF_SORTIE, OF_VISIT, OF_MOVER, OF_HOLD = 0, 1, 2, 3
LINKED: Final = ("sortie", "visit", "mover", "hold")
"""Names of the kinds of rows to which a link may point (`Link.what`), in the order of their numbers."""


class Past(Head):
    """A history, and the walk back through it that is under way."""

    t: Long = number("the cursor: the instant that the walk has reached; it never rises", unit="s")
    stop: Long = number("when `witness` became free to go: no lift could have helped before that", unit="s")
    witness: Long = number("the mover that the walk follows", of="mover")
    rank: Long = number("the least urgent rank of the movers that the walk has followed on this ride")
    sortie: Long = number("the last sortie to which the walk has come", of="sortie")
    ride: Long = number("the sortie with which `witness` was free to go from `stop` on; -1 for none", of="sortie")
    point: Long = number("from what kind of instant the walk goes on (`Point`)")
    row: Long = number("the row from which the walk goes on")
    first_arg: Long = number("first further argument of the next step; its meaning depends on `point`")
    second_arg: Long = number("second further argument of the next step; its meaning depends on `point`")
    walk: Long = number("number of the walk, from 1")
    stamp: Long = number("the mark in `marked` of movers that are on the current list")
    missing: Long = number("the sortie whose inbound leg needs a duration (`WAY`)", of="sortie")
    horizon: Long = number("when histories end", unit="s")
    most_links: Long = number("how many links one step may add at most")
    end: Long = number("when this history ended", unit="s")
    places_wide: Long = number("how many lots and stops there are")
    sorts: Long = number("how many categories and classes there are")
    outage_count: Long = number("how many outages there are; in `Shut.outage`, crises follow them")
    permission_count: Long = number("how many permissions there are; `Shut.outage` numbers them -1, -2, ...")
    crisis_count: Long = number("how many crises there are; sites not open yet have lower numbers in `Shut.outage`")
    link_count: Long = number("rows of `links`")
    company_count: Long = number("rows of `company`")
    pooled: Long = number("where `company` starts in `companies`; -1: it has not been copied there")
    pool_count: Long = number("rows of `companies`")
    state_count: Long = number("rows of `states`")
    seen_count: Long = number("rows of `seen`")
    chosen_count: Long = number("rows of `chosen`")
    cut_count: Long = number("rows of `cuts`")
    path_count: Long = number("rows of `path`")

    movers: Rows[history.Mover] = table("people and items, lot by lot")
    visits: Rows[history.Visit] = table("turns at stations and rides, mover by mover")
    sorties: Rows[history.Sortie] = table("sorties")
    stays: Rows[history.Stay] = table("stays of movers that go over several places")
    offloaded: Rows[history.Offloaded] = table("sorties that were offloaded")
    ground: Rows[history.Ground] = table("tasks of ground times that were done")
    duty: Rows[history.Duty] = table("legs that crews flew")
    missed: Rows[history.Missed] = table("calls of movers that did not ride")
    given: Rows[history.Given] = table("items that were given up or taken back")
    shut: Rows[history.Shut] = table("spans in which lifts or parts of sites were shut")
    lots: Rows[planned.Lot] = table("groups and lots")
    lifts: Rows[planned.Lift] = table("lifts")
    sites: Rows[planned.Site] = table("places")
    stations: Rows[planned.Station] = table("stations")
    phasings: Rows[planned.Phasing] = table("phased plans")
    holds: Rows[planned.Hold] = table("holds")
    afters: Rows[planned.After] = table("holds that other holds wait for, grouped by the hold that waits")
    befores: Rows[planned.Before] = table("like `afters`, with all holds that a hold waits for directly or indirectly")
    counters: Rows[planned.Counter] = table("conditions of holds")
    floors: Rows[planned.Floor] = table("floors")
    stops: Rows[Long] = table("what each outage stops, then what each crisis stops: bits (`terms.Stops`)")
    lifted: Rows[Long] = table("row of `crisis_hold` whose crisis lifted each hold first; -1 for none")
    people_first: Rows[Long] = table("instant from which people go before equipment at each site", unit="s")
    tasks: Rows[planned.Task] = table("tasks of ground times")
    counts: Rows[Byte] = table("whether a condition counts a lot or stop, condition by condition")
    carries: Rows[Byte] = table("whether a lift may carry a lot from its site or a stop, lot by lot, then stop by stop")
    parted: Rows[Int] = table(
        "reason why one category or class may not ride with another, lift by lift, row by row; -1: it may"
    )
    positions: Rows[Long] = table("pallet positions of each lift, in thousandths", unit="1")
    litres: Rows[Long] = table("volume of an item of each lot", unit="l")
    volume: Rows[Long] = table("volume that each lift takes; NO_LIMIT for none", unit="l")
    configurations: Rows[planned.Configuration] = table("configurations, lift by lift")
    configured: Rows[Byte] = table("like `carries`, with configurations in place of lifts")
    positions_in: Rows[Long] = table("pallet positions in each configuration, in thousandths", unit="1")
    volume_in: Rows[Long] = table("volume that each configuration takes; NO_LIMIT for none", unit="l")
    room: Rows[Long] = table("largest number of people at the destination of each lift; NO_LIMIT for none", unit="1")
    stop_of: Rows[Int] = table(
        "two stops for each lot and each site, lot by lot: at the site, and on the road to it; -1 for none",
        of="lots",
    )
    first_to: Rows[Int] = table("stop where the first way leads from each lot or stop; -1: out", of="lots")
    dates: Rows[Long] = table("dates of missions as stated in the file, lift by lift", unit="s")
    date_first: Rows[Int] = table("first row in `dates` of each lift, and one past the last row of all")
    reasons: Rows[Int] = table("index of the first reason of each kind in the list of all reasons; -1 for none")
    releases: Rows[Long] = table("when each mover may begin or board, by its date, phased plan or party", unit="s")
    lot_first: Rows[Int] = table("the first mover of each lot, and one past the last mover of all", of="mover")
    wholes: Rows[Long] = table("numbers of this world, rounded, by slot", unit="1")
    at_most: Rows[Long] = table("how many movers a condition lets stay", unit="1")
    windows: Rows[Window] = table(
        "hours of runways, of ramps, and of runways without outages, site by site; then of stations; then of servers"
    )
    server_first: Rows[Int] = table("first row in `windows` of the servers of a station; -1: they keep its hours")
    opens: Rows[Long] = table("when each window opens", unit="s")
    closes: Rows[Long] = table("when each window closes", unit="s")

    goings: Rows[Going] = table("how each mover left its own site")
    stay_order: Rows[Int] = table("rows of `stays`, sorted by mover", of="stays")
    stay_places: Rows[StayPlace] = table("where each stay counts for a hold")
    clearings: Rows[Clear] = table("how holds cleared")
    companies_of: Rows[Byte] = table("whether each hold let movers on each sortie board, judged as if they had gone")
    as_if: Rows[Long] = table(
        "when each hold would have been satisfied if the movers on each sortie had gone; -1: not computed yet", unit="s"
    )
    kept_last: Rows[Byte] = table("whether each floor may have kept each mover")
    slots: Rows[Slot] = table("further facts on each sortie")
    slot_first: Rows[Int] = table("first row of the missions of each lift in `slots.mission`, and one past the last")
    attacked: Rows[Long] = table(
        "for each sortie, time that attacks cost inbound, then outbound; empty if no lift is attacked", unit="s"
    )
    riders: Rows[Rider] = table("riders, sortie by sortie")
    job_next: Rows[Int] = table("the next task of the same sortie; -1 for none", of="ground")
    missed_before: Rows[Int] = table("the previous call of its mover with the same result; -1 for none", of="missed")
    spans: Rows[Span] = table("when lifts may not come; when destinations may not be used; then outages of places")
    span_first: Rows[Int] = table("first row in `spans` of each lift, destination and place, and one past the last")

    instants: Rows[Long] = table("instants to be sorted or selected from", role=SCRATCH, unit="s")
    marked: Rows[Long] = table("the `stamp` of the last list on which each mover was put", role=SCRATCH, unit="1")
    chosen: Rows[Int] = table("movers under consideration", role=SCRATCH, of="mover")
    company: Rows[Int] = table("movers that the walk may follow", role=SCRATCH, of="mover")
    furthest: Rows[Int] = table(
        "for each lot and each state (arrived, released, staged, ...): the mover that came to that state last",
        role=SCRATCH,
        of="mover",
    )
    cuts: Rows[Cut] = table("pieces of a span")
    path: Rows[Waiter] = table("held movers through which the walk came to the present one")
    companies: Rows[Int] = table("the company of each row of `states`, one after the other", role=SCRATCH, of="mover")
    states: Rows[WalkState] = table("states that walks have been in")
    state_heads: Rows[Int] = table("the latest row of `states` with each digest", role=SCRATCH, of="states")
    seen: Rows[Seen] = table("steps that walks took")
    seen_heads: Rows[Int] = table("the latest row of `seen` with each digest", role=SCRATCH, of="seen")
    links: Rows[Link] = table("links found, walk by walk, the latest span first")
    link_last: Rows[Int] = table("one past the last link of each walk, by the number of the walk")
    seconds: Rows[Long] = table("time that is due to each reason", role=SCRATCH, unit="s")


past = pointer_to(Past)


@kernel
def whole(h: Past, slot: int) -> int:
    """Return the number in a slot, rounded to a whole number; 0 if `slot` is below 0: the scenario states none."""
    return h.wholes[slot] if slot >= 0 else 0
