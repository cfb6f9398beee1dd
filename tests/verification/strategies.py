"""Hypothesis strategies that draw whole scenarios: small ones in which many features occur together.

The classes in `drawn/` draw the sections of a scenario; this file puts them together.
"""

from __future__ import annotations

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sim.domain.check import check
from sim.domain.scenario import Scenario
from tests.scenarios import hours, scenario
from tests.verification.drawn.decisions import Decisions
from tests.verification.drawn.events import Events, one_crisis
from tests.verification.drawn.lifts import Lifts, driving
from tests.verification.drawn.order import Order, only_classes_of
from tests.verification.drawn.sites import Sites

SCARCE = (
    "server", "staff", "shift", "hold", "parking", "working", "team", "runway", "ramp", "cargo", "permission", "need",
    "tool", "crew", "headway",
)  # fmt: skip
"""Each scenario makes one of these scarce, so that stations, landings, loading or departures often wait for it."""
DEADLINE_H, HORIZON_D = 120.0, 8.0


class Maker(Sites, Order, Lifts, Decisions, Events):
    """Has all methods that draw sections of one scenario."""


@st.composite
def scenarios(draw: DrawFn, ties: bool | None = None, scarce: str | None = None) -> Scenario:
    """Draw a scenario in which `check` finds no error.

    Parameters
    ----------
    ties
        Whether most times are whole hours, so that several movers often want one resource at the same instant; None: it
        is drawn.
    scarce
        The entry of `SCARCE` that is scarce; None: it is drawn.
    """
    ties = draw(st.booleans()) if ties is None else ties
    maker = Maker(draw, ties, draw(st.sampled_from(SCARCE)) if scarce is None else scarce)
    sites = {name: maker.site(name) for name in maker.sites}
    groups, lots = maker.groups(sites), maker.lots(sites)
    order = maker.order(groups, lots)
    lifts = {"c17": maker.one_lift(True)}
    if maker.pick(False, True):
        lifts["c130"] = maker.one_lift(False)
    if maker.pick(False, False, True):
        lifts["bus"] = {
            "sites": maker.sites, "to": "Z", "uses_ramp": False, "payload_t": 3, "pallets": 0, "seats": 3,
            "supply": {"per_week": 21}, "leg": {site: {"block_h": 2} for site in maker.sites},
        }  # fmt: skip
    if column := driving(maker, groups, lots, maker.sites, "Z"):
        lifts["column"] = column
    more: dict[str, Any] = {}
    if maker.pick(False, True):
        more["disposition"] = maker.fates(sites, lots)
        more["milestone"] = {"gear": {"by": hours(DEADLINE_H), "of": "equipment", "settled": maker.pick(True, False)}}
        if not any(lot.get("count") or "total_t" in lot for lot in lots.values()):
            del more["milestone"]
        elif maker.pick(False, True, True):
            more["review"] = maker.review(lifts)
            if any(mover["site"] == "B" for mover in (*groups.values(), *lots.values())) and maker.pick(False, True):
                left = {"by": hours(maker.pick(24, DEADLINE_H)), "of": "everything", "site": "B"}
                more["milestone"]["B left"] = left
    if maker.pick(False, False, True):
        more["crisis"] = {"fall": one_crisis(maker.pick, order["hold"], lifts)}
    only_classes_of(lots, lifts, order["order"])
    built = scenario(
        site=sites,
        group=groups,
        lot=lots,
        lift=lifts,
        deadline_h=DEADLINE_H,
        horizon_d=HORIZON_D,
        checked=False,
        **more,
        **order,
        **maker.weather(lifts),
    )
    assume(not check(built))
    return built


