"""Scratch values of each lot and stop while a decision is made.

The meaning of a column that serves only one kind of decision begins with the name of this kind, such as "chalk".
"""

from sim.model.schema.row import SCRATCH, Int, Long, Real, Row, column

__all__ = ["Tally"]


class Tally(Row, role=SCRATCH):
    """Scratch values of a lot or stop during a decision; its row has the same number as in `lots`."""

    going: Int = column("number of members that a chalk would take, or that could go together", rest=0)
    left: Int = column("number of members that have just left with a sortie", rest=0)
    boarded: Int = column("number of members that have just boarded and are still in the bucket", rest=0)
    noted: Int = column("chalk: whether the destination of its members is recorded", rest=0)
    bound: Int = column("take-off: row for its members aboard that are bound for a stop", of="bounds", rest=-1)
    came_from: Int = column("return of a sortie: lot or stop where members bound for this stop boarded", of="lots")
    free: Int = column("chalk: staged members that are free to go")
    kept: Int = column("chalk: staged members that a hold or floor keeps and that are tried nevertheless")
    put_off: Int = column("chalk: whether members kept by a hold or floor are no longer tried")
    shut_out: Int = column(
        "chalk: 0 if further members may fit; 1 if none can, found in the first part of the order; 2 if none can, "
        "found in a later part"
    )
    next: Int = column("chalk: position in the bucket of the member to be tried next")
    member: Int = column("chalk: the member to be tried next", of="movers")
    since: Long = column("chalk: when the wait of this member began", unit="s")
    tie: Long = column("chalk: tie-break of the lot", unit="1")
    queued: Int = column("chalk: the lot at this position in the queue of lots", of="lots")
    counts: Int = column("need of a lift: whether the lot counts")
    free_kg: Long = column("need of a lift: weight that no date, hold or floor keeps", unit="kg")
    earlier_kg: Long = column("need of a lift: weight that waits for ways expected to be earlier", unit="kg")
    asked: Int = column("whether the number of members that could go together is to be computed")
    due: Int = column("number of members that will be there at the instant looked at")
    due_kg: Long = column("weight of these members", unit="kg")
    unbegun: Int = column("number of members that will be there at that instant but will not have begun")
    way: Int = column("giving up: the way that its items take (`Way`); -1 for none")
    on_offer: Int = column("giving up: whether its items may be chosen")
    usd_per_sortie: Real = column("giving up: value kept by shipping its items, per sortie that they need", unit="USD")
