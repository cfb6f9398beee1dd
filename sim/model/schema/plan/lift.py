"""Tables of lift: kinds of transport, with their configurations, legs, missions, factors by month, tasks and prices."""

from sim.model.schema.row import Int, Long, Real, Row, Slot, Word, column

__all__ = ["Configuration", "Leg", "LegSeason", "Lift", "LiftPrice", "Mission", "Season", "Task"]


class Lift(Row):
    """A kind of transport."""

    key: Word = column("digest of its name: part of the addresses of its draws (`model.draws`)")
    begins: Long = column("instant from which missions at a rate come, or are requested", unit="s")
    until: Long = column("instant until which missions come, or are requested", unit="s")
    by: Long = column("instant from which anything ready is enough for a request; NEVER: no such instant", unit="s")
    enough_part: Real = column(
        "fraction of payload, positions or seats that is enough for a request; 0: not stated", unit="1"
    )
    min_load: Real = column("fraction of payload, positions or seats that a sortie waits for", unit="1", key="min_load")
    to: Int = column("its destination", of="site")
    rule: Int = column("how the site of a mission is chosen (`Rule`)")
    uses_ramp: Int = column("whether it needs spots, teams and hours of the ramp", key="uses_ramp")
    supply: Int = column("how it is supplied (`Supply`)")
    payload: Int = column("payload of a sortie, people included", unit="kg", of="dist")
    max_payload_s: Slot = column("structural limit of the payload", unit="kg", key="max_payload_t")
    pallets_s: Slot = column("pallet positions of a sortie")
    seats: Int = column("seats of a sortie", of="dist", key="seats")
    load: Int = column("time of loading a sortie", unit="s", of="dist", key="load_h")
    load_per_t_s: Slot = column("time of loading for each tonne of cargo", unit="s/t", key="load_per_t_h")
    load_per_person_s: Slot = column("boarding time for each person", unit="s", key="load_per_person_h")
    wait_s: Slot = column("longest wait for its minimum load", unit="s", key="wait_h")
    offload: Int = column("offloading time at its destination", unit="s", of="dist", key="offload_h")
    turn: Int = column("turnaround time of a tail at home", unit="s", of="dist", key="turn_h")
    lead_s: Slot = column("time between tasking and planned arrival", unit="s", key="lead_d")
    refuse_s: Slot = column("probability that clearance is refused", unit="1", key="refuse")
    late_s: Slot = column("probability that clearance comes late", unit="1", key="late")
    late_time: Int = column("how late a late clearance comes", unit="s", of="dist", key="late_h")
    cancel_s: Slot = column("probability that a mission is cancelled", unit="1", key="cancel")
    slips: Int = column("whether a mission that did not come is attempted again on the next open day")
    delay_s: Slot = column("probability of a delay on departure", unit="1", key="delay")
    delay_time: Int = column("length of the delay", unit="s", of="dist", key="delay_h")
    holding_s: Slot = column("longest time overhead before a sortie diverts", unit="s", key="holding_h")
    breaks_s: Slot = column("probability that a sortie is found unserviceable at a departure", unit="1", key="breaks")
    repair: Int = column("repair time of such a sortie", unit="s", of="dist", key="repair_h")
    per_week_s: Slot = column("missions a week", unit="1/week", key="supply.per_week")
    pattern: Int = column("how missions at a rate are spaced (`Pattern`)")
    ramp_up_s: Slot = column("time in which the rate grows to its full value", unit="s", key="supply.ramp_up_d")
    week_cv_s: Slot = column("coefficient of variation of the rate from week to week", unit="1", key="supply.week_cv")
    tails_s: Slot = column("number of tails of a fleet", key="supply.tails")
    enough_people_s: Slot = column("people that are enough for a request", unit="people", key="supply.people")
    enough_kg_s: Slot = column("weight that is enough for a request", unit="kg", key="supply.load_t")
    at_once_s: Slot = column("most missions under way at once", key="supply.at_once")
    most_per_week_s: Slot = column("most missions requested in seven days", unit="1/week", key="supply.most_per_week")
    on_call: Int = column("whether it comes only after a review calls it")
    by_month: Int = column("whether its rate has factors by month")
    ahead: Int = column("whether missions are requested ahead of known dates")
    begin_at_site: Int = column("whether the first trip of a tail begins at its site")
    crosses_on_arrival: Int = column("whether its movers count as out of the country on arrival, not at departure")
    vehicles_s: Slot = column("number of vehicles in a sortie", key="vehicles")
    breakdown_s: Slot = column("probability that a vehicle breaks down on a leg", unit="1", key="breakdown")
    recover: Int = column("time lost for each vehicle that breaks down", unit="s", of="dist", key="recover_h")
    headway_s: Slot = column("shortest time between two departures from a site", unit="s", key="headway_h")
    moves: Int = column("hours in which it moves; outside these hours it rests", of="calendar", key="moves")
    capable_s: Slot = column("fraction of the time in which a tail can fly", unit="1", key="supply.mission_capable")
    down: Int = column("time of one spell in which a tail cannot fly", unit="s", of="dist", key="supply.down_h")
    crews_s: Slot = column("number of crews", key="crew.crews")
    duty_s: Slot = column("longest duty day", unit="s", key="crew.duty_h")
    rest_s: Slot = column("rest after a duty day", unit="s", key="crew.rest_h")
    report_s: Slot = column("part of the duty day before departure", unit="s", key="crew.report_h")
    volume_s: Slot = column("volume that a sortie takes", unit="l", key="volume_m3", unused=-1)
    length_s: Slot = column("length of the longest item that it takes", unit="mm", key="max_length_m", unused=-1)
    width_s: Slot = column("width of the widest item that it takes", unit="mm", key="max_width_m", unused=-1)
    height_s: Slot = column("height of the tallest item that it takes", unit="mm", key="max_height_m", unused=-1)
    driven: Int = column(
        "whether it is a convoy of the force's own vehicles; then its positions are vehicles", key="driven", unused=0
    )
    attacks_s: Slot = column(
        "mean number of attacks on a sortie in 1,000 nautical miles", unit="1", key="attacks_per_1000_km", unused=-1
    )
    attack: Int = column(
        "time lost with each attack; -1: there are none", unit="s", of="dist", key="attack_h", unused=-1
    )
    configurations: Int = column("its first configuration; 0 if it has none", of="configuration", unused=0)
    configurations_last: Int = column("one past its last configuration; 0 if it has none", unused=0)
    change_s: Slot = column("time to fit a tail with another configuration", unit="s", key="change_h", unused=-1)


