"""Scratch values of each lot and stop while a decision is made: a column for each meaning."""

from sim.model.schema.row import SCRATCH, Int, Long, Real, Row, column

__all__ = ["Tally"]


class Tally(Row, role=SCRATCH):
    """Scratch values of a lot or stop during a decision, in the same row order as the lots."""

    going: Int = column("members that a chalk would take, or that could go together", rest=0)
    left: Int = column("members that have just left with a sortie", rest=0)
    boarded: Int = column("members that have just boarded and are still in the bucket", rest=0)
    noted: Int = column("chalk: whether the destination of its members is recorded", rest=0)
    bound: Int = column("take-off: row that records the stop its members go to", of="bounds", rest=-1)
    came_from: Int = column("return of a sortie: lot or stop where those bound for this stop boarded", of="lots")
    free: Int = column("chalk: staged members that are free to go")
    kept: Int = column("chalk: staged members kept by a hold or floor that are tried")
    put_off: Int = column("chalk: whether members kept by a hold or floor are no longer tried")
    shut_out: Int = column("chalk: 0 if further members may fit; 1 if none, found in the first part; 2: in a later one")
    next: Int = column("chalk: place in the bucket of the member to be tried next")
    member: Int = column("chalk: that member", of="movers")
    since: Long = column("chalk: when the wait of that member began", unit="s")
    tie: Long = column("chalk: tie-break of the lot", unit="1")
    queued: Int = column("chalk: the lot at this row's place in the queue of lots", of="lots")
    counts: Int = column("need of a lift: whether the lot counts")
    free_kg: Long = column("need of a lift: weight that no date, hold or floor keeps", unit="kg")
    earlier_kg: Long = column("need of a lift: weight that waits for ways expected to be earlier", unit="kg")
    asked: Int = column("whether the number that could go together is to be computed")
    due: Int = column("members that will be there")
    due_kg: Long = column("their weight", unit="kg")
    unbegun: Int = column("members that will be there but will not have begun")
    way: Int = column("giving up: the way that its items take (`Way`); -1 for none")
    on_offer: Int = column("giving up: whether its items may be chosen")
    usd_per_sortie: Real = column("giving up: value kept per whole sortie of lift", unit="USD")
