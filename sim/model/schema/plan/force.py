"""The force: groups and lots, the steps of their routes, their stops and ways out."""

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

    key: Word = column("digest of its name, for the addresses of draws")
    rank: Long = column("place in the order of loading, lowest first", unit="1")
    tie: Long = column("order among those of one rank that are staged at one instant", unit="1")
    release: Long = column("instant from which it may begin; of a phased plan, its members have their own", unit="s")
    arrives_first: Long = column("when the first of it enters", unit="s")
    arrives_last: Long = column("when the last of it has entered", unit="s")
    leave_after: Long = column("instant from which it is left behind if it is wanted; NEVER for none", unit="s")
    site: Int = column("where it is", of="site")
    person: Int = column("whether it is people")
    required: Int = column("whether it must be out for the deadline to be met")
    category: Int = column("its category (`terms.CATEGORIES`)")
    count_s: Slot = column("people or items")
    weight_s: Slot = column("weight of each", unit="kg")
    total_s: Slot = column("weight of all, where that is stated", unit="kg")
    item: Int = column("weight of an item", unit="kg", of="dist")
    pallets_s: Slot = column("pallet positions of an item")
    pallets_per_t_s: Slot = column("pallet positions a tonne", unit="1/t")
    value_s: Slot = column("what one item would cost to replace", unit="USD")
    first: Int = column("its first step", of="step")
    last: Int = column("one behind its last", of="step")
    way: Int = column("what becomes of it as it is planned (`Way`)")
    options_first: Int = column("first of what may become of it instead, preferred first", of="option")
    options_last: Int = column("one behind the last", of="option")
    condition_s: Slot = column("part of its value that its condition leaves", unit="1")
    needed_s: Slot = column("part of its value for which there is need", unit="1")
    prepare_s: Slot = column("cost of preparing an item for its return", unit="USD")
    repair_s: Slot = column("cost of its repair after its return", unit="USD")
    controlled: Int = column("whether it may only be shipped or destroyed")
    begin_hold: Int = column("hold that keeps it from beginning to process", of="hold")
    board_hold: Int = column("hold that keeps it from boarding", of="hold")
    leave_hold: Int = column("hold at whose clearing it is left behind if it is wanted", of="hold")
    left: Int = column("how many had left at the start")
    staged: Int = column("how many were staged at the start")
    route_rule: Int = column("how it chooses among its ways out (`RouteRule`)")
    vehicles: Int = column("whether its items are vehicles, for the rates of tasks")
    gap: Int = column("time from one arrival to the next; -1: they come over a span", unit="s", of="dist")
    batch_s: Slot = column("how many arrive together")
    arrivals: Int = column("first row of its timetable", of="arrival")
    arrivals_last: Int = column("one behind the last", of="arrival")
    shift_s: Slot = column("by which its timetable is moved", unit="s")
    at_random: Int = column("whether each arrives at an instant of its own in the span")
    surprises: Int = column("whether nobody knows beforehand when they arrive")
    phasing: Int = column("the phased plan that names it", of="phasing")
    party: Int = column("how many of its members travel together; 0: each by itself")
    no_show_s: Slot = column("probability that one who is called for a sortie does not turn up", unit="1")
    volume_s: Slot = column("volume of an item", unit="l")
    length_s: Slot = column("length of an item", unit="mm")
    width_s: Slot = column("its width", unit="mm")
    height_s: Slot = column("its height", unit="mm")
    load_class: Int = column("its class: which, from 1, after the categories in `Plan.segregate`; 0: none")
    seats: Int = column("people whom an item takes on a driven lift, drivers included; 0: it does not drive itself")
    drivers: Int = column("people without whom an item does not drive")


