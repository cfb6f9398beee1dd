"""Sentences on the features of a plan that the arithmetic at mean values leaves out."""

from __future__ import annotations

from sim.arithmetic import Arithmetic
from sim.arithmetic.caveats import Caveat
from sim.report.words import number, plural, tonnes

__all__ = ["left_out"]


def left_out(arithmetic: Arithmetic) -> list[str]:
    """Return a sentence for each feature that the arithmetic leaves out; because of it, histories may close later."""
    return [_words(arithmetic, caveat) for caveat in arithmetic.caveats]


def _words(arithmetic: Arithmetic, caveat: Caveat) -> str:
    """Return the sentence on one caveat."""
    plan, row, amount = arithmetic.plan, caveat.row, caveat.amount
    if caveat.kind == "beside":
        return f"{tonnes(amount)} of wanted equipment take room on the binding lift"
    if caveat.kind == "wanted":
        who = plural(round(amount), "required mover waits", "required movers wait")
        return f"{who} until wanted movers have left or are given up"
    if caveat.kind == "hold":
        return f'hold "{plan.name_of("hold", row)}" lasts {_days(amount)} longer than what it waits for'
    if caveat.kind == "lost":
        return f'permission "{plan.name_of("permission", row)}" may be withdrawn'
    if caveat.kind == "slips":
        return f"missions of {plan.name_of('lift', row)} that are cancelled ({number(100 * amount, 2)} %) come later"
    if caveat.kind == "factor":
        low = f"{number(100 * amount, 2)} %"
        return f"payload of {plan.name_of('lift', row)} falls to {low} at some hours or in some months"
    if caveat.kind == "series":
        return f"sorties may leave {plan.name_of('site', row)} partly loaded while loads are still on their way there"
    if caveat.kind == "apart":
        return f"phased plans release movers that may not ride together on {plan.name_of('lift', row)}: some wait"
    if caveat.kind == "over":
        lift = plan.name_of("lift", row)
        late = f"the last mission of {lift} ends {_days(amount)} before its last load is ready"
        return f"{late}: state later missions (lift.{lift}.supply)"
    if caveat.kind == "substitute":
        lost = plan.name_of("site", int(plan.site["in_place_of"][row]))
        return f"{plan.name_of('site', row)} opens only if {lost} is lost, which at mean values it is not"
    if caveat.kind == "changeover":
        return f"servers of {plan.name_of('station', row)} are set up between jobs, {number(amount, 2)} h each time"
    if caveat.kind == "driven":
        return f"who drives the vehicles of {plan.name_of('lift', row)}, and who must stay to drive later ones"
    if caveat.kind == "fitted":
        lift = plan.name_of("lift", row)
        return f"sorties count with all seats and positions of {lift}, but each has one of {amount:.0f} configurations"
    return "in so few days, each night and break matters, and each wait of one step for another"


def _days(days: float) -> str:
    """Return a number of days in words."""
    return f"{number(days, 2)} day{'' if number(days, 2) == '1' else 's'}"
