"""The legs between sites that groups and lots may use, and the lifts that serve each leg."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.world.means import Means

__all__ = ["Leg", "legs"]


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg between two sites, with the lifts that serve it.

    `first` says whether the leg is on the first route of a group or lot, or serves a group or lot without routes.
    """

    site: int
    to: int
    lifts: tuple[int, ...]
    first: bool


def legs(means: Means) -> tuple[Leg, ...]:
    """Return every leg that a group or lot may use, sorted by site; for each site, legs on first routes come first."""
    plan = means.plan
    found: dict[tuple[int, int], tuple[set[int], bool]] = {}
    routed = {path.lot for path in means.rows("path")}

    def add(site: int, lift: int, first: bool) -> None:
        lifts, before = found.setdefault((site, int(plan.lift["to"][lift])), (set(), False))
        lifts.add(lift)
        found[site, int(plan.lift["to"][lift])] = lifts, before or first

    for row, lot in enumerate(means.rows("lot")):
        if row not in routed:
            for lift in plan.carries[row].nonzero()[0].tolist():
                add(lot.site, lift, True)
    seen: set[int] = set()
    for path in means.rows("path"):
        first = path.lot not in seen
        seen.add(path.lot)
        for hop in range(path.first, path.last):
            at = int(plan.hop["at"][hop])
            site = means.rows("lot")[at].site if at < len(plan.lot) else means.rows("stop")[at - len(plan.lot)].site
            for lift in plan.hop_lifts[hop].nonzero()[0].tolist():
                add(site, lift, first)
    all_legs = [Leg(site, to, tuple(sorted(lifts)), first) for (site, to), (lifts, first) in found.items()]
    return tuple(sorted(all_legs, key=lambda leg: (leg.site, not leg.first)))
