"""Convert a history to events that a page can play: people and tonnes by place, queues, sorties, and closures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from json import dumps
from typing import Any, Final

import numpy as np

from sim.analysis.sums.mode import flies
from sim.analysis.sums.movers import DISPOSED, bases
from sim.analysis.sums.places import places, road
from sim.experiment.study import Study
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.schema.row import rows
from sim.model.terms import PERSON, Fate
from sim.model.trajectory import Trajectory
from sim.model.world.substitutes import site_of

__all__ = ["LIMIT", "at", "chosen", "history", "network"]

LIMIT: Final = 90_000
"""Largest size of one history [bytes]."""
HOUR: Final = 3600
STEPS: Final = (
    *((1, step) for step in (60, 300, 900, HOUR, 3 * HOUR)),
    *((step, max(step, HOUR)) for step in (60, 300, 900, HOUR, 3 * HOUR, 6 * HOUR, 24 * HOUR)),
)
"""Time steps for people, and for tonnes and queues [s]; the first pair that fits is used."""
THINNER: Final = (2, 4, 8, 16, 32)
"""If none fits, only one sortie in this many is kept."""
LOST: Final = (Fate.REFUSED, Fate.CANCELLED, Fate.DIVERTED, Fate.TURNED_BACK)
Events = dict[int, int]
"""Changes by instant [s]."""


def chosen(study: Study, drawn: int) -> list[dict[str, Any]]:
    """Return the chosen histories: some at random, then an early, a median and a late one.

    Parameters
    ----------
    drawn
        Number of random histories; the same study gives the same ones.

    Returns
    -------
    list of dict
        `kind` ("drawn", "early", "median", "late") and the number of the `replication`. Early is the 5 % quantile of
        closure, late the 95 % quantile.
    """
    n = len(study)
    key = f"{study.seed} {study.first} {n}".encode()

    def drawn_at(row: int) -> bytes:
        return blake2b(str(row).encode(), key=key[:64], digest_size=8).digest()

    found = [{"kind": "drawn", "replication": study.first + row} for row in sorted(range(n), key=drawn_at)[:drawn]]
    order = np.argsort(study.outcomes["closure"], kind="stable")
    for kind, share in (("early", 0.05), ("median", 0.5), ("late", 0.95)):
        rank = min(int(np.ceil(n * share)), n) - 1
        found.append({"kind": kind, "replication": study.first + int(order[max(rank, 0)])})
    return found


def network(plan: Plan) -> dict[str, Any]:
    """Return the places of a schematic map, in layers from the final destinations, and the ways between them.

    Returns
    -------
    dict
        `sites`: by row of the plan `name`, `layer` (0: a destination), `row` in it, and `place`, its index in the
        counted places or None; `ways`: pairs of rows; `lifts`: name and whether it `flies`; `places`: their names;
        `to`: the row to which each lift carries.
    """
    ways: dict[tuple[int, int], None] = {}
    for leg in rows(plan.leg):
        to = int(plan.lift["to"][leg.lift])
        if to >= 0 and to != leg.site:
            ways[int(leg.site), to] = None
    used = dict.fromkeys([*(row for row, _ in bases(plan)), *(site for way in ways for site in way)])
    layer = dict.fromkeys(used, 0)
    for _ in used:  # the longest way to a destination; the loop also ends for circular ways
        for start, to in ways:
            layer[start] = min(max(layer[start], layer[to] + 1), len(used))
    ranks = {depth: rank for rank, depth in enumerate(sorted(set(layer.values())))}
    counts: dict[int, int] = {}
    sites = {}
    place = {row: at for at, (row, _) in enumerate(bases(plan))}
    for site in used:
        depth = ranks[layer[site]]
        sites[site] = {
            "name": plan.name_of("site", site),
            "layer": depth,
            "row": counts.get(depth, 0),
            "place": place.get(site),
        }
        counts[depth] = counts.get(depth, 0) + 1
    lifts = [{"name": name, "flies": flies(plan, row)} for row, name in enumerate(plan.names["lift"])]
    return {
        "sites": sites,
        "ways": [list(way) for way in ways],
        "lifts": lifts,
        "to": plan.lift["to"].tolist(),
        "places": list(places(plan)),
    }


def history(plan: Plan, trajectory: Trajectory, *, limit: int = LIMIT) -> dict[str, Any]:
    """Return one history as events.

    Parameters
    ----------
    plan, trajectory
        The plan, and a history of it.
    limit
        Largest size as JSON [bytes], unless the widest step needs more.

    Returns
    -------
    dict
        `replication`; `end` [s]; `heads_step`, `step` [s]: at whole multiples of these, people, and tonnes and queues,
        equal those of the trajectory; by place (`network`) `people`, `kg`, and by site in country `preparing`
        and `ready` (people and items): each a list of alternating differences of time [s] and of number; `sorties`:
        lift, site, instant at which it came, then differences to its landing, departure and arrival [min], people, kg;
        `drawn_every`: one in this many sorties is in the list; `lost`: instants of missions that did not come [s];
        `shut`: begin, end [s], words, site or -1.
    """
    people, kg, preparing, ready = _standing(plan, trajectory)
    sorties = [_sortie(plan, row) for row in rows(trajectory.sortie) if row.overhead < NEVER and row.site >= 0]
    lost = sorted(int(row.planned) for row in rows(trajectory.sortie) if row.fate in LOST)
    content: dict[str, Any] = {
        "replication": trajectory.replication,
        "end": min(trajectory.end, plan.horizon),
        "lost": lost,
        "shut": list(_shut(plan, trajectory)),
    }
    for every, (heads, step) in [*((1, steps) for steps in STEPS), *((many, STEPS[-1]) for many in THINNER)]:
        content |= {
            "heads_step": heads,
            "step": step,
            "people": [_differences(each, heads) for each in people],
            "kg": [_differences(each, step) for each in kg],
            "preparing": [_differences(each, step) for each in preparing],
            "ready": [_differences(each, step) for each in ready],
            "sorties": sorties[::every],
            "drawn_every": every,
        }
        if len(dumps(content, separators=(",", ":"))) <= limit:
            break
    return content


def at(differences: list[int], second: int) -> int:
    """Return the number at an instant [s] from alternating differences, by the rule that the page's script uses."""
    when = number = 0
    for time, change in zip(differences[::2], differences[1::2], strict=True):
        when += time
        if when > second:
            break
        number += change
    return number


