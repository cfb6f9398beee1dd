"""The loops that make a world, in Python."""

from typing import Final

from sim.model import calendars
from sim.model.draws import uniform, uniforms
from sim.model.world.arriving import put_arrivals, put_releases
from sim.model.world.carrying import put_expected, put_fits
from sim.model.world.routines import Routines
from sim.model.world.shapes import draw_unknowns, put_shapes, put_unknowns
from sim.model.world.weather import alternate
from sim.model.world.weighing import weigh
from sim.model.world.windows import Windows

__all__ = ["PLAIN"]


def _subtract(windows: Windows, holes: list[tuple[int, int]]) -> Windows:
    return calendars.subtract(*windows, holes)


PLAIN: Final = Routines(
    home="sim.model.world.plain:PLAIN",
    is_compiled=False,
    one=uniform,
    many=uniforms,
    alternate=alternate,
    draw_unknowns=draw_unknowns,
    put_unknowns=put_unknowns,
    put_shapes=put_shapes,
    weigh=weigh,
    put_fits=put_fits,
    put_expected=put_expected,
    put_arrivals=put_arrivals,
    put_releases=put_releases,
    subtract=_subtract,
)
