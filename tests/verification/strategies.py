"""Hypothesis strategies that make whole scenarios, small and awkward.

`scenarios()` draws everything a drawdown has: stations with shifts, rework and staff who leave, lots required and
wanted, holds and floors, inflow and part-way starts, lift by rate, date, fleet and request, scarce spots and teams,
outages, permission, crises, minimum loads, breaks. With `ties`, everything falls on whole hours and begins at zero, so
that most instants have several claims on one thing. `SCARCE` names the resource that is short; each is short in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sim.domain.check import check
from sim.domain.paths import numbers
from sim.domain.scenario import Scenario
from tests.scenarios import base, hours, scenario, shift

SCARCE = (
    "server", "staff", "shift", "hold", "parking", "working", "team", "runway", "ramp", "cargo", "permission", "need",
    "tool", "crew", "headway",
)  # fmt: skip
"""What is short: each is a cause that a start can have."""
DEADLINE_H, HORIZON_D = 120.0, 8.0

SHIFTS = (
    (),
    (shift(8, 16),),
    (shift(6, 12), shift(14, 20)),
    (shift(20, 30),),
    (shift(0, 24, days=("mon", "wed", "fri")),),
)


APART = (("1.1D", "1.4S"), ("people", "1.1D"), ("1.4S", "sensitive"), ("1.1D", "1.1D"))
"""Pairs that name classes."""


class Maker:
    """Draws the parts of one scenario."""

    def __init__(self, draw: DrawFn, ties: bool, scarce: str) -> None:
        self.draw, self.ties, self.scarce = draw, ties, scarce
        self.sites = ["A", "B"][: self.pick(1, 1, 2)]

    def pick(self, *values: Any) -> Any:
        return self.draw(st.sampled_from(values))

    def number(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def short(self, *resources: str) -> bool:
        return self.scarce in resources

    def time_h(self, *ties: float) -> Any:
        """A duration: a whole number of hours where ties are wanted, else drawn afresh each time."""
        if self.ties:
            return self.pick(*(ties or (0, 1, 1, 2)))
        return self.pick(1.0, {"mean": 1.3, "cv": 0.7}, {"dist": "exponential", "mean": 0.9}, {"low": 0.2, "high": 2.0})

    def chance(self) -> float:
        return self.pick(0.0, 0.0, 0.3, 0.6)

    # ------------------------------------------------------------------------------------------------ sites

    def hours(self, scarce: str) -> Any:
        return self.pick(*SHIFTS[1:]) if self.short(scarce) else self.pick((), (), *SHIFTS)

    def station(self, site: str, name: str, before: list[str]) -> dict[str, Any]:
        station: dict[str, Any] = {
            "servers": self.number(1, 2) if self.short("server") else self.number(1, 4),
            "service_h": self.time_h(),
            "fail": self.chance(),
            "hours": self.hours("shift"),
        }
        if station["servers"] > 1 and len(station["hours"]) and self.pick(False, True):
            fewer = [{**each, "servers": self.number(1, station["servers"])} for each in station["hours"][:-1]]
            station["hours"] = [*fewer, {**station["hours"][-1], "servers": self.number(1, station["servers"] - 1)}]
            if self.pick(False, True):  # the first goes on when others go
                station["hours"].append(shift(0, self.pick(18, 24), servers=1))
        if self.pick(False, False, True):
            kinds = ("people", "lethal", "hazardous", "general", f"clerks {site}")
            station["times"] = {self.pick(*kinds): {"service_h": self.time_h()} for _ in range(self.number(1, 2))}
        if self.pick(False, False, True):
            kinds = ("people", "lethal", "hazardous", "general", f"clerks {site}")
            many = self.number(1, 2)
            pairs = [(self.pick(*kinds), self.pick(*kinds)) for _ in range(many)]
            lanes = [{"servers": 1, "takes": [*dict.fromkeys(pair)]} for pair in pairs]
            if station["servers"] > many:
                station["lanes"] = lanes
        if self.pick(False, False, True):
            station["changeover_h"] = self.time_h()
            station["changeover_between"] = self.pick("category", "lot")
        if self.pick(False, False, False, True):
            station["begins"] = hours(self.pick(0, 3, 12))
        if self.pick(False, False, False, False, True):
            station["until"] = hours(self.pick(30, 72))
        if before and self.pick(False, True):
            station["back_to"] = before[0]
        if self.short("staff") or self.pick(False, False, True):
            station["staffed_by"] = f"clerks {site}"
            station["people_per_server"] = self.number(1, 3)
        return station

    def site(self, name: str) -> dict[str, Any]:
        stations: dict[str, Any] = {}
        for title in ("desk", "wash", "gate")[: self.number(0, 3)]:
            stations[title] = self.station(name, title, list(stations))
        site = base(station=stations)
        if self.short("parking") or self.pick(False, True):
            site["parking"] = 1 if self.short("parking") else self.number(1, 3)
        if self.short("working") or self.pick(False, True):
            site["working"] = 1 if self.short("working") else self.number(1, 3)
        if self.short("team") or self.pick(False, True):
            site["teams"] = 1 if self.short("team") else self.number(1, 2)
        if self.short("team", "staff") or self.pick(False, False, True):
            site["teams_staffed_by"] = f"loaders {name}"
            site["people_per_team"] = self.number(1, 3)
        if self.short("tool"):
            site["resource"] = {
                "loader": {
                    "count": self.number(1, 2),
                    **self.pick({}, {"available": 0.6, "repair_h": self.time_h(1, 2)}),
                },
                "truck": {"count": 1, "hours": self.pick(*SHIFTS)},
            }
        site["runway_hours"] = self.hours("runway")
        site["ramp_hours"] = self.hours("ramp")
        return site

    # ------------------------------------------------------------------------------------------------ force

    def route(self, stations: dict[str, Any]) -> list[str]:
        """Some of the stations in their order; all from the first on, so that whoever fails can go back."""
        return list(stations)[: self.number(0, len(stations))]

    def mover(self, site: str, stations: dict[str, Any], count: int) -> dict[str, Any]:
        route = self.route(stations)
        mover: dict[str, Any] = {"site": site, "count": count, "stations": route}
        if self.pick(False, False, True):
            mover["release"] = hours(self.pick(0, 1, 6, 24))
        if not self.ties and self.pick(False, False, True):
            mover["arrives"] = {"begins": hours(self.pick(0, 2)), "until": hours(self.pick(5, 30))}
        elif self.ties and self.pick(False, False, False, True):
            mover["arrives"] = {"begins": hours(0), "until": hours(2 * count)}
        if count and self.pick(False, False, True):
            some = self.number(0, count)
            mover["start"] = {"left": self.number(0, some // 2), "staged": some - some // 2}
            if route and count > some:
                mover["start"]["passed"] = {route[0]: self.number(0, count - some)}
        if self.pick(False, False, True):
            mover["due"] = hours(self.pick(24, 48, 72))
        return mover

    def groups(self, sites: dict[str, Any]) -> dict[str, Any]:
        groups = {}
        for site in self.sites:
            stations = sites[site]["station"]
            groups[f"clerks {site}"] = self.mover(site, stations, self.number(1, 5))
            groups[f"loaders {site}"] = self.mover(site, stations, self.number(1, 5))
            if self.pick(False, True):  # else they may strand those whom they leave unserved
                groups[f"clerks {site}"]["board_after"] = f"served {site}"
            groups[f"guard {site}"] = self.mover(site, stations, self.number(0, 5))
            if self.pick(False, True):
                groups[f"guests {site}"] = self.mover(site, stations, self.number(1, 8))
                groups[f"guests {site}"]["required"] = self.pick(True, False)
                if not groups[f"guests {site}"]["required"] and self.pick(False, True):
                    groups[f"guests {site}"]["disposition"] = "retain"
                    start = groups[f"guests {site}"].get("start", {})
                    groups[f"guests {site}"]["start"] = {"left": start.get("left", 0)}
        for group in groups.values():
            if group.get("disposition") != "retain" and self.pick(False, False, True):
                group["together"] = self.pick(2, 2, 3, "all")
            if group.get("disposition") != "retain" and self.pick(False, False, True):
                group["no_show"] = self.pick(0.1, 0.4, 0.8)
        return groups

    def lots(self, sites: dict[str, Any]) -> dict[str, Any]:
        lots = {}
        for site in self.sites:
            stations = sites[site]["station"]
            for name, category, weight in (
                ("weapons", "lethal", 4.0),
                ("papers", "classified", 1.0),
                ("trucks", "sensitive", 9.0),
                ("tents", "general", 2.0),
            ):
                if not self.pick(True, True, False):
                    continue
                lot = self.mover(site, stations, self.number(0, 5))
                lot |= {"category": category, "weight_t": weight, "pallets": self.pick(0, 1)}
                if self.pick(False, True):
                    lot["volume_m3"] = self.pick(1.0, 2.5, 7.0)
                if self.pick(False, False, True):
                    lot |= {"length_m": self.pick(2.0, 6.0), "height_m": 2.0}
                if self.pick(False, False, True):
                    lot["load_class"] = self.pick("1.1D", "1.4S")
                if category == "sensitive":
                    lot["required"] = self.pick(True, False)
                if category == "general" and self.pick(False, False, True):
                    lot["leave_after"] = hours(self.pick(24, 48))
                lots[f"{name} {site}"] = lot
            if self.pick(False, False, True):
                lots[f"scrap {site}"] = {
                    "site": site, "category": "general", "total_t": 7.5, "stations": self.route(stations),
                    "item_t": self.pick({"low": 0.5, "high": 3.0}, {"values": [1.0, 2.0]}),
                }  # fmt: skip
            if self.pick(False, False, True):
                lots[f"crane {site}"] = {
                    "site": site, "category": "hazardous", "count": 1, "weight_t": 14.0,
                    "stations": self.route(stations),
                }  # fmt: skip
        return lots

    # ------------------------------------------------------------------------------------------------ order

    def order(self, groups: dict[str, Any], lots: dict[str, Any]) -> dict[str, Any]:
        """Holds and floors, and who waits for them; put into groups and lots."""
        holds: dict[str, Any] = {}
        floors: dict[str, Any] = {}
        for site in self.sites:
            others = [name for name, group in groups.items() if group["site"] == site and "clerks" not in name]
            if "board_after" in groups[f"clerks {site}"]:
                holds[f"served {site}"] = {
                    "until": [{"group": others}, {"site": site, "kind": "equipment", "at_most": 100}]
                }
            where = {} if len(self.sites) > 1 and self.pick(False, True) else {"site": site}
            if any(lot["category"] == "lethal" and lot["count"] for lot in lots.values() if "count" in lot):
                armed = [s for s in self.sites if lots.get(f"weapons {s}", {}).get("count")]
                where = where if where.get("site", armed[0]) in armed else {}
                hold: dict[str, Any] = {"until": [{"category": ["lethal"], **where}]}
                if self.pick(False, False, True):
                    hold["not_before"] = hours(self.pick(12, 48))
                if self.pick(False, False, True):
                    hold["then_d"] = 0.25
                holds[f"disarmed {site}"] = hold
                if self.short("hold") or self.pick(False, True):
                    floors[f"watch {site}"] = {
                        "group": f"guard {site}",
                        "at_least": self.number(1, 4),
                        "until": f"disarmed {site}",
                    }
                if self.short("hold") or self.pick(False, False, True):
                    later = self.pick("papers", "tents", "trucks")
                    if f"{later} {site}" in lots:
                        lots[f"{later} {site}"][self.pick("begin_after", "board_after")] = f"disarmed {site}"
            cargo = [name for name, lot in lots.items() if lot["site"] == site and lot.get("count")]
            if cargo and (self.short("hold") or self.pick(False, True)):
                holds[f"packed {site}"] = {
                    "until": [{"site": site, "kind": "equipment", "wanted": True, "at_most": self.pick(0, 0, 1)}]
                }
                if self.pick(False, False, True):
                    holds[f"packed {site}"]["until"][0]["left"] = "stations"
                if self.pick(False, True):
                    groups[f"loaders {site}"]["board_after"] = f"packed {site}"
                else:
                    floors[f"hands {site}"] = {
                        "group": f"loaders {site}",
                        "at_least": self.number(1, 3),
                        "until": f"packed {site}",
                    }
        if not any(name.startswith("served") for name in holds) and self.pick(False, False, True):
            # Two floors that end with each other.
            site = self.sites[0]
            for one, other in (("guard", "clerks"), ("clerks", "guard")):
                holds[f"{other} gone"] = {"until": [{"group": [f"{other} {site}"]}]}
                floors[f"{one} stay"] = {
                    "group": f"{one} {site}",
                    "at_least": self.number(1, 3),
                    "until": f"{other} gone",
                }
        order = {
            "keys": self.pick(("category", "due", "ready"), ("ready",), ("kind", "ready"), ("due", "lot", "ready"))
        }
        if self.pick(False, True):
            order["segregate"] = self.pick((), (("people", "lethal"), ("classified", "general")), APART)
        return {"hold": holds, "floor": floors, "order": order}

    # ------------------------------------------------------------------------------------------------- lift

    def supply(self) -> dict[str, Any]:
        often = ("fleet", "fleet") if self.short("crew") else ("fleet",)  # only tails can be down
        kind = "fleet" if self.short("need") else self.pick("rate", "dated", *often, "ready", "scheduled")
        if kind == "fleet":
            return {"tails": self.number(1, 3), "begin_at": self.pick("home", "site")}
        if kind == "ready":
            return self.ready()
        if kind == "scheduled":
            at_h = [self.pick(0, 6, 9.5, 18) for _ in range(self.number(1, 4))]
            return {"kind": "scheduled", "at_h": at_h} | self.days()
        if kind == "dated":
            every = self.pick(2, 3, 6)
            waves = [hours(every * n) for n in range(1, self.number(15, 40)) for _ in range(self.pick(1, 1, 2, 3))]
            return {"missions": [{"at": at} for at in waves]}
        rate = {"per_week": self.pick(14, 28, 42), "pattern": self.pick("even", "poisson", "jittered")}
        if self.ties:
            rate |= {"per_week": 42, "pattern": "even"}
        elif self.pick(False, True):
            rate |= {"week_cv": 0.3, "ramp_up_d": self.pick(0, 2)}
        if self.pick(False, False, True):
            rate["by_month"] = {"jan": self.pick(0.5, 2.0)}
        return rate | self.days()

    def days(self) -> dict[str, Any]:
        """Days of the week on which missions are planned; all of them where none is named."""
        return self.pick({}, {}, {"days": ["mon", "tue", "fri"]}, {"days": ["wed", "sat"]})

    def ready(self) -> dict[str, Any]:
        """Missions that are asked for when a load is ready."""
        kinds = {"share": self.pick(0.3, 1.0), "people": self.number(1, 6), "load_t": self.pick(2.0, 9.0)}
        names = self.pick(("share",), ("people",), ("load_t",), ("people", "load_t"), ("by",))
        supply: dict[str, Any] = {"kind": "ready", "at_once": self.number(1, 3)}
        supply |= {name: kinds[name] for name in names if name in kinds}
        if "by" in names or self.pick(False, False, True):
            supply["by"] = hours(self.pick(3, 24, 60))
        if self.pick(False, False, True):
            supply["most_per_week"] = self.number(1, 9)
        if self.pick(False, False, True):
            supply["begins"] = hours(self.pick(1, 12))
        if self.pick(False, True):
            supply["ahead"] = True
        return supply | self.days()

    def one_lift(self, first: bool) -> dict[str, Any]:
        sites = self.sites if first else self.sites[-1:]
        lift: dict[str, Any] = {
            "sites": sites,
            "to": "Z",
            "rule": self.pick("need", "sequence", "fixed", "shares"),
            "supply": self.supply(),
            "payload_t": self.pick(6.0, 12.0) if self.ties else {"low": 5.0, "high": 12.0},
            "max_payload_t": 15.0,
            "seats": self.pick(2, 6, 20),
            "load_h": self.time_h(),
            "load_per_t_h": self.pick(0, 0.5 if self.ties else 0.07),
            "load_per_person_h": self.pick(0, 0, 0.1),
            "leg": {site: {"block_h": self.time_h(1, 2)} for site in sites},
            "offload_h": self.time_h(),
            "holding_h": self.pick(0, 1, 2, 50),
            "on_cancel": self.pick("slip", "lost"),
            "cancel": self.chance() / 2,
            "breaks": self.chance(),
            "repair_h": self.time_h(),
        }
        if self.short("tool") and first:
            self.ground(lift)
        if self.short("crew"):
            lift["crew"] = {
                "crews": self.number(1, 3), "duty_h": self.pick(4, 6, 12), "rest_h": self.pick(1, 8),
                "report_h": self.pick(0, 1),
            }  # fmt: skip
            lift["leg"] = {site: {"block_h": self.pick(0.5, 1, 2)} for site in sites}
            if "tails" in lift["supply"] and self.pick(False, True):
                lift["supply"] |= {"mission_capable": 0.7, "down_h": self.time_h(1, 2)}
        if self.short("headway"):
            lift |= {"headway_h": self.pick(1, 3), "moves": self.pick(*SHIFTS[:-1])}
            lift |= {"vehicles": self.number(1, 4), "breakdown": self.chance(), "recover_h": self.time_h(1, 2)}
            lift["leg"] = {
                site: {"block_h": self.pick(1, 9), "payload_by_hour": self.pick((), (1.0,) * 9 + (0.5,) * 15)}
                for site in sites
            }
            if self.pick(False, True):
                lift |= {"attacks_per_1000_km": self.pick(1, 6), "attack_h": self.time_h(1, 2)}
                for leg in lift["leg"].values():
                    leg["distance_km"] = self.pick(50, 400)
        if self.pick(False, False, True):
            for leg in lift["leg"].values():
                leg["speed_by_month"] = {"jan": self.pick(0.5, 0.8)}
        if lift["rule"] == "shares":
            lift["shares"] = {site: self.number(1, 3) for site in sites}
        if self.pick(False, True):
            lift["pallets"] = 4
        if self.pick(False, False, True):
            lift["volume_m3"] = self.pick(7.0, 10.0)
        if self.pick(False, False, True):
            lift |= {"max_length_m": self.pick(6.0, 8.0), "max_height_m": 2.0}
        if self.pick(False, False, True):
            lift["segregate"] = self.pick(
                (), (("people", "lethal"),), (("people", "general"), ("lethal", "lethal")), APART
            )
        if self.short("cargo") or self.pick(False, False, True):
            lift |= {"min_load": self.pick(0.3, 1.0), "wait_h": self.pick(1, 3, 12)}
        if self.pick(False, False, True):
            lift |= {"lead_d": 0.25, "refuse": self.chance() / 2, "late": self.chance(), "late_h": self.time_h()}
        if self.pick(False, False, True):
            lift |= {"delay": self.chance(), "delay_h": self.time_h()}
        if not {"at_once", "at_h"} & set(lift["supply"]) and self.pick(False, False, True):
            self.fitted(lift)
        return lift

    def fitted(self, lift: dict[str, Any]) -> None:
        """Let a lift have several configurations: seats or equipment, or half of each."""
        lift.setdefault("pallets", 4)
        half: dict[str, Any] = {"name": "half", "seats": lift["seats"] // 2, "pallets": 2}
        if "volume_m3" in lift:
            half["volume_m3"] = 7.0
        if "task" not in lift:
            half["load_h"] = self.time_h()
        lift["configuration"] = [{"name": "cargo", "seats": 0}, {"name": "seats", "pallets": 0, "payload_t": 5.0}]
        lift["configuration"].insert(self.number(0, 2), half)
        if "tails" in lift["supply"]:
            lift["change_h"] = self.pick(0, 1, 3)
        for mission in lift["supply"].get("missions", ()):
            if self.pick(False, True):
                mission["configuration"] = self.pick("cargo", "seats", "half")

    def ground(self, lift: dict[str, Any]) -> None:
        """Make the ground time of a lift out of tasks."""
        before = [
            {"name": "marshal", "takes_h": self.time_h(), "parked": self.pick(True, False)},
            {"name": "water", "takes_h": self.time_h(), "beside": True, "parked": self.pick(True, False)},
        ]
        after = [
            {"name": "fuel", "takes_h": self.time_h(), "needs": self.pick("truck", None),
             "beside": self.pick(True, False), "parked": self.pick(True, False)},
            {"name": "check", "takes_h": self.time_h(), "needs": self.pick("loader", None)},
        ]  # fmt: skip
        loading = {"name": "load", "takes_h": lift.pop("load_h"), "loads": True, "needs": "loader"}
        loading |= {"per_t_h": lift.pop("load_per_t_h"), "per_person_h": lift.pop("load_per_person_h")}
        loading |= {"per_pallet_h": self.pick(0, 0.5), "per_busload_h": self.pick(0, 0.5), "busload": 3}
        lift["task"] = [*before[: self.number(0, 2)], loading, *after[: self.number(0, 2)]]
        lift["uses_ramp"] = True

    # --------------------------------------------------------------------------------- what stays, how plans react

    def fates(self, sites: dict[str, Any], lots: dict[str, Any]) -> dict[str, Any]:
        """What may become of lots instead of shipping, and what they are worth; put into sites and lots."""
        for name in self.sites:
            ways = [way for way in ("retain", "transfer", "sell", "destroy") if self.pick(False, True)]
            sites[name]["disposal"] = {way: self.route(sites[name]["station"]) for way in ways}
        for lot in lots.values():
            controlled = lot["category"] in ("lethal", "classified")
            required = lot.get("required", lot["category"] in ("lethal", "classified", "hazardous"))
            ways = list(sites[lot["site"]]["disposal"])
            if self.pick(False, True):
                lot |= {"value_usd": self.pick(0, 1e4, 1e6), "condition": 0.5, "needed": self.pick(0.1, 1.0)}
            if "destroy" in ways and self.pick(False, False, True):
                lot["disposition"] = "destroy"
            elif ways and not (controlled or required) and self.pick(False, False, True):
                lot |= {"disposition": ways[0], "permitted": tuple(ways)}
            if lot["category"] == "general" and "destroy" in ways and self.pick(False, False, True):
                lot |= {"controlled": True, "disposition": "ship", "permitted": ("destroy",)}
        return {"compare": self.pick(False, True), "sortie_usd": self.pick(1e4, 1e6)}

    def review(self, lifts: dict[str, Any]) -> dict[str, Any]:
        growing = [name for name, lift in lifts.items() if not {"missions", "at_once", "at_h"} & set(lift["supply"])]
        called = growing[1:] if self.pick(False, True) else []
        favours = ["favour"] if len(self.sites) > 1 else []
        of_lift = [*(["lift"] if growing else []), *(["call"] if called else [])]
        responses = [*favours, "hours", "dispose", "demote", *of_lift]
        review: dict[str, Any] = {
            "every_d": self.pick(1, 1.5),
            "of": self.pick("deadline", "gear"),
            "margin_d": self.pick(0, 3),
            "window_d": self.pick(1, 3),
            "portion": self.pick(0.5, 1.0),
            "take_back": self.pick(True, True, False),
            "respond": [kind for kind in responses if self.pick(True, True, False)],
            "hours": {"extra_h": self.pick(2, 6), "ceiling_h": 8},
        }
        if growing:
            review["lift"] = {
                "lifts": growing[:1], "factor": 1.5, "lag_d": self.pick(0, 0.5), "granted": self.pick(1.0, 0.5),
            }  # fmt: skip
        if called:
            review["call"] = [
                {"lift": name, "lag_d": self.pick(0, 0.5), "granted": self.pick(1.0, 0.5)} for name in called
            ]
            for name in called:
                lifts[name]["supply"] |= {"on_call": True}
        return review

    def weather(self, lifts: dict[str, Any]) -> dict[str, Any]:
        outage: dict[str, Any] = {}
        permission: dict[str, Any] = {}
        if self.short("runway") or self.pick(False, False, True):
            stops = ("runway",) if self.short("runway") else self.pick(("runway",), ("ramp",), ("runway", "stations"))
            outage["storm"] = {
                "sites": self.sites, "stops": stops, "per_day": 0.8, "lasts_h": self.time_h(1, 3),
                "together": self.pick(True, False),
            }  # fmt: skip
        if self.pick(False, False, True):
            outage["works"] = {
                "sites": self.sites[:1], "dates": [{"begins": hours(10), "until": hours(self.pick(14, 40))}],
                "stops": self.pick(("runway",), ("ramp", "stations")),
            }  # fmt: skip
        if self.short("permission") or self.pick(False, False, True):
            permission["ministry"] = {
                "lifts": list(lifts)[:1], "opens_after_d": self.pick(0, 0.5, 2), "lost": self.pick(0, 0.5, 1.0),
                "lost_after_d": 1.0, "lost_for_d": self.pick(0.5, 2), "times": self.pick(1, 3),
            }  # fmt: skip
        return {"outage": outage, "permission": permission}


def driving(maker: Maker, groups: dict[str, Any], lots: dict[str, Any], sites: list[str], to: str) -> dict[str, Any]:
    """A lift of the force's own vehicles, or none; the lots that drive on it are marked, and whoever rides turns up."""
    pick, trucks = maker.pick, [lot for name, lot in lots.items() if name.split()[0] in ("trucks", "tents")]
    if not trucks or not pick(False, False, True):
        return {}
    for lot in trucks:
        seats = maker.number(1, 4)
        lot["drives"] = {"seats": seats, "drivers": maker.number(1, min(seats, 2))}
        if pick(False, False, True):
            lot["lifts"] = ["column"]
    for group in groups.values():
        group.pop("no_show", None)
    supply = maker.supply()
    while "tails" in supply or "load_t" in supply:
        supply = maker.supply()
    return {
        "sites": sites, "to": to, "driven": True, "most_vehicles": maker.number(1, 3), "uses_ramp": False,
        "supply": supply, "load_h": maker.time_h(), "leg": {site: {"block_h": maker.time_h(1, 2)} for site in sites},
        "breakdown": pick(0.0, 0.3), "recover_h": maker.time_h(1, 2), "headway_h": pick(0, 2),
        **pick({}, {"min_load": 0.6, "wait_h": 3}),
        **pick({}, {"lead_d": 0.25}),
    }  # fmt: skip


