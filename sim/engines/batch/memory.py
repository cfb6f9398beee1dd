"""What the engine remembers: every table of a history under way, and the one record that tells where each lies."""

from typing import Any, Final

import numpy as np

from sim.compiled.pointer import place_of, pointer_to
from sim.model import tables
from sim.model.calendars import NEVER

__all__ = ["COUNTS", "HEAD", "LONG_AGO", "NEVER", "NO_LIMIT", "TABLES", "Status", "state"]

LONG_AGO: Final = -NEVER
NO_LIMIT: Final = 2**40


def _row(longs: str = "", ints: str = "", floats: str = "", keys: str = "") -> "np.dtype[Any]":
    columns = [(name, "u8") for name in keys.split()] + [(name, "i8") for name in longs.split()]
    columns += [(name, "f8") for name in floats.split()] + [(name, "i4") for name in ints.split()]
    return np.dtype(columns, align=True)


class Status:
    """How a run of the loop ended. A table that was full is grown, and the replication is run again.

    TRIPS_OVER: a tail has flown more trips than it has numbers for.
    PARTING: a review is about to act for the first time. Up to here the history is the same with reviews or without.
    PAUSED: nothing ended; Python is asked whether the history is still wanted, before the loop goes on.
    """

    DONE = 0
    HEAP_FULL = 1
    TURNS_FULL = 2
    FLIGHTS_FULL = 3
    ABOARD_FULL = 4
    MISSIONS_FULL = 5
    GIVEN_FULL = 6
    REVIEWED_FULL = 7
    DUTY_FULL = 8
    JOBS_FULL = 9
    GROUND_FULL = 10
    BOUND_FULL = 11
    STAY_FULL = 12
    OFFLOADED_FULL = 13
    PARTING = 14
    TRIPS_OVER = 15
    PAUSED = 16


