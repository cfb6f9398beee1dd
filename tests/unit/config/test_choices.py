"""Plans as users type them (ranges, relative changes, levers, `*`) are turned into plain changes."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.config.axes import axes_of, refuse_overwritten
from sim.config.choices import choices, values_of
from sim.errors import ConfigError
from tests.unit.experiment.coins import question

FILE = Path(__file__).parents[3] / "configs" / "tiny.toml"
TINY = sim.load(FILE)
LEVER = {"people": {"to": ("group.staff.count",), "values": (30, 60, 90)}}


@pytest.mark.parametrize(
    ("text", "names", "stated"),
    [
        ("lift.aircraft.seats=9", ["lift.aircraft.seats=9"], [("lift.aircraft.seats=9",)]),
        (
            "lift.aircraft.seats=8:12:4",
            ["lift.aircraft.seats=8", "lift.aircraft.seats=12"],
            [("lift.aircraft.seats=8",), ("lift.aircraft.seats=12",)],
        ),
        ("lift.aircraft.payload_t=+10%", None, [("lift.aircraft.payload_t=4.95",)]),
        ("lift.aircraft.payload_t=-10%", None, [("lift.aircraft.payload_t=4.05",)]),
        ("lift.aircraft.payload_t=*1.2", None, [("lift.aircraft.payload_t=5.4",)]),
        ("lift.aircraft.payload_t=+2", None, [("lift.aircraft.payload_t=6.5",)]),
        ("lift.aircraft.seats=+-2", None, [("lift.aircraft.seats=8",)]),
        ("lift.aircraft.seats=+10%", None, [("lift.aircraft.seats=11",)]),
        (
            "site.*.station.*.servers=3",
            None,
            [("site.camp.station.inspection.servers=3", "site.camp.station.check-out.servers=3")],
        ),
        (
            "lift.aircraft.seats=8:9:1; lift.aircraft.payload_t=4:5:1",
            [
                "lift.aircraft.seats=8; lift.aircraft.payload_t=4",
                "lift.aircraft.seats=8; lift.aircraft.payload_t=5",
                "lift.aircraft.seats=9; lift.aircraft.payload_t=4",
                "lift.aircraft.seats=9; lift.aircraft.payload_t=5",
            ],
            None,
        ),
        (
            "milestone.deadline.by=2024-01-02:2024-01-04:2",
            None,
            [("milestone.deadline.by=2024-01-02",), ("milestone.deadline.by=2024-01-04",)],
        ),
        ("clock.start=2024-01-01T09:00:00", None, [("clock.start=2024-01-01T09:00:00",)]),
        ('policy.load="slack"; policy.wait="never wait"', None, [('policy.load="slack"', 'policy.wait="never wait"')]),
    ],
)
def test_a_text_is_turned_into_plans(text: str, names: list[str] | None, stated: list[tuple[str, ...]] | None) -> None:
    """A text after --with gives these plans with these changes. A single plan is named as it was typed; each of
    several plans is named as one would type it alone.
    """
    found = choices(TINY, text)
    assert [each.name for each in found] == (names or ([text] if len(found) == 1 else [each.name for each in found]))
    assert stated is None or [each.stated for each in found] == stated


def test_levers_of_the_file() -> None:
    """A lever is set by its name, to values of a range, to all its own values, or by a relative change; the plan
    lists the keys that it changes.
    """
    asked = question(lever=LEVER)
    assert [each.stated for each in choices(asked, "people=30:50:10")] == [
        (f"group.staff.count={count}",) for count in (30, 40, 50)
    ]
    assert [each.name for each in choices(asked, "people")] == ["people=30", "people=60", "people=90"]
    (one,) = choices(asked, "people=+10%")
    assert (one.name, one.stated) == ("people=+10%", ("group.staff.count=66",))
    assert one.reached == {"people": ("group.staff.count",)}


def test_a_star_lists_the_entries_that_it_matches() -> None:
    """`*` stands for each entry of the file, also if the key takes text; the plan lists the keys that match."""
    (one,) = choices(TINY, 'lift.*.on_cancel="lost"')
    assert one.reached == {"lift.*.on_cancel": ("lift.aircraft.on_cancel",)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lift.aircraft.seets=8:12:2", "did you mean lift.aircraft.seats?"),
        ("lift.aircraft.seets=+10%", "did you mean lift.aircraft.seats?"),
        ("lift.aircraft.seats=12:8:2", "12 is above 8"),
        ("lift.aircraft.seats=8:12:0", "with 0 the range never ends"),
        ("lift.aircraft.seats=8:12", "expected FROM:UNTIL:STEP"),
        ("policy.load=+10%", "expected the key of a number; +10% can change only numbers"),
        ("milestone.all equipment.by=+1.5", "expected whole days, not 1.5; 2024-01-01 has no time of day"),
        ("milestone.all equipment.by=+10%", "expected a number to multiply; a date can be set, or moved by days"),
        ("lift.aircraft=+10%", "such as lift.aircraft.supply.tails"),
        ("site.*.werking=2", "expected a key with * that matches some key of this scenario"),
        ("site.*.werking=1:3:1", "expected a key with * that matches some key of this scenario"),
        ("lift.aircraft.seats=8; lift.aircraft.seats=9", "lift.aircraft.seats is changed 2 times"),
        ("lift.*.seats=+1; lift.aircraft.seats=9", "lift.aircraft.seats is changed 2 times"),
    ],
)
def test_a_text_without_sense_is_refused(text: str, says: str) -> None:
    """A text that makes no sense is refused; the error names the option --with and says what was expected."""
    with pytest.raises(ConfigError) as error:
        choices(TINY, text)
    assert says in " ".join(str(error.value).split())
    assert "--with" in str(error.value)
    if "a date" in says or "whole days" in says:
        assert "did you mean" not in str(error.value)  # the key is right, so no other one is suggested


def test_the_library_takes_tables_of_changes() -> None:
    """In a table of changes, the library also takes names of levers, `*`, and relative values as text. Other
    values stay as they are.
    """
    asked = question(lever=LEVER)
    assert values_of(asked, {"people": 90}) == {("group", "staff", "count"): 90}
    assert values_of(asked, {"group.*.count": 90}) == {("group", "staff", "count"): 90}
    assert values_of(asked, {"group.staff.count": "*1.5", "lift.jet.seats": 9}) == {
        ("group", "staff", "count"): 90,
        ("lift", "jet", "seats"): 9,
    }
    with pytest.raises(ConfigError, match="expected a dotted key"):
        values_of(asked, {"group..count": 3})


def test_a_set_option_that_every_point_of_a_sweep_overwrites_is_refused(tmp_path: Path) -> None:
    """A `--set` is refused if every point of a sweep sets the table that contains its key; it would have no effect."""
    axes = axes_of(TINY, ["lift.aircraft.supply={tails=2},{per_week=7}"])
    for text in ("lift.aircraft.supply.tails=3", "lift.aircraft.supply={tails=3}"):
        with pytest.raises(ConfigError, match="sets it at every point"):
            refuse_overwritten(TINY, axes, [text])
    refuse_overwritten(TINY, axes, ["lift.aircraft.load_h=3"])


@pytest.mark.parametrize(
    ("option", "text", "says"),
    [
        ("--with", "lift.aircraft.load_h=+abc%", "a relative change with a number: \\+10%"),
        ("--set", "lift.aircraft.load_h=+abc%", "is for `sim compare --with`"),
        ("--set", "lift.aircraft.load_h=-10%", "is for `sim compare --with`"),
        ("--set", "lift.aircraft.load_h=*1.2", "is for `sim compare --with`"),
        ("--set", "lift.aircraft.load_h=+2", "for the value itself write 2"),
        ("--set", "lift.aircraft.cancel=10%", "not a percentage: write 0.1"),
    ],
)
def test_a_relative_change_in_place_of_a_value_is_refused(option: str, text: str, says: str) -> None:
    """`--set` refuses a relative change or a percentage, also +2, which could be taken for the value 2. `--with`
    refuses a relative change without a number. The error names option and key.
    """
    stated = {"--set": [text], "--with": []} if option == "--set" else {"--set": [], "--with": [text]}
    with pytest.raises(ConfigError, match=says) as error:
        sim.load(FILE, stated["--set"], (), stated["--with"])
    assert f"{option} lift.aircraft" in str(error.value)
