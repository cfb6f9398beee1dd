"""Random scenarios with unusual holds."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sim.domain.paths import numbers
from sim.domain.scenario import Scenario
from tests.scenarios import hours
from tests.verification.drawn.events import one_crisis


@st.composite
def with_odd_holds(draw: DrawFn, cases: st.SearchStrategy[Scenario]) -> Scenario:
    """Draw a scenario from `cases` and give it unusual holds. `check` may find errors in it.

    A hold may be satisfied from the start, have a date and no condition, have a date after the end of the clock, have a
    long hand-over time, or have neither date nor condition. It may wait for another hold, for any one of its
    conditions, until a date at the latest, or until movers have left the stations, the site or the country. The
    scenario may also have another floor, wanted lots that are left behind before the start or at a hold, an outage
    under way at the start, a phased plan, a crisis, and uncertain dates.
    """
    case = draw(cases).model_dump(exclude_unset=True)
    pick = lambda *values: draw(st.sampled_from(values))  # noqa: E731
    case["hold"] = {**case.get("hold", {}), "odd": {"until": [{"kind": pick("people", "equipment"), "at_most": 3}]}}
    case.setdefault("floor", {})
    known: list[str] = []
    for name, hold in case["hold"].items():
        hold["after"] = [pick(*known)] if known and pick(False, True) else []
        hold["need"] = pick("all", "all", "any")
        hold["at_latest"] = pick(None, None, hours(36), hours(24 * 100))
        known.append(name)
        for condition in hold.get("until", ()):
            condition["left"] = pick(None, "site", "country", "stations")
            if pick(False, False, True):
                condition.pop("at_most", None)
                condition["share"] = pick(0.3, 0.5, 1.0)
        hold["not_before"] = pick(None, None, None, hours(-24), hours(12), hours(24 * 100))
        hold["then_d"] = pick(0.0, 0.0, 0.25, 2.0, 300.0)
        what = pick("as it is", "few enough from the start", "nothing")
        if what != "as it is":
            many = [{**condition, "share": None, "at_most": 1_000} for condition in hold.get("until", ())]
            hold["until"] = many if what == "few enough from the start" else []
    names = list(case["hold"])
    case["group"]["odd"] = {"site": "A", "count": pick(1, 3), pick("begin_after", "board_after"): pick(*names)}
    if pick(False, True):
        case["floor"]["odd"] = {"group": pick(*case["group"]), "at_least": pick(1, 3), "until": pick(*names)}
    for lot in case.get("lot", {}).values():
        required = lot.get("required", lot["category"] in ("lethal", "classified", "hazardous"))
        if not required and pick(False, False, True):
            lot["leave_after"] = hours(-24)
        if not required and pick(False, False, True):
            lot["leave_when"] = pick(*names)
    if pick(False, True):
        dates = [{"begins": hours(-24), "until": hours(pick(6, 40))}]
        works = {"sites": ["A"], "dates": dates, "stops": pick(("runway",), ("ramp", "stations"))}
        case.setdefault("outage", {})["under way"] = works
    if pick(False, True, True):
        ends = pick({"until": hours(30)}, {"per_week": 40}, {"before": "deadline", "margin_d": 1},
                     {"target": [{"by": hours(20), "share": 0.5}, {"by": hours(50), "share": 1.0}]})  # fmt: skip
        if pick(False, False, True):
            first = {"by": hours(20), pick("people", "tonnes"): 0}
            ends = {"target": [first, {"by": hours(50), "share": 1.0}]}
        whom = pick({}, {"kind": "people"}, {"kind": "equipment"}, {"site": "A"}, {"group": ["odd"]})
        case["plan"] = {"out": {"begins": hours(pick(-12, 0, 5)), "shape": pick("even", "s"), **ends, **whom}}
        case["plan"]["out"]["governs"] = pick("release", "boarding")
        if whom.get("kind") == "equipment" and not case.get("lot"):
            del case["plan"]
    if pick(False, True):
        case["crisis"] = {"odd": one_crisis(pick, names)}
    made = Scenario.model_validate(case)
    dates = tuple(path for path, number in numbers(made).items() if number.written is not None)
    if dates and pick(False, True):
        moved = {"to": dates, "apply": "plus", "draw": {"low": pick(-1.5, 0.25), "high": 2}}
        made = Scenario.model_validate({**case, "uncertainty": {"moved": moved}})
    return made
