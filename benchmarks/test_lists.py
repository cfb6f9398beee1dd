"""The times to import a list of 10,000 lots from a workbook, to load its manifest, and to simulate some of the lots."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sim.config import load
from sim.config.lists import Imported, import_list, wishes_of
from sim.domain.scenario import Scenario
from sim.engines.compiled import simulate
from sim.experiment.keep.written import csv_text
from sim.model.compile import plan
from sim.model.terms import Fate

LOTS = 10_000
SCENARIO = """
name = "ten thousand lots"
seed = 10
manifest = ["list.csv"]

[clock]
start = 2024-01-01

[milestone.deadline]
by = 2024-06-30

[site.base]
kind = "base"
working = 4
station.pack = { servers = 60, service_h = { mean = 2, cv = 0.5 } }

[site.home]
kind = "apod"

[lift.aircraft]
sites = ["base"]
to = "home"
supply = { per_week = 90, week_cv = 0.2 }
payload_t = { mean = 40, cv = 0.15 }
pallets = 18
load_h = 2
leg.base = { block_h = 5 }
"""


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of a workbook with a title, weights in pounds, sizes in inches, and a row of totals."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["MOVEMENT LIST"])
    sheet.append(
        ["Description", "Location", "Category", "Length (in)", "Width (in)", "Unit weight (lb)", "Qty", "Steps"]
    )
    for number in range(LOTS):
        kind = ("general", "sensitive", "lethal", "classified")[number % 4]
        weight = 500 + (number * 37) % 9_000
        sheet.append([f"item {number:05d}", "base", kind, 88, 40 + number % 60, weight, str(1 + number % 3), "pack"])
    sheet.append(["Total"])
    path = tmp_path_factory.mktemp("list") / "list.xlsx"
    book.save(path)
    return path


def imported(path: Path) -> Imported:
    """Import the list, and write its manifest and a scenario beside it."""
    wishes = wishes_of(columns=["stations=Steps"], fills=["required=true"], position="108x88in")
    found = import_list(path, wishes)
    assert found.manifest is not None
    path.with_name("list.csv").write_text(csv_text(found.manifest), encoding="utf-8")
    path.with_name("case.toml").write_text(SCENARIO, encoding="utf-8")
    return found


def items(lots: int) -> int:
    """Return the number of items in the first `lots` lots of the list."""
    return sum(1 + number % 3 for number in range(lots))


def test_import_ten_thousand_rows(benchmark: Any, workbook: Path) -> None:
    """Each of the 10,000 rows becomes a lot and is recorded as changed; the row of totals is left out."""
    found = benchmark.pedantic(imported, (workbook,), rounds=1)
    assert found.counts[:2] == (LOTS, items(LOTS))
    assert sum(what == "changed" for _, what, _ in found.record) == LOTS
    assert found.record[-1] == (LOTS + 3, "left out", "a row of totals")


def test_load_ten_thousand_lots(benchmark: Any, workbook: Path) -> None:
    """A scenario with all lots loads; a lot of 537 lb has its weight in tonnes."""
    if not workbook.with_name("list.csv").exists():
        imported(workbook)
    scenario: Scenario = benchmark.pedantic(load, (workbook.with_name("case.toml"),), rounds=1)
    assert len(scenario.lot) == LOTS
    assert scenario.lot["item 00001"].weight_t == pytest.approx(537 * 0.00045359237, rel=1e-5)


@pytest.mark.parametrize("lots", [1000, 2000])
def test_history_of_many_lots(benchmark: Any, workbook: Path, lots: int) -> None:
    """Time a history in which every item leaves. The time grows with the product of the numbers of lots and
    sorties, since each sortie looks through all lots.
    """
    if not workbook.with_name("list.csv").exists():
        imported(workbook)
    scenario = load(workbook.with_name("case.toml"))
    case = plan(scenario.model_copy(update={"lot": dict(list(scenario.lot.items())[:lots])}))
    simulate(case, case.seed, 0)  # loads or compiles the engine before the timing
    history = benchmark.pedantic(simulate, (case, case.seed, 1), rounds=3)
    assert len(history.mover) == items(lots)
    assert (history.mover["fate"] == Fate.OUT).all()
    benchmark.extra_info["sorties"] = len(history.sortie)
