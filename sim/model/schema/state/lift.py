"""Lift in the state of the compiled engine: lifts and legs, sorties, missions, crews."""

from sim.model.schema import history, plan
from sim.model.schema.row import SCRATCH, STATE, Int, Long, Row, column

__all__ = [
    "Aboard",
    "Configuration",
    "Crew",
    "CrewPool",
    "Flight",
    "Leg",
    "LegSeason",
    "Lift",
    "Mission",
    "Season",
    "Stream",
]


class Lift(plan.Lift):
    """A kind of transport, with the values of its numbers in this replication."""

    structural: Long = column("structural limit of the payload; 0 for no limit", unit="kg")
    mpos: Long = column("space of a sortie, in 1/1000 of a pallet position; NO_LIMIT for no limit", unit="1/1000")
    mpos_limit: Long = column("the value of `mpos`, but -1 for no limit", unit="1/1000")
    litres: Long = column("volume that a sortie takes; NO_LIMIT for no limit", unit="l")
    full_litres: Long = column("the value of `litres`, but 0 for no limit", unit="l")
    expected_kg: Long = column("weight that a sortie is expected to take", unit="kg")
    moves: Int = column("hours in which it moves", of="hours")
    legs: Int = column("its first leg", of="legs")
    legs_last: Int = column("one past its last leg", of="legs")
    seasons: Int = column("its first rate factor", of="seasons")
    seasons_last: Int = column("one past its last rate factor", of="seasons")
    stages: Int = column("first stage of its ground time", of="stages")
    stages_last: Int = column("one past the last stage", of="stages")
    permit: Int = column("when it may come to the first of all sites; the other sites follow in order", of="hours")
    set_down: Int = column("when it may set down at its destination", of="hours")
    sets_down: Int = column("whether engines simulate how its sorties set down at the destination")
    crews: Int = column("its crews", of="crew_pools")
    vehicles: Int = column("number of vehicles in a sortie")
    point: Int = column("its decision point", of="points")
    at_once: Long = column("most missions under way at once", unit="missions")
    most_per_week: Long = column("most missions requested in seven days; NO_LIMIT for no limit", unit="missions")
    full_kg: Long = column("payload of a full load", unit="kg")
    full_mpos: Long = column("positions of a full load; 0 for no limit", unit="1/1000")
    full_seats: Long = column("seats of a full load; 0 for no limit", unit="people")
    freed_at: Long = column("when a requested mission was last over", unit="s", role=STATE)
    booked: Long = column("when a known date last came within the lead time of a request", unit="s", role=STATE)
    asked_n: Long = column("number of missions requested so far", unit="missions", role=STATE)
    under_way: Int = column("number of requested missions that are not over", role=STATE)
    timetable: Int = column("its first planned arrival", of="timetable")
    timetable_last: Int = column("one past its last planned arrival", of="timetable")
    in_time: Int = column(
        "comparing ways: whether it is expected to bring movers out before the lift in question", role=SCRATCH
    )
    pending: Int = column("number of sorties that wait to be tasked", role=STATE)
    setting_out: Int = column("number of sorties that wait to set out", role=STATE)


class Configuration(plan.Configuration):
    """A configuration of a lift, with the values of its numbers in this replication."""

    mpos: Long = column("space of a sortie, in 1/1000 of a pallet position; NO_LIMIT for no limit", unit="1/1000")
    mpos_limit: Long = column("the value of `mpos`, but -1 for no limit", unit="1/1000")
    litres: Long = column("volume that a sortie takes; NO_LIMIT for no limit", unit="l")
    full_litres: Long = column("the value of `litres`, but 0 for no limit", unit="l")
    full_kg: Long = column("weight that a sortie is expected to take", unit="kg")
    people_kg: Long = column("weight of people that a sortie is expected to take", unit="kg")
    cargo_kg: Long = column("weight of equipment that it is expected to take if no people ride", unit="kg")
    beside_kg: Long = column("weight of equipment that it is expected to take beside these people", unit="kg")


class Leg(plan.Leg):
    """The leg of a lift from one of the sites that it serves to its destination; the legs of a lift are adjacent."""

    factor_row: Int = column("row of `Plan.payload_factor`")
    gap: Long = column("mean time between two sorties from its site; NEVER if that is not known", unit="s")
    sent: Int = column("number of sorties tasked to its site", role=STATE)
    turn: Int = column("turn of its site among favoured sites, from 1; 0: not favoured", role=SCRATCH)
    ready: Int = column("whether a load is ready at its site", role=SCRATCH)
    need: Long = column("weight that could be carried from its site, while a site is chosen", unit="kg", role=SCRATCH)


