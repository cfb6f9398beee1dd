"""Every column of every table, declared once; strings live beside the plan, never in a table.

A column that ends in `_s` holds a *slot*: an index into the one vector of numbers (`Plan.number`), or -1 for "no such
number" (no limit). A column that names another table (`site`, `lot`, `hold`, `dist`, `calendar`, `pool`) holds a row
of it, or -1. Instants are whole seconds since the start.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

Table = npt.NDArray[Any]


def _table(ints: str = "", longs: str = "", floats: str = "", keys: str = "") -> np.dtype[Any]:
    """Build a record type from column names, by machine type."""
    columns = [(name, "u8") for name in keys.split()] + [(name, "i8") for name in longs.split()]
    columns += [(name, "f8") for name in floats.split()] + [(name, "i4") for name in ints.split()]
    return np.dtype(columns, align=True)


DIST: Final = _table(ints="kind form a_s b_s c_s table", floats="p1 p2")
"""A distribution: family, how its parameters were stated (`Form`), their slots, and its quantile table."""
UNCERTAIN: Final = _table(keys="key", ints="dist source", floats="slope offset least most")
"""One thing unknown: its own draw (`dist`), or the mapped draw of the row `source`."""
TARGET: Final = _table(ints="uncertain slot operation")
"""Which number it changes, and how: 0 set, 1 times, 2 plus."""
CALENDAR: Final = _table(ints="first last")
"""Its shifts; none means always open."""
SHIFT: Final = _table(ints="open_s close_s days")
"""Local hours [s of the day] and a bit per day of the week, Monday lowest."""
SITE: Final = _table(
    keys="key",
    ints="""base parking_s working_s teams_s team_pool people_per_team runway ramp dropped_by_default
    abroad room_s""",
)
STATION: Final = _table(keys="key", ints="site servers_s service fail_s calendar pool people_per_server")
LOT: Final = _table(
    keys="key",
    ints="""site person required category count_s weight_s total_s item pallets_s pallets_per_t_s value_s first last
            way options_first options_last condition_s needed_s prepare_s repair_s controlled
            begin_hold board_hold left staged route_rule vehicles""",
    longs="rank tie release arrives_first arrives_last leave_after",
)
"""A personnel group or an equipment lot; `first` and `last` bound its steps, and its options the rows of OPTION."""
OPTION: Final = _table(ints="lot way first last")
"""What may become of a lot instead of shipping, preferred first, with the steps on that way."""
WORTH: Final = _table(ints="compare sortie_s")
"""One row: whether wanted items not worth their return are disposed of from the start, and the price of a sortie."""
STEP: Final = _table(ints="station back passed")
"""One station of a lot's route, the step a failure goes back to, and how many had finished it at the start."""
LIFT: Final = _table(
    keys="key",
    ints="""to rule uses_ramp supply payload max_payload_s pallets_s seats load load_per_t_s load_per_person_s wait_s
            offload turn lead_s refuse_s late_s late_time cancel_s slips delay_s delay_time holding_s breaks_s repair
            per_week_s pattern ramp_up_s week_cv_s tails_s begin_at_site crosses_on_arrival vehicles_s breakdown_s
            recover headway_s moves capable_s down crews_s duty_s rest_s report_s""",
    longs="begins until",
    floats="min_load",
)
RESOURCE: Final = _table(keys="key", ints="site kind count_s available_s repair calendar")
"""Machines of a ramp; those of one name are of one `kind` at every site."""
TASK: Final = _table(
    ints="""lift stage kind loads parked takes per_pallet_s per_vehicle_s per_busload_s per_t_s per_person_s busload"""
)
"""One task of the ground time of a lift; those of one stage are done beside one another. `kind`: of what it needs."""
STOP: Final = _table(ints="lot site first last options_first options_last road then")
"""A place that a lot passes on its way: its steps and options there, whether it is the road to that place (who is on it
is not out yet), and the stop at which a road ends (-1: out for good). The engine numbers stops after the lots."""
PATH: Final = _table(ints="lot route first last")
"""One way out that a lot may take, preferred first; its hops. Lots without any go straight out."""
HOP: Final = _table(ints="path at to place")
"""One leg of a path, or one of its variants: from a lot or stop to a stop (-1: out), and which leg of the path it is;
`Plan.hop_lifts` says which lifts go it."""
LEG: Final = _table(ints="lift site block distance_s speed_s", floats="great_circle_nm share")
"""A site that a lift serves: block time, or distance over speed; and its weight under the rule `shares`."""
LIFT_PRICE: Final = _table(ints="positioning_s flying_s charter_s seat_s handling_s")
"""What each lift costs, row by row beside the lifts: hours outside its legs, then prices [USD]; no engine reads it."""
LOT_PRICE: Final = _table(ints="per_diem_s sale_s transfer_s destroy_s")
"""What each group and lot costs or fetches, row by row beside the lots [USD]; no engine reads it."""
MISSION: Final = _table(ints="lift site", longs="at")
OUTAGE: Final = _table(keys="key", ints="together per_day_s hazard lasts stops")
"""Weather and the like; `stops` has a bit each for runway, ramp and stations."""
CLOSURE: Final = _table(ints="outage", longs="begins until")
"""A given interval of an outage."""
PERMISSION: Final = _table(keys="key", ints="opens lost_s lost_after lost_for times")
HOLD: Final = _table(ints="first last then_s", longs="not_before")
COUNTER: Final = _table(ints="hold at_most_s wanted")
"""Counts movers yet to leave, over the lots of its row of `Plan.counts`."""
FLOOR: Final = _table(ints="lot at_least_s hold")
MILESTONE: Final = _table(longs="by", ints="of initial settled", floats="share")
"""A promise over the lots of its row of `Plan.promised`; `of`: 0 heads of required, 1 people, 2 kg, 3 everything."""

