"""The tables of a plan, one class each; strings lie beside the plan (`Plan.names`), never in a table."""

from typing import Final

from sim.model.schema.plan.force import Hop, Lot, LotPrice, Option, Path, Step, Stop, Worth
from sim.model.schema.plan.lift import Leg, Lift, LiftPrice, Mission, Task
from sim.model.schema.plan.numbers import Dist, Target, Uncertain
from sim.model.schema.plan.order import Ask, Counter, Floor, Hold, Longer, Look, Milestone, Response, Review
from sim.model.schema.plan.places import Calendar, Resource, Shift, Site, Station
from sim.model.schema.plan.weather import Closure, Outage, Permission
from sim.model.schema.row import Row

__all__ = [
    "PLAN",
    "Ask",
    "Calendar",
    "Closure",
    "Counter",
    "Dist",
    "Floor",
    "Hold",
    "Hop",
    "Leg",
    "Lift",
    "LiftPrice",
    "Longer",
    "Look",
    "Lot",
    "LotPrice",
    "Milestone",
    "Mission",
    "Option",
    "Outage",
    "Path",
    "Permission",
    "Resource",
    "Response",
    "Review",
    "Shift",
    "Site",
    "Station",
    "Step",
    "Stop",
    "Target",
    "Task",
    "Uncertain",
    "Worth",
]

PLAN: Final[dict[str, type[Row]]] = {
    "dist": Dist,
    "uncertain": Uncertain,
    "target": Target,
    "calendar": Calendar,
    "shift": Shift,
    "site": Site,
    "station": Station,
    "resource": Resource,
    "lot": Lot,
    "option": Option,
    "worth": Worth,
    "step": Step,
    "stop": Stop,
    "path": Path,
    "hop": Hop,
    "lot_price": LotPrice,
    "lift": Lift,
    "leg": Leg,
    "mission": Mission,
    "task": Task,
    "lift_price": LiftPrice,
    "outage": Outage,
    "closure": Closure,
    "permission": Permission,
    "hold": Hold,
    "counter": Counter,
    "floor": Floor,
    "milestone": Milestone,
    "review": Review,
    "look": Look,
    "response": Response,
    "ask": Ask,
    "longer": Longer,
}
"""Tables of a plan by the name that they have in `Plan.tables`."""
