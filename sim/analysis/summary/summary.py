"""The content of summary.json: the answer with its intervals, and the numbers from which texts are made.

Everything except the part `run` depends only on the study, and is the same for any number of workers, bit for bit.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.stopping import always
from sim.analysis.statistics.estimates import Estimate, estimate
from sim.analysis.statistics.ignorance import ignorance
from sim.analysis.statistics.quantiles import quantile, spread
from sim.analysis.statistics.records import Records
from sim.analysis.summary import account, balance
from sim.analysis.summary.failed import Failure, attempt
from sim.analysis.summary.reasons import reasons_record
from sim.analysis.summary.rounded import due_as_iso, local_date, local_time, plain
from sim.analysis.summary.stopped import Stopped
from sim.analysis.summary.stored_study import StoredStudy
from sim.analysis.summary.totals import force
from sim.analysis.summary.track import track
from sim.analysis.summary.turned import turned
from sim.analysis.summary.why import why
from sim.analysis.sums.movers import bases
from sim.analysis.sums.value import retains
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Date

__all__ = ["milestones", "summary"]

Reals = npt.NDArray[Any]
Chance = Callable[[Any], Estimate]
"""Function that estimates the probability of an event from an array that says whether it happened in each history."""
LEVELS: Final = (0.05, 0.10, 0.50, 0.90, 0.95)
"""Probabilities of the quantiles of a closure."""
LISTED: Final = 10
"""Largest number of stuck histories whose numbers are listed."""


def summary(
    store: StoredStudy,
    outcomes: Records,
    fingerprint: str,
    run: Mapping[str, Any],
    confidence: float,
    stopped: Stopped,
    further: Mapping[str, Callable[[], Any]],
) -> dict[str, Any]:
    """Return the summary of a study.

    Parameters
    ----------
    store
        The stored study.
    outcomes
        Records of its histories, with consecutive numbers; at least one.
    fingerprint
        Digest of all figures, daily counts and stored causes of the study.
    run
        The part `run`: how and where the study was run. Only this part may differ between two runs of a study.
    confidence
        Nominal coverage of all intervals.
    stopped
        How the run ended.
    further
        Further parts of the summary: name of a part -> function that computes it.

    Notes
    -----
    If the computation of a part other than the milestones and closures fails, which is a bug, the summary is returned
    all the same. Then the part is None (`cost`, `value_left` and `ignorance` are left out), and `failed` names it.
    """
    plan, identity = store.plan, store.identity
    world = outcomes["replication"] // identity.inner if identity.inner > 1 else None
    stuck = outcomes["replication"][outcomes["stuck"] != 0]
    first, last = int(outcomes["replication"][0]), int(outcomes["replication"][-1]) + 1
    chance = _chances(stopped, first, identity.inner, world, confidence)
    figures = {
        "scenario": identity.scenario,
        "replications": len(outcomes),
        "first": first,
        "seed": identity.seed,
        "inner": identity.inner,
        "engine": identity.engine,
        "digest": identity.digest,
        "fingerprint": fingerprint,
        "stopped": stopped.as_dict(),
        "notices": [notice.as_dict() for notice in plan.notices],
        "milestones": milestones(plan, outcomes, chance),
        "all_milestones": _together(plan, outcomes, chance),
        **_closure(plan, outcomes, "closure", world, confidence),
        "not_closed": int((outcomes["closure"] >= NEVER).sum()),
        "stuck": len(stuck),
        "stuck_replications": stuck[:LISTED].tolist(),
        "sites": {
            name: {
                **_closure(plan, outcomes, f"closure_{name}", world, confidence),
                "not_closed": int((outcomes[f"closure_{name}"] >= NEVER).sum()),
            }
            for _, name in bases(plan)
        },
    }
    parts: dict[str, Callable[[], Any]] = {
        "at_deadline": lambda: account.at_deadline(plan, outcomes),
        "days_late": lambda: account.days_late(outcomes),
        "last_wave": lambda: account.last_wave(outcomes),
        "left": lambda: account.left(outcomes),
        "why": lambda: reasons_record(why(plan, outcomes, store.why(first, last), world, confidence)),
        "tripwires": lambda: track(store, outcomes),
        "lift": lambda: account.lift(plan, outcomes),
        "hours": lambda: account.hours(plan, outcomes),
        "ramp": lambda: account.ramp(plan, outcomes),
        "flying_hours": lambda: balance.flying_hours(plan, outcomes),
        "force": lambda: force(plan, outcomes),
        "ledger": lambda: balance.ledger(plan, outcomes),
        "tradeoff": lambda: balance.tradeoff(plan, outcomes, world, confidence),
        **further,
    }
    if retains(plan):
        parts["retained"] = lambda: balance.retained(plan, outcomes)
    if plan.known:
        figures["known"] = [lever._asdict() for lever in plan.known]
    if len(plan.review):
        parts["reviews"] = lambda: {
            **_reviews(plan, outcomes, chance),
            "turned": turned(plan, outcomes, store.why(first, last)),
        }
    failures = store.failures(first, last)
    figures |= {name: attempt(name, part, None, failures) for name, part in parts.items()}
    parts = {
        "cost": lambda: balance.cost(plan, outcomes, world, confidence),
        "value_left": lambda: balance.value_left(plan, outcomes, world, confidence),
    }
    if world is not None:
        parts["ignorance"] = lambda: _ignorance(plan, outcomes, world)
    more = {name: attempt(name, part, None, failures) for name, part in parts.items()}
    figures |= {name: part for name, part in more.items() if part is not None}
    figures["failed"] = _failed(failures)
    return {**plain(figures), "run": dict(run)}


def _chances(stopped: Stopped, first: int, inner: int, world: Reals | None, confidence: float) -> Chance:
    """Return the function that estimates probabilities.

    If a rule stopped the run, its intervals are valid whenever the run stops. Otherwise they are valid only for a
    number of histories fixed beforehand, and narrower.
    """
    if stopped.always:
        return lambda met: always(met, first, inner, confidence)
    return lambda met: estimate(met, world, confidence)


def _failed(failures: list[Failure]) -> list[dict[str, Any]]:
    """Return for each failed part in how many histories it failed, and the history and error of its first failure."""
    by_part: dict[str, list[Failure]] = {}
    for failure in failures:
        by_part.setdefault(failure.part, []).append(failure)
    return [
        {
            "part": part,
            "histories": sum(failure.replication is not None for failure in same),
            "replication": same[0].replication,
            "error": same[0].error,
        }
        for part, same in by_part.items()
    ]


def milestones(plan: Plan, outcomes: Records, chance: Chance) -> list[dict[str, Any]]:
    """Return for each milestone, the deadline first: its date, whether an unknown moves it, and its probability."""
    names = sorted(plan.names["milestone"], key=lambda name: name != "deadline")
    rows = {name: row for row, name in enumerate(plan.names["milestone"])}
    uncertain = {int(date["row"]) for date in plan.moved_date if date["place"] == Date.BY}
    return [
        {
            "name": name,
            "by": due_as_iso(int(plan.milestone["by"][rows[name]]), plan.clock),
            "by_is_uncertain": rows[name] in uncertain,
            **_probability(chance(outcomes[f"met_{name}"])),
        }
        for name in names
    ]


def _reviews(plan: Plan, outcomes: Records, chance: Chance) -> dict[str, Any]:
    """Return in how many histories reviews made each response, what they gave up, and the results without reviews."""
    late = outcomes["reviews_late"] > 0
    return {
        "of": plan.names["milestone"][int(plan.review["milestone"][0])],
        "histories_late": int(late.sum()),
        "lift_asked": int((outcomes["lift_asked"] > 0).sum()),
        "lift_granted": int((outcomes["lift_granted"] > 0).sum()),
        "hours_lengthened": int((outcomes["hours_added_h"] > 0).sum()),
        "lift_called": int((outcomes["lift_called"] > 0).sum()),
        **_favoured(plan, outcomes),
        "took_back": int((outcomes["taken_back_t"] > 0).sum()),
        "gave_up": int((outcomes["given_up_items"] > 0).sum()),
        "given_up_t": {**(spread(outcomes["given_up_t"]) or {}), "mean": float(outcomes["given_up_t"].mean())},
        "out_t": {"mean": float(outcomes["out_t"].mean()), "without": float(outcomes["without_out_t"].mean())},
        "lift_price_usd": spread(outcomes["lift_price_usd"][~np.isnan(outcomes["lift_price_usd"])]),
        "without": [
            {"name": name, **_probability(chance(outcomes[f"without_met_{name}"]))}
            for name in sorted(plan.names["milestone"], key=lambda name: name != "deadline")
        ],
        "without_all": _probability(chance(outcomes["without_all_met"])),
    }


def _favoured(plan: Plan, outcomes: Records) -> dict[str, Any]:
    """Return in how many histories reviews favoured any site, and each site; empty if reviews cannot favour a site."""
    rows = dict.fromkeys(plan.judged["site"][1:].tolist())
    favoured = {name: outcomes[f"favoured_{name}"] > 0 for name in (plan.names["site"][row] for row in rows)}
    if not favoured:
        return {}
    by_site = {name: int(in_history.sum()) for name, in_history in favoured.items()}
    return {"favoured": int(np.any(list(favoured.values()), axis=0).sum()), "favoured_sites": by_site}


def _together(plan: Plan, outcomes: Records, chance: Chance) -> dict[str, Any]:
    """Return the probability that all milestones are met, with the latest of their dates."""
    latest = int(plan.milestone["by"].max())
    return {"name": "all", "by": due_as_iso(latest, plan.clock), **_probability(chance(outcomes["all_met"]))}


def _probability(seen: Estimate) -> dict[str, Any]:
    """Return an estimate as a dict."""
    return {
        "met": seen.met,
        "probability": seen.value,
        "low": seen.low,
        "high": seen.high,
        "confidence": seen.confidence,
    }


def _closure(plan: Plan, outcomes: Records, column: str, world: Reals | None, confidence: float) -> dict[str, Any]:
    """Return quantiles of a closure: as local days, and as local times with their intervals.

    A quantile or limit that lies beyond the horizon is None.
    """
    days, intervals, clock = {}, {}, plan.clock
    for p in LEVELS:
        found = quantile(outcomes[column], p, never=NEVER, world=world, confidence=confidence)
        name = f"p{round(100 * p):02d}"
        days[name] = local_date(found.value, clock)
        intervals[name] = {
            "at": local_time(found.value, clock),
            "low": local_time(found.low, clock),
            "high": local_time(found.high, clock),
        }
    return {"closure": days, "closure_intervals": intervals}


def _ignorance(plan: Plan, outcomes: Records, world: Reals) -> dict[str, Any]:
    """Return the share of the variance of "met" that is due to unknowns, for the deadline and for each milestone.

    It comes with the shares of the worlds in which the estimated probability of "met" is below 0.05, or above 0.95.
    """

    def split(name: str) -> dict[str, Any]:
        seen = ignorance(outcomes[f"met_{name}"], world)
        return {
            "variance_share": seen.share,
            "worlds_below_0.05": seen.hopeless,
            "worlds_above_0.95": seen.safe,
        }

    return {
        "worlds": len(np.unique(world)),
        **split("deadline"),
        "by_milestone": {name: split(name) for name in plan.names["milestone"]},
    }
