"""`sim information`: show what is worth finding out before choosing between plans."""

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
    "--milestone", metavar="NAME", help="Milestone to use, or all (default: the comparison's milestone, or deadline)."
)
@as_json
@trust
def information(plans: tuple[str, ...], milestone: str | None, as_json: bool) -> None:
    """Show what knowing each unknown is worth before choosing between plans; nothing is run.

    COMPARISON is a folder that `sim compare` wrote: each of its plans is compared with the first. If another plan is
    the best, two kinds of plans are compared with that plan too: those not clearly worse, and those for which an
    unknown is worth finding out.
    With a scenario file CONFIG, its default folder of `sim compare` is used. PLAN and OTHER are two results folders
    with the same random numbers, or scenario files that were run.
    """
    from sim.experiment.decide.explain.information import informed

    if len(plans) > 2:
        raise click.UsageError(f"expected a comparison, or two plans; got {len(plans)} names")
    if len(plans) == 2:
        asked = milestone or "deadline"
        one, other = (opened(each, asked, as_json) for each in plans)
        answers = [informed(one, other, asked)]
    else:
        stated, studies = _compared(plans[0], as_json)
        asked = milestone or stated
        first, *others = studies
        for name, study in studies.items():
            _refuse_unknown(study, asked, name)
        answers = [informed(studies[each], studies[first], asked, (each, first)) for each in others]
        best = max(studies, key=lambda each: studies[each].probability(asked).value)
        if best != first:
            rivals = (informed(studies[each], studies[best], asked, (each, best)) for each in others if each != best)
            answers += [
                each
                for each in rivals
                if each.worth or each.paired.difference.low <= 0.0 <= each.paired.difference.high
            ]
    if as_json:
        records = [each.as_dict() for each in answers]
        show_json({"pairs": records})
        return
    answers.sort(key=lambda each: -(each.worth[0].value if each.worth else 0.0))
    for number, each in enumerate(answers):
        if number:
            show([""])
        if len(answers) > 1:
            show(wrapped(f'"{each.plans[0]}" or "{each.plans[1]}"?', width(), "", "  "))
        show(each.lines(width(), brief=number + 1 < len(answers)), bold=0)


def _compared(named: str, as_json: bool) -> tuple[str, dict[str, Study]]:
    """Return the milestone of a comparison and its studies by plan; `named` is its folder or its scenario file."""
    from sim.cli.listener import Printing
    from sim.config import load
    from sim.experiment.reopen import reopen_comparison
    from sim.publish.ready import own_folder

    path = Path(named)
    if path.is_dir() or not (path.exists() or path.suffix == ".toml"):
        return reopen_comparison(path)
    question = load(named)
    return reopen_comparison(own_folder(question.name, Printing(as_json=as_json), "-compare"), question, named)


def _refuse_unknown(study: Study, milestone: str, name: str) -> None:
    """Raise an error if the study of a plan does not have a milestone; `name` is the name of the plan."""
    names = study.plan.names["milestone"]
    if milestone != "all" and milestone not in names:
        expected = f"expected one of {', '.join([*names, 'all'])} (milestones of {name})"
        raise click.BadParameter(expected, param_hint="--milestone")
