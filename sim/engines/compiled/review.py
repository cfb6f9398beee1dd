"""Reviews: on given dates, how fast has it gone, when would it end, and what is done about it."""

import math
from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import longer, rules
from sim.engines.compiled.chance import sample, uniform, value
from sim.engines.compiled.changes import give_up, leave, left_some
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.force import to_ship
from sim.engines.compiled.halt import halt
from sim.engines.compiled.marks import need_changed
from sim.engines.compiled.memory import NEVER, Status
from sim.engines.compiled.surplus import choose
from sim.model.draws import Stream
from sim.model.schema.state import State
from sim.model.terms import Response
from sim.model.world.flying import TRIPS as _TRIPS

__all__ = ["decide", "due"]

GRANTED: Final = Event.GRANTED
LIFT, HOURS = int(Response.LIFT), int(Response.HOURS)
DISPOSE, DEMOTE = int(Response.DISPOSE), int(Response.DEMOTE)
ASKED, ASKED_LAG = int(Stream.ASKED), int(Stream.ASKED_LAG)
REVIEWED_FULL: Final = Status.REVIEWED_FULL
PARTING: Final = Status.PARTING
TRIPS: Final = _TRIPS
LOOK: Final = -1
NAN: Final = math.nan


@kernel
def due(h: State) -> None:
    """Note that the day of a review has come."""
    if h.with_reviews:
        h.reviews[0].due = 1
        mark(h, h.reviews[0].point)


@kernel
def decide(h: State) -> bool:
    """Look; then, one decision each, do what is to be done where the end would come too late."""
    review = h.reviews[0]
    if review.due:
        review.due = 0
        _look(h)
        ends = rules.projected(h.now, review.remaining, review.left, review.span)
        _note(h, LOOK, -1, 0, 0, 0, 0, ends, NAN)
        late = rules.is_late(review.remaining, review.span, ends, review.by - review.margin)
        review.to_do = 0 if late else len(h.responses)
        if late and not h.parted:
            h.parted = 1
            halt(h, PARTING)
        return True
    if review.to_do >= len(h.responses):
        return False
    kind = h.responses[review.to_do].kind
    review.to_do += 1
    if kind == LIFT:
        _ask(h)
    elif kind == HOURS:
        _lengthen(h)
    else:
        _give_up(h, kind == DEMOTE)
    return True


@kernel
def _weight(h: State, mover: int) -> int:
    """What a mover counts for the milestone: a head, or its kilograms."""
    return 1 if h.reviews[0].people else h.movers[mover].kg


@kernel
def _is_done(h: State, mover: int) -> bool:
    """Whether a mover counts as done for the milestone."""
    who = h.movers[mover]
    return rules.is_done(who.fate, h.lots[who.lot].required != 0, h.reviews[0].settled != 0)


@kernel
def _look(h: State) -> None:
    """See how much of what the milestone is about left lately, and how much is still to leave."""
    review = h.reviews[0]
    total, gone, still, first = 0, 0, 0, NEVER
    for row in range(len(h.lots)):
        lot = h.lots[row]
        if h.promised[row] != 1:
            continue
        for mover in range(lot.members, lot.members + lot.many):
            weight = _weight(h, mover)
            total += weight
            if _is_done(h, mover):
                gone += weight
            if to_ship(h, mover):
                still += weight
            if h.movers[mover].sortie >= 0 and h.movers[mover].up <= h.now:
                first = min(first, h.movers[mover].up)
    review.remaining = rules.still_to_leave(review.share9, total, gone, still)
    review.left = review.span = review.left_ever = review.span_ever = 0
    ever = h.now - first if first < NEVER else 0
    span = rules.seen_over(review.window, ever)
    if not span:
        return
    review.span, review.span_ever = span, ever
    for row in range(len(h.lots)):
        lot = h.lots[row]
        if h.promised[row] != 1:
            continue
        for mover in range(lot.members, lot.members + lot.many):
            who = h.movers[mover]
            if who.sortie >= 0 and who.up <= h.now:
                review.left_ever += _weight(h, mover)
                if who.up >= h.now - span:
                    review.left += _weight(h, mover)


