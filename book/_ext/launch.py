"""Ways to open what a page offers: each exercise and each chapter, as a download, in Colab and in Binder.

`{exercise} NAME` shows the ways to an exercise, `{exercises-table}` those to all that it names, `{chapter-notebook}` those to the chapter that
it stands in; chapters get a button in the top bar, too. Colab and Binder open files on GitHub, so their links appear only when an address is known: `repository` in `_config.yml`, or
the environment variable `COURSE_REPOSITORY` (`autograder/notebook/install_cell.py`). Without one, the page says in words how to open the
notebook. The links lead to the branch that the publishing workflow makes, since only there the chapters are notebooks.
"""

import json
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import nbformat
from course_pages import MarkdownDirective
from plain_notebook import glued_values, plain_markdown
from sphinx.errors import ConfigError

from autograder.notebook.install_cell import course_address, install_cell
from autograder.notebook.reading import INSTALL_TAG


def links(address, branch, path):
    """Return {name: link} for the places on the web where a notebook opens; empty without an address.

    Parameters
    ----------
    address : str
        The course's address, such as `https://github.com/owner/name`, or nothing.
    branch, path : str
        Where the notebook is in the repository.
    """
    if not address:
        return {}
    repository = address.removeprefix("https://github.com/")
    return {
        "Colab": f"https://colab.research.google.com/github/{repository}/blob/{quote(branch)}/{quote(path)}",
        "Binder": f"https://mybinder.org/v2/gh/{repository}/{quote(branch, safe='')}?urlpath={quote(f'lab/tree/{path}', safe='')}",
    }


def links_of(config, path):
    """Return the links to a notebook for the address in the book's settings."""
    return links(config.course_address, config.course_branch, path)


def in_words(places):
    """Return Markdown with the places where a notebook opens."""
    return "".join(f" · [open in {name}]({address})" for name, address in places.items())


class Exercise(MarkdownDirective):
    """Show the ways to open one exercise, or several."""

    required_arguments = 1
    final_argument_whitespace = True

    def markdown(self, root):
        paragraphs, at_home = [], []
        for name in self.arguments[0].split():
            path = f"exercises/{name}/{name}.ipynb"
            if not (root / path).is_file():
                raise self.error(f"There is no exercise {name!r}: {path} does not exist.")
            download = f"{{download}}`Download the exercise, {name}.ipynb </{path}>`"
            paragraphs.append(download + in_words(links_of(self.config, path)))
            at_home.append(f"`jupyter lab {path}`")
        if self.config.course_address:
            paragraphs.append("How to check your answers: [](/book/students.md).")
        else:
            paragraphs.append(
                f"In the course's folder it is there already: {' and '.join(at_home)}. "
                "How to install the course and how to check your answers: [](/book/students.md)."
            )
        return "\n\n".join(paragraphs)


class ExercisesTable(MarkdownDirective):
    """Show the exercises that the content names, one a line: title, points, and the ways to open it."""

    has_content = True

    def markdown(self, root):
        lines = ["| exercise | points | notebook |", "|---|---|---|"]
        for name in map(str.strip, self.content):
            path = f"exercises/{name}/{name}.ipynb"
            self.env.note_dependency(str(root / path))
            cells = nbformat.read(root / path, as_version=4).cells
            title = cells[0].source.splitlines()[0].removeprefix("# ")
            points = sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in cells)
            ways = f"{{download}}`{name}.ipynb </{path}>`{in_words(links_of(self.config, path))}"
            lines.append(f"| {title} | {points:g} | {ways} |")
        return "\n".join(lines)


class ChapterNotebook(MarkdownDirective):
    """Show the ways to open the chapter that this stands in."""

    def markdown(self, root):
        path = PurePosixPath(f"{self.env.docname}.ipynb")
        download = (
            f"This chapter as a notebook, to change and run again: {{nb-download}}`download <{path.name}>`"
        )
        places = links_of(self.config, str(path))
        if places:
            return download + in_words(places)
        return f"{download}. Put it into the course's folder `{path.parent}/` and open it there: `jupyter lab {path}`."


def read_address(app, config):
    """Find out where the course stands."""
    try:
        config.course_address = course_address(Path(app.srcdir))
    except ValueError as error:
        raise ConfigError(str(error)) from error
    config.course_branch = config.html_theme_options.get("repository_branch", "notebooks")


def finish_notebook(app, doctree):
    """Finish the notebook that myst-nb has just written: its text in plain Markdown, and the cell that installs the course where it is missing.

    This comes after the execution: the book neither runs that cell nor shows it, and the cache does not see it.
    """
    docname = app.env.docname
    if "kernelspec" not in app.env.metadata[docname]:
        return
    path = Path(app.env.mystnb_config.output_folder) / f"{docname}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    glued = path.with_suffix(".glue.json")
    values = glued_values(json.loads(glued.read_text(encoding="utf-8"))) if glued.exists() else {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = plain_markdown(cell.source, values)
    code = install_cell(app.config.course_address, chapter=True)
    cell = nbformat.v4.new_code_cell(code, id=INSTALL_TAG, metadata={"tags": [INSTALL_TAG]})
    # Below the title, as in the exercises.
    notebook.cells.insert(
        next(i for i, other in enumerate(notebook.cells) if other.cell_type == "code"), cell
    )
    nbformat.write(notebook, path)


def add_buttons(app, pagename, templatename, context, doctree):
    """Put the chapter's links into the top bar."""
    places = links_of(app.config, f"{pagename}.ipynb")
    if not places or "kernelspec" not in app.env.metadata.get(pagename, {}):
        return
    buttons = [
        {"type": "link", "url": address, "text": name, "tooltip": f"Open this chapter in {name}"}
        for name, address in places.items()
    ]
    context["header_buttons"].insert(
        0,
        {
            "type": "group",
            "label": "launch-buttons",
            "tooltip": "Open this chapter as a notebook",
            "icon": "fas fa-rocket",
            "buttons": buttons,
        },
    )


def setup(app):
    # Set by read_address. Their values are part of the environment: when they change, every page is read again.
    app.add_config_value("course_address", "", "env", [str])
    app.add_config_value("course_branch", "", "env", [str])
    app.connect("config-inited", read_address)
    app.connect("doctree-read", finish_notebook)
    app.connect("html-page-context", add_buttons, priority=600)
    app.add_directive("exercise", Exercise)
    app.add_directive("exercises-table", ExercisesTable)
    app.add_directive("chapter-notebook", ChapterNotebook)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
