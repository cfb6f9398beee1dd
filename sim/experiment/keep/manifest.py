"""The content of manifest.json, which says how results were made; it never names the user or a path."""

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from sim.domain.scenario import Scenario
from sim.experiment.keep.identity import Identity
from sim.experiment.workers.build import version
from sim.model.plan import Plan

__all__ = ["circumstances", "manifest", "versions", "with_values"]


def circumstances(
    began: datetime,
    workers: int | None,
    kind: str,
    resumed: int,
    engine: str,
    needs: Sequence[str] = (),
    audited: Sequence[int] = (),
    damaged: Sequence[int] = (),
    others: Mapping[str, int] | None = None,
    by_simpy: int = 0,
    stated: Scenario | None = None,
) -> dict[str, Any]:
    """Return the table `run` of the manifest, whose values may differ between two runs of the same study.

    Parameters
    ----------
    began
        When this run began, with a time zone.
    workers, kind
        Number of workers requested (None: the default, or an executor), and `Workers.kind`.
    resumed
        Number of replications that were stored before this run.
    engine, needs
        The engine that ran the other replications; and if SimPy took the place of the compiled engine, the reasons
        (`fitting`).
    audited
        Replications of the study that the SimPy engine ran again with identical results, in this run or an earlier one.
    damaged
        Replications that were run again because their rows in the database were damaged.
    others
        Number of unused rows of other engines in the folder, by the name of the engine.
    by_simpy
        Number of replications that SimPy ran while the compiled engine was being compiled.
    stated
        The scenario, from which the table takes the levers (`with_values`) and the number of comments of each grade;
        None leaves both empty.
    """
    now = datetime.now(UTC)
    return {
        "began": began.astimezone(UTC).isoformat(timespec="seconds"),
        "ended": now.isoformat(timespec="seconds"),
        "seconds": round((now - began).total_seconds(), 3),
        "workers": workers,
        "workers_are": kind,
        "resumed": resumed,
        "engine": engine,
        "not_compiled": list(needs),
        "by_simpy_meanwhile": by_simpy,
        "audited": list(audited),
        "run_again": list(damaged),
        "not_used": dict(others or {}),
        "grades": dict(stated.grades) if stated is not None else {},
        "levers": with_values(stated) if stated is not None else [],
        "machine": platform.machine(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "versions": versions(),
    }


def with_values(stated: Scenario) -> list[str]:
    """Return the names of those levers of a scenario for which the scenario states the values to try."""
    return [name for name, lever in stated.lever.items() if lever.steps()]


def manifest(
    identity: Identity,
    first: int,
    last: int,
    plan: Plan,
    run: Mapping[str, Any],
    failed: Sequence[Any],
    stopped: Mapping[str, Any],
    checksum: str,
) -> dict[str, Any]:
    """Return the content of manifest.json.

    Parameters
    ----------
    identity, first, last, plan
        The study: its identity, its replications [first, last), and its plan.
    run
        The table `run` (`circumstances`).
    failed
        Histories whose causes could not be computed.
    stopped
        How the run ended: after a fixed number of histories, or by which rule.
    checksum
        Checksum of all rows of the study in the database (`Rows.checksum`).
    """
    policy = plan.policy
    named = policy.unusual()
    rules = {
        "named": named,
        "from": [source.name for source in policy.sources],
        "simpy_only": [f"{kind}: {name}" for kind, name in named.items() if policy.find(kind).looks],
    }
    return {
        **identity.as_dict(),
        "first": first,
        "replications": last - first,
        "stopped": dict(stopped),
        "checksum": checksum,
        "policy": rules,
        "known": [lever._asdict() for lever in plan.known],
        "notices": [notice.as_dict() for notice in plan.notices],
        "failed": list(failed),
        "run": dict(run),
    }


def versions() -> dict[str, str]:
    """Return the versions of Python, sim and those packages on which results may depend, by name."""
    software = {"python": platform.python_version(), "sim": version()}
    for package in ("numpy", "simpy", "scipy", "numba"):
        try:
            software[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return software
