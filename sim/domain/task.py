"""Tasks of the ground time: the work on an aircraft, convoy or ship between its arrival and its departure."""

from typing import Annotated

from pydantic import Field, model_validator

from sim.domain.nouns import Name, NonNegative, Noun
from sim.domain.uncertainty import Chance


class Task(Noun):
    """One task: how long it takes, what it needs, and where and when it can be done."""

    name: Name
    takes_h: Chance = 0.0
    """Time that it takes, whatever is carried [h]."""
    per_pallet_h: NonNegative = 0.0
    """Time added for each pallet position loaded [h]."""
    per_vehicle_h: NonNegative = 0.0
    """Time added for each item of a lot of vehicles [h]."""
    per_busload_h: NonNegative = 0.0
    """Time added for each busload of people; a partly filled bus counts in full [h]."""
    busload: Annotated[int, Field(ge=1)] = 50
    """People on one bus."""
    per_t_h: NonNegative = 0.0
    """Time added for each tonne of cargo [h]."""
    per_person_h: NonNegative = 0.0
    """Time added for each person [h]."""
    needs: Name | None = None
    """Resource of the site of which the task needs one machine, from its beginning to its end."""
    beside: bool = False
    """Whether it runs in parallel with the task before it rather than after it; the next task without `beside` waits
    until all that run in parallel are done."""
    parked: bool = False
    """Whether a parking spot is enough. Other tasks need a working spot; the lift keeps it from the first of these to
    the last."""
    loads: bool = False
    """Whether this task is the loading, for which load team and cargo are assigned; exactly one task of a lift is."""

    @property
    def counts_load(self) -> bool:
        """Whether its duration depends on what is loaded."""
        rates = (self.per_pallet_h, self.per_vehicle_h, self.per_busload_h, self.per_t_h, self.per_person_h)
        return any(rate > 0 for rate in rates)

    @model_validator(mode="after")
    def _loaded_at_work(self) -> "Task":
        if self.loads and self.parked:
            raise ValueError("expected parked = false, as loading needs a working spot")
        return self
