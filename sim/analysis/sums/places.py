"""The places at which movers are counted, and the sites that a mover has yet to leave on its first route."""

import numpy as np
import numpy.typing as npt

from sim.analysis.sums.movers import bases
from sim.domain.memo import memoised
from sim.model.plan import Plan

__all__ = ["ALL", "ROAD", "ahead", "base_of", "places", "road"]

ROAD = "on the road"
"""Name of the place of movers that have left one place in the country and not reached the next."""
ALL = "all"
"""Name of the place that stands for the whole country."""


@memoised
def places(plan: Plan) -> tuple[str, ...]:
    """Return each place at which movers are counted: the sites in country, the road if there is one, and all."""
    sites = tuple(name for _, name in bases(plan))
    return (*sites, ROAD, ALL) if len(plan.stop) else (*sites, ALL)


def road(plan: Plan) -> int:
    """Return the index of the road among the places; the number of places if there is no road."""
    return len(bases(plan)) if len(plan.stop) else len(places(plan))


@memoised
def base_of(plan: Plan) -> npt.NDArray[np.int64]:
    """Return the index of each site among those in country, and for a site outside their number, shape (n_sites,)."""
    found = np.full(len(plan.site), len(bases(plan)), np.int64)
    found[[row for row, _ in bases(plan)]] = np.arange(len(bases(plan)))
    return found


@memoised
def ahead(plan: Plan) -> npt.NDArray[np.bool_]:
    """Return which sites in country the members of a lot have yet to leave when they are at a given site.

    Returns
    -------
    ndarray
        Shape (n_lots, n_sites, n_sites): for a lot at a site (second axis), true for that site and for the sites after
        it on the first route of the lot (third axis).
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
