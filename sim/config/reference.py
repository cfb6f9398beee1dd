"""The reference of every key of a scenario file in Markdown, made from the JSON Schema of a scenario."""

from __future__ import annotations

from typing import Any

from sim.config.schema import FAMILIES, json_schema

__all__ = ["markdown"]

INTRODUCTION = """# Configuration

Every key of a scenario file. Made from the code by `sim schema --markdown`; do not edit.

A scenario is one TOML file. Below, `<name>` stands for any name; an entry that gets another name also gets
other random numbers. Units are in the keys: `_h` hours, `_d` days, `_t` tonnes, `_nm` nautical miles, `_kt` knots,
`_km` kilometres, `_kmh` kilometres per hour, `_usd` US dollars (`_usd_per_h` per hour, `_usd_per_t` per tonne).
A bare date means the end of that local day, or its beginning where something begins (a start, a release). A date is
bare if it has no time of day: 2024-09-15. CSV files and the command line also allow 20240915 and 2024-W37-7.
2024-09-15 00:00:00, as spreadsheets write a date, counts as bare too; 2024-09-15T00:00:00, with a T, is the instant at
which that day begins.
Where *number or distribution* is allowed, state a fixed number or one of these:

| stated as | means |
|---|---|
| `{ mean = 3, cv = 0.5 }` | lognormal (or `dist = "gamma"`, `"weibull"`) by mean and coefficient of variation |
| `{ p50 = 2, p95 = 6 }` | lognormal (or `dist = "weibull"`) by quantiles: half the values below 2, 1 in 20 above 6 |
| `{ low = 1, mode = 2, high = 4 }` | PERT; `dist = "triangular"` for straight sides |
| `{ low = 1, high = 4 }` | uniform |
| `{ dist = "exponential", mean = 3 }` | exponential |
| `{ dist = "bernoulli", p = 0.1 }` | 1 with that probability, otherwise 0 |
| `{ values = [1, 2, 2, 5] }` | empirical: all values equally likely |
| `{ csv = "times.csv", column = "hours" }` | empirical: the values are in a column of a CSV file beside the scenario |

CSV files are text in UTF-8 with one header line. Cells are separated by commas or semicolons; numbers have a decimal
point and no thousands separators. Lines above the header that begin with # are comments. A blank cell counts as absent;
every other cell of a known column is read, and an unknown column is an error. These CSV files are checked before a
run: a `manifest` (the keys of a lot, with `name`), a `roster` (the keys of a group, with `name`), the rows of a
template (its own columns), missions (`at`, `site`, `configuration`), a timetable of arrivals (`at`, `number`) and
`observations` (`date`, `site`, `measure`, `value`, `low`, `high`, `unit`, `grade`, `lift`). From the CSV file of an
empirical distribution only the named column is read.

Every number has bounds, listed with its key below. They also apply to the parameters of a distribution (its tail may
reach further). The bounds are far beyond any plan: a century of time, ten million tonnes, a million people and items, a
trillion dollars, 20,000 missions a week. A number outside its bounds is an error that names the key and the bound.

Numbers marked **u** may be uncertain: `[uncertainty]` may name them by their dotted path.
"""


def markdown() -> str:
    """Return the reference of all tables and keys, in the order of the scenario."""
    schema = json_schema()
    parts = [INTRODUCTION, _table("The file", schema, schema)]
    seen: set[str] = set()
    queue = [("", schema)]
    while queue:
        path, noun = queue.pop(0)
        for key, field in noun.get("properties", {}).items():
            for name, below in _nouns(field, schema):
                if name in seen or name in FAMILIES:
                    continue
                seen.add(name)
                at = f"{path}{key}" + (".<name>" if _is_table(field) else "")
                parts.append(_table(f"`[{at}]`", below, schema))
                queue.append((f"{at}.", below))
    return "\n".join(parts)


