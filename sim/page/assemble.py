"""Assemble one self-contained HTML file from the content of a page and the template, style and script of `assets`.

A content security policy in the file forbids the browser to load or run anything else.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from json import dumps
from re import sub
from typing import Any

from sim.analysis.sums.places import ALL
from sim.page.charts import map_chart
from sim.page.first import chance_in_words, closure_section, first_screen, milestones_section, section
from sim.page.html import Markup, el, join
from sim.page.sections import sections

__all__ = ["assembled", "document", "island"]

REST = "base-uri 'none'; form-action 'none'"
"""The last part of the content security policy."""
SPEEDS = ((120, "2 minutes"), (60, "1 minute"), (30, "30 seconds"), (15, "15 seconds"))
"""Choices for the time in which the page plays a whole history: seconds, and the words for them."""


def assembled(content: Mapping[str, Any]) -> str:
    """Return the page of a record as one HTML document that makes no requests.

    Parameters
    ----------
    content
        A record, as returned by `record.record`.
    """
    parts = list(sections(content))
    why, rest = parts[:1], parts[1:]
    if content["summary"]["why"] is None:
        why, rest = [], parts
    body = join(
        first_screen(content),
        closure_section(content),
        milestones_section(content),
        why,
        rest[:1],
        _playback(content),
        rest[1:],
    )
    footer = join(
        f"{content['name']}: {content['n']:,} histories, seed {content['summary']['seed']}. ",
        f"Dates and times of {content['zone']}. ",
        "Made by sim report; this file makes no network requests.",
    )
    return document(content["name"], body, footer, ("closure", "Skip to the date"), _for_script(content))


def document(
    title: str, body: Markup, footer: str, skip: tuple[str, str], for_script: Mapping[str, Any] | None = None
) -> str:
    """Return an HTML document in the common style that makes no requests.

    Parameters
    ----------
    title, body, footer
        Title, body and footer; `body` is markup, `footer` is markup or plain text.
    skip
        The link that skips the first screen: identifier of its target, and its text.
    for_script
        Data for the script; None for a page without a script.
    """
    style, script = _asset("style.css"), _asset("script.js")
    allowed, scripts = "", ""
    if for_script is not None:
        allowed = f"script-src '{_hash(script)}'; "
        record = f'<script type="application/json" id="record">{island(for_script)}</script>'
        scripts = f"{record}\n<script>{script}</script>\n"
    values = {
        "policy": f"default-src 'none'; style-src '{_hash(style)}'; {allowed}{REST}",
        "title": join(title),
        "style": style,
        "target": join(skip[0]),
        "skip": join(skip[1]),
        "body": body,
        "footer": join(footer),
        "scripts": scripts,
    }
    return sub(r"@(\w+)@", lambda found: values[found[1]], _asset("template.html"))


def island(value: Any) -> str:
    """Return a value as JSON for a script element; it contains no characters that could end the element."""
    text = dumps(value, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@cache
def _asset(name: str) -> str:
    return files("sim.page").joinpath("assets", name).read_text(encoding="utf-8").rstrip("\n")


def _hash(text: str) -> str:
    """Return the hash of a style or script in the form used by a content security policy."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _for_script(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data for the script: the numbers for each position of the deadline, and the histories to play."""
    closure, network = content["closure"], content["network"]
    rows = [[row["at"], row["words"], row["met"], chance_in_words(row, closure["n"])] for row in closure["rows"]]
    for_script: dict[str, Any] = {
        "n": closure["n"],
        "unit": closure["unit"],
        "rows": rows,
        "deadline": next(at for at, row in enumerate(rows) if row[0] == closure["deadline"]),
        "zone": content["zone"],
        "start": round(1000 * datetime.fromisoformat(content["start"]).timestamp()),
        "playback": content["playback"],
    }
    if network is not None:
        for_script |= {
            "to": network["to"],
            "flies": [lift["flies"] for lift in network["lifts"]],
            "places": network["places"],
            "sites": [site["place"] for site in network["sites"].values() if site["place"] is not None],
            "names": {row: site["name"] for row, site in network["sites"].items()},
        }
    return for_script


def _playback(content: Mapping[str, Any]) -> Markup | None:
    """Return the section in which a history is played; None if there is none to play."""
    network, histories = content["network"], content["playback"]
    if not histories or network is None:
        return None
    drawn = sum(each["kind"] == "drawn" for each in histories)
    count = {"drawn": 0}
    options = []
    for at, each in enumerate(histories):
        count["drawn"] += each["kind"] == "drawn"
        name = f"drawn {count['drawn']} of {drawn}" if each["kind"] == "drawn" else each["kind"]
        options.append(el("option", f"{name} (number {each['replication']})", value=at))
    speeds = [el("option", words, value=seconds, selected=seconds == 60) for seconds, words in SPEEDS]
    controls = el(
        "div",
        el("button", "Play", type="button", id="play"),
        el("span", "", id="clock"),
        el(
            "label",
            "when ",
            el("input", type="range", id="scrub", min=0, max=1, step=60, value=0, aria_label="Date and time"),
        ),
        el(
            "label",
            "whole history in ",
            el("select", speeds, id="pace"),
        ),
        el("label", "history ", el("select", options, id="pick")),
        el("button", "Draw another", type="button", id="another") if drawn > 1 else None,
        class_="controls",
        role="group",
        aria_label="Playback",
    )
    heads = ("place", "people", "tonnes", "in preparation", "waiting for lift")
    rows = [
        el(
            "tr",
            el("th", "all in country" if name == ALL else name, scope="row"),
            [el("td", "", class_="n") for _ in heads[1:]],
            data_place=at,
        )
        for at, name in enumerate(network["places"])
    ]
    head = el(
        "thead", el("tr", [el("th", name, scope="col", class_="n" if at else None) for at, name in enumerate(heads)])
    )
    now = el("table", el("caption", "At this moment"), head, el("tbody", rows))
    longest = max(each["history"]["step"] for each in histories)
    step = _span(longest)
    heads = max(each["history"]["heads_step"] for each in histories)
    exact = "at every moment" if heads == 1 else f"at every whole {_span(heads)}"
    every = max(each["history"]["drawn_every"] for each in histories)
    thin = f" Of the sorties, one in {every} is drawn." if every > 1 else ""
    return section(
        "playback",
        "One history, played",
        el("p", "", id="which"),
        controls,
        el("p", "", id="status", class_="small", aria_live="polite"),
        el("div", map_chart(network), class_="scroll"),
        el(
            "p",
            "People and items at a place: ", el("span", "", class_="key"), "in preparation, ",
            el("span", "", class_="key ready"),
            "waiting for lift. Hollow: lift on its way in or on the ground; filled: on its way out. ",
            "Sorties: ", el("span", "", id="flown"), ". Shut now: ", el("span", "", id="shut"), ".",
            class_="small",
        ),
        el("div", now, class_="scroll", id="now", tabindex=0, role="group", aria_label="At this moment"),
        el("p", f"The map is schematic: positions are not geographic, and the way in is drawn with the length of "
           f"the way out. Numbers of people are exact {exact}; tonnes and queues are shown up to {step} late.{thin}",
            class_="small"),
    )  # fmt: skip


def _span(seconds: int) -> str:
    """Return a length of time in words: "15 min", "3 h"."""
    minutes = seconds // 60
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h"