class Flight(history.Sortie, role=STATE):
    """A sortie, including the time in which it waits to be tasked."""

    since: Long = column("when it is due at its site; on the ramp, when its wait for loading began", unit="s")
    claimed: Long = column("weight that it is expected to carry", unit="kg")
    waits_at_home: Long = column("the value of `claimed` while it is at home; 0 once it has set out", unit="kg")
    structural: Long = column("structural limit of its payload at this departure; 0 for no limit", unit="kg")
    asked: Long = column("when it asked for a crew", unit="s")
    leaves: Long = column("when it leaves home", unit="s")
    leg_in: Long = column("time of its leg to its site; -1 before this is known", unit="s")
    leg_out: Long = column("time of its leg from its site; -1 before this is known", unit="s")
    waits_until: Long = column("when it is checked again", unit="s")
    up_from: Long = column("beginning of a window in which its tail can fly", unit="s")
    up_to: Long = column("end of this window", unit="s")
    down_overhead: Long = column("when it arrived at the site where it sets down", unit="s")
    seat_limit: Long = column(
        "its seats, or on a driven lift those of the vehicles aboard; -1: no limit", unit="people"
    )
    people_kg: Long = column("weight of the people aboard", unit="kg")
    number: Long = column("number of the mission; for a trip of a tail, tail x 2^20 + trip", unit="1")
    payload: Long = column("its payload at this departure", unit="kg")
    seats: Long = column("its seats; NO_LIMIT for no limit", unit="people")
    kg: Long = column("weight aboard", unit="kg")
    mpos: Long = column("space aboard, in 1/1000 of a pallet position", unit="1/1000")
    row: Int = column("its position in the order of decisions; -1 before its decision", of="decided")
    phase: Int = column("its phase (`phases.Phase`)")
    work_spot: Int = column("number of its working spot; -1 for none")
    team: Int = column("number of its load team; -1 for none")
    crew: Int = column("its crew; -1 for none", of="crews")
    forced: Int = column("whether it begins at its site and need not be sent")
    held_back: Int = column("whether it has waited for more cargo")
    aboard: Int = column("first of the movers aboard", of="aboard")
    aboard_n: Int = column("number of movers aboard")
    bound: Int = column("first of its rows for movers bound for stops", of="bounds")
    bound_n: Int = column("number of these rows")
    down_site: Int = column("the site where it sets down", of="sites")
    down_spot: Int = column("number of its parking spot at that site; -1 for none")
    at_work: Int = column("whether it is on a working spot")
    cars: Int = column("number of vehicles aboard")
    stated: Int = column("configuration that its mission states, from 1; 0: none")
    fitted: Int = column("configuration that its tail has, from 1; 0: its lift has none")
    stage: Int = column("stage of its ground time", of="stages")
    loading: Int = column("its loading task; -1: it has none", of="tasks")
    job: Int = column("row of its loading in the tasks begun", of="grounds")
    to_do: Int = column("number of tasks of the stage still to be done on the working spot")
    parked_to_do: Int = column("number of tasks of the stage still to be done on the parking spot")


class Aboard(Row, role=STATE):
    """A mover on a sortie; the movers of one sortie are adjacent."""

    since: Long = column("when it was staged", unit="s")
    mover: Int = column("the mover", of="movers")
    lot: Int = column("the lot or stop that it comes from", of="lots")


class LegSeason(plan.LegSeason):
    """A factor on the speed over a leg; the factors of a leg are adjacent."""


class Season(plan.Season):
    """A factor on the rate of a lift; the factors of a lift are adjacent."""


class Mission(Row, role=STATE):
    """A mission of the plan, or a mission that was granted at the request of a review."""

    at: Long = column("planned arrival", unit="s")
    site: Int = column("its site; -1: chosen by the rule of the lift", of="sites")
    configuration: Int = column("number of the configuration in which it comes, from 1; 0: chosen by what waits")


class Stream(Row, role=STATE):
    """Missions of a lift that become due one after the other."""

    number: Long = column("number of the next mission", unit="1")
    lift: Int = column("the lift", of="lifts")
    next: Int = column("the next mission", of="missions")
    last: Int = column("one past the last mission", of="missions")


class CrewPool(Row):
    """The crews of a lift."""

    most: Long = column("longest duty day", unit="s")
    rest: Long = column("rest after a duty day", unit="s")
    report: Long = column("part of the duty day before departure", unit="s")
    lift: Int = column("the lift", of="lifts")
    first: Int = column("its first crew", of="crews")
    many: Int = column("number of crews")
    point: Int = column("its decision point", of="points")


class Crew(Row, role=STATE):
    """A crew."""

    rested: Long = column("when it is rested; NEVER while it is on duty", unit="s")
    off: Long = column("when it last came off a sortie", unit="s")
    duty: Long = column("when its duty day began", unit="s")