REVIEW: Final = _table(ints="milestone margin_s window_s")
"""No row, or one: which milestone reviews look at."""
LOOK: Final = _table(longs="at")
"""The dates of the reviews."""
RESPONSE: Final = _table(ints="kind")
"""What a review does where it projects a late closure, in order (`terms.Response`)."""
ASK: Final = _table(ints="lift factor_s lag granted_s ceiling_s")
LONGER: Final = _table(ints="site extra_s ceiling_s")
"""More of a lift, and longer hours at a site, as a review may have them."""

MOVER: Final = _table(ints="lot index kg mpos sortie fate", longs="arrived released staged up left")
"""One person or item: thousandths of a pallet position, instants, and the sortie that carried it."""
VISIT: Final = _table(ints="mover place attempt server cause ref", longs="arrived started ended")
"""One turn at a station (`place` >= 0), or the ride on a lift (`place` = -1 - lift); `ref` is the visit or sortie that
freed what it waited for."""
SORTIE: Final = _table(
    ints="""lift number attempt site people kg mpos payload seats spot fate task_cause land_cause land_ref load_cause
            load_ref up_cause""",
    longs="planned tasked overhead landed worked loaded ready up arrived free",
)
SHUT: Final = _table(ints="outage site lift", longs="begins until")
"""One closed interval of a site (or of a lift, or of a lift there) as it was drawn; `lift` -2 - route: of a route."""
REVIEWED: Final = _table(ints="kind subject number granted items kg", longs="at effect", floats="pace remaining price")
"""What reviews saw and did, in order. `kind` -1 is a look: pace a day and what remains, in people or kilograms, and
`effect`, the projected closure. Else it is a response (`terms.Response`): the lift or site, which time it is asked,
`granted` (0 or 1; of hours the seconds added so far) and from when, what was given up, and the price of a sortie [USD]
at which the rest fits (NaN where nothing has a value)."""
OFFLOADED: Final = _table(ints="sortie site spot cause ref", longs="overhead landed ended")
"""One sortie that set down what it carried, at a hub, a base or a border gate (or back where it came from): its
parking spot, what it waited for and what freed it, and its instants."""
STAY: Final = _table(ints="mover site sortie", longs="arrived staged up")
"""One stay of a mover that goes out over several places: where, the sortie that took it away (-1: none has), and when
it came, was staged, and left."""
GROUND: Final = _table(ints="sortie task unit cause ref", longs="since began ended")
"""One task of a ground time as it was done: with which unit of what it needs, what it waited for last and which sortie
had that, since when it could have begun, and its span. `task` -1: a working spot (`unit`) was taken."""
DUTY: Final = _table(ints="lift crew sortie leg", longs="since duty departs arrives")
"""One leg that a crew flew or drove, 0 inbound or 1 outbound: since when it was asked for, when its duty day began, and
the leg as it was planned."""
GIVEN: Final = _table(ints="mover way", longs="at")
"""Items that a review, or the end of waiting, moved from ship to another way, in the order of decisions."""


def rows(table: Table) -> list[Any]:
    """Return a table as records with attributes, plain Python numbers inside (for SimPy's side)."""
    from collections import namedtuple

    names = table.dtype.names
    assert names is not None
    record = namedtuple("record", names)  # type: ignore[misc]
    return [record(*row) for row in table.tolist()]
