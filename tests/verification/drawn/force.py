"""Random groups and lots of a scenario, with arrivals, progress at the start, parties and no-shows."""

from __future__ import annotations

from typing import Any

from tests.scenarios import hours
from tests.verification.drawn.choices import Choices


class Force(Choices):
    def route(self, stations: dict[str, Any]) -> list[str]:
        """Draw the stations of a mover: the first few of its site, so that a mover that fails can go back to an earlier
        station.
        """
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
            if self.pick(False, True):  # without this hold, the clerks may leave before those whom they serve
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