def only_classes_of(lots: dict[str, Any], lifts: dict[str, Any], order: dict[str, Any]) -> None:
    """Take pairs with a class that no lot has out of every list of pairs."""
    absent = {"1.1D", "1.4S"} - {lot.get("load_class") for lot in lots.values()}
    for stated in (order, *lifts.values()):
        if stated.get("segregate"):
            stated["segregate"] = tuple(pair for pair in stated["segregate"] if not absent & set(pair))


def one_crisis(
    pick: Callable[..., Any], holds: Collection[str], lifts: Collection[str] = (), routes: Collection[str] = ()
) -> dict[str, Any]:
    """A crisis at one site or at all, on a date or by chance.

    It releases, lifts holds, puts equipment away, puts people first, or closes hours, lifts and routes for a while.
    """
    begins = pick(
        {"on": hours(pick(-6, 0, 10, 30))},
        {"after_d": pick(0.5, {"low": 0.1, "high": 2.0}), "chance": pick(0.5, 1.0)},
    )
    made = {
        **begins,
        "sites": pick((), ("A",)),
        "release": pick(True, True, False),
        "holds": pick((), tuple(holds)[:1], tuple(holds), "all"),
        "dispose": pick(None, "destroy", "transfer", "abandon"),
        "people_first": pick(False, False, True),
    }
    if pick(False, False, True):
        made["stops"] = pick(("runway",), ("ramp",), ("runway", "stations"), ("permission",))
        made["lifts"] = pick((), (), tuple(lifts)[:1])
        made["routes"] = pick((), tuple(routes)[:1])
        made["lasts_d"] = pick(0.25, {"low": 0.1, "high": 2.0}, 30.0, None)
    if not (made["holds"] or made["dispose"]):
        made["release"] = True
    return made