LOT: Final = _row(
    keys="key",
    longs="rank tie release leave_after here_kg due_kg lightest_kg lightest_mpos staff_fell heaviest",
    floats="usd_per_sortie",
    ints="""site person required category first last options_first options_last begin_hold board_hold
            value_s condition_s needed_s
            members many to_leave present loaded staged coming held disposing disposing_here dropped dated alike
            vehicles bucket bucket_at may going kept riding gone shut_out cursor waited due unbegun
            is_wanted next_wanted
            counters counters_last floors floors_last stations stations_last ramps ramps_last
            takes_positions is_stop outside road then route_rule paths paths_last before before_last
            follows follows_last sites sites_last boarding inbound""",
)
"""A group or lot. `members`: number of its first mover. `bucket`: where its staged movers lie, in the order in which
they are taken; `may`, `going`, `kept`, `gone`, `due`, `unbegun`: counts of the decision under way. A stop has a row
as its lot has: `before` are those who may still come to it, `follows` those whose first way leads to it, `inbound` the
first."""
MOVER: Final = _row(
    longs="arrives arrived released staged up left waits since staged_abroad",
    ints="lot home index kg mpos sortie fate way on_way step phase turn begun riding",
)
"""`waits`: since when it is staged where it is; `since`: when it came to the stop where it is, or came back."""
BOUND: Final = _row(longs="due kg", ints="row to many following")
"""Those of a lot who ride on a sortie to a stop, and who is next on the way there."""
PATH: Final = _row(ints="route first last")
HOP: Final = _row(longs="looked", ints="at to place open")
STATION: Final = _row(
    keys="key",
    longs="staff_rose",
    ints="site service fail_s staff people_per_server pool hours point queue queue_n",
)
TURN: Final = _row(longs="arrived started ended", ints="mover place attempt server cause ref")
POOL: Final = _row(ints="many limited busy free units")
"""Numbered servers, spots or teams: `free` of them lie on a stack, the one freed last on top."""
UNIT: Final = _row(longs="freed_at", ints="freed_by stack")
RAMP: Final = _row(
    longs="changed_at staff_rose room_rose room inside",
    ints="""parking working teams staff people_per_team runway hours airfield landing working_on loading taking_off
            lots lots_last""",
)
LIFT: Final = _row(
    keys="key",
    longs="wait holding lead structural mpos_limit mpos expected_kg headway",
    floats="min_load",
    ints="""rule uses_ramp supply payload seats load load_per_t_s load_per_person_s offload turn refuse_s late_s
            late_time cancel_s slips delay_s delay_time breaks_s repair per_week_s pattern ramp_up_s week_cv_s
            begin_at_site legs legs_last pending setting_out point permit tails_s pallets_s stages stages_last to
            sets_down set_down moves capable_s down breakdown_s recover vehicles crews""",
)
SUPPLY: Final = _row(longs="begins until")
LEG: Final = _row(ints="lift site block distance_s speed_s sent factor_row", floats="great_circle_nm share")
FLIGHT: Final = _row(
    longs="""number planned tasked overhead landed worked loaded ready up arrived free since promised waits_at_home
            payload structural asked leaves waits_until up_from up_to down_overhead
             seats seat_limit kg people_kg mpos""",
    ints="""lift attempt site row phase fate people spot work_spot team crew forced held_back aboard
            aboard_n bound bound_n down_site down_spot at_work cars stage loading job to_do parked_to_do
            task_cause land_cause land_ref load_cause load_ref up_cause""",
)
"""A sortie from the instant at which it is put before the decision to task it; `row` is its place in the book.
`up_from`, `up_to`: a window in which its tail can fly."""
TASK: Final = _row(
    ints="""kind loads parked takes per_pallet_s per_vehicle_s per_busload_s per_t_s per_person_s busload"""
)
STAGE: Final = _row(ints="tasks tasks_last many parked takes_spot leaves_spot")
"""Tasks of a lift that are done beside one another: `many` on a working spot, the loading among them, and `parked`."""
JOB: Final = _row(longs="since", ints="flight task")
"""A task that waits to be begun."""
TOOLBOX: Final = _row(ints="site kind first many")
TOOL: Final = _row(longs="freed_at", ints="freed_by busy hours")
"""A machine; its hours are those in which it works."""
ABOARD: Final = _row(longs="since", ints="mover lot")
MISSION: Final = _row(longs="at", ints="site")
CREWS: Final = _row(longs="most rest report", ints="lift first many point")
"""Crews of a lift as one pool."""
CREW: Final = _row(longs="rested off duty")
STREAM: Final = _row(longs="number", ints="lift next last")
"""Missions of a lift as they fall due."""
HOLD: Final = _row(longs="then not_before cleared_at", ints="first last cleared under_way clears")
COUNTER: Final = _row(longs="left at_most", ints="rows rows_last")
FLOOR: Final = _row(longs="at_least", ints="hold")
OPTION: Final = _row(ints="way first last")
STEP: Final = _row(ints="station back passed")
DIST: Final = _row(ints="kind table table_n", floats="a b c mean")
HOURS: Final = _row(ints="first last at")
"""A calendar: its windows are rows [first, last) of `opens` and `closes`; `at` is the last one that has opened."""
WATCH: Final = _row(ints="hours closes next what which asleep")
"""Somebody who is told when each window of a calendar opens, or closes."""
POINT: Final = _row(ints="kind row")
REVIEW: Final = _row(
    longs="by margin window left span left_ever span_ever remaining share9",
    ints="milestone people settled due late to_do point",
)
LONGER: Final = _row(longs="added", ints="site extra_s ceiling_s first last many level")
"""Longer hours that a site may have: rows [first, last) of `prolonged`, `many` at each level."""
PROLONGED: Final = _row(ints="station hours watch")
"""Calendar of a station, or of the ramp (-1), at one level, and who watches it from then on."""
RESPONSE: Final = _row(ints="kind")
ASK: Final = _row(
    longs="answer_at begins first", floats="share more", ints="lift factor_s lag granted_s ceiling_s times tails stream"
)
ONE_LONG: Final = np.dtype("i8")
ONE_INT: Final = np.dtype("i4")
ONE_FLOAT: Final = np.dtype("f8")
ONE_BYTE: Final = np.dtype("u1")
ONE_WORD: Final = np.dtype("u8")

