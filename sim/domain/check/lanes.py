"""Lanes without purpose: of the movers that pass their station they take none, all, or the same as another lane."""

from __future__ import annotations

from collections.abc import Iterator

from sim.domain.check.finding import Finding, quoted
from sim.domain.check.targets import touched
from sim.domain.empty import peopled
from sim.domain.scenario import Scenario
from sim.domain.serving import names_of, passers

__all__ = ["lanes"]

Path = tuple[str, ...]


def lanes(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each lane that takes none of the movers that pass its station, all of them, or the same as an
    earlier lane, and for each group or lot in a lane that also takes the whole category of this group or lot.
    """
    scenario = peopled(scenario, touched(scenario))
    for name, site in scenario.site.items():
        for title, station in site.station.items():
            if station.lanes:
                yield from _of_station(("site", name, "station", title, "lanes"), name, title, scenario)


def _of_station(at: Path, name: str, title: str, scenario: Scenario) -> Iterator[Finding]:
    """Yield the findings on the lanes of one station."""
    passing = {who: names_of(who, mover) for _, who, mover in passers(scenario, name, title)}
    earlier: dict[frozenset[str], int] = {}
    for position, lane in enumerate(scenario.site[name].station[title].lanes if passing else ()):
        taken = frozenset(who for who, names in passing.items() if set(names) & set(lane.takes))
        where = (*at, str(position))
        if not taken:
            text = f"never work: no group or lot that they take passes station {title} at {name}"
            yield Finding((*where, "servers"), f"{lane.servers}", text)
        elif len(taken) == len(passing):
            text = f"reserves nothing: it takes every group and lot that passes station {title} at {name}"
            yield Finding((*where, "takes"), _listed(lane.takes), text)
        elif taken in earlier:
            text = f"takes the same groups and lots as lanes.{earlier[taken]}: add its servers to that lane"
            yield Finding((*where, "takes"), _listed(lane.takes), text)
        earlier.setdefault(taken, position)
        for number, key in enumerate(lane.takes):
            category = passing[key][1] if key in passing else key
            if category != key and category in lane.takes:
                text = f"changes nothing: this lane takes all of {quoted(category)}, which {key} belongs to"
                yield Finding((*where, "takes", str(number)), quoted(key), text)


def _listed(names: tuple[str, ...]) -> str:
    """Return names as a list, as it would be written in the file."""
    return f"[{', '.join(map(quoted, names))}]"
