"""Convert a history to events that a page can play: people and tonnes by place, queues, sorties, and shut places."""

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
"""Default for the largest size of one history as JSON [bytes]."""
HOUR: Final = 3600
STEPS: Final = (
    *((1, step) for step in (60, 300, 900, HOUR, 3 * HOUR)),
    *((step, max(step, HOUR)) for step in (60, 300, 900, HOUR, 3 * HOUR, 6 * HOUR, 24 * HOUR)),
)
"""Pairs of time steps [s]: the first for people, the second for tonnes and queues. They are tried in order until a
history is small enough."""
THINNER: Final = (2, 4, 8, 16, 32)
"""If a history is too large even with the last pair of steps, only every 2nd sortie is kept, or every 4th and so on."""
LOST: Final = (Fate.REFUSED, Fate.CANCELLED, Fate.DIVERTED, Fate.TURNED_BACK)
Events = dict[int, int]
"""Changes of a number, by the instant of the change [s]."""


def chosen(study: Study, drawn: int) -> list[dict[str, Any]]:
    """Choose the histories to be played: some at random, then an early, a median and a late one.

    Parameters
    ----------
    study
        The study.
    drawn
        Number of histories chosen at random; the same study gives the same histories.

    Returns
    -------
    list of dict
        `kind` ("drawn", "early", "median", "late") and `replication`, the number of the history. The early history is
        at the 5 % quantile of closure, the late one at the 95 % quantile.
    """
    n = len(study)
    key = f"{study.seed} {study.first} {n}".encode()

    def shuffled(row: int) -> bytes:
        """Return the sort key of a row, which puts the histories into random order."""
        return blake2b(str(row).encode(), key=key[:64], digest_size=8).digest()

    histories = [{"kind": "drawn", "replication": study.first + row} for row in sorted(range(n), key=shuffled)[:drawn]]
    order = np.argsort(study.outcomes["closure"], kind="stable")
    for kind, share in (("early", 0.05), ("median", 0.5), ("late", 0.95)):
        rank = min(int(np.ceil(n * share)), n) - 1
        histories.append({"kind": kind, "replication": study.first + int(order[max(rank, 0)])})
    return histories


def network(plan: Plan) -> dict[str, Any]:
    """Return the sites of a schematic map, in layers counted from the final destinations, and the ways between them.

    Returns
    -------
    dict
        `sites`: for each site on the map, by its row in the plan: `name`, `layer` (0 for a destination), `row` (its
        position in the layer), and `place` (its index in `places`, None if no movers are counted at it); `ways`: pairs
        of rows of sites; `lifts`: `name`, and whether the lift `flies`; `places`: names of the places at which movers
        are counted; `to`: for each lift, the row of the site to which it carries.
    """
    ways: dict[tuple[int, int], None] = {}
    for leg in rows(plan.leg):
        to = int(plan.lift["to"][leg.lift])
        if to >= 0 and to != leg.site:
            ways[int(leg.site), to] = None
    used = dict.fromkeys([*(row for row, _ in bases(plan)), *(site for way in ways for site in way)])
    layer = dict.fromkeys(used, 0)
    for _ in used:  # the layer becomes the number of legs of the longest way out, limited if ways form a circle
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
        The plan, and the tables of a history.
    limit
        Largest size as JSON [bytes]; it is exceeded only if the coarsest steps and the fewest sorties need more.

    Returns
    -------
    dict
        `replication`: its number.

        `end`: end of the history [s since the start].

        `people`, `kg`, `preparing`, `ready`: people and kg at each place of `network`, and how many people and items
        are in preparation or wait for lift there. Each has one list for each place. In this list, the time since the
        previous change [s] and the change alternate.

        `heads_step`, `step`: the numbers of people are exact at whole multiples of `heads_step` [s], the kg and queues
        at whole multiples of `step` [s].

        `sorties`: for each sortie the row of its lift, the row of its site, the instant at which it came [min since the
        start], the time from then to landing, from landing to departure, and from departure to arrival [min; -1 if it
        did not land, depart or arrive], its people and its kg.

        `drawn_every`: 1 if `sorties` has all sorties; n if it has only every nth sortie.

        `lost`: planned instants of missions that were refused, cancelled, diverted or turned back [s].

        `shut`: begin, end [s], reason in words, and site (-1 if no site is concerned) of each span in which something
        is shut.
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
    """Return the number at an instant [s] from a list of times and changes, by the rule that the page's script uses."""
    when = number = 0
    for time, change in zip(differences[::2], differences[1::2], strict=True):
        when += time
        if when > second:
            break
        number += change
    return number


