"""Random outages, permissions and crises of a scenario."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from tests.scenarios import hours
from tests.verification.drawn.choices import Choices


class Events(Choices):
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


def one_crisis(
    pick: Callable[..., Any], holds: Collection[str], lifts: Collection[str] = (), routes: Collection[str] = ()
) -> dict[str, Any]:
    """Draw a crisis at site A or at all sites. It comes on a date, or at some time after the start and perhaps not at
    all.

    It may release movers, lift holds, dispose of equipment, put people first, and stop parts of its sites, lifts and
    routes.
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
