"""Reviews: on given dates they measure the pace, project the end, and respond."""

import math
from typing import Any, Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import longer_hours, rules
from sim.engines.compiled.chance import sample, uniform, value
from sim.engines.compiled.changes import give_up, leave, left_some, take_back
from sim.engines.compiled.events import Event, mark, push
from sim.engines.compiled.favour import judge_sites
from sim.engines.compiled.halt import halt
from sim.engines.compiled.marks import need_changed
from sim.engines.compiled.memory import NEVER, Status
from sim.engines.compiled.progress import ends_at, is_faster_ever, look_at, recent_done, recent_span, slowest
from sim.engines.compiled.surplus import choose, choose_returning
from sim.model.draws import Stream
from sim.model.schema.state import State
from sim.model.terms import Response, Step
from sim.model.world.flying import TRIPS as _TRIPS

__all__ = ["decide", "due"]

GRANTED: Final = Event.GRANTED
LIFT, HOURS, CALL = int(Response.LIFT), int(Response.HOURS), int(Response.CALL)
FAVOUR: Final = int(Response.FAVOUR)
DISPOSE, DEMOTE, TAKE_BACK = int(Response.DISPOSE), int(Response.DEMOTE), int(Response.TAKE_BACK)
BY_LIFT, STEPS = int(Step.LIFT), len(Step)
ASKED, ASKED_LAG = int(Stream.ASKED), int(Stream.ASKED_LAG)
REVIEWED_FULL: Final = Status.REVIEWED_FULL
BEFORE_REVIEWS: Final = Status.BEFORE_REVIEWS
TRIPS: Final = _TRIPS
LOOK: Final = -1
"""Kind of a row of the table `reviewed` that says what a review saw; other kinds are responses."""
ALL: Final = 0
"""Row of `judged` for the milestone as a whole; the other rows are sites that may be favoured."""
NAN: Final = math.nan


@kernel
def due(h: State) -> None:
    """Mark that the day of a review has come, if this run has reviews."""
    if h.with_reviews:
        h.reviews[0].due = 1
        mark(h, h.reviews[0].point)


@kernel
def decide(h: State) -> bool:
    """Measure progress on the day of a review, or make its next response; return whether anything was done.

    If the milestone as a whole is late, all responses that the file states are made in turn. Otherwise a single site
    may still be late, so sites may be favoured; and equipment may be taken back.
    """
    review = h.reviews[0]
    if review.due:
        review.due = 0
        look_at(h, ALL)
        step, ends = slowest(h), ends_at(h)
        review.seen_pace = rules.pace_per_day(recent_done(h, step), recent_span(h, step))
        review.seen_remaining = float(review.remaining)
        _note(h, LOOK, step, 0, 0, 0, 0, ends, NAN)
        has_pace = h.paces[BY_LIFT].span > 0
        late = has_pace and rules.is_late(review.remaining, ends, h.judged[ALL].by - review.margin)
        review.to_do = 0 if late else len(h.responses)
        review.to_take = int(has_pace and not late and review.takes_back != 0)
        review.to_favour = int(has_pace and not late and _responds_with(h, FAVOUR))
        if (late or review.to_favour) and not h.reviews_acted:
            h.reviews_acted = 1
            halt(h, BEFORE_REVIEWS)
        return True
    if review.to_favour:
        review.to_favour = 0
        _favour(h)
        return True
    if review.to_take:
        review.to_take = 0
        _take_back(h)
        return True
    if review.to_do >= len(h.responses):
        return False
    kind = h.responses[review.to_do].kind
    review.to_do += 1
    if kind == LIFT:
        _ask(h)
    elif kind == CALL:
        _call(h)
    elif kind == HOURS:
        _lengthen(h)
    elif kind == FAVOUR:
        _favour(h)
    elif kind in (DISPOSE, DEMOTE):
        _give_up(h, kind == DEMOTE)
    return True


