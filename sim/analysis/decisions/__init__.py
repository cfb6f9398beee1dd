"""Conclusions from many histories: curves along a lever, when to stop, the least lever that suffices, the best plan.

All functions take results of histories and return conclusions with their error; none runs a history. `curve.py` smooths
a probability over one or two levers, `sequence.py` has intervals that stay valid whenever one looks, `bracket.py`
searches for the least value of a lever that suffices, `selection.py` for the best of a few plans, and `front.py` keeps
the plans that no other plan beats in everything. `sensitivity.py`, `discovery.py` and `information.py` compute from an
existing study which unknowns matter, under which conditions a milestone is missed, and what is worth finding out.
"""
