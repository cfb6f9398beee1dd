"""Text that says how an imported list was read: which row is the header, and what each column states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.config.lists.grid import Grid
from sim.config.lists.header import Header
from sim.config.lists.keys import HEIGHT, LENGTH, TOTAL, WIDTH
from sim.config.lists.row import Line
from sim.config.lists.wishes import Wishes
from sim.domain.check.finding import counted

__all__ = ["how_read"]


def how_read(grid: Grid, header: Header, wishes: Wishes, lines: Sequence[Line]) -> Iterable[str]:
    """Yield the lines: the header, the rows above it, what each column states, what fills gaps, and unused columns."""
    units = f" (units in row {header.last})" if header.last != header.row else ""
    yield f"{grid.file}: {counted(len(lines), 'row')} below the header in row {header.row}{units}"
    above = [row for row in grid.rows if row < header.row]
    if above:
        yield f"  rows above the header are left out: {', '.join(map(str, above))}"
    yield from (f"  {note}" for note in grid.notes)
    used: set[int] = set()
    unused_keys = {HEIGHT} if wishes.position else {HEIGHT, LENGTH, WIDTH}
    for key, numbers in header.keys.items():
        if key in unused_keys:
            continue
        used |= set(numbers)
        first = header.columns[numbers[0]]
        unit = f", in {first.unit} ({first.where})" if first.unit else ""
        all_of = " (the weight of all items of a row)" if key == TOTAL else ""
        yield f"  {key} is {' + '.join(header.columns[number].name for number in numbers)}{unit}{all_of}"
    sized = all({side, f"{side}_m"} & set(header.keys) for side in (LENGTH, WIDTH))
    if wishes.position and sized and "pallets" not in header.keys:
        yield f"  pallets: positions of {wishes.position[2]}, computed from the length and width of an item"
    if "count" not in header.keys and "count" not in wishes.fills:
        has_total = {"total_t" in line.cells for line in lines if not line.is_people and line.is_entry}
        which = " without total_t" if True in has_total else ""
        yield from [f"  count is 1 in each row{which}: no column states how many"] if False in has_total else []
    yield from (f"  {key} is {text} where the list states none (--fill)" for key, text in wishes.fills.items())
    unused = [column.name for number, column in header.columns.items() if number not in used]
    if unused:
        yield f"  not used: {', '.join(unused)}"