@kernel
def _note(
    h: State, kind: int, subject: int, number: int, granted: int, items: int, kg: int, effect: int, price: float
) -> None:
    """Record a row of the table `reviewed`: what the review saw, or one of its responses."""
    if h.reviewed_count >= len(h.reviewed):
        halt(h, REVIEWED_FULL)
        return
    review, written = h.reviews[0], h.reviewed[h.reviewed_count]
    h.reviewed_count += 1
    written.at, written.kind, written.subject, written.number, written.granted = h.now, kind, subject, number, granted
    written.items, written.kg, written.effect, written.price = items, kg, effect, price
    written.pace, written.remaining = review.seen_pace, review.seen_remaining


@kernel
def _ask(h: State) -> None:
    """Request more of each lift for which no answer is pending and whose ceiling is not reached."""
    for row in range(len(h.asks)):
        ask = h.asks[row]
        share = rules.lift_asked_for(ask.share, value(h, ask.factor_s, 0.0), value(h, ask.ceiling_s, 0.0))
        if not ask.call and rules.is_asked_for(h.now, ask.answer_at, share, ask.share):
            _request(h, LIFT, row, share)


@kernel
def _call(h: State) -> None:
    """Call the first lift not called before if no answer is pending; if it is refused at once, call the next."""
    for row in range(len(h.asks)):
        ask = h.asks[row]
        if not ask.call:
            continue
        if not ask.times:
            _request(h, CALL, row, 1.0)
            if ask.share > 0.0:
                return
        if h.now < ask.answer_at:
            return


@kernel
def _request(h: State, kind: int, row: int, share: float) -> None:
    """Request `share` times the planned lift; draw whether this is granted, and when the answer comes."""
    ask = h.asks[row]
    key = h.lifts[ask.lift].key
    granted = uniform(h.seed, h.replication, ASKED, key, ask.times, 0, 0) < value(h, ask.granted_s, 0.0)
    ask.answer_at = h.now + sample(h, ask.lag, ASKED_LAG, key, ask.times, 0, 0)
    ask.times += 1
    ask.before = ask.share
    _note(h, kind, ask.lift, ask.times, int(granted), 0, 0, ask.answer_at, NAN)
    if granted:
        ask.more, ask.begins, ask.first = share - ask.share, ask.answer_at, ask.times * TRIPS
        push(h, h.now, GRANTED, row)
        ask.share = share


@kernel
def _lengthen(h: State) -> None:
    """Lengthen the hours of stations and ramps from now on; a job under way keeps its end."""
    for row in range(len(h.longer)):
        extra = longer_hours.added(h, row)
        if extra > h.longer[row].added and longer_hours.lengthen(h, row, extra):
            _note(h, HOURS, h.longer[row].site, 0, extra, 0, 0, h.now, NAN)


@kernel
def _favour(h: State) -> None:
    """Set the turn of each judged site for lift that sites share, from 1; 0 for a site that is not behind."""
    judge_sites(h)
    for row in range(1, len(h.judged)):
        site = h.judged[row].site
        if site == h.judged[row - 1].site:
            continue
        ramps: Any = h.ramps[0 : len(h.ramps)]
        turn = rules.turn_of(site, ramps.behind, ramps.latest)
        if turn != h.ramps[site].turn:
            h.ramps[site].turn = turn
            _note(h, FAVOUR, site, turn, int(turn > 0), 0, 0, h.ramps[site].ends, NAN)


@kernel
def _is_last(h: State) -> bool:
    """Return whether no further review is held before the date of the milestone."""
    for at in range(len(h.looks)):
        if h.now < h.looks[at] < h.judged[ALL].by:
            return False
    return True


@kernel
def _responds_with(h: State, kind: int) -> bool:
    """Return whether reviews may make responses of a kind."""
    for at in range(len(h.responses)):
        if h.responses[at].kind == kind:
            return True
    return False


@kernel
def _obtainable(h: State) -> int:
    """Return how much lift a review can still obtain, in thousandths of the present lift.

    It is the smallest value among the lifts of which reviews may request more; 1000 if there are none.
    """
    least = NEVER
    if _responds_with(h, LIFT):
        for row in range(len(h.asks)):
            ask = h.asks[row]
            if not ask.call:
                amount = ask.share if h.now >= ask.answer_at else ask.before
                least = min(least, rules.lift_ahead(value(h, ask.ceiling_s, 0.0), amount))
    return least if least < NEVER else 1000