def _standing(plan: Plan, trajectory: Trajectory) -> tuple[list[Events], list[Events], list[Events], list[Events]]:
    """Return four lists with the changes at each place: of people, kg, movers in preparation, movers waiting for lift.

    They are counted as in `sums.standing`.
    """
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
        """Record that `weight` is at place `where` from `since` to `until`."""
        if where is None or since >= NEVER or until <= since:
            return
        table[where][since] = table[where].get(since, 0) + weight
        if until < NEVER:
            table[where][until] = table[where].get(until, 0) - weight

    for number, mover in enumerate(rows(trajectory.mover)):
        table, weight = (people, 1) if person[mover.lot] else (kg, int(mover.kg))
        disposed = int(mover.left) if mover.fate in DISPOSED else NEVER
        left = int(mover.left) if mover.fate == Fate.LEFT else NEVER
        spell(table, whole, int(mover.arrived), min(int(mover.up), disposed), weight)
        own_stays = stays.get(number)
        if own_stays is None:
            where, until = place.get(home[mover.lot]), min(int(mover.up), disposed)
            spell(table, where, int(mover.arrived), until, weight)
            _work(spell, preparing, ready, where, mover, min(until, left))
            continue
        for order, stay in enumerate(own_stays):
            where, until = place.get(int(stay.site)), disposed if stay.up >= NEVER else int(stay.up)
            spell(table, where, int(stay.arrived), until, weight)
            _work(spell, preparing, ready, where, stay, min(until, left))
            if stay.up < NEVER:
                arrived = (
                    min(int(mover.up), int(own_stays[order + 1].arrived))
                    if order + 1 < len(own_stays)
                    else int(mover.up)
                )
                spell(table, on_road, int(stay.up), arrived, weight)
    return people, kg, preparing, ready


def _work(spell: Any, preparing: list[Events], ready: list[Events], where: int | None, stay: Any, until: int) -> None:
    """Record when a mover is in preparation at a place, and when it waits there for lift."""
    spell(preparing, where, int(stay.arrived), min(int(stay.staged), until), 1)
    spell(ready, where, int(stay.staged), until, 1)


def _differences(events: Mapping[int, int], step: int) -> list[int]:
    """Return changes as a list in which the time since the previous change [s] and the change alternate.

    Instants are rounded up to multiples of `step`.
    """
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
    """Return a sortie as a list of numbers, see `history`."""

    def minutes(later: int, sooner: int) -> int:
        return -1 if later >= NEVER or sooner >= NEVER else max(0, round((later - sooner) / 60))

    landed, up, arrived = int(row.landed), int(row.up), int(row.arrived)
    return [
        int(row.lift), int(row.site), round(int(row.overhead) / 60), minutes(landed, int(row.overhead)),
        minutes(up, landed), minutes(arrived, up), int(row.people), int(row.kg),
    ]  # fmt: skip


def _shut(plan: Plan, trajectory: Trajectory) -> Iterator[list[Any]]:
    """Yield each span in which something is shut: begin and end [s], reason in words, site (-1 for none)."""
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
    """Return why something is shut: an outage or a crisis by name, a missing permission, or a site not open yet.

    `outage` is the value of the column `outage` in the table `shut` of a history.
    """
    crisis = outage - len(plan.outage) if outage >= 0 else -1 - outage - len(plan.permission)
    if 0 <= crisis < len(plan.crisis):
        return f"crisis {plan.name_of('crisis', crisis)}"
    if outage >= 0:
        return plan.name_of("outage", outage)
    return "not open yet" if site_of(plan, outage) >= 0 else "no permission"
