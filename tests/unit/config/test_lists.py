"""`sim import` makes manifests of planners' lists and reports each row that it changed, merged, left out or refused."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from sim.cli.entry import cli
from sim.config import load
from sim.config.lists import import_list, wishes_of
from sim.config.lists.keys import kind_of
from sim.config.lists.quantity import number_of
from sim.config.lists.row import _amount
from sim.errors import ListError
from sim.experiment.keep.written import csv_text
from tests.unit.config.lists import brought, lots, workbook

HEADER = "name,site,category,count,weight_t\n"
ROW = "crates,camp,general,5,0.5\n"
MOVEMENT = """Description,Length (in),Width (in),Height (in),Weight (lbs),Lead TCN,PAX
TENT SET,88,108,80,5100,T1,
TRUCK LOADER,200,89,93,6000,T2,
TENT SET,88,108,80,3300,T3,
"PLANT, SMALL",87,69,63,3900,T4,
MAST,200,30,20,400,T5,
MAIN BODY,,,,,,30
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def sim(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["import", *arguments], catch_exceptions=False)


def test_a_movement_list_in_pounds_and_inches_becomes_a_manifest_and_a_roster() -> None:
    """Pounds become tonnes, sizes become pallet positions, and rows of people become groups. A name may be
    joined from two columns, and a value may be stated for one lot by its name.
    """
    found = brought(
        MOVEMENT, columns=["name=Lead TCN+Description"], position="108x88in", people=True,
        fills=["site=camp", "category=sensitive", "people.site=camp"], stated=["T2 TRUCK LOADER.vehicles=true"],
    )  # fmt: skip
    made = lots(found)
    weights = {"T1 TENT SET": 2.31332, "T2 TRUCK LOADER": 2.72155, "T3 TENT SET": 1.49685, "T4 PLANT, SMALL": 1.76901}
    assert {name: float(made[name]["weight_t"]) for name in weights} == weights
    # An item of 200 x 89 in covers the floor of 1.87 positions. The mast covers 0.63, but is longer than one position.
    assert [made[name]["pallets"] for name in made] == ["1", "2", "1", "1", "2"]
    assert {row["count"] for row in made.values()} == {"1"}
    assert [name for name in made if "vehicles" in made[name]] == ["T2 TRUCK LOADER"]
    assert found.roster is not None
    assert found.roster == (("name", "site", "count", "source"), ("MAIN BODY", "camp", "30", "list.csv row 7"))
    assert found.counts[0] == 5
    assert found.counts[3:] == (1, 30)
    assert "  weight_t is Weight (lbs), in lbs (the header says it)" in found.head
    assert "  not used: Height (in)" in found.head
    assert found.record[0] == (2, "changed", found.record[0][2])
    assert "5100 lbs is 2.31332 t" in found.record[0][2]


def test_a_workbook_with_the_usual_irregularities_is_imported(write: Any, camp: str) -> None:
    """A workbook with a title, merged cells, dates, numbers as text and a row of totals is imported, and the
    report says what was left out or changed.
    """

    def fill(sheet: Any) -> None:
        sheet.append(["PACKING LIST CAMP 7"])
        sheet.merge_cells("A1:G1")
        sheet.append([])
        sheet.append(["Description", "Qty", "Dimensions (in)", None, "Unit weight (lb)", "Site", "Due", "Category"])
        sheet.append([None, None, "Length", "Width"])
        for span in ("A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:F4", "G3:G4", "H3:H4"):
            sheet.merge_cells(span)
        sheet.append(["Generator", 2, 88, 108, "4,410.5", "camp", datetime(2024, 8, 1), "General"])
        sheet.append(["Safe", "3", 40, 40, 1000, None, date(2024, 8, 2), "classified"])
        sheet.merge_cells("F5:F6")
        sheet.append(["Total", "=SUM(B5:B6)", None, None, "=SUM(E5:E6)"])

    found = import_list(workbook(fill), wishes_of(position="108x88in"))
    made = lots(found)
    assert made["Generator"] == {
        "name": "Generator", "site": "camp", "category": "general", "count": "2", "weight_t": "2.00057", "pallets": "1",
        "due": "2024-08-01", "source": "list.xlsx row 5: length 88 in, width 108 in, 4410.5 lb",
    }  # fmt: skip
    assert (made["Safe"]["count"], made["Safe"]["site"], made["Safe"]["due"]) == ("3", "camp", "2024-08-02")
    assert "  rows above the header are left out: 1, 3" in found.head
    words = {row: (what, text) for row, what, text in found.record}
    assert "4,410.5 read as 4410.5" in words[5][1]
    assert "from the merged cell that begins in row 5" in words[6][1]
    assert words[7] == ("left out", "a row of totals")
    assert found.manifest is not None
    Path("made.csv").write_text(csv_text(found.manifest), encoding="utf-8")
    listed = load(write(camp.replace("seed = 7", 'seed = 7\nmanifest = ["made.csv"]'))).lot
    assert listed["Safe"].weight_t == pytest.approx(0.453592)
    assert listed["Safe"].due == date(2024, 8, 2)


