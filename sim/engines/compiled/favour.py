"""Judges how far each site is behind, by its own recent or overall pace of lift, whichever is better."""

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
    """Record for each site how far it is behind, when it should be left, and when it is projected to be left [s].

    If reviews judge a site by several milestones, the milestone by which the site would go first counts.
    """
    for row in range(1, len(h.judged)):
        look_at(h, row)
        judged, review, lift = h.judged[row], h.reviews[0], h.paces[LIFT]
        ramp, latest = h.ramps[judged.site], judged.by - review.margin
        prepared = lift.waiting - h.paces[STATIONS].waiting
        done, span = recent_done(h, LIFT), recent_span(h, LIFT)
        if is_faster_ever(h, LIFT):
            done, span = lift.done_ever, lift.span_ever
        keeps_up = rules.keeps_up(lift.waiting, lift.done)
        ends = rules.projected(h.now, lift.waiting, lift.ahead, lift.last, keeps_up, done, span)
        ends = ends + review.way if ends < NEVER else NEVER
        begun = lift.first < NEVER
        behind = rules.behind(prepared, review.remaining, h.now, begun, lift.span, ends, latest)
        is_first = judged.site != h.judged[row - 1].site
        if is_first or rules.goes_first(behind, latest, ramp.behind, ramp.latest):
            ramp.behind, ramp.latest, ramp.ends = behind, latest, ends
