"""Keys for the columns of a list: keys of a lot or group, and further keys, whose values are converted to such keys."""

from __future__ import annotations

import re
from typing import Literal, get_args, get_origin

from sim.config.literal import parts_of
from sim.config.manifest import LISTS
from sim.config.shape import Shape, families, is_date, step

__all__ = [
    "LENGTH",
    "OWN",
    "PEOPLE",
    "SIZES",
    "TOTAL",
    "WEIGHT",
    "WEIGHTS",
    "WIDTH",
    "Kind",
    "key_meant",
    "kind_of",
    "plain",
    "shape_of",
]

WEIGHT, TOTAL, LENGTH, WIDTH, HEIGHT, PEOPLE = "weight", "total_weight", "length", "width", "height", "people"
OWN = (WEIGHT, TOTAL, LENGTH, WIDTH, HEIGHT, PEOPLE)
"""Further keys that a list may have: a weight that may be of one item or of all items of the row, the weight of all
items of the row, the length, width and height of one item, and the number of people."""
WEIGHTS = ("weight_t", "total_t", "item_t.mean", WEIGHT, TOTAL, "people.weight_t")
"""Keys that state weights; their columns may be in any unit of weight."""
SIZES = ("length_m", "width_m", "height_m", "volume_m3")
"""Keys of a lot that state sizes; their columns may be in any unit of length or volume."""
SYNONYMS = {
    **dict.fromkeys(("description", "nomenclature", "item", "item_name", "item_description", "equipment"), "name"),
    **dict.fromkeys(("location",), "site"),
    **dict.fromkeys(("qty", "quantity", "pieces", "pcs", "no_of_items", "number_of_items", "items"), "count"),
    **dict.fromkeys(("unit_weight", "weight_each", "weight_ea", "item_weight", "weight_per_item"), "weight_t"),
    **dict.fromkeys(("weight", "wt", "gross_weight", "gross_wt"), WEIGHT),
    **dict.fromkeys(("total_weight", "weight_total", "total_wt", "extended_weight"), TOTAL),
    **dict.fromkeys(("length", "len", "item_length"), LENGTH),
    **dict.fromkeys(("width", "item_width"), WIDTH),
    **dict.fromkeys(("height", "item_height"), HEIGHT),
    **dict.fromkeys(("unit_volume", "item_volume", "volume_each", "volume_ea", "volume_per_item"), "volume_m3"),
    **dict.fromkeys(("pax", "people", "personnel", "passengers"), PEOPLE),
}
"""Common header without its unit, in the form of `plain` -> the key as which it is read."""
Kind = Literal["whole", "number", "truth", "date", "names", "choice", "text"]


def plain(text: str) -> str:
    """Return a header in the form of a key: "Item  Name " becomes item_name."""
    return re.sub(r"[\W_]+", "_", text.casefold()).strip("_")


def shape_of(key: str) -> Shape | None:
    """Return the shape of a key of a lot, or of a group if it begins with `people.`; None if there is no such key."""
    listed = LISTS["roster"] if key.startswith("people.") else LISTS["manifest"]
    shape: Shape | None = listed.shape
    try:
        path = parts_of(key.removeprefix("people."))
    except ValueError:
        return None
    for part in path:
        shape = None if shape is None else step(shape, part)
    return shape


def kind_of(key: str) -> Kind:
    """Return the kind of the cells in a column with this key."""
    shape = shape_of(key)
    if shape is None or shape.kind is str:
        return "whole" if key == PEOPLE else "number" if key in OWN else "text"
    if get_origin(shape.kind) is tuple:
        return "names"
    if get_origin(shape.kind) is Literal and all(isinstance(each, str) for each in get_args(shape.kind)):
        return "choice"
    if shape.kind in (bool, int):
        return "truth" if shape.kind is bool else "whole"
    if is_date(shape):
        return "date"
    return "number" if shape.kind is float or "number" in families(shape) else "text"


def key_meant(head: str) -> str | None:
    """Return the key that a header without its unit means; None if it is unknown."""
    name = plain(head)
    if name == "name" or shape_of(head.strip().casefold()) is not None:
        return "name" if name == "name" else head.strip().casefold()
    if shape_of(name) is not None:
        return name
    return name if name in OWN and name not in SYNONYMS else SYNONYMS.get(name)
