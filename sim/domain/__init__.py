"""The parts of a scenario (sites, groups, lots, lifts, rules ...) as frozen classes, and the checks before a run.

Each field of a class is an attribute in Python, a key in TOML and a property in the JSON Schema.
"""
