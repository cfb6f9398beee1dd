"""Endless work: jobs that almost certainly fail an inspection, and so are sent back again and again."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.domain.check.finding import Finding
from sim.domain.check.timing import follows_until
from sim.domain.scenario import Scenario
from sim.domain.span import reach, span

__all__ = ["endless"]

VISITS = 2**22
"""Every history may have this many visits to stations; its exact limit, `model.limits.most_visits`, is higher."""
OFTEN = 32
"""A station is never reported if the mean number of visits of one mover to it is at most this."""


def endless(scenario: Scenario) -> Iterator[Finding]:
    """Yield a finding for each station at which more than `VISITS` visits are expected in some world."""
    clock = follows_until(scenario)
    if clock is None or clock <= 0:
        return
    for site_name, site in scenario.site.items():
        for name, station in site.station.items():
            path = f"site.{site_name}.station.{name}"
            fail = min(1.0, reach(scenario, f"{path}.fail", station.fail)[1])
            if 1.0 - fail >= 1.0 / OFTEN:
                continue
            times = [span(scenario, f"{path}.service_h", station.service_h)]
            times += [
                span(scenario, f"{path}.times.{key}.service_h", time.service_h) for key, time in station.times.items()
            ]
            least, most = min(low for low, _ in times), min(high for _, high in times)
            short = least if least > 0.0 else min(most, 1.0) / 1000.0  # an assumption, for times that may be near 0
            movers = [*scenario.group.values(), *scenario.lot.values()]
            n_movers = sum(
                getattr(mover, "count", 0) or 0
                for mover in movers
                if name in mover.stations and mover.site == site_name
            )
            served = min(station.servers, n_movers) * clock / (3600.0 * short) if short > 0.0 else math.inf
            visits = min(n_movers / (1.0 - fail) if fail < 1.0 else math.inf, served)
            if n_movers and visits > VISITS:
                text = (
                    f"expected a chance of at most {1.0 - 1.0 / OFTEN:g}, or a longer service_h: failed jobs come back "
                    f"{'without end' if math.isinf(visits) else f'for some {visits:,.0f} visits in all'}"
                )
                text += f"; with [uncertainty] the chance is up to {fail:g}" if fail > station.fail else ""
                yield Finding(("site", site_name, "station", name, "fail"), f"{station.fail:g}", text)
