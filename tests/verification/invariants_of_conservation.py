"""Invariants of conservation (laws for every history without routes): movers, their fates, and the ledger."""

from __future__ import annotations

import numpy as np

from sim.analysis.outcomes.equipment import accounts
from sim.analysis.sums import Sums
from sim.analysis.sums.movers import movers_of
from sim.analysis.sums.value import FATES
from sim.model.calendars import NEVER
from sim.model.driving import places
from sim.model.terms import ENDS, Fate, Way
from tests.verification.case import Case


def no_mover_is_lost_or_doubled(case: Case) -> None:
    """Each member of each group and lot has one row and rides at most once. People, weight and space in the row of a
    sortie are the sums over the movers aboard, and a mover is out when its sortie takes off.
    """
    expected = [(row, index) for row, many in enumerate(case.world.items.many.tolist()) for index in range(many)]
    assert [(mover["lot"], mover["index"]) for mover in case.mover] == expected
    rides = [visit["mover"] for visit in case.visit if visit["place"] < 0]
    assert len(rides) == len(set(rides))
    for row, sortie in enumerate(case.sortie):
        movers = case.aboard.get(row, [])
        people = sum(case.lot(mover).person for mover in movers)
        driven = bool(case.lifts[sortie["lift"]].driven)
        space = sum(places(driven, bool(case.lot(mover).person), mover["mpos"]) for mover in movers)
        weight = sum(mover["kg"] for mover in movers), space
        assert (people, *weight) == (sortie["people"], sortie["kg"], sortie["mpos"])
    for mover in case.mover:
        left_before = case.lots[mover["lot"]].left > mover["index"]
        out = mover["sortie"] >= 0 and case.sortie[mover["sortie"]]["up"] < NEVER
        assert (mover["fate"] == Fate.OUT) == (mover["up"] < NEVER) == (out or left_before)
        if out:
            assert mover["up"] == case.sortie[mover["sortie"]]["up"]


def in_country_adds_up(case: Case) -> None:
    """At the start and at each take-off, the people in country are those who arrived less those who left.

    People who left are counted from sorties, and people in country from movers.
    """
    people = [mover for mover in case.mover if case.lot(mover).person]
    gone_before = sum(mover["up"] == 0 and mover["sortie"] < 0 for mover in people)
    flights = sorted((sortie["up"], sortie["people"]) for sortie in case.sortie if sortie["up"] < NEVER)
    for t in {0, *(up for up, _ in flights)}:
        came = sum(mover["arrived"] <= t for mover in people)
        out = gone_before + sum(many for up, many in flights if up <= t)
        assert sum(mover["arrived"] <= t < mover["up"] for mover in people) == came - out


def only_wanted_movers_are_left(case: Case) -> None:
    """No required mover is left behind."""
    assert not any(case.lot(mover).required for mover in case.mover if mover["fate"] == Fate.LEFT)


def nothing_forbidden_becomes_of_anything(case: Case) -> None:
    """A mover is out, remains, or has a fate that its lot permits; a person may also be left behind. Of the permitted
    fates, a required or controlled mover may only be destroyed.
    """
    for mover in case.mover:
        lot, fate = case.lot(mover), mover["fate"]
        if fate in (Fate.OPEN, Fate.OUT):
            continue
        if lot.required or lot.controlled:
            assert fate == Fate.DESTROYED
        left = {Fate.LEFT} if lot.person else set()
        assert fate in left | {ENDS[Way(way)] for way in case.options(lot)}


def a_history_ends_with_the_last(case: Case) -> None:
    """A history ends when its last mover has left the country, was left behind or was disposed of; else at the horizon.

    No sortie takes off after the end.
    """
    last = max((min(mover["up"], mover["left"]) for mover in case.mover), default=0)
    assert all((mover["fate"] in ENDS.values()) == (mover["left"] < NEVER) for mover in case.mover)
    assert case.history.end == (case.plan.horizon if last == NEVER else last)
    ups = [sortie["up"] for sortie in case.sortie if sortie["up"] < NEVER]
    assert max(ups, default=0) <= case.history.end


def the_ledger_balances(case: Case) -> None:
    """In each category, the items and kilograms of the ledger sum to all items and kilograms of the world.

    A mover with an instant of departure from the country counts as shipped, one that was disposed of or left behind
    counts in another fate, and all others count as remaining.
    """
    movers = movers_of(case.plan, case.history)
    posted = accounts(Sums(case.plan, case.history))[:, :, :2]
    assert not posted[:, len(FATES)].any()
    declared = np.zeros((len(posted), 2), np.int64)
    for lot, kg in zip(case.lots, case.world.items.by_lot(case.world.items.kg), strict=True):
        declared[lot.category] += [len(kg), sum(kg)]
    assert np.array_equal(posted.sum(axis=1), declared)
    gone, kept = movers.up < NEVER, case.history.mover["left"] < NEVER
    assert not (gone & kept).any()
    there = ~(gone | kept)
    for who, fates in ((gone, {"shipped"}), (there, {"remaining"}), (kept, FATES.keys() - {"shipped", "remaining"})):
        mine = posted[:, [row for row, fate in enumerate(FATES) if fate in fates]].sum(axis=1)
        items = np.bincount(movers.category[who], minlength=len(mine))
        assert np.array_equal(mine[:, 0], items)
        assert np.array_equal(mine[:, 1], np.bincount(movers.category[who], movers.kg[who], len(mine)))


CLAIMS = (
    no_mover_is_lost_or_doubled,
    in_country_adds_up,
    only_wanted_movers_are_left,
    nothing_forbidden_becomes_of_anything,
    a_history_ends_with_the_last,
    the_ledger_balances,
)
