"""If a scenario names a CSV file and also states its values, the two must agree; a notice names a file not read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.config import load, to_toml

TIMES = "at,number\n2024-05-02,3\n2024-05-05,7\n"
FORMS: dict[str, tuple[str, str, str, str]] = {
    "timetable": (
        "count = 10\n",
        "count = 10\narrives = { TIMETABLEcsv = 'file.csv' }\n",
        "timetable = [{ at = 2024-05-02, number = 3 }, { at = 2024-05-05, number = 7 }]",
        "lot.trucks.arrives.csv",
    ),
    "missions": (
        "supply = { per_week = 3 }",
        "supply = { TIMETABLEcsv = 'file.csv' }",
        "missions = [{ at = 2024-05-02 }, { at = 2024-05-05 }]",
        "lift.c17.supply.csv",
    ),
    "values": (
        "service_h = 0.5",
        "service_h = { TIMETABLEcsv = 'file.csv', column = 'hours' }",
        "values = [3, 7]",
        "site.camp.station.inspect.service_h.csv",
    ),
}
FILES = {"timetable": TIMES, "missions": "at\n2024-05-02\n2024-05-05\n", "values": "hours\n3\n7\n"}


def text_of(camp: str, form: str, stated: str = "") -> str:
    """Return a scenario that names file.csv in one of the `FORMS`, and has the text `stated` in the same table."""
    old, new, _, _ = FORMS[form]
    if form == "missions":
        camp = camp[: camp.index("[uncertainty.missions]")]
    assert old in camp
    return camp.replace(old, new.replace("TIMETABLE", f"{stated}, " if stated else ""), 1)


@pytest.mark.parametrize("form", FORMS)
def test_a_file_with_the_same_values_is_their_source(form: str, camp: str, write: Any) -> None:
    """Values equal to those of the file are accepted without a notice, and give the same scenario."""
    alone = load(write(text_of(camp, form), file=FILES[form]))
    both = load(write(text_of(camp, form, FORMS[form][2]), file=FILES[form]))
    assert both == alone
    assert both.notices == alone.notices


@pytest.mark.parametrize("form", FORMS)
def test_a_file_with_other_values_is_refused(form: str, camp: str, problems: Any) -> None:
    """If the file has other values, or errors, the scenario is refused."""
    text = text_of(camp, form, FORMS[form][2])
    (found,) = problems(text, file=FILES[form].replace("7", "6").replace("05-05", "05-06"))
    assert (found.file, found.key, found.value) == ("camp.toml", FORMS[form][3], '"file.csv"')
    assert "file.csv" in text.splitlines()[found.line - 1]
    assert found.expectation.startswith(f"expected {form} or csv; both are stated, and the file has other values")
    broken = FILES[form].replace("7", "seven").replace("2024-05-05", "in May")
    (found,) = problems(text, file=broken)
    assert found.expectation.startswith(f"expected {form} or csv; both are stated, and the file has errors")


@pytest.mark.parametrize("form", FORMS)
def test_a_missing_file_is_named_as_not_read(form: str, camp: str, write: Any) -> None:
    """If the file is missing, as beside the scenario of a results folder, a notice says that it is not read."""
    path = write(text_of(camp, form), file=FILES[form])
    path.write_text(to_toml(load(path)), encoding="utf-8")
    Path("file.csv").unlink()
    scenario = load(path)
    (found,) = [each for each in scenario.notices if each.key == FORMS[form][3]]
    assert (found.value, found.text) == ('"file.csv"', f"this file is not read: {form} is stated beside it")


def test_values_from_the_command_line_replace_a_file(camp: str, write: Any) -> None:
    """Values from `--set` are used, and a notice says that the file of the scenario is not read."""
    path = write(text_of(camp, "values"), file=FILES["values"])
    scenario = load(path, ["site.camp.station.inspect.service_h.values=[1.0]"])
    assert scenario.site["camp"].station["inspect"].service_h.values == (1.0,)
    (found,) = [each for each in scenario.notices if each.key == FORMS["values"][3]]
    assert found.text == "this file is not read: --set site.camp.station.inspect.service_h.values states values"
