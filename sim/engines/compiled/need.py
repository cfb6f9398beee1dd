"""The need for a lift at a site: the weight that the lift could carry, less what inbound sorties will probably take."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import ahead as known
from sim.engines.compiled import rules
from sim.engines.compiled.calendars import is_open
from sim.engines.compiled.force import dated, here, to_ship, waits
from sim.engines.compiled.holds import AS_IF, together
from sim.engines.compiled.routes import kept_off, may
from sim.model.schema.state import State

__all__ = ["PLAIN", "need", "parts"]

PLAIN: Final = -1
"""Value of `fit` for a lift without configurations; otherwise `fit` is the row of a configuration."""


@kernel
def need(h: State, row: int, site: int, arrives: int, required_only: bool) -> int:
    """Return the weight at a site that a lift could carry, less what inbound sorties are expected to take [kg].

    If the lift has configurations, it is the weight for the configuration that could carry most.
    """
    lift, most = h.lifts[row], 0
    if lift.configurations == lift.configurations_last:
        people, cargo = parts(h, row, site, arrives, required_only, False, PLAIN)
        return people + cargo
    for fit in range(lift.configurations, lift.configurations_last):
        people, cargo = parts(h, row, site, arrives, required_only, False, fit)
        most = max(most, people + cargo)
    return most


@kernel
def parts(h: State, row: int, site: int, arrives: int, required_only: bool, ahead: bool, fit: int) -> tuple[int, int]:
    """Return the weights of people and equipment at a site that still need a lift in a configuration [kg].

    They are what the lift could carry, less what inbound sorties are expected to take. An inbound sortie of another
    lift first takes what only that lift can carry. `fit` is the row of the configuration, or `PLAIN`. In a
    configuration, neither weight is below zero. Without one they may be, since sorties of several lifts may count on
    the same movers.

    Movers count if they will be present and released by `arrives` [s] and no hold or floor keeps them; for a lift
    requested ahead of known dates, movers that these dates free count too. If holds and floors keep all movers, the
    movers that could go if all left at once count instead. With `ahead`, a sortie counts as inbound only once it has
    set out.
    """
    if not is_open(h, h.lifts[row].permit + site):
        return 0, 0
    ramp, people, cargo, by = h.ramps[site], 0, 0, known.by(h, row)
    any_counts = any_free = False
    if ahead and h.lifts[row].ahead:
        by = arrives
    if h.lifts[row].driven and not _can_drive(h, row, site, arrives, by):
        return 0, 0
    for at in range(ramp.lots, ramp.lots_last):
        lot_row = h.relations[at]
        tally = h.tallies[lot_row]
        tally.counts = int((h.lots[lot_row].required != 0 or not required_only) and waits(h, lot_row) > 0)
        if tally.counts:
            any_counts = True
            _present_by(h, lot_row, known.when(h, lot_row, arrives, by), by)
            if not tally.due and not tally.due_kg:
                tally.free_kg = tally.earlier_kg = 0  # no member will be there
                continue
            tally.free_kg = _free(h, lot_row, by)
            tally.earlier_kg, off = 0, kept_off(h, lot_row, row)
            if off:
                off = rules.kept_whole(tally.due, min(off, tally.due), h.lots[lot_row].party)
                tally.unbegun = max(tally.unbegun, off)
                rides = _free(h, lot_row, by)
                tally.free_kg, tally.earlier_kg = rides, tally.free_kg - rides
            any_free = any_free or tally.free_kg + tally.earlier_kg > 0
            if tally.free_kg and _carries(h, lot_row, row, fit) and may(h, lot_row, row):
                if h.lots[lot_row].person:
                    people += tally.free_kg
                else:
                    cargo += tally.free_kg
    if people + cargo == 0 and any_counts and len(h.holds):
        people, cargo = _going_together(h, row, site, fit)
    for other in range(len(h.lifts) if any_free else 0):  # inbound sorties take only what is free to go
        of_people, of_cargo = _taken_by(h, row, site, ahead, fit, other)
        people, cargo = people - of_people, cargo - of_cargo
    return (max(0, people), max(0, cargo)) if fit >= 0 else (people, cargo)


@kernel
def _carries(h: State, lot: int, lift: int, fit: int) -> bool:
    """Return whether a lift in a configuration (or `PLAIN`) may carry a lot from where it is."""
    if fit >= 0:
        return h.configured[lot * len(h.configurations) + fit] != 0
    return h.carries[lot * len(h.lifts) + lift] != 0


@kernel
def _taken_by(h: State, row: int, site: int, ahead: bool, fit: int, other: int) -> tuple[int, int]:
    """Return what inbound sorties of lift `other` will probably take of people and equipment for lift `row` [kg]."""
    lift, people, cargo, fits = h.lifts[other], 0, 0, len(h.configurations)
    if lift.configurations == lift.configurations_last:
        claimed = h.expected[site * len(h.lifts) + other]
        if ahead:
            claimed -= h.at_home[site * len(h.lifts) + other]
        if claimed:
            only, both_people, both_cargo = _only_and_both(h, row, site, fit, other, PLAIN, True, True)
            people = rules.taken_by_another(claimed, only + both_cargo, both_people)
            cargo = rules.taken_by_another(claimed, only, both_people + both_cargo) - people
        return people, cargo
    for fitted in range(lift.configurations, lift.configurations_last):
        many = h.inbound_as[site * fits + fitted]
        if ahead:
            many -= h.at_home_as[site * fits + fitted]
        if many:
            only, both, _ = _only_and_both(h, row, site, fit, other, fitted, True, False)
            people += rules.taken_by_another(many * h.configurations[fitted].people_kg, only, both)
            only, _, both = _only_and_both(h, row, site, fit, other, fitted, False, True)
            cargo += rules.taken_by_another(many * h.configurations[fitted].beside_kg, only, both)
    return people, cargo


@kernel
def _can_drive(h: State, row: int, site: int, arrives: int, by: int) -> bool:
    """Return whether a vehicle and its drivers will be at a site and have begun; a hold may still keep them there."""
    ramp, people = h.ramps[site], 0
    for at in range(ramp.lots, ramp.lots_last):
        lot_row = h.relations[at]
        h.tallies[lot_row].asked = int(waits(h, lot_row) > 0 and may(h, lot_row, row))
        if h.tallies[lot_row].asked:
            _present_by(h, lot_row, known.when(h, lot_row, arrives, by), by)
            if h.lots[lot_row].person:
                people += max(0, h.tallies[lot_row].due - h.tallies[lot_row].unbegun)
    for at in range(ramp.lots, ramp.lots_last):
        lot, tally = h.lots[h.relations[at]], h.tallies[h.relations[at]]
        if tally.asked and not lot.person and tally.due > tally.unbegun and 0 < lot.drivers <= people:
            return True
    return False


@kernel
def _only_and_both(
    h: State, row: int, site: int, fit: int, other: int, fitted: int, of_people: bool, of_cargo: bool
) -> tuple[int, int, int]:
    """Return three weights [kg]: what only the other lift can carry; people, and equipment, that both lifts can carry.

    The lift `row` is in configuration `fit`, the other in `fitted`. People count with `of_people`, equipment with
    `of_cargo`.
    """
    ramp, only, both_people, both_cargo = h.ramps[site], 0, 0, 0
    for at in range(ramp.lots, ramp.lots_last):
        lot, tally = h.relations[at], h.tallies[h.relations[at]]
        person = h.lots[lot].person != 0
        if not tally.counts or not (of_people if person else of_cargo) or not _carries(h, lot, other, fitted):
            continue
        only += tally.earlier_kg  # movers that stay off lift `row` ride on others
        if not _carries(h, lot, row, fit):
            only += tally.free_kg
        elif person:
            both_people += tally.free_kg
        else:
            both_cargo += tally.free_kg
    return only, both_people, both_cargo


@kernel
def _going_together(h: State, row: int, site: int, fit: int) -> tuple[int, int]:
    """Return the weights of people and of equipment that holds and floors keep but that could go together [kg]."""
    ramp, people, cargo, any_asked = h.ramps[site], 0, 0, False
    for at in range(ramp.lots, ramp.lots_last):
        lot, tally = h.relations[at], h.tallies[h.relations[at]]
        # Called only if no lot that this lift may carry has free members; free members of other lots take other lifts.
        begun = tally.counts and not tally.free_kg and tally.due != tally.unbegun
        tally.asked = int(begun and _carries(h, lot, row, fit) and may(h, lot, row))
        any_asked = any_asked or tally.asked != 0
    if not any_asked:
        return 0, 0
    together(h, ramp.lots, ramp.lots_last, AS_IF)
    for at in range(ramp.lots, ramp.lots_last):
        tally = h.tallies[h.relations[at]]
        if tally.asked:
            kg = rules.going_kg(tally.due_kg, tally.due, tally.going)
            if h.lots[h.relations[at]].person:
                people += kg
            else:
                cargo += kg
            tally.going = 0
    return people, cargo


@kernel
def _free(h: State, row: int, by: int) -> int:
    """Return the weight of those members that `_present_by` has counted and no date, hold or floor keeps [kg].

    A hold that is known to open by `by` [s] keeps none.
    """
    tally = h.tallies[row]
    if known.keeps(h, h.lots[row].board_hold, by):
        return 0
    stay = max(rules.kept_whole(tally.due, known.floor_by(h, row, by), h.lots[row].party), tally.unbegun)
    return rules.free_kg(tally.due_kg, tally.due, stay)


@kernel
def _present_by(h: State, row: int, arrives: int, by: int) -> None:
    """Record how many members to ship will be at a lot's place by `arrives`, their weight, and how many are `unbegun`.

    A member is `unbegun` if a date after `arrives`, or a hold not known to open by `by` [s], keeps it from beginning.
    If such a date or hold keeps the whole lot, members still to come do not count.
    """
    lot, tally = h.lots[row], h.tallies[row]
    kg, many = lot.here_kg, here(h, row)
    tally.unbegun = 0
    if lot.release > arrives or known.keeps(h, lot.begin_hold, by):
        tally.unbegun = lot.held
    elif lot.is_stop:
        at = lot.inbound
        while at >= 0:
            inbound = h.bounds[at]
            if h.now < inbound.due <= arrives:  # members on a sortie that is overdue count only once they have come
                kg, many = kg + inbound.kg, many + inbound.many
            at = inbound.following
    elif lot.coming > 0 or lot.last_release > arrives:
        tally.unbegun = dated(h, row, arrives)
        for mover in range(lot.members + lot.many - lot.coming, lot.members + lot.many):
            if lot.surprises or max(h.movers[mover].arrives, h.movers[mover].release) > arrives:
                break
            if to_ship(h, mover):
                kg += h.movers[mover].kg
                many += 1
    tally.due, tally.due_kg = many, kg