class Configuration(Row):
    """A configuration of a lift, and what a sortie takes in it; the configurations of one lift are adjacent."""

    lift: Int = column("the lift", of="lift")
    payload: Int = column("payload of a sortie, people included", unit="kg", of="dist")
    pallets_s: Slot = column("pallet positions of a sortie")
    volume_s: Slot = column("volume that a sortie takes", unit="l")
    seats: Int = column("seats", of="dist")
    load: Int = column("time of loading", unit="s", of="dist")


class Leg(Row):
    """The leg of a lift from one of the sites that it serves to its destination."""

    great_circle_nm: Real = column("great-circle distance; 0 if the file does not state both positions", unit="nm")
    share: Real = column("weight of the site under the rule `shares`", unit="1")
    lift: Int = column("the lift", of="lift")
    site: Int = column("the site", of="site")
    block: Int = column("block time; -1: distance over speed", unit="s", of="dist", key="block_h")
    distance_s: Slot = column("distance", unit="nm")
    speed_s: Slot = column("speed", unit="kt")
    seasons: Int = column("its first speed factor", of="leg_season")
    seasons_last: Int = column("one past its last speed factor", of="leg_season")


class Season(Row):
    """A factor on the rate of a lift, from an instant until the next factor; sorted by lift, then by instant."""

    begins: Long = column("instant from which it applies", unit="s")
    factor: Real = column("factor on the rate; 0: no mission is planned", unit="1")
    lift: Int = column("the lift", of="lift")


class LegSeason(Row):
    """A factor on the speed over a leg, from an instant until the next factor; sorted by leg, then by instant."""

    begins: Long = column("instant from which it applies", unit="s")
    factor: Real = column("factor on the speed", unit="1")


class Mission(Row):
    """A dated or scheduled mission."""

    at: Long = column("planned arrival", unit="s")
    lift: Int = column("its lift", of="lift")
    site: Int = column("its site; -1: chosen by the rule of the lift", of="site")
    configuration: Int = column(
        "number of the configuration in which it comes, from 1; 0: chosen by what waits", unused=0
    )


class Task(Row):
    """One task of the ground time of a lift; tasks of one stage run in parallel, stages one after another."""

    lift: Int = column("its lift", of="lift")
    stage: Int = column("its stage, from 0")
    kind: Int = column("kind of machine that it needs (`Resource.kind`); -1 for none")
    loads: Int = column("whether it is the loading task", key="loads")
    parked: Int = column("whether it is done on the parking spot", key="parked")
    takes: Int = column("fixed part of its time", unit="s", of="dist", key="takes_h")
    per_pallet_s: Slot = column("time for each pallet position", unit="s", key="per_pallet_h")
    per_vehicle_s: Slot = column("time for each vehicle", unit="s", key="per_vehicle_h")
    per_busload_s: Slot = column("time for each busload of people", unit="s", key="per_busload_h")
    per_t_s: Slot = column("time for each tonne of cargo", unit="s/t", key="per_t_h")
    per_person_s: Slot = column("time for each person", unit="s", key="per_person_h")
    busload: Int = column("number of people in a busload", key="busload")


class LiftPrice(Row):
    """Prices of a lift, in the row of the same number as the lift; no engine reads them."""

    positioning_s: Slot = column("flying time of a mission outside its legs", unit="s", key="positioning_h")
    flying_s: Slot = column("price of a flying hour", unit="USD/h", key="flying_usd_per_h")
    charter_s: Slot = column("price of each mission that comes to a site", unit="USD", key="charter_usd")
    seat_s: Slot = column("price of a seat", unit="USD", key="seat_usd")
    handling_s: Slot = column("price of each tonne loaded", unit="USD/t")
    granted_s: Slot = column("price of each grant of more lift by a review, or of each call", unit="USD")
