"""A group or lot as it stands at an instant, at its own site or at a stop: the counts that decisions read."""

from typing import Any

from sim.model import counts

__all__ = ["Lot"]


class Lot:
    """A personnel group or an equipment lot while the drawdown runs: at its own site, or at a stop on its way out.

    Attributes
    ----------
    home
        Row of the group or lot itself; its own row, except for a stop.
    outside
        Whether who is there is out of the country.
    to_leave
        Members who have yet to leave the place and were not left behind, those still to arrive included; to a stop come
        those who are on their way.
    present
        Members who have arrived and are not yet wheels-up.
    inbound
        On its way to a stop: due instant [s], members and weight [kg], by sortie.
    loaded
        Members on an aircraft that has not taken off.
    staged
        Members who wait for lift.
    unstaged
        Members who have yet to pass the last station of their own site, on whatever way; none of a stop.
    disposing, disposing_here
        Members who are not to ship, but to be handed over, sold or destroyed; and those of them who have arrived.
    held
        Members present whom a date or a hold keeps from beginning (until the event that follows its clearing).
    litres
        Volume of a member [l].
    lightest
        Least weight [kg] and least pallet positions [thousandths] of a member.
    boards
        Whether a phased plan says from when they may wait for lift; then `release` is that.
    begins
        From when they may begin where a plan governs their boarding [s].
    release, released_from, released_to
        Instants from which members may begin, rising along the lot; the first and the last of them [s].
    heaviest, takes_positions
        Greatest weight of a member [kg], and whether any takes pallet positions.
    here_kg
        Weight of members present, not loaded and to ship [kg].
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
        """Let all who have not begun do so from an instant on [s], whatever their dates."""
        self.release = [min(instant, now) for instant in self.release]
        self.released_from, self.released_to = min(self.released_from, now), min(self.released_to, now)
        self.begins = min(self.begins, now)

    def stop(self, row: int, spec: Any, outside: bool) -> "Lot":
        """Return the same lot at a stop on its way; nobody is there yet, and no hold or date keeps anybody there."""
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
        """Numbers of the members of the group or lot, wherever they are."""
        return range(self.first, self.first + self.many)

    @property
    def is_stop(self) -> bool:
        """Whether this is a stop on the way, not the lot at its own site."""
        return self.home != self.row

    @property
    def here(self) -> int:
        """Members present and not loaded, of those to ship."""
        return counts.here(self.present, self.loaded, self.disposing_here)

    @property
    def waiting(self) -> int:
        """Members yet to leave by lift and not loaded, those still to arrive included."""
        return counts.waiting(self.to_leave, self.loaded, self.disposing)