def test_hidden_rows_need_a_decision_of_the_user() -> None:
    """A list with hidden rows is refused unless the user says whether to read them."""

    def fill(sheet: Any) -> None:
        for row in (
            ["name", "site", "category", "count", "weight_t"],
            ["a", "camp", "general", 1, 1],
            ["b", "camp", "general", 1, 1],
        ):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True

    path = workbook(fill)
    with pytest.raises(ListError, match=r"1 hidden row \(3\): give --hidden read or --hidden skip"):
        import_list(path, wishes_of())
    assert list(lots(import_list(path, wishes_of(hidden="read")))) == ["a", "b"]
    skipped = import_list(path, wishes_of(hidden="skip"))
    assert list(lots(skipped)) == ["a"]
    assert skipped.record == ((3, "left out", "hidden (--hidden skip)"),)


def test_sheets_are_chosen_not_guessed() -> None:
    """If two visible sheets have cells, the user must choose one; if one is hidden, the other is read."""
    book = openpyxl.Workbook()
    for name in ("People", "Cargo"):
        sheet = book.create_sheet(name)
        sheet.append(["name", "site", "category", "count", "weight_t"])
        sheet.append([name, "camp", "general", 1, 1])
    book.save("list.xlsx")
    with pytest.raises(ListError, match="give --sheet with one of People, Cargo"):
        import_list(Path("list.xlsx"), wishes_of())
    assert list(lots(import_list(Path("list.xlsx"), wishes_of(sheet="Cargo")))) == ["Cargo"]
    with pytest.raises(ListError, match="did you mean Cargo"):
        import_list(Path("list.xlsx"), wishes_of(sheet="Cargos"))
    book["People"].sheet_state = "hidden"
    book.save("list.xlsx")
    assert list(lots(import_list(Path("list.xlsx"), wishes_of()))) == ["Cargo"]


