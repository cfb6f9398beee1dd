"""The kinds of instants from which a walk back through a history goes on."""

from enum import IntEnum

__all__ = ["Point"]


class Point(IntEnum):
    """A kind of instant from which a walk goes on; comments say what the row that belongs to it (`Past.row`) is."""

    UP = 0  # wheels-up; the row is a sortie here and for all that follow, up to ARRIVED
    LOADED = 1
    DONE = 2  # a task of the ground time ended
    WORKED = 3  # loading began
    LANDED = 4
    OVERHEAD = 5
    PLANNED = 6
    TASKED = 7
    OFFLOADED = 8
    ARRIVED = 9
    MISSION = 10  # planned arrival of a mission; the row is its index among the missions of its lift
    JOB = 11  # a task of the ground time: only recorded as seen, no walk goes on from it
    FREE = 12  # when a mover was free to go; the row is a mover here and for all that follow, up to HOLD
    STAGED = 13
    CAME = 14
    RELEASED = 15
    UNEXPLAINED = 16
    LEFT = 17
    AS_IF = 18  # a hold would have been satisfied if all movers being loaded had gone
    HOLD = 19  # a hold cleared
    VISIT = 20  # end of a visit; the row is the visit