def _standing(plan: Plan, trajectory: Trajectory) -> tuple[list[Events], list[Events], list[Events], list[Events]]:
    """Return changes at each place: people, kg, in preparation, ready, counted as `sums.standing` does."""
    names = places(plan)
    on_road, whole = road(plan), len(names) - 1
    place = {row: where for where, (row, _) in enumerate(bases(plan))}
    person = (plan.lot["category"] == PERSON).tolist()
    home = plan.lot["site"].tolist()
    stays: dict[int, list[Any]] = {}
    for stay in rows(trajectory.stay):
        stays.setdefault(stay.mover, []).append(stay)
    counts: list[list[Events]] = [[{} for _ in names] for _ in range(4)]
    people, kg, preparing, ready = counts

    def spell(table: list[Events], where: int | None, since: int, until: int, weight: int) -> None:
        if where is None or since >= NEVER or until <= since:
            return
        table[where][since] = table[where].get(since, 0) + weight
        if until < NEVER:
            table[where][until] = table[where].get(until, 0) - weight

    for number, mover in enumerate(rows(trajectory.mover)):
        heads = person[mover.lot]
        table, weight = (people, 1) if heads else (kg, int(mover.kg))
        disposed = int(mover.left) if mover.fate in DISPOSED else NEVER
        left = int(mover.left) if mover.fate == Fate.LEFT else NEVER
        spell(table, whole, int(mover.arrived), min(int(mover.up), disposed), weight)
        mine = stays.get(number)
        if mine is None:
            here, gone = place.get(home[mover.lot]), min(int(mover.up), disposed)
            spell(table, here, int(mover.arrived), gone, weight)
            _work(spell, preparing, ready, here, mover, min(gone, left))
            continue
        for order, stay in enumerate(mine):
            here, gone = place.get(int(stay.site)), disposed if stay.up >= NEVER else int(stay.up)
            spell(table, here, int(stay.arrived), gone, weight)
            _work(spell, preparing, ready, here, stay, min(gone, left))
            if stay.up < NEVER:
                there = min(int(mover.up), int(mine[order + 1].arrived)) if order + 1 < len(mine) else int(mover.up)
                spell(table, on_road, int(stay.up), there, weight)
    return people, kg, preparing, ready


def _work(spell: Any, preparing: list[Events], ready: list[Events], here: int | None, stay: Any, gone: int) -> None:
    """Record when a mover is in preparation at a place, and when it waits there for lift."""
    spell(preparing, here, int(stay.arrived), min(int(stay.staged), gone), 1)
    spell(ready, here, int(stay.staged), gone, 1)


def _differences(events: Mapping[int, int], step: int) -> list[int]:
    """Return alternating differences of time and number; instants are rounded up to whole steps."""
    gathered: Events = {}
    for when, change in events.items():
        later = -(-max(when, 0) // step) * step
        gathered[later] = gathered.get(later, 0) + change
    content: list[int] = []
    before = 0
    for when in sorted(gathered):
        if gathered[when]:
            content += [when - before, gathered[when]]
            before = when
    return content


def _sortie(plan: Plan, row: Any) -> list[int]:
    """Return a sortie that came, with instants in minutes, each relative to the one before; -1 if it did not come."""

    def minutes(later: int, sooner: int) -> int:
        return -1 if later >= NEVER or sooner >= NEVER else max(0, round((later - sooner) / 60))

    landed, up, arrived = int(row.landed), int(row.up), int(row.arrived)
    return [
        int(row.lift), int(row.site), round(int(row.overhead) / 60), minutes(landed, int(row.overhead)),
        minutes(up, landed), minutes(arrived, up), int(row.people), int(row.kg),
    ]  # fmt: skip


def _shut(plan: Plan, trajectory: Trajectory) -> Iterator[list[Any]]:
    """Yield closures: beginning and end [s], words, and the site; -1 if no site is concerned."""
    for row in rows(trajectory.shut):
        until = min(int(row.until), plan.horizon)
        if row.begins >= until:
            continue
        name = _why_shut(plan, int(row.outage))
        if row.lift >= 0:
            name = f"{name}: {plan.name_of('lift', row.lift)}"
        elif row.lift <= -2:
            name = f"{name}: route {plan.name_of('route', -2 - int(row.lift))}"
        yield [int(row.begins), until, name, int(row.site)]


def _why_shut(plan: Plan, outage: int) -> str:
    """Return what closes something: an outage or a crisis by name, a missing permission, or a site not open yet.

    `outage`: as in the table `shut` of a history.
    """
    crisis = outage - len(plan.outage) if outage >= 0 else -1 - outage - len(plan.permission)
    if 0 <= crisis < len(plan.crisis):
        return f"crisis {plan.name_of('crisis', crisis)}"
    if outage >= 0:
        return plan.name_of("outage", outage)
    return "not open yet" if site_of(plan, outage) >= 0 else "no permission"
