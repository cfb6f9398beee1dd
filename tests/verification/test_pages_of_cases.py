"""Pages that compare histories with observed figures show the table that a run prints."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.analysis.summary.compared import compare
from sim.analysis.summary.observed import observations
from sim.report.compared import as_records, as_table, tally

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "name", "histories"),
    [("hindsight", "niger-2024-hindsight", 400), ("hindsight", "base", 400), ("kabul-2021", "kabul-2021", 30)],
)
def test_the_page_shows_what_the_run_prints(page: str, name: str, histories: int) -> None:
    """Every line of the comparison is on the page, and so is the sentence that says how many observed figures lie in
    the band of the histories.
    """
    scenario = sim.load(ROOT / "configs" / f"{name}.toml")
    assert scenario.observations is not None
    study = sim.run(scenario, replications=histories, workers=1)
    rows = as_records(compare(study.store, study.outcomes, observations(ROOT / "configs" / scenario.observations))[0])
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    missing = [line for line in as_table(rows) if f"  {line}\n" not in text]
    assert missing == []
    assert tally(rows) in " ".join(text.split())
