"""The places at which movers are counted, and the sites that a mover still has to leave on its first route."""

import numpy as np
import numpy.typing as npt

from sim.analysis.sums.movers import bases
from sim.domain.memo import memoised
from sim.model.plan import Plan

__all__ = ["ALL", "ROAD", "ahead", "base_of", "places", "road"]

ROAD = "on the road"
"""Name of the place of movers that have left one site in the country and not reached the next."""
ALL = "all"
"""Name of the place that stands for the whole country."""


@memoised
def places(plan: Plan) -> tuple[str, ...]:
    """Return the names of the places at which movers are counted: the sites in country, the road, the whole country.

    The road is a place only if some group or lot passes other sites on its way (`plan.stop` has rows).
    """
    sites = tuple(name for _, name in bases(plan))
    return (*sites, ROAD, ALL) if len(plan.stop) else (*sites, ALL)


def road(plan: Plan) -> int:
    """Return the index of the road in `places`; the number of places if the road is not one of them."""
    return len(bases(plan)) if len(plan.stop) else len(places(plan))


@memoised
def base_of(plan: Plan) -> npt.NDArray[np.int64]:
    """Return the index of each site in `bases`, and len(bases) for each site outside the country, shape (n_sites,)."""
    found = np.full(len(plan.site), len(bases(plan)), np.int64)
    found[[row for row, _ in bases(plan)]] = np.arange(len(bases(plan)))
    return found


@memoised
def ahead(plan: Plan) -> npt.NDArray[np.bool_]:
    """Return which sites in country the members of a group or lot still have to leave when they are at a given site.

    Returns
    -------
    ndarray
        Shape (n_lots, n_sites, n_sites): for a group or lot (first axis) that is at a site (second axis), true for this
        site and for the sites after it on the first route (third axis), as far as they are in country.
    """
    inside = plan.site["base"] != 0
    found = np.zeros((len(plan.lot), len(plan.site), len(plan.site)), np.bool_)
    found[:] = np.diag(inside)
    at_site = np.concatenate([plan.lot["site"], plan.stop["site"]]).astype(np.int64)
    path = plan.tables["path"]
    first_path: dict[int, int] = {}
    for row, lot in enumerate(path["lot"].tolist()):
        first_path.setdefault(lot, row)
    for lot, row in first_path.items():
        hops = plan.hop[path["first"][row] : path["last"][row]]
        order = {int(place): int(at) for place, at in zip(hops["place"], hops["at"], strict=True)}
        sites = [int(at_site[at]) for _, at in sorted(order.items())]
        for place, site in enumerate(sites):
            found[lot, site, [other for other in sites[place:] if inside[other]]] = True
    return found
