"""The working data of the compiled engine for one history. Its compiled functions receive them as one `State`."""

from sim.model.schema import history
from sim.model.schema.head import Head, number, table
from sim.model.schema.row import SCRATCH, STATE, Byte, Int, Long, Real, Rows, Word
from sim.model.schema.state.force import Bound, Hop, Lot, Mover, Option, Path, Step
from sim.model.schema.state.hours import Dist, Hours, Point, Watch
from sim.model.schema.state.lift import (
    Aboard,
    Configuration,
    Crew,
    CrewPool,
    Flight,
    Leg,
    LegSeason,
    Lift,
    Mission,
    Season,
    Stream,
)
from sim.model.schema.state.order import (
    After,
    Ask,
    Before,
    Counter,
    Crisis,
    CrisisHold,
    CrisisSite,
    Floor,
    Hold,
    Judged,
    Longer,
    Pace,
    Planned,
    Prolonged,
    Response,
    Review,
)
from sim.model.schema.state.sites import Job, Pool, Ramp, Stage, Station, Task, Tool, Toolbox, Turn, Unit
from sim.model.schema.state.status import Status
from sim.model.schema.state.tally import Tally

__all__ = ["State", "Status"]


class State(Head):
    """The state of a history under way: first its single numbers, then its tables."""

    seed: Word = number("seed of the study")
    replication: Word = number("number of the replication")
    now: Long = number("the present instant", unit="s")
    end: Long = number("instant at which the history ended", unit="s")
    horizon: Long = number("instant at which the history ends if it has not closed", unit="s")
    sorts: Long = number("number of categories and classes")
    remaining: Long = number("movers yet to leave", unit="movers")
    need_rose: Long = number("when the need for lift last rose", unit="s")
    lightest: Long = number("weight of the lightest mover", unit="kg")
    status: Long = number("how the loop ended (`Status`)")
    event_count: Long = number("events taken from the heap")
    rank_shift: Long = number("number of bits below the rank of a lot in a key of `queues`")
    hours_in_row: Long = number("number of hours in a row of `factors`")
    passable: Long = number("calendar of the first route; the calendars of the other routes follow", of="hours")
    leaving: Long = number("decision point of leaving behind", of="points")
    first_wanted: Long = number("the first lot that may be left behind", of="lots")
    leave_next: Long = number("next date at which wanted movers are left behind, as of the last check", unit="s")
    with_undated: Long = number("whether any wanted movers have no date and no hold that leaves them behind")
    hold_cleared: Long = number("when a hold last cleared", unit="s")
    sites: Long = number("number of sites")
    with_stops: Long = number("whether any lot has stops")
    with_failing: Long = number("whether tails of any lift are at times unable to fly")
    with_requests: Long = number("whether missions of any lift are requested")
    with_ahead: Long = number("whether missions of any lift are requested ahead of known dates")
    with_no_shows: Long = number("whether any mover called for a sortie may not turn up")
    with_reviews: Long = number("whether reviews are held")
    wanted: Long = number("whether any lot may be left behind")
    balances: Long = number("whether any lot takes the way on which the fewest wait")
    with_choices: Long = number("whether any lot takes the way that is expected to be the earliest")
    choosing: Long = number("decision point of waiting for an earlier way", of="points")
    choice_due: Long = number("whether waiting for an earlier way is to be decided again")
    to_judge: Long = number("whether holds are to be judged again")
    loaded_count: Long = number("number of movers on sorties that have not left")
    going_most: Long = number(
        "largest sum that `going` may have in the decision under way; NO_LIMIT: no limit", unit="movers"
    )
    reviews_acted: Long = number("whether a review has acted")
    overhead_count: Long = number("number of sorties that wait to land")
    parked_count: Long = number("number of sorties that wait to be loaded")
    ready_count: Long = number("number of sorties that wait to take off")
    pending_count: Long = number("number of sorties that wait to be tasked")
    asking_count: Long = number("number of sorties that wait for a crew")
    coming_in_count: Long = number("number of sorties that wait to set down")
    setting_out_count: Long = number("number of sorties that wait to set out")
    chosen_count: Long = number("number of rows written in `chosen`")
    stream_count: Long = number("number of streams of missions")
    heap_count: Long = number("number of rows written in `heap`")
    turn_count: Long = number("number of rows written in `turns`")
    flight_count: Long = number("number of rows written in `flights`")
    decided_count: Long = number("number of rows written in `decided`")
    aboard_count: Long = number("number of rows written in `aboard`")
    mission_count: Long = number("number of rows written in `missions`")
    missed_count: Long = number("number of rows written in `missed`")
    given_count: Long = number("number of rows written in `given`")
    reviewed_count: Long = number("number of rows written in `reviewed`")
    duty_count: Long = number("number of rows written in `duties`")
    job_count: Long = number("number of rows written in `jobs`")
    ground_count: Long = number("number of rows written in `grounds`")
    bound_count: Long = number("number of rows written in `bounds`")
    stay_count: Long = number("number of rows written in `stays`")
    offloaded_count: Long = number("number of rows written in `offloaded`")

    numbers: Rows[Real] = table("every number of the scenario, with its value in this replication", unit="1")
    quantiles: Rows[Real] = table("quantile tables, one after the other", unit="1")
    factors: Rows[Real] = table("factors on payloads by hour, row by row", unit="1")
    carries: Rows[Byte] = table("whether a lift may carry a lot from its place, lot by lot")
    apart: Rows[Word] = table(
        "for each category and class, a bit for each category and class that it may not ride with; lift by lift"
    )
    covered: Rows[Byte] = table(
        "whether a row of `judged` covers a lot or stop: 0 no, 1 yes at its own site, 2 yes at a stop; row by row"
    )
    lots: Rows[Lot] = table("groups and lots, then stops")
    tallies: Rows[Tally] = table("scratch values of each lot and stop during a decision")
    movers: Rows[Mover] = table("people and items, lot by lot")
    buckets: Rows[Int] = table("staged members of each lot, in boarding order", role=STATE, of="movers")
    attempts: Rows[Int] = table("visits of a mover to each station so far, mover by mover", role=STATE)
    stations: Rows[Station] = table("stations")
    queues: Rows[Long] = table("keys of the movers that wait at each station, in order", role=STATE, unit="1")
    turns: Rows[Turn] = table("visits to stations", count="turn_count", full=Status.TURNS_FULL)
    pools: Rows[Pool] = table("servers of each station; parking, working spots and teams of each site")
    units: Rows[Unit] = table("single servers, spots and teams, pool by pool")
    ramps: Rows[Ramp] = table("ramps, one per site")
    expected: Rows[Long] = table("weight that inbound sorties will take, site by lift", role=STATE, unit="kg")
    at_home: Rows[Long] = table("the part of `expected` that is of sorties still at home", role=STATE, unit="kg")
    lifts: Rows[Lift] = table("lifts")
    configurations: Rows[Configuration] = table("configurations, lift by lift")
    configured: Rows[Byte] = table("whether a lot may ride in a configuration from where it is, lot by lot")
    inbound_as: Rows[Long] = table(
        "sorties inbound in each configuration, site by configuration", role=STATE, unit="sorties"
    )
    at_home_as: Rows[Long] = table("how many sorties in `inbound_as` are still at home", role=STATE, unit="sorties")
    legs: Rows[Leg] = table("legs, lift by lift")
    flights: Rows[Flight] = table("sorties", count="flight_count", full=Status.FLIGHTS_FULL)
    decided: Rows[Int] = table("sorties in the order of decisions", count="decided_count", role=STATE, of="flights")
    bounds: Rows[Bound] = table("movers bound for a stop", count="bound_count", full=Status.BOUND_FULL)
    paths: Rows[Path] = table("ways out")
    hops: Rows[Hop] = table("legs of the ways out")
    hop_lifts: Rows[Byte] = table("whether a lift serves a hop, hop by hop")
    stays: Rows[history.Stay] = table("stays that have ended", count="stay_count", full=Status.STAY_FULL)
    offloaded: Rows[history.Offloaded] = table(
        "sorties that set down", count="offloaded_count", full=Status.OFFLOADED_FULL
    )
    tasks: Rows[Task] = table("tasks of ground times")
    stages: Rows[Stage] = table("stages of ground times")
    jobs: Rows[Job] = table("tasks that wait", count="job_count", full=Status.JOBS_FULL)
    toolboxes: Rows[Toolbox] = table("machines by kind and site")
    tools: Rows[Tool] = table("single machines")
    grounds: Rows[history.Ground] = table("tasks begun", count="ground_count", full=Status.GROUND_FULL)
    aboard: Rows[Aboard] = table("movers aboard sorties", count="aboard_count", full=Status.ABOARD_FULL)
    waiting: Rows[Int] = table("lists of sorties that wait (`lists.py`)", role=STATE, of="flights")
    crew_pools: Rows[CrewPool] = table("pools of crews")
    crews: Rows[Crew] = table("single crews")
    duties: Rows[history.Duty] = table("legs that crews flew", count="duty_count", full=Status.DUTY_FULL)
    seen: Rows[Long] = table("last departure, for the choice of ways, site by lift", role=STATE, unit="s")
    onward: Rows[Long] = table("time from wheels-up until a mover is out, lot by lift; NEVER: no way", unit="s")
    kept_off: Rows[Long] = table(
        "members that stay off a lift for an earlier way, lot by lift", role=STATE, unit="movers"
    )
    timetable: Rows[Mission] = table("known planned arrivals, lift by lift")
    last_off: Rows[Long] = table("last departure, site by lift", role=STATE, unit="s")
    missions: Rows[Mission] = table("missions", count="mission_count", full=Status.MISSIONS_FULL)
    leg_seasons: Rows[LegSeason] = table("speed factors, leg by leg")
    seasons: Rows[Season] = table("rate factors, lift by lift")
    streams: Rows[Stream] = table("streams of missions")
    holds: Rows[Hold] = table("holds")
    afters: Rows[After] = table("holds that other holds wait for directly, by waiting hold")
    befores: Rows[Before] = table("holds that other holds wait for, directly or through others, by waiting hold")
    counters: Rows[Counter] = table("conditions of holds")
    floors: Rows[Floor] = table("floors, group by group")
    relations: Rows[Int] = table("lists of row numbers; of which table depends on the column that refers to the list")
    options: Rows[Option] = table("other dispositions of lots")
    steps: Rows[Step] = table("steps of routes")
    dists: Rows[Dist] = table("distributions")
    hours: Rows[Hours] = table("calendars")
    opens: Rows[Long] = table("when each window of a calendar opens, calendar by calendar", role=STATE, unit="s")
    closes: Rows[Long] = table("when each of these windows closes", role=STATE, unit="s")
    watches: Rows[Watch] = table("actions due when calendars open and close")
    points: Rows[Point] = table("decision points")
    crises: Rows[Crisis] = table("crises")
    crisis_sites: Rows[CrisisSite] = table("sites that crises affect")
    crisis_holds: Rows[CrisisHold] = table("holds that crises lift")
    reviews: Rows[Review] = table("settings and state of the reviews")
    judged: Rows[Judged] = table("what reviews judge: the milestone, then sites")
    paces: Rows[Pace] = table("the steps whose pace reviews measure")
    planned: Rows[Planned] = table("what lift is planned to carry")
    looks: Rows[Long] = table("dates of reviews", unit="s")
    longer: Rows[Longer] = table("longer hours that sites may get")
    prolonged: Rows[Prolonged] = table("calendars of longer hours")
    responses: Rows[Response] = table("responses of a review, in order")
    asks: Rows[Ask] = table("requests that reviews may make for more of a lift")
    chosen: Rows[Int] = table("movers chosen in the decision under way", role=SCRATCH, of="movers")
    missed: Rows[history.Missed] = table(
        "movers that were called and did not ride", count="missed_count", full=Status.MISSED_FULL
    )
    given: Rows[history.Given] = table("items given up, or taken back", count="given_count", full=Status.GIVEN_FULL)
    reviewed: Rows[history.Reviewed] = table(
        "what reviews found and did", count="reviewed_count", full=Status.REVIEWED_FULL
    )
    dirty: Rows[Word] = table("decision points that are marked, one bit each", role=STATE)
    heap: Rows[Long] = table(
        "events to come, a binary heap", count="heap_count", full=Status.HEAP_FULL, role=STATE, unit="1"
    )
