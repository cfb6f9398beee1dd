"""How a run of the compiled loop ended, as whole numbers."""

__all__ = ["Status"]


class Status:
    """How a run of the loop ended.

    If there are several reasons to stop, the first one is reported (`engines/compiled/halt.py`).

    DONE: the history has ended.
    ..._FULL: a table is full. It is enlarged, and the replication is run again.
    BEFORE_REVIEWS: a review is about to act for the first time. Up to here the history is the same with and without
    reviews.
    TRIPS_OVER: a tail has flown more trips than can be numbered.
    PAUSED: the history has not ended; Python checks whether it is still wanted, and the loop continues.
    """

    DONE = 0
    HEAP_FULL = 1
    TURNS_FULL = 2
    FLIGHTS_FULL = 3
    ABOARD_FULL = 4
    MISSIONS_FULL = 5
    GIVEN_FULL = 6
    REVIEWED_FULL = 7
    DUTY_FULL = 8
    JOBS_FULL = 9
    GROUND_FULL = 10
    BOUND_FULL = 11
    STAY_FULL = 12
    OFFLOADED_FULL = 13
    BEFORE_REVIEWS = 14
    TRIPS_OVER = 15
    PAUSED = 16
    MISSED_FULL = 17