def _table(title: str, noun: dict[str, Any], schema: dict[str, Any]) -> str:
    """Return the section of one table of keys: its title, its description, and a row for each key."""
    required = set(noun.get("required", ()))
    lines = [f"## {title}", "", _sentence(noun.get("description", "")), "", "| key | takes | default | meaning |"]
    lines.append("|---|---|---|---|")
    for key, field in noun.get("properties", {}).items():
        default = "required" if key in required else _default(field)
        mark = " **u**" if "may_be_uncertain" in str(field) else ""
        lines.append(
            f"| `{key}`{mark} | {_takes(field, schema)} | {default} | {_sentence(field.get('description', ''))} |"
        )
    return "\n".join(lines) + "\n"


def _default(field: dict[str, Any]) -> str:
    """Return the default of a key as text, or "none"."""
    default = field.get("default")
    if default in (None, {}, []) or isinstance(default, dict):
        return "none"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _sentence(text: str) -> str:
    """Return a text on one line, with its vertical bars escaped, as they would end a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


def _is_table(field: dict[str, Any]) -> bool:
    """Whether a key holds entries by name."""
    return "additionalProperties" in field


def _nouns(field: Any, schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return (name, schema) of each class whose objects a field may hold: itself, or in its lists or tables."""
    if isinstance(field, list):
        return [found for part in field for found in _nouns(part, schema)]
    if not isinstance(field, dict):
        return []
    found: list[tuple[str, dict[str, Any]]] = []
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[-1]
        noun = schema["$defs"][name]
        found += [(name, noun)] if "properties" in noun else _nouns(noun, schema)
    for key in ("anyOf", "oneOf", "items", "additionalProperties", "prefixItems"):
        found += _nouns(field.get(key), schema)
    return found


def _takes(field: dict[str, Any], schema: dict[str, Any]) -> str:
    """Return the words for the allowed values of a key."""
    options = field.get("anyOf") or field.get("oneOf")
    if options:
        nouns = {name for name, _ in _nouns(field, schema)}
        if nouns & FAMILIES:
            return (
                "number or distribution" if any(o.get("type") == "number" for o in _flat(options)) else "distribution"
            )
        words = [_takes(option, schema) for option in options if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(words))
    if "$ref" in field:
        noun = schema["$defs"][field["$ref"].rsplit("/", 1)[-1]]
        return "table" if "properties" in noun else _takes(noun, schema)
    if "enum" in field:
        return ", ".join(f"`{choice}`" for choice in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    match field.get("type"):
        case "array":
            return f"list of {_takes(field['items'], schema)}" if "items" in field else "list"
        case "object":
            return "tables by name" if _nouns(field, schema) else _mapping(field, schema)
        case "string":
            return "date" if "date" in field.get("format", "") else "text"
        case "integer" | "number" as kind:
            return ("whole number" if kind == "integer" else "number") + _bounds(field)
        case "boolean":
            return "true or false"
    return "any"


def _mapping(field: dict[str, Any], schema: dict[str, Any]) -> str:
    """Return the words for a table whose keys are names: the allowed names and the allowed values."""
    keys, value = field.get("propertyNames", {}).get("enum"), field.get("additionalProperties")
    if not isinstance(value, dict):
        return "table"
    named = f"`{keys[0]}` to `{keys[-1]}`" if keys and len(keys) > 6 else ", ".join(f"`{key}`" for key in keys or ())
    return f"table: {named or 'name'} = {_takes(value, schema)}"


def _flat(options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the alternatives of a schema; a `oneOf` among them is replaced by its own alternatives."""
    return [part for option in options for part in (_flat(option["oneOf"]) if "oneOf" in option else [option])]


def _bounds(field: dict[str, Any]) -> str:
    """Return the bounds of a number as text, such as " >= 0, <= 40,000"; "" if it has none below 1e15."""
    words = {"minimum": ">= {}", "exclusiveMinimum": "> {}", "maximum": "<= {}", "exclusiveMaximum": "< {}"}
    stated = [
        text.format(_number(field[key])) for key, text in words.items() if key in field and abs(field[key]) < 1e15
    ]
    return (" " + ", ".join(stated)) if stated else ""


def _number(value: float) -> str:
    """Return a bound as text."""
    return f"{int(value):,}" if float(value).is_integer() and abs(value) >= 10_000 else f"{value:g}"
