"""The first code cell of each notebook: where the course is missing, it fetches and installs it; elsewhere it does nothing.

A notebook opened in Colab stands alone there, without the course's folder. Where the folder can be fetched from is written in one place,
`repository` in `_config.yml`. The workflow that publishes the book gives its own address in the environment variable
`COURSE_REPOSITORY`, so that a copy of the course on GitHub leads to itself.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

GITHUB = re.compile(r"https://github\.com/([\w-]+)/([\w.-]+?)(?:\.git)?/?")


def course_address(root: Path) -> str:
    """Return the address of the course on GitHub; empty if there is none.

    Parameters
    ----------
    root : Path
        The folder that holds `_config.yml`.

    Raises
    ------
    ValueError
        If the address is not one of a repository on GitHub, the only place that both Colab and Binder open.
    """
    import yaml  # comes with Jupyter Book; the judge and the student do without it

    address = os.environ.get("COURSE_REPOSITORY", "")
    if not address and (root / "_config.yml").is_file():
        settings = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8")) or {}
        address = (settings.get("repository") or {}).get("url") or ""
    if not address:
        return ""
    known = GITHUB.fullmatch(address)
    if known is None:
        raise ValueError(
            f"The course's address is {address!r}. Write it like https://github.com/OWNER/NAME, in _config.yml (repository: url:) "
            "or in COURSE_REPOSITORY, or leave it empty."
        )
    return f"https://github.com/{known[1]}/{known[2]}"


def install_cell(address: str, *, chapter: bool = False) -> str:
    """Return the cell's code.

    Parameters
    ----------
    address : str
        Where the course stands, from `course_address`. If it is empty, the cell says in a sentence how to open the notebook.
    chapter : bool
        A chapter also needs what it draws with, `book/figures/`.

    Examples
    --------
    >>> "!git clone" in install_cell("https://github.com/owner/name")
    True
    >>> "!git clone" in install_cell("")
    False
    """
    needs = "figures" if chapter else "modlab"
    if not address:
        words = (
            "This notebook draws with files of the course. Put it into the course's folder book/, and open it there with `jupyter lab`."
            if chapter
            else "The course is not installed here. In its folder run `pip install -r requirements.txt`, then open this notebook from there."
        )
        lines = [
            "# Does nothing where the course is installed.",
            "from importlib.util import find_spec",
            "",
            'course_address = ""',
            f'if find_spec("{needs}") is None:',
            f'    print("{words}")',
        ]
        return "\n".join(lines)
    # A chapter writes its numbers into its sentences by myst_nb.glue.
    packages = '"./course[autograder,modlab,widgets]" myst-nb' if chapter else '"./course[autograder,modlab]"'
    lines = [
        "# Does nothing where the course is installed. Where it is not, as in Colab, this fetches and installs it.",
        "import os",
        "import sys",
        "from importlib.util import find_spec",
        "",
        f'course_address = "{address}"',
        f'if find_spec("{needs}") is None:',
        '    if not os.path.isdir("course"):',
        "        !git clone --quiet --depth 1 {course_address} course",
        f"    %pip install --quiet --editable {packages}",
        '    sys.path += [os.path.abspath("course"), os.path.abspath("course/book")]',
    ]
    if chapter:
        lines += [
            'if "google.colab" in sys.modules:',
            "    from google.colab import output",
            "",
            "    output.enable_custom_widget_manager()  # Colab shows the figures to touch only then",
        ]
    return "\n".join(lines)
