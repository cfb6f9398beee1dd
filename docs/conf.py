"""How the pages of this folder become a site: `make docs`."""

import re
import sys
from pathlib import Path
from typing import Any

from pygments.lexers.special import TextLexer

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

project, author, copyright = "sim", "the authors of sim", "the authors of sim"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]

# Pages link to each other and to files beside this folder as they do on GitHub, so the whole repository is the source.
root_doc = "docs/README"
include_patterns = ["*.md", "docs/**.md", "results/README.md"]
exclude_patterns = [".*", "sim", "tests", "benchmarks", "build", "dist"]
myst_heading_anchors = 4

default_role = "code"
highlight_language = "text"
autodoc_typehints = "description"
autodoc_member_order = "groupwise"
napoleon_google_docstring = False

html_theme = "furo"
html_title = "sim"
html_copy_source = False


MENU = "\n```{{toctree}}\n{}\n:maxdepth: 1\n\n{}\n```\n"


def map_to_menu(_: Any, page: str, source: list[str]) -> None:
    """Make the menu of the site out of the map: a heading with its list of pages is a part of the menu."""
    if page == root_doc:
        for part in re.split(r"^## ", source[0], flags=re.M)[1:]:
            title, _, rest = part.partition("\n")
            pages = re.findall(r"^- \[[^]]+\]\(([^):]+)\.md\)", rest, flags=re.M)
            source[0] += MENU.format(f":caption: {title}\n:hidden:", "\n".join(pages))
    elif page == "docs/decisions/README":
        source[0] += MENU.format(":glob:", "0*")


def first_page(app: Any, error: Exception | None) -> None:
    """Lead from the folder of the site to its first page."""
    if error is None:
        words = (
            '<!DOCTYPE html><meta charset="utf-8"><title>sim</title><meta http-equiv="refresh" content="0; url={0}">'
        )
        (Path(app.outdir) / "index.html").write_text(words.format(f"{root_doc}.html"), encoding="utf-8")


def setup(app: Any) -> dict[str, bool]:
    """Add what the pages of this project need."""
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", map_to_menu)
    app.connect("build-finished", first_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