@kernel
def _may_call(h: State) -> bool:
    """Return whether a lift may still be called, or an answer is pending."""
    if _responds_with(h, CALL):
        for row in range(len(h.asks)):
            if h.asks[row].call and (not h.asks[row].times or h.now < h.asks[row].answer_at):
                return True
    return False


@kernel
def _may_lengthen(h: State) -> bool:
    """Return whether the hours of any site may still be lengthened."""
    for row in range(len(h.longer)):
        if longer_hours.added(h, row) > h.longer[row].added:
            return True
    return False


@kernel
def _planned(h: State, by: int) -> int:
    """Return what the lift of the plan is to carry from now to `by` [kg]."""
    kg = 0
    for row in range(len(h.planned)):
        lift = h.planned[row]
        kg += rules.planned_in(h.now, by, lift.begins, lift.until, lift.kg)
    return kg


@kernel
def _too_much(h: State, is_last: bool) -> int:
    """Return the weight that cannot go in time [kg]: the excess at the stations or at lift, whichever is larger."""
    review, over = h.reviews[0], 0
    time = max(0, h.judged[ALL].by - h.now - review.way)
    for step in range(STEPS):
        pace, most = h.paces[step], 1000
        if pace.span <= 0 or (step != BY_LIFT and not is_last and _may_lengthen(h)):
            continue
        if step == BY_LIFT and not is_last:
            most = _obtainable(h)
        done, span = recent_done(h, step), recent_span(h, step)
        if is_faster_ever(h, step):
            done, span = pace.done_ever, pace.span_ever
        fitting = rules.coming_through(done, span, most, time)
        if step == BY_LIFT:
            hoped = rules.hoped_for(pace.done_ever, pace.span_ever, _planned(h, h.judged[ALL].by - review.way), time)
            fitting = max(fitting, hoped * most // 1000)
        keeps_up = rules.keeps_up(pace.waiting, pace.done)
        over = max(over, rules.excess(pace.waiting, pace.ahead, pace.ahead_in_time, keeps_up, fitting))
    return over


@kernel
def _give_up(h: State, leave_behind: bool) -> None:
    """Give up, or leave behind, a part of what no longer fits; lots with the least value for their lift first.

    Nothing is done if the milestone counts people. Before the last review, it is done only if lift has been under way
    for a whole review window and no lift may be called any more.
    """
    review = h.reviews[0]
    look_at(h, ALL)
    is_last = _is_last(h)
    if h.judged[ALL].people or not (is_last or (h.paces[BY_LIFT].span_ever >= review.window and not _may_call(h))):
        return
    over = rules.part_of(_too_much(h, is_last), review.portion9, is_last)
    if over <= 0:
        return
    price = choose(h, over, leave_behind)
    kg = 0
    for at in range(h.chosen_count):
        kg += h.movers[h.chosen[at]].kg
    for at in range(h.chosen_count):
        mover = h.chosen[at]
        if leave_behind:
            leave(h, mover)
        else:
            give_up(h, mover, h.tallies[h.movers[mover].lot].way)
            h.movers[mover].returns = 1
    if leave_behind:
        left_some(h)
        need_changed(h)
    _note(h, DEMOTE if leave_behind else DISPOSE, -1, 0, 0, h.chosen_count, kg, h.now, price)


@kernel
def _take_back(h: State) -> None:
    """Take back given-up items that fit in time at the recent pace; lots with the most value for their lift first."""
    review, kg_that_fits = h.reviews[0], NEVER
    look_at(h, ALL)
    time = max(0, h.judged[ALL].by - review.margin - h.now - review.way)
    for step in range(STEPS):
        pace = h.paces[step]
        if pace.span > 0:
            fitting = rules.coming_through(recent_done(h, step), recent_span(h, step), 1000, time)
            kg_that_fits = min(kg_that_fits, fitting - pace.waiting - pace.ahead)
    choose_returning(h, kg_that_fits)
    kg = 0
    for at in range(h.chosen_count):
        kg += h.movers[h.chosen[at]].kg
        take_back(h, h.chosen[at])
    if h.chosen_count:
        _note(h, TAKE_BACK, -1, 0, 0, h.chosen_count, kg, h.now, NAN)
