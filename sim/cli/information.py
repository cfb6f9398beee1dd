"""`sim information`: what is worth finding out before choosing between plans, without new runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.options import as_json, trust
from sim.cli.study import opened
from sim.cli.terminal import show, show_json, width
from sim.domain.columns import wrapped

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["information"]


@click.command(short_help="Show what to find out before choosing between plans.")
@click.argument("plans", metavar="COMPARISON|CONFIG | PLAN OTHER", nargs=-1, required=True, type=click.Path())
@click.option(
    "--milestone", metavar="NAME", help="Milestone to use, or all (default: that of the comparison, or deadline)."
)
@as_json
@trust
def information(plans: tuple[str, ...], milestone: str | None, as_json: bool) -> None:
    """Show what knowing each unknown is worth before choosing between plans; nothing is run.

    COMPARISON is a folder that `sim compare` wrote: each of its plans is compared with the first. If another plan is
    the best, plans that are not clearly worse, or with which knowing something is worthwhile, are compared with it too.
    With a scenario file CONFIG, its default folder of `sim compare` is used. PLAN and OTHER are two results folders
    with the same random numbers, or scenario files that were run.
    """
    from sim.experiment.decide.explain.information import informed

    if len(plans) > 2:
        raise click.UsageError(f"expected a comparison, or two plans; got {len(plans)} names")
    if len(plans) == 2:
        asked = milestone or "deadline"
        one, other = (opened(each, asked, as_json) for each in plans)
        found = [informed(one, other, asked)]
    else:
        stated, studies = _compared(plans[0], as_json)
        asked = milestone or stated
        first, *others = studies
        for name, study in studies.items():
            _has(study, asked, name)
        found = [informed(studies[each], studies[first], asked, (each, first)) for each in others]
        best = max(studies, key=lambda each: studies[each].probability(asked).value)
        if best != first:
            rivals = (informed(studies[each], studies[best], asked, (each, best)) for each in others if each != best)
            found += [
                each
                for each in rivals
                if each.worth or each.paired.difference.low <= 0.0 <= each.paired.difference.high
            ]
    if as_json:
        records = [each.as_dict() for each in found]
        show_json({"pairs": records})
        return
    found.sort(key=lambda each: -(each.worth[0].value if each.worth else 0.0))
    for number, each in enumerate(found):
        if number:
            show([""])
        if len(found) > 1:
            show(wrapped(f'"{each.plans[0]}" or "{each.plans[1]}"?', width(), "", "  "))
        show(each.lines(width(), brief=number + 1 < len(found)), bold=0)


def _compared(named: str, as_json: bool) -> tuple[str, dict[str, Study]]:
    """Return the milestone and the studies of a comparison, from its folder or the default one of a scenario file."""
    from sim.cli.listener import Printing
    from sim.config import load
    from sim.experiment.reopen import reopen_comparison
    from sim.publish.ready import own_folder

    path = Path(named)
    if path.is_dir() or not (path.exists() or path.suffix == ".toml"):
        return reopen_comparison(path)
    question = load(named)
    return reopen_comparison(own_folder(question.name, Printing(as_json=as_json), "-compare"), question, named)


def _has(study: Study, milestone: str, name: str) -> None:
    """Raise an error for a milestone that a plan does not have."""
    names = study.plan.names["milestone"]
    if milestone != "all" and milestone not in names:
        expected = f"expected one of {', '.join([*names, 'all'])}, the milestones of {name}"
        raise click.BadParameter(expected, param_hint="--milestone")
