"""Tables of the force: groups and lots, with their arrivals, releases, ways out, other dispositions and prices."""

from sim.model.schema.row import Int, Long, Real, Row, Slot, Word, column

__all__ = [
    "Arrival",
    "Clearance",
    "Hop",
    "Lot",
    "LotPrice",
    "Option",
    "Path",
    "Phasing",
    "Step",
    "Stop",
    "TargetPoint",
    "Worth",
]


class Lot(Row):
    """A personnel group or an equipment lot."""

    key: Word = column("digest of its name: part of the addresses of its draws (`model.draws`)")
    rank: Long = column("rank in the loading order, lowest first", unit="1")
    tie: Long = column("tie-break between lots of equal rank whose members were staged at the same instant", unit="1")
    release: Long = column("earliest instant at which any of its members may begin", unit="s")
    arrives_first: Long = column("when its first member arrives", unit="s")
    arrives_last: Long = column("when its last member has arrived", unit="s")
    leave_after: Long = column("instant at which it is left behind, if it is wanted; NEVER: none", unit="s")
    site: Int = column("its site", of="site")
    person: Int = column("whether it is a group of people")
    required: Int = column("whether it must be out for the deadline to be met")
    category: Int = column("its category (`terms.CATEGORIES`)")
    count_s: Slot = column("number of people or items", key="count")
    weight_s: Slot = column("weight of each person or item", unit="kg", key="weight_t")
    total_s: Slot = column("total weight, if stated", unit="kg", key="total_t")
    item: Int = column("weight of one item, if the lot is stated by its total weight", unit="kg", of="dist")
    pallets_s: Slot = column("pallet positions of an item", key="pallets")
    pallets_per_t_s: Slot = column("pallet positions per tonne", unit="1/t", key="pallets_per_t")
    value_s: Slot = column("replacement cost of an item", unit="USD", key="value_usd")
    first: Int = column("its first step", of="step")
    last: Int = column("one past its last step", of="step")
    way: Int = column("its planned disposition (`Way`)")
    options_first: Int = column("first of its other dispositions, in order of preference", of="option")
    options_last: Int = column("one past the last of its other dispositions", of="option")
    condition_s: Slot = column("fraction of the value of an item in its present condition", unit="1", key="condition")
    needed_s: Slot = column("probability that an item is needed after its return", unit="1", key="needed")
    prepare_s: Slot = column("cost of preparing an item for its return", unit="USD", key="prepare_usd")
    repair_s: Slot = column("cost of repairing an item after its return", unit="USD", key="repair_usd")
    controlled: Int = column("whether it may only be shipped or destroyed")
    begin_hold: Int = column("hold that keeps it from beginning", of="hold")
    board_hold: Int = column("hold that keeps it from boarding", of="hold")
    leave_hold: Int = column("hold whose clearing leaves it behind, if it is wanted", of="hold")
    left: Int = column("number of members that had left at the start", key="start.left")
    staged: Int = column("number of members that were staged at the start", key="start.staged")
    route_rule: Int = column("how it chooses one of its ways out (`RouteRule`)")
    vehicles: Int = column("whether its items are vehicles, for tasks that take a time for each vehicle")
    gap: Int = column("time from one batch to the next; -1: arrivals do not follow such gaps", unit="s", of="dist")
    batch_s: Slot = column("number of members in a batch, which arrive together")
    arrivals: Int = column("first row of its timetable", of="arrival")
    arrivals_last: Int = column("one past the last row of its timetable", of="arrival")
    shift_s: Slot = column("delay of the whole timetable", unit="s")
    at_random: Int = column("whether each batch arrives at its own random instant in the span")
    surprises: Int = column("whether its arrivals are not known beforehand")
    phasing: Int = column("its phased plan", of="phasing")
    party: Int = column("number of its members that travel together; 0: each travels alone", unused=0)
    no_show_s: Slot = column(
        "probability that a member called for a sortie does not turn up", unit="1", key="no_show", unused=-1
    )
    volume_s: Slot = column("volume of an item", unit="l", key="volume_m3", unused=-1)
    length_s: Slot = column("length of an item", unit="mm", key="length_m", unused=-1)
    width_s: Slot = column("width of an item", unit="mm", key="width_m", unused=-1)
    height_s: Slot = column("height of an item", unit="mm", key="height_m", unused=-1)
    load_class: Int = column(
        "number of its class, from 1; 0: none (in `Plan.segregate` classes come after categories)", unused=0
    )
    seats: Int = column(
        "number of people that an item takes on a driven lift, drivers included; 0: it cannot drive out", unused=0
    )
    drivers: Int = column("number of drivers that an item needs on a driven lift", unused=0)