SOUND = {
    "tabs": (HEADER.replace(",", "\t") + ROW.replace(",", "\t"), {}, "separated by tabs"),
    "hint": ("sep=;\r\n" + (HEADER + ROW).replace(",", ";"), {}, 'row 1 tells a spreadsheet that ";"'),
    "title": ("PACKING LIST,,,,\n,,,,\n" + HEADER + ROW, {}, "rows above the header are left out: 1"),
    "capitals": ("Name,Site,Category,Count,Weight_t\ncrates,camp,General,5,0.5\n", {}, "General read as general"),
    "units": (HEADER + "crates,camp,general,5 EA,0.5 t\n", {}, "count: 5 EA read as 5"),
    "unit in the cell": (HEADER + "crates,camp,general,5,500 kg\n", {}, "500 kg in kg, as the cell says; its column"),
    "wide": ("\ufeff" + HEADER + ROW, {}, "in UTF-16"),
    "yes": (HEADER.strip() + ",required\ncrates,camp,general,5,0.5,Y\n", {}, "required: Y read as yes"),
    "total": (HEADER + ROW + "TOTAL,,,5,2.5\n", {}, "a row of totals"),
    "empty cells": (HEADER + "crates,camp,general,5,0.5,,,\n", {}, ""),
    "header again": (HEADER + ROW + HEADER, {}, "the header repeated"),
    "added up": (HEADER + "crates,camp,general,2,0.5\ncrates,camp,general,3,0.5\n", {}, "count 2 + 3"),
    "apostrophe": ("name;site;category;count;weight_t\ncrates;camp;general;5;0,5\n", {}, "0,5 read as 0.5"),
    "kilograms": ("name,site,category,count,unit weight [kg]\ncrates,camp,general,5,500\n", {}, "500 kg is 0.5 t"),
    "units below": ("name,site,category,count,unit weight\n,,,,kg\ncrates,camp,general,5,500\n", {}, "the row below"),
    "said unit": (
        "name,site,category,count,each\ncrates,camp,general,5,500\n",
        {"columns": ["weight_t=each"], "units": ["each=kg"]},
        "--unit says it",
    ),
    "of all": ("name,site,category,Qty,Total weight (kg)\ncrates,camp,general,5,2500\n", {}, "2.5 t over 5 items"),
    "replaced": (
        HEADER + "crates,camp,Class IX,5,0.5\n",
        {"replaced": ["category:class ix=general"]},
        "Class IX replaced by general",
    ),
    "no category": ("name,site,count,weight_t\ncrates,camp,5,0.5\n", {"fills": ["category=general"]}, "(--fill)"),
    "a date": (HEADER.strip() + ",due\ncrates,camp,general,5,0.5,1 Aug 2024\n", {}, "1 Aug 2024 read as 2024-08-01"),
    "names": (HEADER.strip() + ',stations\ncrates,camp,general,5,0.5,"wash, pack"\n', {}, "read as wash;pack"),
    "nothing": (HEADER.strip() + ",pallets\ncrates,camp,general,5,0.5,N/A\n", {}, '"N/A" counts as blank'),
    "a length": (
        HEADER.strip() + ",Length (in)\ncrates,camp,general,5,0.5,88\n",
        {"columns": ["length_m=Length (in)"]},
        "length_m: 88 in is 2.2352 m",
    ),
    "a height by its key": (HEADER.strip() + ",height_m\ncrates,camp,general,5,0.5,2.6\n", {}, "height_m, in m"),
    "a volume": (HEADER.strip() + ",Unit volume (ft3)\ncrates,camp,general,5,0.5,100\n", {}, "100 ft3 is 2.83168 m3"),
    "a volume in the cell": (HEADER.strip() + ",Unit volume\ncrates,camp,general,5,0.5,3 m3\n", {}, "volume_m3 is U"),
    "a volume of one or all": (HEADER.strip() + ",Volume (ft3)\ncrates,camp,general,5,0.5,3\n", {}, "not used: Volume"),
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_a_shape_of_a_list_is_understood_and_reported(name: str) -> None:
    """Each shape of a list gives five crates of half a tonne each, and the report says how it was read."""
    text, wishes, word = SOUND[name]
    found = brought(text.encode("utf-16-le") if name == "wide" else text, **wishes)
    crates = lots(found)["crates"]
    assert (crates["site"], crates["category"], crates["count"], crates["weight_t"]) == ("camp", "general", "5", "0.5")
    said = "\n".join([*found.head, *(f"{what}: {words}" for _, what, words in found.record)])
    assert word in said


def test_rows_of_one_name_that_differ_are_numbered() -> None:
    """Of two different rows with one name, the second gets a free number; the report says why."""
    found = brought(HEADER + ROW + "crates,camp,general,5,0.7\ncrates (2),camp,general,1,1\n")
    assert list(lots(found)) == ["crates", "crates (3)", "crates (2)"]
    assert found.record[0][2].endswith("renamed because row 2 has the name crates too")


TWO_WEIGHTS = "name,site,category,Qty,{}\ncrates,camp,general,5,{}\n"


@pytest.mark.parametrize(
    ("columns", "weights", "named", "unused"),
    [
        ("Weight (lb),Unit weight (kg)", "7,500", "weight_t=Unit weight (kg)", "Weight (lb)"),
        ("Weight (lb),Unit weight (kg)", "7,500", "weight_t=unit weight (kg)", "Weight (lb)"),
        ("Unit weight (lb),Weight (kg)", "7,500", "weight_t=Weight (kg)", "Unit weight (lb)"),
        ("Weight,Unit weight (kg)", "7,500", "weight_t=Unit weight (kg)", "Weight"),
        ("Weight (lb),Total weight (kg)", "7,2500", "total_weight=Total weight (kg)", "Weight (lb)"),
        ("Total weight (lb),Weight (kg)", "7,500", "weight_t=Weight (kg)", "Total weight (lb)"),
        ("Total weight (lb),Unit weight (kg)", "7,500", "weight_t=Unit weight (kg)", "Total weight (lb)"),
    ],
)  # fmt: skip
def test_of_two_columns_of_weights_the_one_that_the_user_names_counts(
    columns: str, weights: str, named: str, unused: str
) -> None:
    """Two columns of weights are refused. If the user names one, the report says that the other is not used."""
    text = TWO_WEIGHTS.format(columns, weights)
    with pytest.raises(ListError, match=r"--(column|unit)"):
        brought(text)
    found = brought(text, columns=[named])
    assert lots(found)["crates"]["weight_t"] == "0.5"
    assert f"  not used: {unused}" in found.head


def test_the_report_says_that_count_is_1_only_where_it_is() -> None:
    """If no column is a count, the report says in which rows the count is 1; a row with a total weight has no
    count.
    """
    header = "name,site,category,weight_t,total_t,item_t.mean,item_t.cv\n"
    one, total = "crates,camp,general,0.5,,,\n", "stores,camp,general,,9,0.2,0.1\n"
    said = [
        [line for line in brought(header + rows).head if line.startswith("  count is")]
        for rows in (one, total, one + total)
    ]
    assert said == [
        ["  count is 1 in each row: no column states how many"],
        [],
        ["  count is 1 in each row without total_t: no column states how many"],
    ]


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [("1.200", "comma", 1200.0), ("1.200", "point", 1.2), ("1,200", "comma", 1.2), ("1,200", "point", 1200.0),
     ("1.234.567,5", "comma", 1234567.5), ("1\u202f200", None, 1200.0), ("12 %", None, 0.12), (1.2, "comma", 1.2)],
)  # fmt: skip
def test_the_stated_decimal_sign_decides(text: Any, decimal: Any, number: float) -> None:
    """An ambiguous number is read with the decimal sign that the user states; other numbers do not need it."""
    assert number_of(text, ";", decimal)[0] == number


