"""Choose the results folder of a scenario: named after its title, and never shared with another title."""

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
        Parent of the folders.
    title
        Title of the scenario.
    ending
        Suffix of the folder's name.

    Returns
    -------
    Path
        The folder.
    str or None
        The other title whose results are in the folder with the plain name, so that this folder has a longer name; None
        if the folder has the plain name, or no other title has results there any more.
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