@st.composite
def routed_scenarios(draw: DrawFn, ties: bool | None = None, scarce: str | None = None) -> Scenario:
    """Draw a scenario in which movers may leave via a hub, and in which `check` finds no error.

    Parameters as for `scenarios`.
    """
    ties = draw(st.booleans()) if ties is None else ties
    maker = Maker(draw, ties, draw(st.sampled_from(SCARCE)) if scarce is None else scarce)
    pick = maker.pick
    sites = {name: maker.site(name) for name in maker.sites}
    groups, lots = maker.groups(sites), maker.lots(sites)
    order = maker.order(groups, lots)
    hub: dict[str, Any] = {"kind": "hub", "abroad": pick(False, False, True)}
    if pick(True, True, False):
        hub["station"] = {
            "gate": {"servers": maker.number(1, 2), "service_h": maker.time_h(), "hours": maker.hours("shift")}
        }
    if pick(False, True):
        hub["room"] = maker.number(2, 8)
    if pick(False, True):
        hub |= {"parking": maker.number(1, 2), "runway_hours": maker.hours("runway")}
    disposed = pick(False, True)
    if disposed:
        fates = maker.fates(sites, lots)
        ways = ("transfer", "sell", "destroy", "retain")
        hub["disposal"] = {way: list(hub.get("station", {})) for way in ways if pick(True, True, False)}
    routes: dict[str, Any] = {
        "hub": {"via": ["H"], "stations": {"H": list(hub.get("station", {}))}},
        "straight": {"to": "Z"},
    }
    for mover in (*groups.values(), *lots.values()):
        chosen = pick((), ("hub",), ("hub", "straight"), ("straight", "hub"))
        mover |= {"routes": chosen, "route_rule": pick("first_open", "any", "least_waiting", "earliest_arrival")}
    used = {name for mover in (*groups.values(), *lots.values()) for name in mover["routes"]}
    nests = "hub" in used and pick(False, False, True)
    if nests:
        rules = {mover["route_rule"] for mover in (*groups.values(), *lots.values()) if "hub" in mover["routes"]}
        some = (None,) if "earliest_arrival" in rules else (None, "first_open", "any", "least_waiting")
        routes["hub"] |= {"onward": ["first", "second"], "onward_rule": pick(*some)}
        routes |= {"first": {"lifts": ["onward"]}, "second": {"lifts": ["second"]}}
        used |= {"first", "second"}
    lifts = {"c17": maker.one_lift(True), "feeder": maker.one_lift(True), "onward": maker.one_lift(True)}
    lifts["feeder"] |= {"to": "H", "seats": pick(2, 6), "crosses": "departure"}
    lifts["onward"] |= {"sites": ["H"], "rule": "need", "shares": {}, "leg": {"H": {"block_h": 1}}, "task": ()}
    lifts["c17"]["crosses"] = pick("departure", "arrival")
    lifts["onward"]["crosses"] = pick("departure", "arrival")
    if column := driving(maker, groups, lots, maker.sites, pick("H", "Z")):
        lifts["column"] = column | {"crosses": pick("departure", "arrival")}
    if nests:
        second = {"sites": ["H"], "rule": "need", "shares": {}, "leg": {"H": {"block_h": 2}}, "task": ()}
        lifts["second"] = maker.one_lift(True) | second
    for lift in lifts.values():
        lift.setdefault("task", ())
    more = maker.weather(lifts)
    if nests and pick(False, True):
        more["permission"]["first"] = {"routes": ["first"], "lost": 0.7, "lost_after_d": pick(0.5, 1)}
        more["permission"]["first"]["lost_for_d"] = pick(0.5, 20)
    if disposed:
        more["disposition"] = fates
        if any(lot.get("count") or "total_t" in lot for lot in lots.values()):
            more["milestone"] = {"gear": {"by": hours(DEADLINE_H), "of": "equipment", "settled": True}}
            more["review"] = maker.review(lifts)
    if pick(False, False, True):
        more["permission"]["hub"] = {
            "sites": ["H"], "lost": 0.7, "lost_after_d": pick(0.5, 1), "lost_for_d": pick(0.5, 1),
        }  # fmt: skip
    if pick(False, False, True):
        more["outage"]["dust"] = {"sites": ["H"], "stops": ("runway",), "per_day": 1.5, "lasts_h": maker.time_h(1, 3)}
    if pick(False, False, True):
        more["crisis"] = {"fall": one_crisis(pick, order["hold"], lifts, used)}
    if pick(False, False, False, True):
        hub["in_place_of"] = {"site": "A", "after_d": pick(0, 0.25, 1)}
        dates = [{"begins": hours(pick(5, 20)), "until": hours(26)}]
        more["outage"]["flood"] = {"sites": ["A"], "stops": ("runway",), "dates": dates}
    only_classes_of(lots, lifts, order["order"])
    built = scenario(
        site={**sites, "H": hub},
        group=groups,
        lot=lots,
        lift=lifts,
        route={name: route for name, route in routes.items() if name in used},
        deadline_h=DEADLINE_H,
        horizon_d=HORIZON_D,
        checked=False,
        **more,
        **order,
    )
    assume(not check(built))
    return built
