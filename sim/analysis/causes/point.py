"""Where a walk goes on."""

from enum import IntEnum

__all__ = ["Point"]


class Point(IntEnum):
    """A kind of instant from which a walk goes on; the comment says what its row is."""

    UP = 0  # of a sortie, like all down to ARRIVED: wheels-up
    LOADED = 1
    DONE = 2  # a task of the ground time ended
    WORKED = 3  # loading began
    LANDED = 4
    OVERHEAD = 5
    PLANNED = 6
    TASKED = 7
    OFFLOADED = 8
    ARRIVED = 9
    MISSION = 10  # the planned arrival of a mission, by its index in those of its lift
    JOB = 11  # a task of the ground time, noted as seen only
    FREE = 12  # of a mover, like all down to HOLD
    STAGED = 13
    CAME = 14
    RELEASED = 15
    UNEXPLAINED = 16
    LEFT = 17
    AS_IF = 18  # a hold would have been satisfied if all that was loaded had gone
    HOLD = 19
    VISIT = 20  # of a visit: its end