@kernel
def _note(
    h: State, kind: int, subject: int, number: int, granted: int, items: int, kg: int, effect: int, price: float
) -> None:
    """Write down what was seen or done."""
    if h.reviewed_count >= len(h.reviewed):
        halt(h, REVIEWED_FULL)
        return
    review, written = h.reviews[0], h.reviewed[h.reviewed_count]
    h.reviewed_count += 1
    written.at, written.kind, written.subject, written.number, written.granted = h.now, kind, subject, number, granted
    written.items, written.kg, written.effect, written.price = items, kg, effect, price
    written.pace = rules.pace_per_day(review.left, review.span)
    written.remaining = float(review.remaining)


@kernel
def _ask(h: State) -> None:
    """Ask for more of each lift, unless an answer is still awaited or there is as much as there can be."""
    for row in range(len(h.asks)):
        ask = h.asks[row]
        lift = h.lifts[ask.lift]
        share = rules.lift_asked_for(ask.share, value(h, ask.factor_s, 0.0), value(h, ask.ceiling_s, 0.0))
        if not rules.is_asked_for(h.now, ask.answer_at, share, ask.share):
            continue
        u = uniform(h.seed, h.replication, ASKED, lift.key, ask.times, 0, 0)
        granted = u < value(h, ask.granted_s, 0.0)
        ask.answer_at = h.now + sample(h, ask.lag, ASKED_LAG, lift.key, ask.times, 0, 0)
        ask.times += 1
        _note(h, LIFT, ask.lift, ask.times, int(granted), 0, 0, ask.answer_at, NAN)
        if granted:
            ask.more, ask.begins, ask.first = share - ask.share, ask.answer_at, ask.times * TRIPS
            push(h, h.now, GRANTED, row)
            ask.share = share


@kernel
def _lengthen(h: State) -> None:
    """Lengthen the hours of stations and ramps from now on; a job under way ends when it was to end."""
    for row in range(len(h.longer)):
        extra = longer.added(h, row)
        if extra > h.longer[row].added and longer.lengthen(h, row, extra):
            _note(h, HOURS, h.longer[row].site, 0, extra, 0, 0, h.now, NAN)


@kernel
def _most(h: State) -> int:
    """Lift that there may still be, in thousandths of what there is: the least of what may still be asked for."""
    asks_at_all, least = False, NEVER
    for at in range(len(h.responses)):
        asks_at_all = asks_at_all or h.responses[at].kind == LIFT
    if not asks_at_all or not len(h.asks):
        return 1000
    for row in range(len(h.asks)):
        ask = h.asks[row]
        least = min(least, rules.lift_ahead(value(h, ask.ceiling_s, 0.0), ask.share))
    return least


@kernel
def _give_up(h: State, stay: bool) -> None:
    """Give up, or leave, what does not fit any more at the pace so far, the least valuable for its lift first."""
    review = h.reviews[0]
    if review.people:
        return
    seen = (review.remaining, review.left, review.span, review.left_ever, review.span_ever)
    _look(h)
    lately, ever = (review.left, review.span), (review.left_ever, review.span_ever)
    over = rules.excess(h.now, review.by, _most(h), review.remaining, lately[0], lately[1], ever[0], ever[1])
    # What is written down is what the review saw when it looked, before it did anything.
    review.remaining, review.left, review.span, review.left_ever, review.span_ever = seen
    if over <= 0:
        return
    price = choose(h, over, stay)
    kg = 0
    for at in range(h.chosen_count):
        kg += h.movers[h.chosen[at]].kg
    for at in range(h.chosen_count):
        mover = h.chosen[at]
        if stay:
            leave(h, mover)
        else:
            give_up(h, mover, h.tallies[h.movers[mover].lot].way)
    if stay:
        left_some(h)
        need_changed(h)
    _note(h, DEMOTE if stay else DISPOSE, -1, 0, 0, h.chosen_count, kg, h.now, price)
