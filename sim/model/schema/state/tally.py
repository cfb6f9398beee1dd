"""What a decision notes of each lot and stop while it is made: a column for each meaning."""

from sim.model.schema.row import SCRATCH, Int, Long, Real, Row, column

__all__ = ["Tally"]


class Tally(Row, role=SCRATCH):
    """What a decision notes of a lot or stop, row by row beside the lots."""

    going: Int = column("members that a chalk would take, or that could go together", rest=0)
    left: Int = column("members that have just left with a sortie", rest=0)
    boarded: Int = column("members that have just boarded, and still lie in the bucket", rest=0)
    noted: Int = column("of a chalk: whether it is noted where they go", rest=0)
    bound: Int = column("of a sortie that takes off: where it is noted to which stop they go", of="bounds", rest=-1)
    came_from: Int = column("of a sortie that comes back: where it took those bound for this stop", of="lots")
    free: Int = column("of a chalk: staged members that are free to go")
    kept: Int = column("of a chalk: staged members that a hold or floor keeps, and that are tried")
    put_off: Int = column("of a chalk: whether those whom a hold or floor keeps are tried no longer")
    shut_out: Int = column("of a chalk: whether no member fits any more")
    next: Int = column("of a chalk: place in the bucket of the member that is tried next")
    member: Int = column("of a chalk: that member", of="movers")
    since: Long = column("of a chalk: since when that member waits", unit="s")
    tie: Long = column("of a chalk: tie-break of the lot", unit="1")
    queued: Int = column("of a chalk: the lot at this row's place of the queue of lots", of="lots")
    counts: Int = column("of the need of a lift: whether it counts at all")
    free_kg: Long = column("of that need: weight that no date, hold or floor keeps", unit="kg")
    earlier_kg: Long = column("of that need: weight that waits for ways that are expected earlier", unit="kg")
    asked: Int = column("whether it is asked how many could go together")
    due: Int = column("members that will be there")
    due_kg: Long = column("their weight", unit="kg")
    unbegun: Int = column("those of them who will not have begun")
    way: Int = column("of what is given up: the way that its items take (`Way`); -1 for none")
    on_offer: Int = column("of what is given up: whether its items may be chosen")
    usd_per_sortie: Real = column("of what is given up: value that it keeps for a whole sortie of lift", unit="USD")
