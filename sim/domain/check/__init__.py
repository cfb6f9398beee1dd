"""Checks of how the parts of a scenario fit together, made before a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sim.domain.check.arriving import arriving
from sim.domain.check.attacks import attacks
from sim.domain.check.cabins import cabins
from sim.domain.check.cargo import cargo
from sim.domain.check.chalks import chalks
from sim.domain.check.classes import classes
from sim.domain.check.composed import composed
from sim.domain.check.configurations import configurations, never_comes, rides_without_positions
from sim.domain.check.crises import crises
from sim.domain.check.drawn import drawn
from sim.domain.check.driven import driven, drivers_may_leave, takes_no_vehicle
from sim.domain.check.early import early
from sim.domain.check.endless import endless
from sim.domain.check.fates import fates
from sim.domain.check.finding import Finding
from sim.domain.check.ground import ground
from sim.domain.check.handover import handover
from sim.domain.check.holds import holds
from sim.domain.check.idle import idle
from sim.domain.check.joined import joined
from sim.domain.check.lanes import lanes
from sim.domain.check.levers import levers
from sim.domain.check.mapped import mapped
from sim.domain.check.midnight import midnight
from sim.domain.check.mondays import mondays
from sim.domain.check.muster import muster
from sim.domain.check.never_open import never_open
from sim.domain.check.never_permitted import never_permitted
from sim.domain.check.outside import outside
from sim.domain.check.overfull import overfull
from sim.domain.check.parties import larger_than_group, larger_than_those_who_come
from sim.domain.check.phases import phases
from sim.domain.check.references import known_names, references
from sim.domain.check.repeated import repeated, repeats
from sim.domain.check.reviews import reviews
from sim.domain.check.rounding import rounding
from sim.domain.check.routes import routes
from sim.domain.check.runs_out import runs_out
from sim.domain.check.serving import never_all, serving
from sim.domain.check.shifts import shifts
from sim.domain.check.sizes import sizes
from sim.domain.check.slow_way import slow_way
from sim.domain.check.stranded import stranded
from sim.domain.check.substitutes import never_opens, only_by_substitutes
from sim.domain.check.targets import wrong_targets
from sim.domain.check.timing import timing
from sim.domain.check.uncounted import uncounted
from sim.domain.check.unheeded import unheeded
from sim.domain.check.unserved import unserved
from sim.domain.check.unused import unused
from sim.domain.check.ways import ways
from sim.domain.memo import memoised
from sim.domain.notice import Notice
from sim.domain.scenario import Scenario

__all__ = ["Finding", "check", "noticed", "remarks"]

Check = Callable[[Scenario], Iterator[Finding]]
FORCE = frozenset({"group", "lot"})
"""Sections that state the force."""
DRAWN = FORCE | {"site", "lift", "outage", "permission", "hold", "floor", "plan", "review", "uncertainty", "known"}
DRAWN |= {"crisis"}
"""Sections whose numbers unknowns may set. If an entry of one of these sections could not be read, a check of unknowns
would see defaults instead of the numbers of the entry."""
CHECKS: tuple[tuple[Check, frozenset[str]], ...] = (
    (timing, frozenset({"clock", "milestone"})),
    (repeated, frozenset()),
    (muster, FORCE),
    (arriving, FORCE | {"permission", "uncertainty", "clock"}),
    (rounding, frozenset()),
    (drawn, frozenset()),
    (composed, DRAWN),
    (mapped, DRAWN),
    (phases, FORCE | {"plan", "milestone", "uncertainty", "clock"}),
    (ways, frozenset({"site", "lift"})),
    (cargo, frozenset({"site", "lift", "route", "uncertainty"})),
    (driven, FORCE | {"site", "lift", "route", "uncertainty"}),
    (configurations, FORCE | {"site", "lift", "route", "uncertainty"}),
    (joined, frozenset()),
    (classes, FORCE | {"lift", "order"}),
    (routes, FORCE | {"site", "lift", "route"}),
    (ground, frozenset({"site", "lift", "milestone", "clock"})),
    (attacks, frozenset({"site", "lift", "uncertainty"})),
    (never_open, FORCE | {"site", "lift", "route", "outage", "milestone", "clock"}),
    (serving, FORCE | {"site", "hold", "crisis", "uncertainty", "milestone", "clock"}),
    (never_permitted, FORCE | {"site", "lift", "route", "permission", "milestone", "clock"}),
    (fates, frozenset({"site", "lot", "lift", "route", "hold"})),
    (reviews, FORCE | {"site", "lift", "route", "review", "milestone", "clock"}),
    (uncounted, FORCE | {"site"}),
    (holds, FORCE | {"site", "lift", "hold", "floor"}),
    (endless, FORCE | {"site", "uncertainty", "milestone", "clock"}),
    (chalks, FORCE | {"site", "lift", "route", "hold", "floor"}),
)
"""Pairs of a check and the sections that it needs: a check is skipped if an entry of these sections could not be read.
The function `check` makes four further checks."""
REMARKS: tuple[Check, ...] = (
    *(outside, idle, unused, unheeded, early, stranded),
    *(midnight, mondays, cabins, runs_out, slow_way, handover, overfull, crises, never_all),
    *(takes_no_vehicle, drivers_may_leave, rides_without_positions, never_comes),
    *(never_opens, only_by_substitutes),
    *(repeats, lanes, shifts, unserved),
    larger_than_group,
    larger_than_those_who_come,
)
"""Checks that yield notices rather than errors; they apply only to scenarios without errors."""


def check(scenario: Scenario, broken: Iterable[tuple[str, str]] = ()) -> tuple[Finding, ...]:
    """Return the errors in how the parts of a scenario fit together.

    If a number is too large to compute with, only errors about such numbers and about wrong names are returned.

    Parameters
    ----------
    scenario
        A scenario, or the parts of one that could be read.
    broken
        (section, name) of entries that are in the file but could not be read. The names of these entries count as
        known, and checks that need their sections are skipped, so that no mistake is reported twice.

    Returns
    -------
    tuple of Finding
        In the order of the checks; empty if there are no errors.
    """
    unread = tuple(broken)
    sections = {section for section, _ in unread}
    found = list(references(scenario, known_names(scenario, unread)))
    too_large = list(sizes(scenario))
    if too_large:
        return tuple(dict.fromkeys((*found, *too_large)))  # other checks might fail on such numbers
    for judge, needs in CHECKS:
        if not needs & sections:
            found.extend(judge(scenario))
    found.extend(wrong_targets(scenario, unread))
    found.extend(levers(scenario, unread))
    return tuple(dict.fromkeys(found))


@memoised
def remarks(scenario: Scenario) -> tuple[Finding, ...]:
    """Return remarks on a scenario: findings on values that have no effect or a surprising effect.

    Parameters
    ----------
    scenario
        A scenario in which `check` finds no errors.

    Returns
    -------
    tuple of Finding
        The `expectation` of each is one sentence that says what the stated value does.
    """
    return tuple(dict.fromkeys(finding for judge in REMARKS for finding in judge(scenario)))


def noticed(scenario: Scenario) -> Scenario:
    """Return a scenario with notices: the notices that it has, or if it has none, the findings of `remarks`."""
    if scenario.notices:
        return scenario
    found = remarks(scenario)
    return scenario.noticed(Notice(".".join(each.path), each.value, each.expectation) for each in found)