TABLES: Final[dict[str, "np.dtype[Any]"]] = {
    "numbers": ONE_FLOAT,
    "quantiles": ONE_FLOAT,
    "factors": ONE_FLOAT,
    "carries": ONE_BYTE,
    "apart": ONE_WORD,
    "promised": ONE_BYTE,
    "lots": LOT,
    "movers": MOVER,
    "buckets": ONE_INT,
    "attempts": ONE_INT,
    "stations": STATION,
    "queues": ONE_LONG,
    "turns": TURN,
    "pools": POOL,
    "units": UNIT,
    "ramps": RAMP,
    "expected": ONE_LONG,
    "at_home": ONE_LONG,
    "lifts": LIFT,
    "supplies": SUPPLY,
    "legs": LEG,
    "flights": FLIGHT,
    "book": ONE_INT,
    "bounds": BOUND,
    "paths": PATH,
    "hops": HOP,
    "hop_lifts": ONE_BYTE,
    "stays": tables.STAY,
    "offloaded": tables.OFFLOADED,
    "tasks": TASK,
    "stages": STAGE,
    "jobs": JOB,
    "toolboxes": TOOLBOX,
    "tools": TOOL,
    "grounds": tables.GROUND,
    "aboard": ABOARD,
    "waiting": ONE_INT,
    "crew_pools": CREWS,
    "crews": CREW,
    "duties": tables.DUTY,
    "last_off": ONE_LONG,
    "missions": MISSION,
    "streams": STREAM,
    "holds": HOLD,
    "counters": COUNTER,
    "floors": FLOOR,
    "relations": ONE_INT,
    "options": OPTION,
    "steps": STEP,
    "dists": DIST,
    "hours": HOURS,
    "opens": ONE_LONG,
    "closes": ONE_LONG,
    "watches": WATCH,
    "points": POINT,
    "reviews": REVIEW,
    "looks": ONE_LONG,
    "longer": LONGER,
    "prolonged": PROLONGED,
    "responses": RESPONSE,
    "asks": ASK,
    "chosen": ONE_INT,
    "given": tables.GIVEN,
    "reviewed": tables.REVIEWED,
    "dirty": ONE_WORD,
    "heap": ONE_LONG,
}
"""Tables by name, with the type of a row."""

COUNTS: Final[dict[str, str]] = {
    "heap": "heap_count",
    "turns": "turn_count",
    "flights": "flight_count",
    "aboard": "aboard_count",
    "missions": "mission_count",
    "given": "given_count",
    "reviewed": "reviewed_count",
    "duties": "duty_count",
    "jobs": "job_count",
    "grounds": "ground_count",
    "bounds": "bound_count",
    "stays": "stay_count",
    "offloaded": "offloaded_count",
    "book": "book_count",
}
"""Tables that are written from the first row on, and the number of the head that says how far."""

SCALARS: Final = """now end horizon world remaining need_rose changes status rank_shift event_count heap_count
    turn_count flight_count book_count aboard_count overhead_count parked_count ready_count asking_count duty_count
    pending_count job_count ground_count bound_count stay_count offloaded_count coming_in_count setting_out_count
    passable with_stops balances stream_count mission_count given_count
    reviewed_count parted leaving to_judge wanted first_wanted lightest hours_in_row with_reviews with_failing
    sites chosen_count"""

HEAD: Final = np.dtype(
    [("seed", "u8"), ("replication", "u8")]
    + [(name, "i8") for name in SCALARS.split()]
    + [(column, "i8") for name in TABLES for column in place_of(name)],
    align=True,
)
"""Numbers of the history under way, and where each table lies (address and rows). Kernels read and write it as
attributes of what `state` returns: `h.now`, `h.movers[7].up`."""

state = pointer_to(HEAD, TABLES)
