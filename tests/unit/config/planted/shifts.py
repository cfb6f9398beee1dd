"""Mistakes in servers that differ by shift."""

from __future__ import annotations

from tests.unit.config.planted.mistake import Mistake

MISTAKES = {
    "servers by shift, a list": Mistake(
        "servers = 1", "servers = [4, 2]", "site.camp.station.inspect.servers", "[4, 2]", "that of the largest shift"
    ),
    "more servers in a shift than the station has": Mistake(
        "servers = 1",
        "servers = 1\nhours = [{ open_h = 7, close_h = 17, servers = 4 }]",
        "site.camp.station.inspect.hours.0.servers",
        "4",
        "expected at most 1, the servers of the station",
    ),
    "servers of a shift under another name": Mistake(
        "servers = 1",
        "servers = 1\nhours = [{ open_h = 7, close_h = 17, people = 1 }]",
        "site.camp.station.inspect.hours.0.people",
        None,
        "unknown key; servers states how many work in this shift",
        "servers",
    ),
    "servers by shift, a key": Mistake(
        "servers = 1",
        "servers = 1\nservers_night = 2",
        "site.camp.station.inspect.servers_night",
        None,
        "a smaller shift states its own, like this: hours = [",
    ),
    "servers by shift, a table": Mistake(
        "servers = 1",
        "servers = 1\nshift.night = { open_h = 19, close_h = 24, servers = 2 }",
        "site.camp.station.inspect.shift",
        None,
        "a smaller shift states its own, like this: hours = [",
    ),
}
