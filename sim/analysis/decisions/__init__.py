"""Conclusions from many histories: curves along a lever, when to stop, the least lever that suffices, the best plan.

The functions compute from results of histories; callers run the histories. `curve.py` smooths a probability over one or
two levers, and `sequence.py` has intervals that are valid whenever the run stops. `bracket.py` searches for the least
value of a lever that suffices, `selection.py` for the best of a few plans, and `front.py` finds the plans that no other
plan dominates. `sensitivity.py`, `discovery.py` and `information.py` find from an existing study which unknowns matter,
under which conditions a milestone is missed, and which unknowns are worth finding out.
"""
