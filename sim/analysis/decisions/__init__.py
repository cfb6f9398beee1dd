"""Decisions from many histories: curves along a lever, when to stop, the least that suffices, the best plan.

Everything here takes counts, or yes and no, and returns statements with their error; nothing runs a history. `curve.py`
smooths a probability over one or two levers, `sequence.py` has intervals that stay valid whenever one looks,
`bracket.py` searches for the least lever that suffices, `selection.py` for the best of a few plans, and `front.py`
keeps the plans that no other plan beats in everything. `sensitivity.py`, `discovery.py` and `information.py` compute
from an existing study what matters, when it goes wrong, and what to find out.
"""