@st.composite
def scenarios(draw: DrawFn, ties: bool | None = None, scarce: str | None = None) -> Scenario:
    """Draw a scenario with which `check` finds nothing wrong.

    Parameters
    ----------
    ties
        Whether everything falls on whole hours; None draws it.
    scarce
        Which of `SCARCE` is short; None draws it.
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
    """Draw a scenario in which some go out over a hub, with which `check` finds nothing wrong."""
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


@st.composite
def with_odd_holds(draw: DrawFn, cases: st.SearchStrategy[Scenario]) -> Scenario:
    """Draw a scenario whose holds a planner might well write and nobody tried: what `check` says of it is not asked.

    Satisfied from the start, of a date alone, of one behind the end of the clock, with a long time added, with nothing
    to count; that wait for other holds, for any of several things, for a date at the latest, for who leaves the site or
    the country; more floors; wanted lots to be left before the start or with a hold; an outage that is under way at the
    start; a phased plan; a crisis; dates that an unknown moves.
    """
    case = draw(cases).model_dump(exclude_unset=True)
    pick = lambda *values: draw(st.sampled_from(values))  # noqa: E731
    case["hold"] = {**case.get("hold", {}), "odd": {"until": [{"kind": pick("people", "equipment"), "at_most": 3}]}}
    case.setdefault("floor", {})
    known: list[str] = []
    for name, hold in case["hold"].items():
        hold["after"] = [pick(*known)] if known and pick(False, True) else []
        hold["need"] = pick("all", "all", "any")
        hold["at_latest"] = pick(None, None, hours(36), hours(24 * 100))
        known.append(name)
        for condition in hold.get("until", ()):
            condition["left"] = pick(None, "site", "country", "stations")
            if pick(False, False, True):
                condition.pop("at_most", None)
                condition["share"] = pick(0.3, 0.5, 1.0)
        hold["not_before"] = pick(None, None, None, hours(-24), hours(12), hours(24 * 100))
        hold["then_d"] = pick(0.0, 0.0, 0.25, 2.0, 300.0)
        what = pick("as it is", "few enough from the start", "nothing")
        if what != "as it is":
            many = [{**condition, "share": None, "at_most": 1_000} for condition in hold.get("until", ())]
            hold["until"] = many if what == "few enough from the start" else []
    names = list(case["hold"])
    case["group"]["odd"] = {"site": "A", "count": pick(1, 3), pick("begin_after", "board_after"): pick(*names)}
    if pick(False, True):
        case["floor"]["odd"] = {"group": pick(*case["group"]), "at_least": pick(1, 3), "until": pick(*names)}
    for lot in case.get("lot", {}).values():
        required = lot.get("required", lot["category"] in ("lethal", "classified", "hazardous"))
        if not required and pick(False, False, True):
            lot["leave_after"] = hours(-24)
        if not required and pick(False, False, True):
            lot["leave_when"] = pick(*names)
    if pick(False, True):
        dates = [{"begins": hours(-24), "until": hours(pick(6, 40))}]
        works = {"sites": ["A"], "dates": dates, "stops": pick(("runway",), ("ramp", "stations"))}
        case.setdefault("outage", {})["under way"] = works
    if pick(False, True, True):
        ends = pick({"until": hours(30)}, {"per_week": 40}, {"before": "deadline", "margin_d": 1},
                     {"target": [{"by": hours(20), "share": 0.5}, {"by": hours(50), "share": 1.0}]})  # fmt: skip
        if pick(False, False, True):
            first = {"by": hours(20), pick("people", "tonnes"): 0}
            ends = {"target": [first, {"by": hours(50), "share": 1.0}]}
        whom = pick({}, {"kind": "people"}, {"kind": "equipment"}, {"site": "A"}, {"group": ["odd"]})
        case["plan"] = {"out": {"begins": hours(pick(-12, 0, 5)), "shape": pick("even", "s"), **ends, **whom}}
        case["plan"]["out"]["governs"] = pick("release", "boarding")
        if whom.get("kind") == "equipment" and not case.get("lot"):
            del case["plan"]
    if pick(False, True):
        case["crisis"] = {"odd": one_crisis(pick, names)}
    made = Scenario.model_validate(case)
    dates = tuple(path for path, number in numbers(made).items() if number.written is not None)
    if dates and pick(False, True):
        moved = {"to": dates, "apply": "plus", "draw": {"low": pick(-1.5, 0.25), "high": 2}}
        made = Scenario.model_validate({**case, "uncertainty": {"moved": moved}})
    return made
