"""Planners' lists that are refused with row and remedy, options that match nothing, and rows left out on request."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from sim.config.lists import import_list, wishes_of
from sim.errors import ConfigError, ListError
from tests.unit.config.lists import brought, lots, workbook

HEADER = "name,site,category,count,weight_t\n"
ROW = "crates,camp,general,5,0.5\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


WEIGHED = "name,site,category,Qty,Weight (lb)\n"
BROKEN = {
    "no unit": ("name,site,category,weight\na,camp,general,5\n", 1, "weight", "the header states no unit"),
    "tons": ("name,site,category,weight\na,camp,general,5 tons\n", 2, "weight", "short tons (2000 lb), long tons"),
    "of one or all": (WEIGHED + "a,camp,general,2,5\n", 1, "Weight (lb)", "sim does not guess"),
    "thousands or decimals": (HEADER + "a,camp,general,1.200,1\n", 2, "count", "may be 1200 or 1.2"),
    "half an item": (HEADER + "a,camp,general,1.5,1\n", 2, "count", "1.5 is not a whole number"),
    "negative": (WEIGHED + "a,camp,general,1,-5\n", 2, "Weight (lb)", "must be above zero"),
    "a length": (WEIGHED + "a,camp,general,1,5 in\n", 2, "Weight (lb)", "in is not a unit of weight"),
    "a volume without a unit": (HEADER.strip() + ",Unit volume\na,camp,general,1,1,5\n", 1, "Unit volume", "ft3 or m3"),
    "a volume in feet": (HEADER.strip() + ",Unit volume (ft)\na,camp,general,1,1,5\n", 2, "Unit volume (ft)", "volume"),
    "two columns": ("name,item,site,category,weight_t\n", 1, "item", "expected one column for name; name and item"),
    "no name": (HEADER + ",camp,general,1,1\n", 2, "name", "expected a name"),
    "long name": (HEADER + f"{'a' * 81},camp,general,1,1\n", 2, "name", "1 to 80 characters"),
    "no site": ("name,category,count,weight_t\na,general,1,1\n", 2, "site", "--fill site=VALUE"),
    "category": (HEADER + "a,camp,genral,1,1\n", 2, "category", '"sensitive" or "general"'),
    "day or month": (HEADER.strip() + ",due\na,camp,general,1,1,03/04/2024\n", 2, "due", "2024-03-04 if the month"),
    "serial": (HEADER.strip() + ",due\na,camp,general,1,1,45505\n", 2, "due", "format the column as dates"),
    "perhaps": (HEADER.strip() + ",required\na,camp,general,1,1,maybe\n", 2, "required", "write yes or no"),
    "too many cells": (HEADER + "a,camp,general,1,0,5\n", 2, "", "cell 6 of this row has none"),
    "no header": ("a,camp,general,1,1\nb,camp,general,1,1\n", 1, "", "expected a header"),
    "open quote": (HEADER + 'a,camp,general,1,"1\n', 2, "", "expected a line of CSV"),
    "empty": ("", None, "", "the file is empty"),
    "header alone": (HEADER, 1, "", "expected at least one entry below"),
    "totals alone": (HEADER + "TOTAL,,,5,2.5\n", 1, "", "expected at least one entry below the header"),
    "no text": (b"\xff\xfe\x00", None, "", "cut short"),
    "other letters": ("name,site\nM\u00fcller,camp\n".encode("latin-1"), 2, "", "expected text in UTF-8"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", None, "", "not text"),
    "packed": (b"PK\x03\x04nothing", None, "", "damaged or cut short"),
    "people": ("name,site,category,weight_t,PAX\na,camp,general,,30\n", 2, "people", "--people FILE"),
    "people that weigh": ("name,site,category,weight_t,PAX\na,camp,general,1,30\n", 2, "people", "use two rows"),
    "failed formula": (HEADER + "a,camp,general,1,#REF!\n", 2, "weight_t", "#REF!"),
    "weight of none": (
        "name,site,category,Qty,Total weight (kg)\na,camp,general,0,9\n", 2, "total_weight", "a count above zero"
    ),
    "euros": (HEADER.strip() + ",value_usd\na,camp,general,1,1,5 EUR\n", 2, "value_usd", "convert it at your own rate"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_list_is_refused_with_its_row(name: str) -> None:
    """Each of these lists gives one problem, with row, column and remedy, and nothing is written."""
    text, row, column, word = BROKEN[name]
    with pytest.raises(ListError) as refused:
        brought(text)
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.key) == ("list.csv", row, column)
    assert word in problem.expectation
    assert "nothing was written" in str(refused.value)


def test_cells_of_a_workbook_that_have_no_value_are_refused() -> None:
    """A formula without a result, a formula with an error, a truth value for a count and an ambiguous number
    each give a problem. A weight merged over two rows gives a problem at both rows.
    """

    def fill(sheet: Any) -> None:
        sheet.append(["name", "site", "category", "count", "weight_t"])
        sheet.append(["a", "camp", "general", "=1+1", 1])
        sheet.append(["b", "camp", "general", 1, "#REF!"])
        sheet.append(["c", "camp", "general", 1, 6])
        sheet.append(["d", "camp", "general", 1])
        sheet.append(["e", "camp", "general", True, 1])
        sheet.append(["f", "camp", "general", 1, "1,200"])
        sheet.merge_cells("E4:E5")

    with pytest.raises(ListError) as refused:
        import_list(workbook(fill), wishes_of())
    words = {problem.line: problem.expectation for problem in refused.value.problems}
    assert "the formula =1+1 has no value in the file" in words[2]
    assert "a spreadsheet formula failed here (#REF!)" in words[3]
    assert "merged over rows 4 to 5" in words[4]
    assert "merged over rows 4 to 5" in words[5]
    assert "true or false" in words[6]
    assert "may be 1200 or 1.2" in words[7]
    assert len(refused.value.problems) == 6
    assert refused.value.problems[0].file == "list.xlsx [Sheet]"


def test_bad_rows_are_left_out_on_request_only_and_reported() -> None:
    """With the option to skip bad rows, the other rows are written and each bad row is named; without it, the
    list is refused.
    """
    text = HEADER + ROW + "bad,camp,general,many,1\n,,,,\nworse,camp,genral,1,1\n"
    with pytest.raises(ListError) as refused:
        brought(text)
    assert [problem.line for problem in refused.value.problems] == [3, 5]
    found = brought(text, skip_bad=True)
    assert list(lots(found)) == ["crates"]
    assert [(row, what) for row, what, _ in found.record] == [(3, "refused"), (5, "refused")]
    assert len(found.refused) == 2


def test_options_for_unknown_names_are_listed_with_the_rows_that_cannot_be_read() -> None:
    """A name in --set that the list lacks is an error, even if bad rows are skipped. The name of a bad row
    counts as known.
    """
    text = HEADER + ROW + "bad,camp,general,many,1\n"
    with pytest.raises(ListError) as refused:
        brought(text, stated=["nobody.count=1", "bad.vehicles=yes"])
    assert [problem.key for problem in refused.value.problems] == ["--set nobody.count", "count"]
    with pytest.raises(ListError, match="expected the name of a lot or group as in the manifest or roster"):
        brought(text, skip_bad=True, stated=["nobody.count=1"])
    assert list(lots(brought(text, skip_bad=True, stated=["bad.vehicles=yes"]))) == ["crates"]


def test_a_note_below_the_list_is_not_read_as_a_lot() -> None:
    """A note below the list is refused with its row, and left out if the user names the row."""
    text = HEADER + ROW + "Prepared by the S4,,,,\n"
    with pytest.raises(ListError) as refused:
        brought(text)
    assert {problem.line for problem in refused.value.problems} == {3}
    assert brought(text, left_out=frozenset({3})).record == ((3, "left out", "--skip-row names it"),)


@pytest.mark.parametrize(
    ("wishes", "word"),
    [
        ({"columns": ["wieght_t=each"]}, "did you mean weight_t"),
        ({"columns": ["people.weihgt_t=each"]}, 'no group has a key "weihgt_t"; did you mean people.weight_t'),
        ({"columns": ["count"]}, "expected KEY=HEADER"),
        ({"columns": ["count=Qty"]}, "expected a header of row 1"),
        ({"columns": ["count=count", "count=weight_t"]}, "it is given twice"),
        ({"columns": ["count=count+weight_t"]}, "only a name may combine several"),
        ({"units": ["weight_t=stone"]}, "not a unit of weight, length or volume"),
        ({"units": ["count=kg"]}, "expected a column of weights, lengths or volumes"),
        ({"units": ["count=kg", "count=lb"]}, "expected --unit once for each header"),
        ({"fills": ["siet=camp"]}, "did you mean site"),
        ({"stated": ["nobody.count=1"]}, "expected the name of a lot"),
        ({"replaced": ["category=x"]}, "expected KEY:TEXT=VALUE"),
        ({"position": "108x88"}, "LENGTH x WIDTH with a unit"),
        ({"position": "108x88lb"}, "not a unit of length"),
        ({"header": 9}, "expected a row of list.csv with cells"),
        ({"sheet": "Cargo"}, "expected a workbook"),
    ],
)  # fmt: skip
def test_an_option_that_matches_nothing_is_refused(wishes: dict[str, Any], word: str) -> None:
    """An option that matches nothing in the list, or is itself wrong, is refused with what was expected."""
    with pytest.raises(ListError, match=word):
        brought(HEADER + ROW, **wishes)


@pytest.mark.parametrize("key", ["weight_t", "length_m", "volume_m3"])
def test_a_replaced_text_without_a_unit_is_refused(key: str) -> None:
    """A number that --replace puts into a column without a unit is refused with its row."""
    header = {"weight_t": "Unit weight", "length_m": "Length", "volume_m3": "Unit volume"}[key]
    text = f"name,site,category,count,{header}\na,camp,general,1,unclear\n"
    with pytest.raises(ListError) as refused:
        brought(text, columns=[f"{key}={header}"], replaced=[f"{key}:unclear=5"])
    (problem,) = [each for each in refused.value.problems if each.key == header]
    assert (problem.line, problem.value) == (2, "5")
    assert "it has no unit, and neither has its column" in problem.expectation


def test_the_report_says_what_states_the_unit_of_a_named_column() -> None:
    """If the row below the header states a unit, the report says so, also if an option names the column."""
    found = brought("name,site,category,count,Each\n,,,,lb\na,camp,general,1,500\n", columns=["weight_t=Each"])
    assert "  weight_t is Each, in lb (the row below says it)" in found.head


def test_only_sheets_that_are_hidden_are_called_hidden() -> None:
    """If no visible sheet has cells, the error names the hidden sheets that have cells, and no empty sheet."""

    def fill(sheet: Any) -> None:
        hidden = sheet.parent.create_sheet("Cargo")
        hidden.append(["name", "site"])
        hidden.sheet_state = "hidden"

    with pytest.raises(ListError, match=r"\(hidden: Cargo; give --sheet"):
        import_list(workbook(fill), wishes_of())


def test_without_openpyxl_a_workbook_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without openpyxl, a workbook is refused with the command that installs it; a CSV file is imported."""
    path = workbook(lambda sheet: sheet.append(["name", "site"]))
    imports = builtins.__import__

    def absent(name: str, *rest: Any) -> Any:
        if name == "openpyxl":
            raise ImportError(name)
        return imports(name, *rest)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(ListError, match="pip install openpyxl"):
        import_list(path, wishes_of())
    assert brought(HEADER + ROW).counts[0] == 1


def test_a_key_that_all_rows_lack_is_one_error() -> None:
    """A key that all rows lack gives one error, at the header, with the number of rows. A blank cell of a single
    row gives an error at that row.
    """
    with pytest.raises(ListError) as refused:
        brought("name,category,count,weight_t\ncrates,general,5,0.5\ntents,,3,0.2\n")
    places = [(each.line, each.key, each.expectation.split(";")[0]) for each in refused.value.problems]
    assert places == [(1, "site", "missing in 2 rows"), (3, "category", "missing")]


def test_a_list_that_is_not_there_may_be_a_workbook_or_csv() -> None:
    """The error about a missing list says which kinds of file are read, and suggests the file of the nearest name."""
    Path("lists.xlsx").write_bytes(b"")
    with pytest.raises(ConfigError) as error:
        import_list(Path("list.xlsx"), wishes_of())
    (problem,) = error.value.problems
    assert problem.expectation.startswith("expected a workbook (.xlsx) or CSV file; there is no file")
    assert problem.suggestion == "lists.xlsx"
