"""Shipped rules for sorties: which site next, go or wait, which tail."""

from sim.policies.registry import policy
from sim.policies.views import SiteView, TailView, WaitView

__all__ = [
    "as_its_minimum_says",
    "as_its_rule_says",
    "first_in_order",
    "greatest_need",
    "last_back",
    "longest_idle",
    "lowest_number",
    "never_wait",
    "until_full",
]


@policy("site", "as the lift says")
def as_its_rule_says(view: SiteView) -> int | None:
    """Choose by the `rule` of the lift: `fixed`, `sequence`, `shares` or `need`."""
    sites = view.sites
    if view.rule == "fixed":
        return 0 if sites[0].place == 0 else None
    if view.rule == "sequence":
        return first_in_order(view)
    if view.rule == "shares":
        shared = [position for position, site in enumerate(sites) if site.share > 0.0]
        return min(shared, key=lambda position: (sites[position].sent + 1) / sites[position].share, default=None)
    return greatest_need(view)


@policy("site", "greatest need")
def greatest_need(view: SiteView) -> int | None:
    """Choose the site with the greatest `need_kg`; of equal sites, the first."""
    return max(range(len(view.sites)), key=lambda position: (view.sites[position].need_kg, -position))


@policy("site", "first in order")
def first_in_order(view: SiteView) -> int | None:
    """Choose the first of the lift's sites with anything to carry, so that one base is emptied after another."""
    return 0


@policy("wait", "as the lift says")
def as_its_minimum_says(view: WaitView) -> bool:
    """Wait until one of payload, seats, positions and volume is filled to `min_load`, or nothing more can join."""
    return view.min_load <= 0.0 or _filled(view, view.min_load) or not view.more_to_come


@policy("wait", "never wait")
def never_wait(view: WaitView) -> bool:
    """Go with whatever can be loaded now."""
    return True


@policy("wait", "until full")
def until_full(view: WaitView) -> bool:
    """Wait until one of payload, seats, positions and volume is full, or nothing more can join."""
    return _filled(view, 1.0) or not view.more_to_come


def _filled(view: WaitView, part: float) -> bool:
    """Return whether the share `part` of some limit is used; a limit that is absent or zero never counts as filled."""
    used = (
        (view.kg, view.payload_kg),
        (view.mpos, view.mpos_limit),
        (view.people, view.seats),
        (view.litres, view.litre_limit),
    )
    return any(limit is not None and limit > 0 and amount >= part * limit for amount, limit in used)


@policy("tail", "longest idle")
def longest_idle(view: TailView) -> int:
    """Send the tail that has been idle longest, to spread the work over all tails; of equals, the lowest number.

    `idle_s` of a tail is the instant from which it is idle.
    """
    return min(range(len(view.tails)), key=lambda at: (view.tails[at].idle_s, view.tails[at].number))


@policy("tail", "lowest number")
def lowest_number(view: TailView) -> int:
    """Send the tail with the lowest number, so that the tails with the highest numbers form a reserve."""
    return min(range(len(view.tails)), key=lambda at: view.tails[at].number)


@policy("tail", "last back")
def last_back(view: TailView) -> int:
    """Send the tail that came back last; of equals, the lowest number."""
    return min(range(len(view.tails)), key=lambda at: (-view.tails[at].idle_s, view.tails[at].number))