class Phasing(Row):
    """A phased plan: a curve by which the members of lots are released."""

    begins: Long = column("where its curve begins", unit="s")
    until: Long = column("where it ends, if that is stated; NEVER if not", unit="s")
    milestone: Int = column("the milestone before which it ends", of="milestone")
    curve: Int = column("its curve (`Shape`)")
    first: Int = column("first of its dated points", of="target_point")
    last: Int = column("one behind the last", of="target_point")
    margin_s: Slot = column("time before that milestone", unit="s")
    per_week_s: Slot = column("members a week, of all its lots", unit="1")
    t_per_week_s: Slot = column("weight a week, of all its lots", unit="t")
    lead_s: Slot = column("by how much each is released before the curve says", unit="s")
    shift_s: Slot = column("by how much all of it comes later", unit="s")
    boards: Int = column("whether it says from when they may wait for lift, not from when they may begin")


class TargetPoint(Row):
    """A dated point of the curve of a phased plan."""

    by: Long = column("its date", unit="s")
    amount: Real = column("how much is to have been released by then", unit="1")
    unit: Int = column("of what: 0 of all, as a part; 1 people; 2 tonnes")


class Option(Row):
    """What may become of a lot instead of being shipped."""

    lot: Int = column("whose option", of="lot")
    way: Int = column("what becomes of it (`Way`)")
    first: Int = column("first step on that way", of="step")
    last: Int = column("one behind the last", of="step")


class Worth(Row):
    """One row: the rule that compares value and cost before the start."""

    compare: Int = column("whether wanted items that are not worth their return are disposed of from the start")
    sortie_s: Slot = column("price of a sortie", unit="USD")


class Step(Row):
    """One station on the way of a lot."""

    station: Int = column("which station", of="station")
    back: Int = column("the step a failure goes back to, counted from the first of the lot")
    passed: Int = column("how many had finished it at the start")
    service: Int = column("time of a job there on one of this lot", unit="s", of="dist")
    kind: Int = column("what this lot is to a server that has to be set up: its category, or the lot")
    lanes: Int = column("a bit for each lane there that takes this lot, the first the lowest")


class Stop(Row):
    """A place that a lot passes on its way; engines number stops after the lots."""

    lot: Int = column("which lot", of="lot")
    site: Int = column("which place", of="site")
    first: Int = column("first step there", of="step")
    last: Int = column("one behind the last", of="step")
    options_first: Int = column("first of what may become of the lot there", of="option")
    options_last: Int = column("one behind the last", of="option")
    road: Int = column("whether it is the road to that place: who is on it is not out yet")
    then: Int = column("stop at which a road ends; -1: out for good", of="lots")
    rule: Int = column("how one chooses among the ways on from there (`RouteRule`); -1: as the lot does")


class Path(Row):
    """One way out that a lot may take, preferred first. A lot without any goes straight out."""

    lot: Int = column("which lot", of="lot")
    route: Int = column("the route as it is named in the file; -1 for none")
    first: Int = column("its first hop", of="hop")
    last: Int = column("one behind the last", of="hop")


class Hop(Row):
    """One leg of a path, or one of its variants; `Plan.hop_lifts` says which lifts go it."""

    path: Int = column("which path", of="path")
    at: Int = column("lot or stop from which it goes", of="lots")
    to: Int = column("stop to which it goes; -1: out", of="lots")
    place: Int = column("which leg of the path it is, from 0")
    route: Int = column("the route to which it belongs, behind a choice of onward ways; -1: that of its path")


class LotPrice(Row):
    """What a group or lot costs or fetches, row by row beside the lots; no engine reads it."""

    per_diem_s: Slot = column("a person for a day in country", unit="USD/day")
    sale_s: Slot = column("what an item fetches that is sold", unit="USD")
    transfer_s: Slot = column("cost of handing an item over", unit="USD")
    destroy_s: Slot = column("cost of destroying an item", unit="USD")


class Arrival(Row):
    """Members of a lot that arrive at one instant, by timetable."""

    at: Long = column("when they arrive", unit="s")
    number: Long = column("how many members this row and those before it have", unit="1")


class Clearance(Row):
    """A permission without which nobody of a lot arrives."""

    lot: Int = column("which lot", of="lot")
    permission: Int = column("which permission", of="permission")
