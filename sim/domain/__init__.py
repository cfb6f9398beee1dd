"""What a scenario states (sites, groups, lots, lifts, rules), as frozen classes, and the checks on it before a run.

The fields of a class are at once the attributes in Python, the keys in TOML and the properties in the JSON Schema.
"""
