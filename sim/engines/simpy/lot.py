"""The state of a group or lot at an instant, at its own site or at a stop: the counts used by decisions."""

from typing import Any

from sim.model import counts

__all__ = ["Lot"]


class Lot:
    """The state of a personnel group or equipment lot: at its own site, or at a stop on its way out.

    Attributes
    ----------
    row, spec
        Its row among all lots and stops, and its entry in the plan.
    first, many
        Number of its first member among all movers, and how many members it has.
    home
        Row of the group or lot that has this stop; its own row if it is not a stop.
    outside
        Whether it is a stop outside the country.
    to_leave
        Members that have yet to leave the place and were not left behind or disposed of, including those still to
        arrive (at a stop: those on their way).
    coming
        Members still to arrive (at a stop: those on their way).
    present
        Members that have arrived, have not taken off, and were not left behind or disposed of.
    inbound
        Members on their way to a stop, by row of their sortie: due instant [s], number and weight [kg].
    loaded
        Members on a sortie that has not taken off.
    staged
        Members who wait for lift.
    unstaged
        Members that have yet to be staged at their own site, or to end another way there; 0 for a stop.
    disposing, disposing_here
        Members that are to be handed over, sold, destroyed or retained instead of shipped; the part of them that has
        arrived.
    dropped
        Whether the lot has been left behind as a whole.
    held
        Members to ship that are present and that a date or a hold keeps from beginning, or whose boarding day has not
        come. A member that has become free still counts until its process has continued.
    litres
        Volume of a member [l].
    lightest
        Smallest weight [kg] and pallet positions [thousandths] of a member.
    boards
        Whether a phased plan governs when members may board; if so, `release` says from when each may board.
    begins
        When members may begin, if a plan governs their boarding [s].
    release, released_from, released_to
        For each member, the instant from which it may begin, in ascending order; the first and the last of them [s].
    heaviest, takes_positions
        Largest weight of a member [kg], and whether any member takes pallet positions.
    here_kg
        Weight of members to ship that are present and not loaded [kg].
    road, then
        Whether this stop is the road to another place; the stop at which that road ends, -1 if the members are out for
        good there.
    """

    def __init__(
        self,
        row: int,
        spec: Any,
        first: int,
        kg: list[int],
        mpos: list[int],
        arrives: list[int],
        release: list[int],
    ) -> None:
        self.row, self.spec, self.first = row, spec, first
        self.kg, self.mpos, self.arrives, self.release = kg, mpos, arrives, release
        self.litres, self.boards, self.begins = 0, False, int(spec.release)
        self.many = len(kg)
        self.released_from = release[0] if release else int(spec.release)
        self.released_to = release[-1] if release else 0
        self.lightest = min(kg, default=0), min(mpos, default=0)
        self.heaviest, self.takes_positions = max(kg, default=0), any(mpos)
        self.person, self.required = bool(spec.person), bool(spec.required)
        self.to_leave = self.many
        self.present = self.loaded = self.staged = self.here_kg = 0
        self.coming = self.unstaged = self.many
        self.held = self.disposing = self.disposing_here = 0
        self.dropped = False
        self.home, self.outside, self.road, self.then = row, False, False, -1
        self.inbound: dict[int, tuple[int, int, int]] = {}

    def release_all(self, now: int) -> None:
        """Release, at the instant `now` [s], all members that have not begun, whatever their dates."""
        self.release = [min(instant, now) for instant in self.release]
        self.released_from, self.released_to = min(self.released_from, now), min(self.released_to, now)
        self.begins = min(self.begins, now)

    def stop(self, row: int, spec: Any, outside: bool) -> "Lot":
        """Return the state of this lot at a stop, with no members yet; no hold or date keeps members there."""
        changed = {"site": spec.site, "first": spec.first, "last": spec.last, "begin_hold": -1, "board_hold": -1}
        changed |= {"release": 0, "options_first": spec.options_first, "options_last": spec.options_last}
        changed |= {"route_rule": spec.rule if spec.rule >= 0 else self.spec.route_rule}
        lot = Lot(row, self.spec._replace(**changed), self.first, self.kg, self.mpos, self.arrives, [0] * self.many)
        lot.litres = self.litres
        lot.home, lot.outside, lot.road, lot.then = self.row, outside, bool(spec.road), spec.then
        lot.to_leave = lot.coming = lot.unstaged = lot.disposing = 0
        return lot

    @property
    def members(self) -> range:
        """Numbers of all members of the group or lot, wherever they are."""
        return range(self.first, self.first + self.many)

    @property
    def is_stop(self) -> bool:
        """Whether this is a stop on the way rather than the lot at its own site."""
        return self.home != self.row

    @property
    def here(self) -> int:
        """Number of members to ship that are present and not loaded."""
        return counts.here(self.present, self.loaded, self.disposing_here)

    @property
    def waiting(self) -> int:
        """Number of members yet to leave by lift and not loaded, including those still to arrive."""
        return counts.waiting(self.to_leave, self.loaded, self.disposing)
