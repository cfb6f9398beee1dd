"""Policies: if a scenario names a policy other than the default, the engine calls it with a view of the situation.

The answer of a load, wait or site policy is kept until something other than the time changes in its view. So the answer
does not depend on how often the engine needs it, and a start that an answer allows has a cause at the same instant.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from sim.domain.dates import day_and_month, moment
from sim.engines.simpy import chalk, convoy
from sim.errors import PolicyError
from sim.model.driving import places
from sim.model.terms import Cause, Rule
from sim.model.world.flying import TRIPS
from sim.policies import MisbehavedError, Policy, asked
from sim.policies.asking import permutation, place, place_or_none, yes_or_no
from sim.policies.views import (
    DispositionView,
    IdleTail,
    LoadView,
    SiteNeed,
    SiteView,
    StagedView,
    TailView,
    WaitView,
    WantedLot,
)

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.force import Staged
    from sim.engines.simpy.lift import Lift
    from sim.engines.simpy.ramp import Ramp
    from sim.engines.simpy.sortie import Sortie

Answer = TypeVar("Answer")


class Policies:
    """The policies that are called while a history runs.

    Attributes
    ----------
    load, site, wait, tail
        The policy of each kind; None if it is the default, which is built into the engine. `load` is also None for a
        fixed load order, which the plan already contains.
    """

    def __init__(self, drawdown: "Drawdown") -> None:
        self.drawdown, self.env = drawdown, drawdown.env
        self.chosen = chosen = drawdown.plan.policy
        load = None if chosen.is_usual("load") else chosen.find("load")
        self.load = load if load is not None and load.looks else None
        self.site, self.wait, self.tail = (
            None if chosen.is_usual(kind) else chosen.find(kind) for kind in ("site", "wait", "tail")
        )
        # For each sortie: the last view of the load, wait or site policy (without the time), and the answer.
        self._orders: dict[Sortie, tuple[Any, list[int]]] = {}
        self._goes: dict[Sortie, tuple[Any, bool]] = {}
        self._places: dict[Sortie, tuple[Any, int]] = {}

    def ask(self, policy: Policy, view: object, judge: Callable[[Any], Answer]) -> Answer:
        """Call a policy and return its answer, as checked and converted by `judge`.

        Raises
        ------
        PolicyError
            The policy raised an error, or gave an answer that its contract does not allow.
        """
        try:
            return asked(policy, view, judge)
        except MisbehavedError as error:
            when = moment(self.env.now, self.drawdown.plan.clock)
            message = f"{error.policy} {error.what}, at {day_and_month(when)} {when:%H:%M}"
            world = self.drawdown.world
            raise PolicyError(message, seed=world.seed, replication=world.replication) from error

    # ------------------------------------------------------------------------------------------- load order

    def arranged(
        self, ramp: "Ramp", sortie: "Sortie", free: "list[Staged]", kept: "list[Staged]"
    ) -> "tuple[list[Staged], list[Staged]]":
        """Return the free movers and the kept movers (see `chalk`), each list in the order of the load policy.

        Required movers come first in each list. Without a load policy, both lists are returned as they are.
        """
        if self.load is None or not (free or kept):
            return free, kept
        entries = sorted(free + kept)
        seen = (ramp.changes, entries)
        last = self._orders.get(sortie)
        if last is None or last[0] != seen:
            view = self._load_view(ramp, sortie, entries, set(free))
            last = self._orders[sortie] = (seen, self.ask(self.load, view, permutation(len(entries))))
        lots, turn_of = self.drawdown.force.lots, {entries[at]: turn for turn, at in enumerate(last[1])}

        def turn(entry: "Staged") -> tuple[bool, int]:
            return not lots[entry[4]].required, turn_of[entry]

        return sorted(free, key=turn), sorted(kept, key=turn)

    def _load_view(self, ramp: "Ramp", sortie: "Sortie", entries: "list[Staged]", free: "set[Staged]") -> LoadView:
        """Return the view for a load policy."""
        plan, force, lift = self.drawdown.plan, self.drawdown.force, sortie.lift
        lots = self.chosen.lots
        return LoadView(
            now_s=self.env.now,
            lift=plan.name_of("lift", lift.row),
            site=plan.name_of("site", ramp.row),
            payload_kg=sortie.payload,
            mpos=sortie.fit.mpos_limit if sortie.fit.mpos_limit >= 0 else None,
            seats=sortie.seat_limit if sortie.seat_limit >= 0 else None,
            staged=tuple(
                StagedView(
                    lots[force.home[e[3]]],
                    force.kg[e[3]],
                    places(lift.driven, force.lots[e[4]].person, force.mpos[e[3]]),
                    e[1],
                    e in free,
                )
                for e in entries
            ),
            litres=sortie.fit.full_litres or None,
        )

    # ----------------------------------------------------------------------------------------------- go or wait

    def worth_it(self, ramp: "Ramp", sortie: "Sortie", entries: "list[Staged]") -> tuple[Cause, int] | None:
        """Return why loading may begin (the cause, and its instant [s]); None while it should wait for more movers."""
        lift, now = sortie.lift, self.env.now
        if lift.wait <= 0 or self.wait is None:
            return Cause.ARRIVAL, sortie.landed
        wait_ends = sortie.since + lift.wait
        if wait_ends < ramp.changed_at:
            return Cause.PATIENCE, wait_ends
        view = self._wait_view(ramp, sortie, entries)
        seen = (ramp.changes, replace(view, now_s=0))  # if only the time has changed, the policy is not called again
        last = self._goes.get(sortie)
        if last is None or last[0] != seen:
            last = self._goes[sortie] = (seen, self.ask(self.wait, view, yes_or_no))
        if last[1]:
            return Cause.CARGO, ramp.changed_at
        return (Cause.PATIENCE, wait_ends) if now >= wait_ends else None

    def _wait_view(self, ramp: "Ramp", sortie: "Sortie", entries: "list[Staged]") -> WaitView:
        """Return the view for a wait policy."""
        plan, force, lift = self.drawdown.plan, self.drawdown.force, sortie.lift
        return WaitView(
            now_s=self.env.now,
            lift=plan.name_of("lift", lift.row),
            site=plan.name_of("site", ramp.row),
            kg=sum(force.kg[entry[3]] for entry in entries),
            mpos=convoy.space(self.drawdown, lift, [entry[3] for entry in entries]),
            people=sum(force.lots[entry[4]].person for entry in entries),
            payload_kg=sortie.payload,
            mpos_limit=sortie.fit.mpos_limit if sortie.fit.mpos_limit >= 0 else None,
            seats=sortie.seat_limit if sortie.seat_limit >= 0 else None,
            landed_s=sortie.landed,
            until_s=sortie.since + lift.wait,
            min_load=float(lift.min_load),
            more_to_come=chalk.more_to_come(self.drawdown, ramp, sortie, entries),
            litres=sum(force.litres[entry[3]] for entry in entries),
            litre_limit=sortie.fit.full_litres or None,
        )

    # ------------------------------------------------------------------------------------- which site, which tail

    def place(self, lift: "Lift", sortie: "Sortie", needs: Sequence[int], arrives: int) -> int:
        """Return the site to which the site policy sends a sortie, as an index of the legs of the lift; -1 for none.

        `needs` lists the need for lift at the site of each leg [kg]. If all needs are 0, the policy is not called.
        """
        needy = [at for at, need in enumerate(needs) if need > 0]
        if not needy or self.site is None:
            return -1
        tasking, plan = self.drawdown.tasking, self.drawdown.plan
        sites = tuple(
            SiteNeed(
                name=plan.name_of("site", lift.legs[at].site),
                place=at,
                need_kg=needs[at],
                sent=tasking.sent[lift.row][at],
                share=float(lift.legs[at].share),
            )
            for at in needy
        )
        seen = (tasking.changes, sites)
        last = self._places.get(sortie)
        if last is None or last[0] != seen:
            view = SiteView(
                self.env.now, plan.name_of("lift", lift.row), Rule(lift.spec.rule).name.lower(), arrives, sites
            )
            choice = self.ask(self.site, view, place_or_none(len(sites)))
            last = self._places[sortie] = (seen, -1 if choice is None else needy[choice])
        return last[1]

    def next_tail(self, lift: "Lift", site: int, waiting: "list[Sortie]", usual: "Sortie") -> "Sortie":
        """Return the waiting tail to be sent to a site; `usual` is the tail that the default policy would send."""
        if self.tail is None:
            return usual
        plan = self.drawdown.plan
        idle = sorted(waiting, key=lambda sortie: (sortie.planned, sortie.number))
        tails = tuple(IdleTail(s.number // TRIPS + 1, s.planned, s.number % TRIPS) for s in idle)
        view = TailView(self.env.now, plan.name_of("lift", lift.row), plan.name_of("site", site), tails)
        return idle[self.ask(self.tail, view, place(len(idle)))]

    # ------------------------------------------------------------------------------------------------ disposition

    def given_up(self, lots: Sequence[WantedLot]) -> list[int]:
        """Return the positions in `lots` in the order in which the disposition policy gives the lots up."""
        view = DispositionView(self.env.now, tuple(lots))
        return self.ask(self.chosen.find("disposition"), view, permutation(len(lots)))
