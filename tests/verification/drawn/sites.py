"""Random sites of a scenario: stations with shifts, lanes and rework; ramps; machines."""

from __future__ import annotations

from typing import Any

from tests.scenarios import base, hours, shift
from tests.verification.drawn.choices import SHIFTS, Choices


class Sites(Choices):
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
            if self.pick(False, True):  # a further shift, of one server, from midnight on
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
