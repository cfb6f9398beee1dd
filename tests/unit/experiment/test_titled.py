"""The results folder is named after the title of the scenario. No two titles share a folder, in any writing
system.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.experiment.again import _folder, content, edit, folders, run, sim

__all__ = ["_folder"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("\u0928\u093f\u092f\u092e", "\u0928\u092f\u092e"),  # the first title has one more vowel sign
        ("\u0e17\u0e35\u0e48", "\u0e17\u0e35"),  # the first title has one more tone mark
        ("Plan A", "plan a!"),
        ("\u2605", "\u2606"),
        ("e\u0301t\u00e9", "\u00e9t\u00e9"),  # the same letters, with accents written as two characters or as one
        ("\u5730" * 60 + "1", "\u5730" * 60 + "2"),
    ],
    ids=["Devanagari", "Thai", "case and punctuation", "no letters", "composed", "long"],
)
@pytest.mark.parametrize("options", [(), ("--overwrite",)], ids=["plain", "overwrite"])
def test_two_titles_never_share_a_folder(one: str, two: str, options: tuple[str, ...]) -> None:
    """If scenarios with two similar titles are run in turn, each finds its own study again, also with
    `--overwrite`.
    """
    edit('name = "trip"', f'name = "{one}"')
    run()
    (first,) = folders()
    edit(f'name = "{one}"', f'name = "{two}"')
    run(*options)
    assert len(folders()) == 2
    before = {name: content(Path("results") / name) for name in folders()}
    run()
    edit(f'name = "{two}"', f'name = "{one}"')
    run()
    assert {name: content(Path("results") / name)["outcomes.csv"] for name in folders()} == {
        name: files["outcomes.csv"] for name, files in before.items()
    }
    assert f'name = "{one}"' in (Path("results") / first / "scenario.toml").read_text(encoding="utf-8")


def test_the_name_of_a_folder_keeps_vowel_signs() -> None:
    """Vowel signs are part of a folder's name. If the folder has the study of another title, the run names the
    other folder that it uses.
    """
    edit('name = "trip"', 'name = "\u0928\u093f\u092f\u092e 2024"')
    run()
    assert folders() == {"\u0928\u093f\u092f\u092e-2024"}
    edit('name = "\u0928\u093f\u092f\u092e 2024"', 'name = "\u0928\u093f\u092f\u092e, 2024"')
    said = run().stdout
    (other,) = folders() - {"\u0928\u093f\u092f\u092e-2024"}
    assert other.startswith("\u0928\u093f\u092f\u092e-2024-")
    assert f"go to results/{other}/" in " ".join(said.split())
    assert "another question" not in said


def test_comparisons_of_two_titles_have_two_folders() -> None:
    sim("compare", "trip.toml", "--with", "lot.crates.count=4")
    edit('name = "trip"', 'name = "Trip?"')
    sim("compare", "trip.toml", "--with", "lot.crates.count=4", "--overwrite")
    assert len(folders()) == 2
    assert "trip-compare" in folders()
