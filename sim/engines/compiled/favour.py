"""Which sites are behind: each is judged by itself, by lift alone, at the better of its pace of late and ever."""

from sim.compiler.kernel import kernel
from sim.engines.compiled import rules
from sim.engines.compiled.memory import NEVER
from sim.engines.compiled.progress import is_faster_ever, look_at, recent_done, recent_span
from sim.model.schema.state import State
from sim.model.terms import Step

__all__ = ["judge_sites"]

STATIONS, LIFT = int(Step.STATIONS), int(Step.LIFT)


@kernel
def judge_sites(h: State) -> None:
    """Note of each site by how much it is behind, when it ought to be left, and when it would be.

    Of several promises about it, that counts by which it would go before itself.
    """
    for row in range(1, len(h.judged)):
        look_at(h, row)
        one, review, lift = h.judged[row], h.reviews[0], h.paces[LIFT]
        ramp, latest = h.ramps[one.site], one.by - review.margin
        prepared = lift.waiting - h.paces[STATIONS].waiting
        done, span = recent_done(h, LIFT), recent_span(h, LIFT)
        if is_faster_ever(h, LIFT):
            done, span = lift.done_ever, lift.span_ever
        keeps_up = rules.keeps_up(lift.waiting, lift.done)
        ends = rules.projected(h.now, lift.waiting, lift.ahead, lift.last, keeps_up, done, span)
        ends = ends + review.way if ends < NEVER else NEVER
        begun = lift.first < NEVER
        behind = rules.behind(prepared, review.remaining, h.now, begun, lift.span, ends, latest)
        is_first = one.site != h.judged[row - 1].site
        if is_first or rules.goes_first(behind, latest, ramp.behind, ramp.latest):
            ramp.behind, ramp.latest, ramp.ends = behind, latest, ends
