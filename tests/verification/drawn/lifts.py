"""Random lifts of a scenario: supply, crews, loading or other tasks, configurations, convoys of the force's own
vehicles.
"""

from __future__ import annotations

from typing import Any

from tests.scenarios import hours
from tests.verification.drawn.choices import SHIFTS, Choices
from tests.verification.drawn.order import APART


class Lifts(Choices):
    def supply(self) -> dict[str, Any]:
        # If crews are scarce, fleets are drawn more often, because only tails of a fleet can be out of service.
        often = ("fleet", "fleet") if self.short("crew") else ("fleet",)
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
        """Draw the key `days`, the days of the week on which missions are planned; without it, they are planned on all
        days.
        """
        return self.pick({}, {}, {"days": ["mon", "tue", "fri"]}, {"days": ["wed", "sat"]})

    def ready(self) -> dict[str, Any]:
        """Draw a supply of missions that are requested when a load is ready."""
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
        """Give a lift three configurations: cargo, seats, and half of each."""
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
        """Replace the loading time of a lift by tasks: loading, with up to two tasks before and up to two after it."""
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


def driving(maker: Lifts, groups: dict[str, Any], lots: dict[str, Any], sites: list[str], to: str) -> dict[str, Any]:
    """Draw a lift of the force's own vehicles; return {} if there is none.

    If there is one, let trucks and tents drive, and remove the no-shows of all groups.
    """
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
