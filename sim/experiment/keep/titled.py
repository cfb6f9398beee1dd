"""Choose the results folder of a scenario by its title; two titles with results never share a folder."""

from pathlib import Path

from sim.domain.naming import distinct_name, file_name
from sim.experiment.keep.database import held
from sim.experiment.keep.folder import DATABASE

__all__ = ["folder_of_title"]


def folder_of_title(results: Path, title: str, ending: str = "") -> tuple[Path, str | None]:
    """Choose the results folder of a scenario.

    Parameters
    ----------
    results
        Folder that contains the results folders.
    title
        Title of the scenario.
    ending
        Text at the end of the name of the folder.

    Returns
    -------
    Path
        The folder. Its plain name is `file_name(title)` and `ending`. It has a longer name (`distinct_name`) if this
        title has results under the longer name already, or if only other titles have results under the plain name.
    str or None
        If the folder has the longer name: another title that has results under the plain name. None if there is no such
        title, or if the folder has the plain name.
    """
    name = file_name(title) or "scenario"
    plain, own = results / f"{name}{ending}", results / f"{distinct_name(title, name)}{ending}"
    titles = _titles(plain)
    if title in _titles(own) or (titles and title not in titles):
        return own, next(iter(sorted(titles - {title})), None)
    return plain, None


def _titles(folder: Path) -> set[str]:
    """Return the titles of the studies in a folder and in its subfolders."""
    studies = (held(place) for place in (folder / DATABASE, *folder.glob(f"*/{DATABASE}")))
    return {str(study.identity.get("scenario")) for study in studies if study is not None}
