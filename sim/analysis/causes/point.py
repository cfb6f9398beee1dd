"""The kinds of instants from which a walk back through a history takes its steps."""

from enum import IntEnum

__all__ = ["Point"]


class Point(IntEnum):
    """A kind of instant; comments say which instant it is, and of which table `Past.row` is then a row."""

    UP = 0  # wheels-up; the row is a sortie, as for all members down to ARRIVED
    LOADED = 1  # loading ended
    DONE = 2  # a task of the ground time ended
    WORKED = 3  # loading began
    LANDED = 4
    OVERHEAD = 5  # the sortie came overhead
    PLANNED = 6  # planned arrival at the site
    TASKED = 7
    OFFLOADED = 8  # offloading ended
    ARRIVED = 9  # the leg from the site ended
    MISSION = 10  # planned arrival of a mission; the row is its index among the missions of its lift
    JOB = 11  # a task of the sortie `row` was passed; `note_seen` records this, but no step starts from it
    FREE = 12  # a mover became free to go; the row is a mover, as for all members down to HOLD
    STAGED = 13
    CAME = 14  # a mover came to a place by lift
    RELEASED = 15
    UNEXPLAINED = 16  # no table explains the instant
    LEFT = 17  # wanted movers that a hold counts were left behind
    AS_IF = 18  # a hold would have been satisfied if all movers being loaded had gone
    HOLD = 19  # a hold cleared
    VISIT = 20  # end of a visit to a station; the row is the visit
