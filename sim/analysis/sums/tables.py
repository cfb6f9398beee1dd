"""The tables of the sums of a history, and the tables of facts of the plan that the kernels need to compute the sums.

The class of a table describes one of its rows.
"""

from sim.model.schema.row import OUTPUT, Long, Real, Row, column

__all__ = [
    "Account",
    "FlightSums",
    "LiftFacts",
    "LiftSums",
    "LotFacts",
    "LotSums",
    "MoverTotals",
    "SiteFacts",
    "SiteSums",
    "SortieTotals",
    "Span",
    "StationSums",
    "Staying",
]


class LotFacts(Row):
    """Facts of a group or lot."""

    cents: Long = column("value of one item; below 0 if it is not known", unit="0.01 USD")
    site: Long = column("site at which it begins", of="site")
    category: Long = column("index of its category in `terms.CATEGORIES`")
    person: Long = column("whether it is a group of people")
    required: Long = column("whether it must be out")


class LiftFacts(Row):
    """Facts of a lift."""

    mpos: Long = column("pallet positions of a sortie, in thousandths; -1 for no limit")
    configurations: Long = column("row of its first configuration")
    uses_ramp: Long = column("whether it uses the ramp")
    is_fleet: Long = column("whether it is a fleet: tails that make round trips")
    begins_at_site: Long = column("whether the tails of a fleet are at their site at the start")


class SiteFacts(Row):
    """Facts of a site."""

    is_base: Long = column("whether it is a base")


class MoverTotals(Row, role=OUTPUT):
    """Sums over all movers; a column named `there_...` counts those in country, or still to come, at the deadline."""

    closure: Long = column("when the last required mover was out; NEVER if one was not", unit="s")
    last_wave: Long = column("people who left in the 24 hours before the closure")
    people: Long = column("all people")
    kg: Long = column("all equipment", unit="kg")
    out_people: Long = column("people who were out by the end")
    out_kg: Long = column("equipment that was out by the end", unit="kg")
    there_people: Long = column("people in country, or still to come")
    there_required_people: Long = column("required people among them")
    there_items: Long = column("items of equipment in country, or still to come")
    there_kg: Long = column("weight of these items", unit="kg")
    there_required_kg: Long = column("weight of the required items among them", unit="kg")
    left_people: Long = column("people left behind")
    left_items: Long = column("items left behind")
    left_kg: Long = column("weight of the items left behind", unit="kg")
    retained_people: Long = column("people retained in country by plan")
    retained_items: Long = column("items retained in country by plan")
    retained_kg: Long = column("weight of the items retained", unit="kg")
    staying_cents: Long = column("known value of the equipment that was not out by the end", unit="0.01 USD")


class LotSums(Row, role=OUTPUT):
    """Sums over the movers of a group or lot."""

    there_s: Long = column("time in country, until each was out, left behind or disposed of, or to the end", unit="s")
    transferred: Long = column("number handed over")
    sold: Long = column("number sold")
    destroyed: Long = column("number destroyed")


class Account(Row, role=OUTPUT):
    """Movers of one category with one fate; real numbers, because sums of values may exceed the range of integers."""

    items: Real = column("number of people or items")
    kg: Real = column("their weight", unit="kg")
    cents: Real = column("their value, as far as it is known", unit="0.01 USD")
    unknown: Real = column("number of them whose value is not known")


class Staying(Row, role=OUTPUT):
    """Equipment in country, and not disposed of, on one of the dates of `periods.stops`."""

    kg: Real = column("its weight", unit="kg")
    cents: Real = column("its value, as far as it is known", unit="0.01 USD")


class SortieTotals(Row, role=OUTPUT):
    """Sums over all sorties."""

    first_heavy: Long = column("first take-off of a lift that uses the ramp; NEVER if there is none", unit="s")
    last_wave: Long = column("sorties that left in the 24 hours before the closure")
    departures: Long = column("sorties that took off from a site in country")
    waited_for_room: Long = column("loadings in country that could begin only when the next place had room for people")


class LiftSums(Row, role=OUTPUT):
    """How the sorties of a lift ended, what they carried, and how much of their capacity was not used."""

    tasked: Long = column("missions tasked, later attempts included")
    slipped: Long = column("later attempts among these missions")
    flown: Long = column("sorties that took off")
    empty: Long = column("sorties that took off with nothing aboard")
    cancelled: Long = column("times that a mission was cancelled or refused clearance")
    diverted: Long = column("times that a mission diverted or turned back")
    struck: Long = column("missions not tasked because they would have had nothing to carry")
    shut: Long = column("missions not tasked for lack of permission")
    waved_off: Long = column("missions that did not set out because nothing was left to carry")
    people: Long = column("people carried")
    kg: Long = column("weight carried, people included", unit="kg")
    room_kg: Long = column("unused payload", unit="kg")
    seats: Long = column("empty seats")
    mpos: Long = column("pallet positions in use, in thousandths")
    mpos_empty: Long = column("empty pallet positions, in thousandths")


class FlightSums(Row, role=OUTPUT):
    """How often a lift came, and how long it flew."""

    came: Long = column("sorties that came to a site")
    legs_s: Long = column("flying time of all legs", unit="s")


class Span(Row):
    """A span of time in which a sortie was worked on, or a mover waited for lift."""

    whose: Long = column("sortie that was worked on, or site at which a mover waited for lift")
    begins: Long = column("when it begins", unit="s")
    ends: Long = column("when it ends", unit="s")


class SiteSums(Row, role=OUTPUT):
    """How long aircraft and vehicles waited, were parked and were loaded at a site."""

    wait_s: Long = column("time that they waited: overhead, for loading to begin, and for take-off", unit="s")
    parked_s: Long = column("time that they were parked", unit="s")
    loading_s: Long = column("time that they were loaded", unit="s")


class StationSums(Row, role=OUTPUT):
    """How long movers waited and were worked on at a station."""

    wait_s: Long = column("time that they waited", unit="s")
    work_s: Long = column("time from the start to the end of jobs, pauses between shifts included", unit="s")