def test_tonnes_have_six_figures_and_no_exponent() -> None:
    """Weights from half a gram to 100,000 tonnes are written with at most six figures and no exponent."""
    assert [_amount(each) for each in (0.000000453592, 2.3133211, 1234.5678, 100000.0)] == [
        *("0.000000453592", "2.31332", "1234.57", "100000")
    ]


def test_the_command_writes_both_files_and_a_report_or_nothing() -> None:
    """The command exits with 0 and writes three files, or with 2 and writes none; it overwrites only on request."""
    Path("list.csv").write_text(MOVEMENT)
    bare = (
        "list.csv",
        "-o",
        "made.csv",
        "--fill",
        "site=camp",
        "--fill",
        "category=general",
        "--column",
        "name=Lead TCN+Description",
    )
    refused = sim(*bare)
    assert refused.exit_code == 2
    assert "--people FILE" in " ".join(refused.stderr.split())
    assert [path.name for path in Path().iterdir()] == ["list.csv"]
    whole = (*bare, "--people", "people.csv", "--fill", "people.site=camp")
    done = sim(*whole)
    assert done.exit_code == 0
    report = Path("made.csv.report.txt").read_text()
    assert report in done.output
    assert "row 2 changed: T1 TENT SET: weight_t: 5100 lbs is 2.31332 t" in report
    assert "not used: Length (in), Width (in), Height (in)" in report
    assert sim(*whole).exit_code == 2
    assert sim(*whole, "--overwrite").exit_code == 0
    skipped = sim(*bare, "--skip-bad", "--overwrite")
    assert skipped.exit_code == 0
    assert "row 7 refused: people = 30: these are people" in skipped.output
    assert sim("list.csv", "-o", "list.csv", "--overwrite").exit_code == 2
    assert sim("list.csv").exit_code == 2


def test_two_spellings_of_one_unit_are_one_unit() -> None:
    """For a cell in lbs in a column in lb, the report does not say that the units differ."""
    found = brought("name,site,category,count,Unit weight (lb)\ncrates,camp,general,5,100 lbs\n")
    ((_, _, said),) = found.record
    assert said == "crates: weight_t: 100 lbs is 0.0453592 t"


def test_a_file_that_is_not_written_is_named_with_the_reason() -> None:
    """The list itself is refused as the file to write, without the advice to use --overwrite. If the list has no
    people, the report says that the roster is not written, and an earlier file of that name stays.
    """
    Path("list.csv").write_text(HEADER + ROW)
    itself = sim("list.csv", "-o", "list.csv")
    assert itself.exit_code == 2
    assert "expected a file other than the list itself" in itself.stderr
    assert "--overwrite" not in itself.stderr
    Path("people.csv").write_text("earlier")
    done = sim("list.csv", "-o", "made.csv", "--people", "people.csv", "--overwrite")
    assert "did not write people.csv: there is no row of people to write; the existing file is unchanged" in done.output
    assert Path("people.csv").read_text() == "earlier"


def test_the_importer_knows_the_kind_of_cell_of_a_key() -> None:
    known = {"count": "whole", "weight_t": "number", "vehicles": "truth", "due": "date", "stations": "names"}
    known |= {"category": "choice", "site": "text", "item_t.cv": "number", "start.left": "whole", "people": "whole"}
    assert {key: kind_of(key) for key in known} == known


def test_the_page_for_spreadsheets_names_exactly_the_options_of_import() -> None:
    """docs/spreadsheet.md names exactly the options of the command, except --output and --overwrite."""
    page = (
        (Path(__file__).parents[3] / "docs/spreadsheet.md").read_text(encoding="utf-8").split("## A list as it is")[1]
    )
    named = set(re.findall(r"--[a-z][a-z-]+", page))
    options = {option for each in cli.commands["import"].params for option in each.opts if option.startswith("--")}
    assert named == options - {"--output", "--overwrite"}


def test_a_name_that_a_spreadsheet_would_run_is_text() -> None:
    """A name that a spreadsheet would run as a formula gets an apostrophe, and the report says why."""
    found = brought(HEADER + "=1+1,camp,general,5,0.5\n")
    assert list(lots(found)) == ["'=1+1"]
    assert "so that no spreadsheet interprets it as a formula" in found.record[0][2]
