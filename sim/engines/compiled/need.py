"""What a lift would find at a site: the weight that it could carry and that nothing inbound is expected to take."""

from sim.compiler.kernel import kernel
from sim.engines.compiled import ahead as known
from sim.engines.compiled import rules
from sim.engines.compiled.calendars import is_open
from sim.engines.compiled.force import dated, here, to_ship, waits
from sim.engines.compiled.holds import AS_IF, together
from sim.engines.compiled.routes import kept_off, may
from sim.model.schema.state import State

__all__ = ["need"]


@kernel
def need(h: State, row: int, site: int, arrives: int, required_only: bool, ahead: bool) -> int:
    """Weight at a site that a lift could carry and that nothing inbound is expected to take [kg].

    What is inbound of another lift is expected to take first what only that lift can carry. Where all who will be there
    only keep one another, those count who could go together. `ahead`: of missions, those count as inbound that have set
    out. Of a lift that is asked for ahead of known dates, whom these let go by then counts too.
    """
    if not is_open(h, h.lifts[row].permit + site):
        return 0
    ramp, total, by = h.ramps[site], 0, known.by(h, row)
    if ahead and h.lifts[row].ahead:
        by = arrives
    if h.lifts[row].driven and not _can_drive(h, row, site, arrives, by):
        return 0
    for at in range(ramp.lots, ramp.lots_last):
        lot_row = h.relations[at]
        tally = h.tallies[lot_row]
        tally.counts = int((h.lots[lot_row].required != 0 or not required_only) and waits(h, lot_row) > 0)
        if tally.counts:
            _there(h, lot_row, known.when(h, lot_row, arrives, by), by)
            tally.free_kg = _free(h, lot_row, by)
            tally.earlier_kg, off = 0, kept_off(h, lot_row, row)
            if off:
                off = rules.kept_whole(tally.due, min(off, tally.due), h.lots[lot_row].party)
                tally.unbegun = max(tally.unbegun, off)
                mine = _free(h, lot_row, by)
                tally.free_kg, tally.earlier_kg = mine, tally.free_kg - mine
            if may(h, lot_row, row):
                total += tally.free_kg
    if total == 0 and len(h.holds):
        total = _going_together(h, row, site)
    for other in range(len(h.lifts)):
        promised = h.expected[site * len(h.lifts) + other]
        if ahead:
            promised -= h.at_home[site * len(h.lifts) + other]
        if promised:
            only = both = 0
            for at in range(ramp.lots, ramp.lots_last):
                tally = h.tallies[h.relations[at]]
                if tally.counts and h.carries[h.relations[at] * len(h.lifts) + other]:
                    only += tally.earlier_kg  # who stays off this lift rides on others
                    if h.carries[h.relations[at] * len(h.lifts) + row]:
                        both += tally.free_kg
                    else:
                        only += tally.free_kg
            total -= rules.taken_by_another(promised, only, both)
    return total


@kernel
def _can_drive(h: State, row: int, site: int, arrives: int, by: int) -> bool:
    """Whether a vehicle, and those who drive it, will be at a site and have begun, whatever keeps them there."""
    ramp, people = h.ramps[site], 0
    for at in range(ramp.lots, ramp.lots_last):
        lot_row = h.relations[at]
        h.tallies[lot_row].asked = int(waits(h, lot_row) > 0 and may(h, lot_row, row))
        if h.tallies[lot_row].asked:
            _there(h, lot_row, known.when(h, lot_row, arrives, by), by)
            if h.lots[lot_row].person:
                people += max(0, h.tallies[lot_row].due - h.tallies[lot_row].unbegun)
    for at in range(ramp.lots, ramp.lots_last):
        lot, tally = h.lots[h.relations[at]], h.tallies[h.relations[at]]
        if tally.asked and not lot.person and tally.due > tally.unbegun and 0 < lot.drivers <= people:
            return True
    return False


@kernel
def _going_together(h: State, row: int, site: int) -> int:
    """Weight of those whom only holds and floors keep, and who could go together [kg]."""
    ramp, total = h.ramps[site], 0
    for at in range(ramp.lots, ramp.lots_last):
        tally = h.tallies[h.relations[at]]
        tally.asked = int(tally.counts and may(h, h.relations[at], row))
    together(h, ramp.lots, ramp.lots_last, AS_IF)
    for at in range(ramp.lots, ramp.lots_last):
        tally = h.tallies[h.relations[at]]
        if tally.asked:
            total += rules.going_kg(tally.due_kg, tally.due, tally.going)
            tally.going = 0
    return total


@kernel
def _free(h: State, row: int, by: int) -> int:
    """Weight of a lot that neither date, hold nor floor keeps, with what will have come by an instant [kg].

    `by`: up to when known dates of holds count.
    """
    tally = h.tallies[row]
    if known.keeps(h, h.lots[row].board_hold, by):
        return 0
    stay = max(rules.kept_whole(tally.due, known.floor_by(h, row, by), h.lots[row].party), tally.unbegun)
    return rules.free_kg(tally.due_kg, tally.due, stay)


@kernel
def _there(h: State, row: int, arrives: int, by: int) -> None:
    """Note who of a lot will be there at an instant: `due_kg`, `due`, and how many of them will be `unbegun`.

    Those have not begun whom a date behind that instant keeps, or a hold now; then who is still to come will not have
    begun either, and is not counted.
    """
    lot, tally = h.lots[row], h.tallies[row]
    kg, some = lot.here_kg, here(h, row)
    tally.unbegun = 0
    if lot.release > arrives or known.keeps(h, lot.begin_hold, by):
        tally.unbegun = lot.held
    elif lot.is_stop:
        at = lot.inbound
        while at >= 0:
            one = h.bounds[at]
            if h.now < one.due <= arrives:  # who is overdue is counted once it has come
                kg, some = kg + one.kg, some + one.many
            at = one.following
    elif lot.coming > 0 or lot.last_release > arrives:
        tally.unbegun = dated(h, row, arrives)
        for mover in range(lot.members + lot.many - lot.coming, lot.members + lot.many):
            if lot.surprises or max(h.movers[mover].arrives, h.movers[mover].release) > arrives:
                break
            if to_ship(h, mover):
                kg += h.movers[mover].kg
                some += 1
    tally.due, tally.due_kg = some, kg