class Phasing(Row):
    """A phased plan: a curve by which the members of lots are released or, if it governs boarding, may board."""

    begins: Long = column("when its curve begins", unit="s")
    until: Long = column("when its curve ends; NEVER if that is not stated", unit="s")
    milestone: Int = column("the milestone before which its curve ends; -1: not stated", of="milestone")
    curve: Int = column("its curve (`Shape`)")
    first: Int = column("first of its dated points", of="target_point")
    last: Int = column("one past the last of its dated points", of="target_point")
    margin_s: Slot = column("how long before the date of `milestone` its curve ends", unit="s", key="margin_d")
    per_week_s: Slot = column("number of members a week on its curve, all its lots together", unit="1", key="per_week")
    t_per_week_s: Slot = column("weight a week on its curve, all its lots together", unit="t", key="t_per_week")
    lead_s: Slot = column("how long before its time on the curve each member is released", unit="s", key="lead_d")
    shift_s: Slot = column("delay of the whole curve", unit="s", key="shift_d")
    boards: Int = column("whether the curve says when members may board, not when they may begin")


class TargetPoint(Row):
    """A dated point of the curve of a phased plan."""

    by: Long = column("its date", unit="s")
    amount: Real = column("amount that the curve has reached by then", unit="1")
    unit: Int = column("unit of the amount: 0 fraction of all; 1 people; 2 tonnes")


class Option(Row):
    """A disposition of a lot other than shipping."""

    lot: Int = column("the lot", of="lot")
    way: Int = column("the disposition (`Way`)")
    first: Int = column("first step on the way to it", of="step")
    last: Int = column("one past the last of these steps", of="step")


class Worth(Row):
    """The rule that compares value and cost of wanted items before the start (one row)."""

    compare: Int = column("whether wanted items that are not worth their return are disposed of from the start")
    sortie_s: Slot = column("price of a sortie", unit="USD")


class Step(Row):
    """One station on the way of a lot."""

    station: Int = column("the station", of="station")
    back: Int = column("step to which a failure leads back, counted from the first step at this place or of this way")
    passed: Int = column("number of members that had passed the station at the start")
    service: Int = column("service time at the station for a member of this lot", unit="s", of="dist")
    kind: Int = column("kind for which a server is set up: the category of this lot, or the lot itself")
    lanes: Int = column("a bit for each lane of the station that takes this lot; the first lane is the lowest bit")


class Stop(Row):
    """A place that a lot passes, or a road to such a place or out of the country; in engines, stops come after lots."""

    lot: Int = column("the lot", of="lot")
    site: Int = column("the place", of="site")
    first: Int = column("first step at the place", of="step")
    last: Int = column("one past the last step at the place", of="step")
    options_first: Int = column("first of the other dispositions of the lot at the place", of="option")
    options_last: Int = column("one past the last of these dispositions", of="option")
    road: Int = column("whether it is a road; movers on a road are not out yet")
    then: Int = column("stop at which a road ends; -1: the mover is then out for good", of="lots")
    rule: Int = column("how the way on from the place is chosen (`RouteRule`); -1: by the rule of the lot", unused=-1)


class Path(Row):
    """One way out that a lot may take; rows are in order of preference. A lot without any path goes straight out."""

    lot: Int = column("the lot", of="lot")
    route: Int = column("the route named in the file; -1 for none")
    first: Int = column("its first hop", of="hop")
    last: Int = column("one past its last hop", of="hop")


class Hop(Row):
    """One leg of a path, or one variant of a leg; `Plan.hop_lifts` says which lifts serve it."""

    path: Int = column("the path", of="path")
    at: Int = column("lot or stop where it begins", of="lots")
    to: Int = column("stop where it ends; -1: out of the country", of="lots")
    place: Int = column("number of the leg on the path, from 0")
    route: Int = column(
        "the route to which it belongs, if this is an onward route; -1: the route of its path", unused=-1
    )


class LotPrice(Row):
    """Prices of a group or lot, in the row of the same number as the lot; no engine reads them."""

    per_diem_s: Slot = column("cost of a person for a day in country", unit="USD/day")
    sale_s: Slot = column("price at which an item is sold", unit="USD", key="sale_usd")
    transfer_s: Slot = column("cost of handing an item over", unit="USD", key="transfer_usd")
    destroy_s: Slot = column("cost of destroying an item", unit="USD", key="destroy_usd")


class Arrival(Row):
    """An instant of the timetable of a lot, with the members that arrive then."""

    at: Long = column("when the members arrive", unit="s")
    number: Long = column("number of members in the timetable of the lot up to and including this row", unit="1")


class Clearance(Row):
    """A permission that a lot needs to arrive."""

    lot: Int = column("the lot", of="lot")
    permission: Int = column("the permission", of="permission")
