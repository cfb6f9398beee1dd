"""What the compiled part of the walk reads and writes."""

from sim.model.schema.row import SCRATCH, Long, Row, column

__all__ = ["Cursor", "LiftReasons", "Rider", "Span", "Stretch"]


class Cursor(Row, role=SCRATCH):
    """Where a walk is (`sim.analysis.causes.walk.Walk` says more)."""

    t: Long = column("the instant", unit="s")
    stop: Long = column("when whoever is followed became free to go", unit="s")
    witness: Long = column("whom it follows", of="mover")
    rank: Long = column("the least urgent rank that was followed")
    sortie: Long = column("the sortie that is looked at", of="sortie")
    ride: Long = column("the sortie for which whom it follows was free", of="sortie")
    place: Long = column("place among the missions of the lift; below 0 before the first")
    before: Long = column("when the sortie that is looked at was loaded", unit="s")
    company_at: Long = column("when the first of those on the sortie who matter was free; NEVER for none", unit="s")
    company: Long = column("who that was", of="mover")
    links: Long = column("how many spans were written")
    joined: Long = column("how many earlier sorties it came along")


class Span(Row):
    """A span in which a lift may not come."""

    begins: Long = column("when it begins", unit="s")
    until: Long = column("when it ends", unit="s")
    reason: Long = column("what bars the lift, a place among the reasons")


class Stretch(Row, role=SCRATCH):
    """A span of the history and what owns it, seen at a sortie."""

    since: Long = column("when it begins", unit="s")
    until: Long = column("when it ends", unit="s")
    reason: Long = column("what owns it, a place among the reasons")
    row: Long = column("the sortie", of="sortie")


class Rider(Row):
    """A mover on a sortie."""

    mover: Long = column("who it is", of="mover")
    rank: Long = column("its place in the order of departures")
    free: Long = column("when it was free to go with that sortie", unit="s")


class LiftReasons(Row):
    """Reasons of a lift, each a place among the reasons."""

    missions: Long = column("too few missions")
    cancelled: Long = column("cancelled or refused")
    not_tasked: Long = column("not tasked")
    delay: Long = column("later than planned")
