"""The time to read, check and compile a scenario file should be proportional to its numbers of lots and sites."""

import time
from pathlib import Path
from typing import Any

import sim

SITES_A_LIFT = 20
LOTS_A_SITE = 25
STATION = "{ servers = 2, service_h = { mean = 1.5, cv = 0.5 }, hours = [{ open_h = 6, close_h = 18 }] }"


def written(sites: int) -> str:
    """Return the text of a scenario with `sites` bases, each with two stations and 25 lots of ten items."""
    lines = ['name = "many lots"', "seed = 1", "clock = { start = 2024-01-01 }", "milestone.deadline.by = 2034-01-01"]
    lines += ["[site.port]", 'kind = "apod"', "position = { lat = 6.4, lon = 2.4 }"]
    for site in range(sites):
        lines += [f"[site.S{site}]", 'kind = "base"', f"position = {{ lat = {10 + site / 100}, lon = 5 }}", "teams = 2"]
        lines += [f"station.pack = {STATION}", f"station.wash = {STATION}"]
        for lot in range(LOTS_A_SITE):
            category = ("lethal", "hazardous", "sensitive", "general")[lot % 4]
            lines += [f'[lot."{site} {lot}"]', f'site = "S{site}"', f'category = "{category}"', "count = 10"]
            lines += ["weight_t = 2.0", 'stations = ["pack", "wash"]']
    for first in range(0, sites, SITES_A_LIFT):
        served = ", ".join(f'"S{site}"' for site in range(first, min(sites, first + SITES_A_LIFT)))
        lines += [f"[lift.P{first}]", f"sites = [{served}]", 'to = "port"', "payload_t = 40", "load_h = 2"]
        lines += ["speed_kt = 300", "supply = { per_week = 7 }"]
    return "\n".join(lines) + "\n"


def test_loading_many_lots(benchmark: Any, tmp_path: Path) -> None:
    """Compare the time per lot of 2,000 lots at 80 sites with that of 250 lots at 10 sites.

    The ratio is recorded, not asserted. It would be 1 if the time grew with the number of lots, and 8 if it grew with
    its square.
    """
    few, many = tmp_path / "few.toml", tmp_path / "many.toml"
    few.write_text(written(10), encoding="utf-8")
    many.write_text(written(80), encoding="utf-8")
    spent: list[float] = []

    def compiled(path: Path) -> Any:
        began = time.process_time()
        plan = sim.plan(sim.load(path))
        spent.append(time.process_time() - began)
        return plan

    compiled(few)  # the first call also imports modules
    spent.clear()
    small = compiled(few)
    each_of_few = spent.pop() / 250
    large = benchmark.pedantic(compiled, (many,), rounds=2)
    assert (len(small.lot), len(large.lot)) == (250, 2_000)
    assert (len(small.station), len(large.station)) == (20, 160)
    assert large.carries.sum() == 2_000
    if benchmark.stats is not None:
        benchmark.extra_info["time a lot, 2,000 over 250"] = min(spent) / 2_000 / each_of_few
