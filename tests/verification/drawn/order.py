"""Random holds, floors, loading order and segregation of a scenario."""

from __future__ import annotations

from typing import Any

from tests.scenarios import hours
from tests.verification.drawn.choices import Choices

APART = (("1.1D", "1.4S"), ("people", "1.1D"), ("1.4S", "sensitive"), ("1.1D", "1.1D"))
"""Pairs to be kept apart, in each of which at least one side is a load class."""


class Order(Choices):
    def order(self, groups: dict[str, Any], lots: dict[str, Any]) -> dict[str, Any]:
        """Draw the sections `hold`, `floor` and `order`, and name holds in the groups and lots that wait for them."""
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
            # Two floors, each of which ends when the group of the other has gone.
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


def only_classes_of(lots: dict[str, Any], lifts: dict[str, Any], order: dict[str, Any]) -> None:
    """Remove, from all lists of pairs to be kept apart, the pairs with a load class that no lot has."""
    absent = {"1.1D", "1.4S"} - {lot.get("load_class") for lot in lots.values()}
    for stated in (order, *lifts.values()):
        if stated.get("segregate"):
            stated["segregate"] = tuple(pair for pair in stated["segregate"] if not absent & set(pair))
